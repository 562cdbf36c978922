//! What is written can be read: the contrast of text and ground, from the style sheets themselves.

use std::collections::HashMap;

use nice_plug_vizia::widgets::WIDGET_STYLE;
use preface::editor::STYLES;

/// What the Web Content Accessibility Guidelines ask of text.
const LEAST_CONTRAST: f64 = 4.5;

/// The declarations of each selector, later ones over earlier ones.
fn rules() -> HashMap<String, HashMap<String, String>> {
    let mut rules: HashMap<String, HashMap<String, String>> = HashMap::new();
    for sheet in [WIDGET_STYLE].iter().chain(STYLES) {
        let mut sheet = (*sheet).to_owned();
        while let (Some(from), Some(to)) = (sheet.find("/*"), sheet.find("*/")) {
            sheet.replace_range(from..to + 2, "");
        }
        for rule in sheet.split('}') {
            let Some((selectors, declarations)) = rule.split_once('{') else {
                continue;
            };
            for selector in selectors.split(',') {
                let rule = rules.entry(selector.trim().to_owned()).or_default();
                for declaration in declarations.split(';') {
                    if let Some((name, value)) = declaration.split_once(':') {
                        rule.insert(name.trim().to_owned(), value.trim().to_owned());
                    }
                }
            }
        }
    }
    rules
}

/// Relative luminance of `#rrggbb`.
fn luminance(color: &str) -> f64 {
    let digits = color
        .strip_prefix('#')
        .unwrap_or_else(|| panic!("{color} is no color"));
    let channel = |at: usize| {
        let value = u8::from_str_radix(&digits[at..at + 2], 16).expect("two digits");
        let value = f64::from(value) / 255.0;
        match value <= 0.04045 {
            true => value / 12.92,
            false => ((value + 0.055) / 1.055).powf(2.4),
        }
    };
    0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
}

fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn contrasts_are_what_the_guidelines_say() {
    assert!((contrast("#ffffff", "#000000") - 21.0).abs() < 1e-9);
    assert!((contrast("#777777", "#ffffff") - 4.478).abs() < 1e-3);
}

/// Where a text's ground is said.
enum On {
    /// By the `background-color` of a rule.
    Ground(&'static str),
    /// By its `selection-color`.
    Selection(&'static str),
}

use On::{Ground, Selection};

/// Each rule that colors text, with all the grounds that the text stands on.
const TEXTS: &[(&str, &[On])] = &[
    (":root", &[Ground(":root")]),
    (".title", &[Ground(":root")]),
    (".panel-name", &[Ground(".panel")]),
    (".panel-sentence", &[Ground(".panel")]),
    (".more label", &[Ground(".panel")]),
    (".more:hover label", &[Ground(".more:hover")]),
    (".more.open label", &[Ground(".more.open")]),
    (".param-name", &[Ground(".panel"), Ground(".group")]),
    (".param-value", &[Ground(".panel"), Ground(".group")]),
    (".node-level", &[Ground(".panel"), Ground(".node:hover")]),
    (
        ".probe .node-level",
        &[Ground(".panel"), Ground(".node:hover")],
    ),
    (".dim .node-level", &[Ground(".panel")]),
    (".group-name", &[Ground(".group")]),
    (".count-name", &[Ground(".panel")]),
    (".unit", &[Ground(".panel")]),
    (".ladder-name", &[Ground(".panel")]),
    (".ladder-scale", &[Ground(".panel")]),
    (".vu-meter", &[Ground(".vu-meter")]),
    (".heard", &[Ground(".panel")]),
    (".count", &[Ground(".panel")]),
    (".reading", &[Ground(".panel")]),
    (".dim .param-name", &[Ground(".panel"), Ground(".group")]),
    (".dim .param-value", &[Ground(".panel"), Ground(".group")]),
    (".dim .count-name", &[Ground(".panel")]),
    (".dim .count", &[Ground(".panel")]),
    (".sentence", &[Ground(".panel")]),
    (".sentence.quiet", &[Ground(".panel"), Ground(".group")]),
    (".act label", &[Ground(".act"), Ground(".act:hover")]),
    (".advice", &[Ground(".panel")]),
    (".choice", &[Ground(".choice")]),
    (".pick", &[Ground(".pick")]),
    (".dim .choice", &[Ground(".dim .choice")]),
    (".choice.dim", &[Ground(".choice.dim")]),
    (
        ".choice-menu",
        &[Ground(".choice-menu"), Selection(".choice-menu")],
    ),
    (
        ".param-entry",
        &[Ground(".param-entry"), Selection(".param-entry")],
    ),
    (".hint-text", &[Ground(".hint")]),
    (".plot-tab label", &[Ground(".panel")]),
    (".plot-tab:hover label", &[Ground(".plot-tab:hover")]),
    (".plot-tab.chosen label", &[Ground(".plot-tab.chosen")]),
    (".plot", &[Ground(".panel")]),
    (".push", &[Ground(":root"), Ground(".push:hover")]),
    (".push:checked", &[Ground(".push:checked")]),
    (".difference:checked", &[Ground(".difference:checked")]),
    (".matched-dry:checked", &[Ground(".matched-dry:checked")]),
    (".bypass:checked", &[Ground(".bypass:checked")]),
    (".status-name", &[Ground(":root")]),
    (".status-figure", &[Ground(":root")]),
    (".message-text", &[Ground(".message-bar")]),
    (".sheet-title", &[Ground(".sheet")]),
    (".sheet-note", &[Ground(".sheet")]),
    (".sheet-text", &[Ground(".sheet")]),
    (".part", &[Ground(".sheet")]),
    (".licence", &[Ground(".sheet")]),
    (
        ".preset-entry",
        &[Ground(".preset-entry"), Selection(".preset-entry")],
    ),
    (".refusal", &[Ground(".sheet")]),
    (".push.sheet-button", &[Ground(".push.sheet-button")]),
    (".push.sheet-switch", &[Ground(".push.sheet-switch")]),
    (
        ".push.sheet-switch:checked",
        &[Ground(".push.sheet-switch:checked")],
    ),
    (".push.act-button", &[Ground(".push.act-button")]),
];

/// Rules whose color is that of a shape.
const SHAPES: &[&str] = &[
    // Nothing can be done with it now: it is not asked to stand out.
    ".push.idle",
    ".dial",
    ".track",
    ".toggle",
    ".toggle:checked",
    ".ladder",
    ".progress",
    ".wire",
    ".wire.probe",
    ".dim .dial",
    ".dim .toggle",
];

#[test]
fn every_text_stands_out_from_every_ground_it_stands_on() {
    let rules = rules();
    let color = |selector: &str, property: &str| {
        let value = rules.get(selector).and_then(|rule| rule.get(property));
        value
            .unwrap_or_else(|| panic!("{selector} has no {property}"))
            .as_str()
    };
    for (text, grounds) in TEXTS {
        for on in *grounds {
            let ground = match on {
                Ground(rule) => color(rule, "background-color"),
                Selection(rule) => color(rule, "selection-color"),
            };
            let found = contrast(color(text, "color"), ground);
            assert!(found >= LEAST_CONTRAST, "{text} on {ground}: {found:.2}");
        }
    }
}

/// Names on curves have the curves' colours.
#[test]
fn what_is_written_in_a_plot_stands_out_in_each_of_its_colors() {
    let rules = rules();
    let ground = &rules[".panel"]["background-color"];
    for property in ["selection-color", "caret-color", "outline-color"] {
        let found = contrast(&rules[".plot"][property], ground);
        assert!(found >= LEAST_CONTRAST, "{property}: {found:.2}");
    }
}

/// Text of a rule that the test above does not know would go unseen.
#[test]
fn no_other_rule_colors_text() {
    for (selector, rule) in rules() {
        let selector = selector.as_str();
        let is_known =
            TEXTS.iter().any(|(text, _)| *text == selector) || SHAPES.contains(&selector);
        assert!(
            is_known || !rule.contains_key("color"),
            "{selector} colors something"
        );
    }
}
