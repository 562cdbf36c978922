//! The path: a block for each stage in signal order, and the level behind it.

mod converter;
mod input;
mod node;
mod output;
mod preamp;
mod reamp;
mod recorded;
mod source;

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::Toggle;

use super::ear::Ear;
use crate::chain::Node;

/// A stage of the path as the window shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block {
    /// What was recorded, in volts.
    Recorded,
    /// What was played, and through which cable.
    Source,
    /// What it is plugged into.
    Input,
    /// The microphone or instrument preamp.
    Preamp,
    /// The converter.
    Converter,
    /// The way back out.
    Reamp,
    /// What leaves the plugin.
    Output,
}

impl Block {
    /// All of them in signal order.
    pub const ALL: [Self; 7] = [
        Self::Recorded,
        Self::Source,
        Self::Input,
        Self::Preamp,
        Self::Converter,
        Self::Reamp,
        Self::Output,
    ];

    /// As its head says it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Recorded => "Recorded",
            Self::Source => "Source & cable",
            Self::Input => "Input",
            Self::Preamp => "Preamp",
            Self::Converter => "Converter",
            Self::Reamp => "Re-amp",
            Self::Output => "Output",
        }
    }

    /// What its details are about.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Recorded => {
                "What 0 dBFS of the recording was in volts, and two ways to find that out."
            }
            Self::Source => "Your own pickup, and the cable that the recording was made through.",
            Self::Input => {
                "Inputs of your own, the microphone input behind a box, and what hangs on its thru jack."
            }
            Self::Preamp => {
                "Iron, feedback around the tubes, and the noise that a preamp brings along."
            }
            Self::Converter => "Where the scale ends.",
            Self::Reamp => "The line output, the cable to the amp, and where you listen.",
            Self::Output => "What leaves the plugin.",
        }
    }

    /// In style sheets and ids.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::Source => "source-block",
            Self::Input => "input",
            Self::Preamp => "preamp",
            Self::Converter => "converter",
            Self::Reamp => "reamp",
            Self::Output => "output",
        }
    }

    /// The parameter that switches it.
    const fn switch(self) -> Option<&'static str> {
        match self {
            // Source and input load each other: there is one switch for both.
            Self::Input => Some("load_on"),
            Self::Converter => Some("converter_on"),
            Self::Reamp => Some("reamp_on"),
            Self::Recorded | Self::Source | Self::Preamp | Self::Output => None,
        }
    }

    /// Where its level is read; none between source and input, which are one circuit.
    const fn node(self) -> Option<Node> {
        match self {
            Self::Recorded => Some(Node::Recorded),
            Self::Source => None,
            Self::Input => Some(Node::Input),
            Self::Preamp => Some(Node::Preamp),
            Self::Converter => Some(Node::Converter),
            Self::Reamp => Some(Node::Reamp),
            Self::Output => Some(Node::Output),
        }
    }

    /// Whether there is more than its main controls.
    const fn has_details(self) -> bool {
        !matches!(self, Self::Converter | Self::Output)
    }

    /// Its main controls.
    fn controls(self, cx: &mut Context, ear: &Ear) {
        match self {
            Self::Recorded => recorded::controls(cx),
            Self::Source => source::controls(cx),
            Self::Input => input::controls(cx, ear),
            Self::Preamp => preamp::controls(cx),
            Self::Converter => converter::controls(cx),
            Self::Reamp => reamp::controls(cx),
            Self::Output => output::controls(cx),
        }
    }

    /// The rest of them.
    pub fn details(self, cx: &mut Context, ear: &Ear) {
        match self {
            Self::Recorded => recorded::details(cx, ear),
            Self::Source => source::details(cx),
            Self::Input => input::details(cx),
            Self::Preamp => preamp::details(cx),
            Self::Reamp => reamp::details(cx),
            // Their main controls are all that there are.
            Self::Converter | Self::Output => {}
        }
    }
}

/// Opens and closes what a block shows beside its main controls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DetailsEvent {
    /// Open those of this block, or close them.
    Toggle(Block),
    /// Open those of this block.
    Open(Block),
    /// Close them.
    Close,
}

/// The block whose details are open.
#[derive(Clone, Copy)]
pub struct OpenDetails(pub Signal<Option<Block>>);

impl OpenDetails {
    /// At the root of the tree: all are closed.
    pub fn build(cx: &mut Context) -> Self {
        let open = Self(Signal::new(None));
        Model::build(open, cx);
        open
    }
}

impl Model for OpenDetails {
    fn event(&mut self, _: &mut EventContext<'_>, event: &mut Event) {
        event.map(|event, meta| {
            let now = self.0.get_untracked();
            self.0.set(match *event {
                DetailsEvent::Toggle(block) if now == Some(block) => None,
                DetailsEvent::Toggle(block) | DetailsEvent::Open(block) => Some(block),
                DetailsEvent::Close => None,
            });
            meta.consume();
        });
    }
}

/// All blocks, in signal order.
pub fn path(cx: &mut Context, ear: &Ear) {
    let ear = ear.clone();
    HStack::new(cx, move |cx| {
        for block in Block::ALL {
            show(cx, block, &ear);
        }
    })
    .class("path");
}

/// A block: its head, its main controls, and the level behind it at its foot.
fn show(cx: &mut Context, block: Block, ear: &Ear) {
    VStack::new(cx, |cx| {
        head(cx, block);
        VStack::new(cx, |cx| block.controls(cx, ear)).class("controls");
        match block.node() {
            Some(node) => node::level(cx, node),
            None => node::impedance(cx, ear),
        }
    })
    .class("panel")
    .class("block")
    .class(block.id());
}

fn head(cx: &mut Context, block: Block) {
    let open = cx.data::<OpenDetails>().0;
    HStack::new(cx, |cx| {
        Label::new(cx, block.name()).class("panel-name");
        if block.has_details() {
            Button::new(cx, |cx| Label::new(cx, "\u{2022}\u{2022}\u{2022}"))
                .id(format!("{}-more", block.id()))
                .class("more")
                .toggle_class("open", open.map(move |open| *open == Some(block)))
                .name(format!("More of {}", block.name()))
                .navigable(true)
                .on_press(move |cx| cx.emit(DetailsEvent::Toggle(block)));
        }
        if let Some(id) = block.switch() {
            Toggle::new(cx, id);
        }
    })
    .class("panel-head");
}

/// Controls of a block's details that belong together, and what they are about in a sentence. `share` is that of the
/// panel's width.
fn group(
    cx: &mut Context,
    share: f32,
    name: &'static str,
    sentence: &'static str,
    content: impl FnOnce(&mut Context),
) {
    VStack::new(cx, |cx| {
        Label::new(cx, name).class("group-name");
        row(cx, content);
        Label::new(cx, sentence).class("sentence").class("quiet");
    })
    .class("group")
    .width(Stretch(share));
}

/// A row of widgets.
fn row(cx: &mut Context, content: impl FnOnce(&mut Context)) -> Handle<'_, HStack> {
    HStack::new(cx, content).class("row")
}
