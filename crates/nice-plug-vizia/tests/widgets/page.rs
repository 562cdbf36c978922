use nice_plug_vizia::vizia::icons::{
    ICON_ADJUSTMENTS, ICON_ARROW_RIGHT, ICON_CHECK, ICON_CHEVRON_DOWN, ICON_CHEVRON_RIGHT,
    ICON_INFO_CIRCLE, ICON_PLUS, ICON_VOLUME, ICON_X,
};
use nice_plug_vizia::vizia::prelude::*;

const INTER: &[u8] = include_bytes!("../../../../assets/fonts/Inter.ttf");

const STYLE: &str = r#"
    :root { font-family: "Inter Variable"; font-size: 13px; }
    .page { padding: 16px; gap: 12px; }
    .row { height: auto; gap: 12px; alignment: left; }
    .large { font-size: 20px; font-variation-settings: "wght" 600; }
    .medium { font-variation-settings: "wght" 500; }
    .small { font-size: 11px; }
    .wrapped { width: 150px; text-wrap: true; }
    .cut { width: 100px; text-wrap: false; text-overflow: ellipsis; }
    .middle { width: 150px; text-align: center; background-color: #8884; }
    .decorated { text-decoration-line: underline; }
    .box { width: 60px; height: 40px; }
    .round { background-color: #3a7bd5; corner-radius: 10px; }
    .outlined { border: 2px #3a7bd5; corner-radius: 10px; }
    .shadowed { background-color: #fff; corner-radius: 6px; shadow: 2px 3px 6px #000a; }
    .inset { background-color: #fff; corner-radius: 6px; shadow: 0px 2px 4px 0px #000a inset; }
    .linear { background-image: linear-gradient(to right, #ff512f, #dd2476); corner-radius: 6px; }
    .radial { background-image: radial-gradient(#ffffff, #3a7bd5); corner-radius: 6px; }
    .mixed-corners { background-color: #2a9d6f; corner-radius: 0px 20px 0px 20px; }
    .faded { opacity: 0.4; }
    .turned { rotate: 20deg; }
    .clipped { overflow: hidden; corner-radius: 12px; background-color: #444; }
    .clipped label { font-size: 24px; color: white; }
    slider, progressbar, textbox, select { width: 150px; }
"#;

/// Vizia's own widgets, each in the states that look different.
pub fn build(cx: &mut Context, theme: ThemeMode) {
    cx.emit(EnvironmentEvent::SetThemeMode(theme));
    cx.add_font_mem(INTER);
    cx.add_stylesheet(STYLE).expect("the style is right");
    VStack::new(cx, |cx| {
        row(cx, texts);
        row(cx, more_texts);
        row(cx, buttons);
        row(cx, switches);
        row(cx, sliders);
        row(cx, icons);
        row(cx, boxes);
        row(cx, inputs);
    })
    .class("page");
}

fn row(cx: &mut Context, content: impl FnOnce(&mut Context) + 'static) {
    HStack::new(cx, content).class("row");
}

fn texts(cx: &mut Context) {
    Label::new(cx, "Recorded 0 dBFS").class("large");
    Label::new(cx, "Gain −12.5 dB");
    Label::new(cx, "Input 10 kΩ ± 5 µV").class("medium");
    Label::new(cx, "small figures 0123456789").class("small");
}

fn more_texts(cx: &mut Context) {
    Label::new(cx, "A text that is broken into lines").class("wrapped");
    Label::new(cx, "A text that does not fit").class("cut");
    Label::new(cx, "underlined").class("decorated");
    Label::new(cx, "centered").class("middle");
}

fn buttons(cx: &mut Context) {
    Button::new(cx, |cx| Label::new(cx, "Button"));
    Button::new(cx, |cx| Label::new(cx, "Outline")).variant(ButtonVariant::Outline);
    Button::new(cx, |cx| Label::new(cx, "Text")).variant(ButtonVariant::Text);
    Button::new(cx, |cx| Label::new(cx, "Disabled")).disabled(true);
    Button::new(cx, |cx| Label::new(cx, "Hovered"))
        .id("hovered")
        .tooltip(|cx| {
            Tooltip::new(cx, |cx| {
                Label::new(cx, "Tooltip");
            })
        });
    ToggleButton::new(cx, Signal::new(true), |cx| Label::new(cx, "Toggle"));
    Chip::new(cx, "Chip");
}

fn switches(cx: &mut Context) {
    for state in [false, true] {
        Checkbox::new(cx, Signal::new(state));
        RadioButton::new(cx, Signal::new(state));
        Switch::new(cx, Signal::new(state));
    }
    Checkbox::new(cx, Signal::new(true)).disabled(true);
    Knob::new(cx, 0.5, Signal::new(0.3), false);
    Knob::new(cx, 0.5, Signal::new(0.8), true);
}

fn sliders(cx: &mut Context) {
    Slider::new(cx, Signal::new(0.3));
    Slider::new(cx, Signal::new(1.0));
    ProgressBar::horizontal(cx, Signal::new(0.6));
}

fn inputs(cx: &mut Context) {
    Textbox::new(cx, Signal::new(String::from("12.5 dB")));
    Textbox::new(cx, Signal::new(String::new())).placeholder("Search");
    Select::new(
        cx,
        Signal::new(vec!["Mic", "Line", "Hi-Z"]),
        Signal::new(Some(1)),
        true,
    )
    .id("select");
    Spinbox::new(cx, Signal::new(5i32));
}

fn icons(cx: &mut Context) {
    for icon in [
        ICON_CHECK,
        ICON_CHEVRON_DOWN,
        ICON_CHEVRON_RIGHT,
        ICON_PLUS,
        ICON_X,
        ICON_INFO_CIRCLE,
        ICON_ARROW_RIGHT,
        ICON_VOLUME,
        ICON_ADJUSTMENTS,
    ] {
        Svg::new(cx, icon).class("icon");
    }
}

fn boxes(cx: &mut Context) {
    for class in [
        "round",
        "outlined",
        "shadowed",
        "inset",
        "linear",
        "radial",
        "mixed-corners",
    ] {
        Element::new(cx).class("box").class(class);
    }
    Element::new(cx).class("box").class("round").class("faded");
    Element::new(cx).class("box").class("round").class("turned");
    HStack::new(cx, |cx| {
        Label::new(cx, "clipped");
    })
    .class("box")
    .class("clipped");
}
