//! What the window shows, for everything in the tree.

use std::sync::Arc;

use nice_plug_vizia::PollContext;
use nice_plug_vizia::vizia::prelude::*;

use crate::chain::{Monitor, Node};
use crate::session::{PlotKind, Session, TargetZone, VuReference};

/// What the window shows, as signals in step with the [`Session`]. Clones are the same.
#[derive(Clone)]
pub struct Workspace {
    session: Arc<Session>,
    probe: Signal<Node>,
    plot: Signal<PlotKind>,
    target_zone: Signal<TargetZone>,
    vu_reference: Signal<VuReference>,
    monitor: Signal<Monitor>,
}

/// Shows something else: emit it from anywhere in the tree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum WorkspaceEvent {
    /// Meters and plots go to this node.
    Probe(Node),
    /// This plot opens.
    Plot(PlotKind),
    /// Peaks belong here.
    Zone(TargetZone),
    /// 0 VU stands for this.
    VuReference(VuReference),
    /// This is heard.
    Monitor(Monitor),
}

impl Workspace {
    /// Follows `session` for as long as the tree lives. Build it before any view that shows what it holds.
    pub fn build(cx: &mut Context, session: Arc<Session>) {
        let shown = session.shown();
        // A window that opens plays the result, whatever the last one played.
        session.set_monitor(Monitor::Result);
        let workspace = Self {
            probe: Signal::new(shown.probe),
            plot: Signal::new(shown.plot),
            target_zone: Signal::new(shown.target_zone),
            vu_reference: Signal::new(shown.vu_reference),
            monitor: Signal::new(session.monitor()),
            session,
        };
        let polled = workspace.clone();
        let mut loads = workspace.session.loads();
        cx.add_poll(move |_| {
            let now = polled.session.loads();
            let is_new = now != std::mem::replace(&mut loads, now);
            if is_new {
                polled.follow();
            }
            is_new
        });
        Model::build(workspace, cx);
    }

    /// The workspace of the tree.
    ///
    /// # Panics
    /// If [`Workspace::build`] has not been called in this tree.
    pub fn of(cx: &impl DataContext) -> Self {
        cx.data::<Self>().clone()
    }

    /// The node that meters and plots are at.
    pub fn probe(&self) -> Signal<Node> {
        self.probe
    }

    /// The plot that is open.
    pub fn plot(&self) -> Signal<PlotKind> {
        self.plot
    }

    /// Where peaks belong.
    pub fn target_zone(&self) -> Signal<TargetZone> {
        self.target_zone
    }

    /// What 0 VU stands for.
    pub fn vu_reference(&self) -> Signal<VuReference> {
        self.vu_reference
    }

    /// What is heard.
    pub fn monitor(&self) -> Signal<Monitor> {
        self.monitor
    }

    /// Shows what the session has now.
    fn follow(&self) {
        let shown = self.session.shown();
        self.probe.set_if_changed(shown.probe);
        self.plot.set_if_changed(shown.plot);
        self.target_zone.set_if_changed(shown.target_zone);
        self.vu_reference.set_if_changed(shown.vu_reference);
        self.monitor.set_if_changed(self.session.monitor());
    }

    fn change(&self, event: WorkspaceEvent) {
        let session = &self.session;
        match event {
            WorkspaceEvent::Probe(probe) => session.show(|shown| shown.probe = probe),
            WorkspaceEvent::Plot(plot) => session.show(|shown| shown.plot = plot),
            WorkspaceEvent::Zone(zone) => session.show(|shown| shown.target_zone = zone),
            WorkspaceEvent::VuReference(reference) => {
                session.show(|shown| shown.vu_reference = reference);
            }
            WorkspaceEvent::Monitor(monitor) => session.set_monitor(monitor),
        }
        self.follow();
    }
}

impl Model for Workspace {
    fn event(&mut self, _: &mut EventContext<'_>, event: &mut Event) {
        event.map(|event, meta| {
            self.change(*event);
            meta.consume();
        });
    }
}
