//! The widgets for parameters, as they come.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use nice_plug::prelude::{BoolParam, Enum, EnumParam, FloatParam, FloatRange, Params, formatters};
use nice_plug_vizia::headless::{HeadlessBuilder, Picture};
use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::{
    Ladder, MeterLevels, ParamChoice, ParamKnob, ParamSlider, ParamToggle, WIDGET_STYLE,
};
use nice_plug_vizia::{EditorState, ParamModel, add_default_font};

const INTER: &[u8] = include_bytes!("../../../../assets/fonts/Inter.ttf");

const STYLE: &str = "
    :root { background-color: #14191d; }
    .page { padding: 16px; gap: 20px; alignment: left; }
    .column { gap: 12px; width: auto; height: auto; }
    .ladder { width: 26px; height: 128px; }
";

#[derive(Clone, Copy, PartialEq, Eq, Enum)]
enum Tube {
    #[name = "12AX7"]
    High,
    #[name = "12AU7"]
    Low,
}

#[derive(Params)]
struct Amplifier {
    #[id = "gain"]
    gain: FloatParam,
    #[id = "bias"]
    bias: FloatParam,
    #[id = "mix"]
    mix: FloatParam,
    #[id = "tube"]
    tube: EnumParam<Tube>,
    #[id = "pad"]
    pad: BoolParam,
    #[id = "bright"]
    bright: BoolParam,
}

fn float(name: &str, unit: &'static str, value: f32, min: f32, max: f32) -> FloatParam {
    FloatParam::new(name, value, FloatRange::Linear { min, max })
        .with_unit(unit)
        .with_value_to_string(formatters::v2s_f32_rounded(1))
}

impl Default for Amplifier {
    fn default() -> Self {
        Self {
            gain: float("Gain", " dB", 12.0, 0.0, 30.0),
            bias: float("Bias", " %", -40.0, -100.0, 100.0),
            mix: float("Mix", " %", 75.0, 0.0, 100.0),
            tube: EnumParam::new("Tube", Tube::High),
            pad: BoolParam::new("Pad", true),
            bright: BoolParam::new("Bright", false),
        }
    }
}

pub fn picture() -> Picture {
    let builder = HeadlessBuilder::new(EditorState::new(450, 160)).screen_scale(2.0);
    let mut editor = builder.build(|cx| {
        add_default_font(cx, INTER);
        for style in [WIDGET_STYLE, STYLE] {
            cx.add_stylesheet(style).expect("the style is right");
        }
        ParamModel::build(cx, Arc::new(Amplifier::default()));
        HStack::new(cx, page).class("page");
    });
    assert!(editor.settle(Duration::from_secs(20)), "animations end");
    editor.picture()
}

fn page(cx: &mut Context) {
    ParamKnob::new(cx, "gain");
    ParamKnob::new(cx, "bias");
    VStack::new(cx, |cx| {
        ParamSlider::new(cx, "mix").width(Pixels(120.0));
        ParamChoice::new(cx, "tube").width(Pixels(120.0));
    })
    .class("column");
    VStack::new(cx, |cx| {
        ParamToggle::new(cx, "pad");
        ParamToggle::new(cx, "bright");
    })
    .class("column");
    let levels = MeterLevels {
        peak_db: [-9.0, -12.0],
        hold_db: [-6.0, -7.0],
        ..MeterLevels::default()
    };
    let target = Signal::new((-12.0, -6.0));
    Ladder::new(cx, Rc::new(Cell::new(levels)), -60.0..=0.0, target);
}
