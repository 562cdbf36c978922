//! What a plot shows, in the values of its axes.

use super::axis::Axis;

/// Which of the plot's colours: what they are is said by the style sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Texts and what is only a help.
    Quiet,
    /// What was recorded.
    Recorded,
    /// What is now.
    Now,
    /// A limit, even harmonics.
    Warm,
}

/// How much an area covers what is behind it, 0..1.
pub const AREA_OPACITY: f32 = 0.16;

/// A drawing.
#[derive(Clone, Debug, PartialEq)]
pub enum Layer {
    /// Through points in the order of the x axis.
    Line {
        /// The points.
        points: Vec<(f64, f64)>,
        /// Its colour.
        ink: Ink,
        /// How much it covers what is behind it, 0..1.
        opacity: f32,
        /// Its width, layout pixels.
        width_px: f32,
        /// Whether it has gaps.
        is_dashed: bool,
    },
    /// Between two lines.
    Area {
        /// Places on the x axis with both ends there.
        points: Vec<(f64, f64, f64)>,
        /// Its colour.
        ink: Ink,
    },
    /// From the bottom of the plot up to a value, with the value above.
    Bar {
        /// Its middle on the x axis.
        at: f64,
        /// Its width there.
        width: f64,
        /// Its top.
        top: f64,
        /// Its colour.
        ink: Ink,
        /// What stands above it.
        text: String,
    },
    /// A point that is named.
    Dot {
        /// Where it is.
        at: (f64, f64),
        /// Its colour, and that of its name.
        ink: Ink,
        /// Its name; it stands on the side where there is room.
        text: String,
    },
}

/// The mark before a text of a legend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A line as it is drawn.
    Line,
    /// A line with gaps.
    Dashes,
    /// An area between lines.
    Area,
    /// A bar.
    Bar,
}

/// What stands in the line above a plot.
#[derive(Clone, Debug, PartialEq)]
pub struct Legend {
    /// The mark before it and its colour; none for a text alone.
    pub mark: Option<(Mark, Ink)>,
    /// What it says.
    pub text: String,
}

/// What is under the pointer.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The place on the x axis that is read.
    pub at: f64,
    /// Points of the curves there.
    pub dots: Vec<(Ink, f64)>,
    /// What it says.
    pub text: String,
}

/// Reads a figure at a value of its x axis.
pub type Read = dyn Fn(f64) -> Option<Reading>;

/// All of a plot.
pub struct Figure {
    /// From left to right.
    pub x: Axis,
    /// From bottom to top.
    pub y: Axis,
    /// From back to front.
    pub layers: Vec<Layer>,
    /// From left to right.
    pub legend: Vec<Legend>,
    /// What is to be said beside the curves, or instead of them.
    pub sentence: Option<String>,
    /// What is under the pointer.
    pub read: Box<Read>,
}

/// What stands where a figure will stand soon.
const MEASURING: &str = "Measuring\u{2026}";

impl Figure {
    /// Nothing yet. What is there in the blink of an eye needs no word.
    pub fn awaited(takes_time: bool) -> Self {
        Self::sentence(if takes_time { MEASURING } else { "" })
    }

    /// Whether it is nothing yet.
    pub fn is_awaited(&self) -> bool {
        let said = self.sentence.as_deref();
        self.layers.is_empty() && (said == Some(MEASURING) || said == Some(""))
    }

    /// Nothing but a sentence.
    pub fn sentence(text: impl Into<String>) -> Self {
        let nothing = Axis::numbers(0, |_| String::new());
        Self {
            x: nothing.clone(),
            y: nothing,
            layers: Vec::new(),
            legend: Vec::new(),
            sentence: Some(text.into()),
            read: Box::new(|_| None),
        }
    }
}

impl Legend {
    /// A text behind a mark.
    pub fn of(mark: Mark, ink: Ink, text: impl Into<String>) -> Self {
        Self {
            mark: Some((mark, ink)),
            text: text.into(),
        }
    }

    /// A text alone.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            mark: None,
            text: text.into(),
        }
    }
}
