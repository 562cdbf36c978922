//! A plugin with a parameter of each kind, and an editor with a widget of each kind.

use std::sync::Arc;

use nice_plug_core::formatters;
use nice_plug_core::params::enums::Enum;
use nice_plug_core::params::internals::ParamPtr;
use nice_plug_core::params::range::FloatRange;
use nice_plug_core::params::{BoolParam, EnumParam, FloatParam, Param, Params};
use nice_plug_vizia::headless::{HeadlessBuilder, HeadlessEditor};
use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::{
    Hints, ParamChoice, ParamKnob, ParamSlider, ParamToggle, WIDGET_STYLE,
};
use nice_plug_vizia::{EditorState, ParamModel, add_default_font};

const FONT: &[u8] = include_bytes!("../../../../assets/fonts/Inter.ttf");

#[derive(Clone, Copy, PartialEq)]
pub enum Shape {
    Sine,
    Triangle,
    Square,
}

impl Enum for Shape {
    fn variants() -> &'static [&'static str] {
        &["Sine", "Triangle", "Square"]
    }

    fn ids() -> Option<&'static [&'static str]> {
        None
    }

    fn to_index(self) -> usize {
        self as usize
    }

    fn from_index(index: usize) -> Self {
        [Self::Sine, Self::Triangle, Self::Square][index.min(2)]
    }
}

pub struct DemoParams {
    pub gain: FloatParam,
    pub width: FloatParam,
    pub shape: EnumParam<Shape>,
    pub on: BoolParam,
}

impl Default for DemoParams {
    fn default() -> Self {
        let gain = FloatRange::Linear {
            min: -20.0,
            max: 20.0,
        };
        let width = FloatRange::Linear { min: 0.0, max: 1.0 };
        Self {
            gain: FloatParam::new("Gain", 0.0, gain)
                .with_unit(" dB")
                .with_value_to_string(formatters::v2s_f32_rounded(1))
                .with_string_to_value(Arc::new(|text| {
                    text.trim_end_matches("dB").trim().parse().ok()
                })),
            width: FloatParam::new("Width", 0.25, width)
                .with_unit(" %")
                .with_value_to_string(formatters::v2s_f32_percentage(0))
                .with_string_to_value(formatters::s2v_f32_percentage()),
            shape: EnumParam::new("Shape", Shape::Sine),
            on: BoolParam::new("On", true),
        }
    }
}

// SAFETY: the pointers point into `self`.
unsafe impl Params for DemoParams {
    fn param_map(&self) -> Vec<(String, ParamPtr, String)> {
        [
            ("gain", self.gain.as_ptr()),
            ("width", self.width.as_ptr()),
            ("shape", self.shape.as_ptr()),
            ("on", self.on.as_ptr()),
        ]
        .map(|(id, pointer)| (id.to_owned(), pointer, String::new()))
        .to_vec()
    }
}

pub struct Plugin {
    pub params: Arc<DemoParams>,
    pub editor: HeadlessEditor,
}

impl Plugin {
    pub fn open() -> Self {
        Self::open_with(Arc::default(), 1.0)
    }

    pub fn open_with(params: Arc<DemoParams>, screen_scale: f32) -> Self {
        let shown = params.clone();
        let editor = HeadlessBuilder::new(EditorState::new(480, 120))
            .screen_scale(screen_scale)
            .build(move |cx| build(cx, shown));
        Self { params, editor }
    }
}

fn build(cx: &mut Context, params: Arc<DemoParams>) {
    assert!(add_default_font(cx, FONT), "the font can be read");
    cx.add_stylesheet(WIDGET_STYLE).expect("it is in memory");
    ParamModel::build(cx, params);
    HStack::new(cx, |cx| {
        ParamKnob::new(cx, "gain");
        ParamToggle::new(cx, "on");
        ParamSlider::new(cx, "width");
        ParamChoice::new(cx, "shape");
    });
    Hints::build(cx, |id| Some(format!("This is {id}.")));
}
