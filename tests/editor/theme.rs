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

#[test]
fn every_text_stands_out_from_every_ground_it_stands_on() {
    let rules = rules();
    let color = |selector: &str, property: &str| {
        let value = rules.get(selector).and_then(|rule| rule.get(property));
        value
            .unwrap_or_else(|| panic!("{selector} has no {property}"))
            .as_str()
    };
    let ground = |selector| color(selector, "background-color");
    let panel = ground(".panel");
    for (text, on) in [
        (":root", ground(":root")),
        (".title", ground(":root")),
        (".subtitle", ground(":root")),
        (".size label", ground(":root")),
        (".size label", ground(".size:hover")),
        (".size.chosen label", ground(":root")),
        (".size.chosen label", ground(".size:hover")),
        (".panel-name", panel),
        (".param-name", panel),
        (".param-value", panel),
        (".count-name", panel),
        (".mark", panel),
        (".count", panel),
        (".reading", panel),
        (".dim .param-name", panel),
        (".dim .param-value", panel),
        (".dim .count-name", panel),
        (".dim .count", panel),
        (".known", panel),
        (".act label", ground(".act")),
        (".act label", ground(".act:hover")),
        (".advice", ground(":root")),
        (".choice", ground(".choice")),
        (".pick", ground(".pick")),
        (".dim .choice", ground(".dim .choice")),
        (".choice-menu", ground(".choice-menu")),
        (".choice-menu", color(".choice-menu", "selection-color")),
        (".param-entry", ground(".param-entry")),
        (".param-entry", color(".param-entry", "selection-color")),
        (".hint-text", ground(".hint")),
    ] {
        let found = contrast(color(text, "color"), on);
        assert!(found >= LEAST_CONTRAST, "{text} on {on}: {found:.2}");
    }
}

/// Text of a rule that the test above does not know would go unseen.
#[test]
fn no_other_rule_colors_text() {
    let known = [
        ":root",
        ".title",
        ".subtitle",
        ".size label",
        ".size.chosen label",
        ".panel-name",
        ".param-name",
        ".param-value",
        ".count-name",
        ".mark",
        ".count",
        ".reading",
        ".dim .param-name",
        ".dim .param-value",
        ".dim .count-name",
        ".dim .count",
        ".known",
        ".act label",
        ".advice",
        ".choice",
        ".pick",
        ".dim .choice",
        ".choice-menu",
        ".param-entry",
        ".hint-text",
    ];
    // Their color is that of a shape.
    let shapes = [
        ".dial",
        ".track",
        ".toggle",
        ".toggle:checked",
        ".level-meter",
        ".dim .dial",
        ".dim .toggle",
    ];
    for (selector, rule) in rules() {
        if rule.contains_key("color") {
            let selector = selector.as_str();
            assert!(
                known.contains(&selector) || shapes.contains(&selector),
                "{selector} colors something"
            );
        }
    }
}
