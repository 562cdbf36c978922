//! The foot of a block: the wire to the next one, and what can be read there.

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::vizia::vg;
use nice_plug_vizia::widgets::Readout;

use crate::chain::Node;
use crate::editor::ear::{Ear, Impedances};
use crate::editor::levels::Levels;
use crate::editor::matters::{Dim, is_on};
use crate::editor::numbers::{decibels, ohms};
use crate::editor::workspace::{Workspace, WorkspaceEvent};

/// Layout pixels from a node's middle to the right end of its block.
const FROM_END_PX: f32 = 14.0;
/// Layout pixels that the wire goes on beyond its block, to the next one.
const BEYOND_PX: f32 = 6.0;
const NODE_RADIUS_PX: f32 = 4.5;
const WIRE_PX: f32 = 1.5;

/// The level behind the block. A click makes it the probe.
pub fn level(cx: &mut Context, node: Node) {
    let levels = Levels::of(cx);
    let probe = Workspace::of(cx).probe();
    let is_probe = probe.map(move |probe| *probe == node);
    VStack::new(cx, move |cx| {
        HStack::new(cx, |cx| {
            Readout::new(cx, levels.reading(node), |reading| {
                format!("{} dBu", decibels(reading.rms_dbu))
            })
            .id(format!("level-{node:?}").to_lowercase())
            .class("node-level");
        })
        .class("node-line");
        Wire::new(cx, Some(node)).toggle_class("probe", is_probe);
    })
    .id(format!("node-{node:?}").to_lowercase())
    .class("foot")
    .class("node")
    .toggle_class("probe", is_probe)
    .role(Role::RadioButton)
    .name(format!("Probe behind {node:?}"))
    .checked(is_probe)
    .navigable(true)
    .cursor(CursorIcon::Hand)
    .on_press(move |cx| cx.emit(WorkspaceEvent::Probe(node)));
}

/// Between source and input, which are one circuit: what loads what.
pub fn impedance(cx: &mut Context, ear: &Ear) {
    let read = ear.impedances();
    let is_on = is_on(cx, "load_on");
    VStack::new(cx, move |cx| {
        HStack::new(cx, |cx| {
            Readout::new(cx, read, |Impedances { source, input }| {
                format!("{} into {}", ohms(source), ohms(input))
            })
            .id("impedances")
            .class("node-level")
            .class("impedances")
            .dim_unless(is_on);
        })
        .class("node-line");
        Wire::new(cx, None);
    })
    .class("foot");
}

/// The wire through a block's foot, and the node at its end.
///
/// `border-color` is the wire, `background-color` what is in the node, `color` the node's rim.
struct Wire {
    has_node: bool,
    /// There is no block behind it.
    is_last: bool,
}

impl Wire {
    fn new(cx: &mut Context, node: Option<Node>) -> Handle<'_, Self> {
        let view = Self {
            has_node: node.is_some(),
            is_last: node == Some(Node::Output),
        };
        view.build(cx, |_| {}).class("wire").hoverable(false)
    }
}

impl View for Wire {
    fn element(&self) -> Option<&'static str> {
        Some("wire")
    }

    fn draw(&self, cx: &mut DrawContext<'_>, canvas: &Canvas) {
        let (bounds, scale) = (cx.bounds(), cx.scale_factor());
        let middle = bounds.center().1.round();
        let half = (WIRE_PX * scale / 2.0).max(0.5);
        let mut paint = vg::Paint::default();
        paint.set_anti_alias(true);
        paint.set_color(cx.border_color());
        let beyond = if self.is_last { 0.0 } else { BEYOND_PX };
        let end = bounds.right() + beyond * scale;
        let wire = vg::Rect::new(bounds.left(), middle - half, end, middle + half);
        canvas.draw_rect(wire, &paint);
        if !self.has_node {
            return;
        }
        let center = (bounds.right() - FROM_END_PX * scale, middle);
        let mut node = vg::PathBuilder::new();
        node.add_circle(center, NODE_RADIUS_PX * scale, None);
        let node = node.detach();
        paint.set_color(cx.background_color());
        canvas.draw_path(&node, &paint);
        paint.set_style(vg::PaintStyle::Stroke);
        paint.set_stroke_width(WIRE_PX * scale);
        paint.set_color(cx.font_color());
        canvas.draw_path(&node, &paint);
    }
}
