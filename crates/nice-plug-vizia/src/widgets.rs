//! Widgets that show and change parameters.
//!
//! All of them work alike. Dragging up or to the right is more, and 200 pixels of the layout are the whole range
//! whatever the scale; shift or ctrl makes drag, wheel and keys ten times finer. The wheel and the arrow keys go by steps
//! or hundredths of the range, page up and page down by tenths, home and end to the ends. A double click or a click with
//! alt resets. A click on a value makes it a text box. Each change is one gesture for the host, from the first movement to
//! the release, or to a little rest of the wheel.
//!
//! The view that takes the input has the parameter's id as its `id`, so that style sheets and tests find it; a name has
//! the id with `-name` behind it, a value with `-value`. How they look is said by [`WIDGET_STYLE`], after which a theme
//! says it better.

mod choice;
mod control;
mod hint;
mod icon;
mod knob;
mod label;
mod ladder;
mod menu;
mod meter;
mod pick;
mod progress;
mod push;
mod slider;
mod text;
mod toggle;
mod value;
mod vu;

use vizia_core::prelude::*;

pub use choice::{Choice, ParamChoice};
pub use hint::{Hints, Sentence};
pub use icon::Icon;
pub use knob::{Dial, ParamKnob};
pub use label::ParamLabel;
pub use ladder::{Ladder, LadderScale};
pub use menu::MenuLine;
pub use meter::{ClipLight, MeterBallistics, MeterEvent, MeterLevels, Readout};
pub use pick::Pick;
pub use progress::Progress;
pub use push::{Face, ParamPush, PushButton};
pub use slider::{ParamSlider, Track};
pub use text::{Lettering, LetteringStyle};
pub use toggle::{ParamToggle, Toggle};
pub use value::ParamValue;
pub use vu::VuMeter;

use crate::param::ParamModel;

/// The style sheet of the widgets: sizes that fit together, and calm colors on a dark ground. Add it before a theme.
pub const WIDGET_STYLE: &str = include_str!("widgets/widgets.css");

/// The name that hosts show.
fn name_of(cx: &Context, id: &str) -> String {
    ParamModel::find(cx, id).name().to_owned()
}
