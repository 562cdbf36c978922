//! `preface params`, `preface presets` and `preface interfaces`.

use preface::chain::{PARAMETERS, Parameter, Settings};
use preface::interface::INTERFACES;
use preface::preset::Preset;
use preface::preset::library::Library;
use serde_json::Value;

use crate::program::{USER_PRESETS, fails, succeeds};
use crate::scratch::Scratch;

#[test]
fn params_as_json_holds_the_whole_contract() {
    let scratch = Scratch::new();
    let text = succeeds(&scratch, ["params", "--json"]);
    let json: Value = serde_json::from_str(&text).expect("JSON");
    let list = json.as_array().expect("a list");
    assert_eq!(list.len(), PARAMETERS.len());
    for (json, parameter) in list.iter().zip(PARAMETERS) {
        assert_eq!(json["id"], parameter.id);
        assert_eq!(json["name"], parameter.name);
        assert_eq!(json["automatable"], parameter.is_automatable);
        let (min, max) = parameter.bounds();
        match json["kind"].as_str() {
            Some("number") => {
                assert_eq!(json["min"].as_f64(), Some(min));
                assert_eq!(json["max"].as_f64(), Some(max));
                assert_eq!(json["default"].as_f64(), Some(parameter.default_value()));
                assert_eq!(json["unit"], parameter.unit.symbol());
            }
            Some("choice") => {
                let choices = json["choices"].as_array().expect("a list");
                assert_eq!(choices.len(), parameter.choices.len());
                let default = json["default"].as_str().expect("an id");
                assert_eq!(parameter.parse(default), Ok(parameter.default_value()));
            }
            Some("switch") => {
                let default = json["default"].as_bool().expect("on or off");
                assert_eq!(f64::from(u8::from(default)), parameter.default_value());
            }
            kind => panic!("{}: {kind:?}", parameter.id),
        }
    }
}

#[test]
fn params_as_text_names_every_id_with_its_range() {
    let scratch = Scratch::new();
    let text = succeeds(&scratch, ["params"]);
    for parameter in PARAMETERS {
        assert!(
            text.contains(&format!("  {} ", parameter.id)),
            "{}",
            parameter.id
        );
        assert!(text.contains(&parameter.expected()), "{}", parameter.id);
    }
    let gain = Parameter::find("gain_db").expect("in the contract");
    assert_eq!(gain.expected(), "-20 dB to 70 dB");
}

#[test]
fn presets_lists_names_and_sentences() {
    let scratch = Scratch::new();
    let text = succeeds(&scratch, ["presets"]);
    for (name, preset) in Preset::factory() {
        let sentence = format!("  {}: {}", preset.name, preset.description);
        assert!(text.lines().any(|line| line == *name), "{name}");
        assert!(text.lines().any(|line| line == sentence), "{sentence}");
    }
    assert_eq!(text.lines().count(), 2 * Preset::factory().len());
}

/// What was saved in the plugin's window is listed, and found by its name in any case.
#[test]
fn presets_of_ones_own_are_listed_and_found() {
    let scratch = Scratch::new();
    let settings = Settings {
        gain_db: 6.0,
        ..Settings::default()
    };
    let mine = Preset::from_settings("My amp", "A sound.", &settings, false);
    let mut library = Library::at(&scratch.directory().join(USER_PRESETS));
    library.save(&mine, false).expect("saves");
    let text = succeeds(&scratch, ["presets"]);
    assert!(text.ends_with("\nMy amp\n  A sound.\n"), "{text}");
    let compared = succeeds(
        &scratch,
        ["compare", "--preset", "my AMP", "--quality", "live"],
    );
    assert!(compared.contains("My amp"), "{compared}");
}

/// Every row with its level, where that comes from, and what others say.
#[test]
fn interfaces_lists_levels_sources_and_doubts() {
    let scratch = Scratch::new();
    let text = succeeds(&scratch, ["interfaces"]);
    let json: Value =
        serde_json::from_str(&succeeds(&scratch, ["interfaces", "--json"])).expect("JSON");
    let list = json.as_array().expect("a list");
    assert_eq!(list.len(), INTERFACES.len());
    for (json, interface) in list.iter().zip(INTERFACES) {
        assert_eq!(json["name"], interface.name);
        assert_eq!(json["jack"], interface.jack.name());
        assert_eq!(json["full_scale_dbu"], interface.full_scale_dbu);
        assert_eq!(json["impedance_ohm"].as_f64(), interface.impedance_ohm);
        assert_eq!(json["disputed"].as_str(), interface.disputed);
        assert!(text.contains(&interface.label()), "{}", interface.label());
        assert!(text.contains(interface.source), "{}", interface.source);
        assert!(text.contains(interface.disputed.unwrap_or_default()));
    }
    let audient = "Audient iD4, instrument\n  12 dBu; maker's specification\n  disputed: +17.5 dBu is claimed as well\n";
    assert!(text.contains(audient), "{text}");
}

#[test]
fn wrong_usage_is_one_line() {
    let scratch = Scratch::new();
    assert_eq!(
        fails(&scratch, ["rendre"]),
        "unrecognized subcommand 'rendre'; \"preface --help\" shows what is expected"
    );
    assert_eq!(
        fails(&scratch, ["render"]),
        "the following required arguments were not provided: <IN.wav>...; \"preface --help\" shows what is expected"
    );
}
