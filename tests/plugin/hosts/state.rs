//! Sessions: saved, restored, damaged, and of other versions.

use headless_host::Instance;
use serde_json::{Value, json};

use crate::clap::{id_of, instance, set};
use crate::direct::SOUND;

/// A version, the state that it saved, and what some parameters must show with it.
type Released = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

/// States that released versions have saved.
const RELEASED: [Released; 1] = [(
    "0.1.0",
    include_str!("../states/0.1.0.json"),
    &[
        ("source", "Humbucker"),
        ("now_custom_ohm", "470 kohm"),
        ("gain_db", "12.5 dB"),
        ("character_pct", "60 %"),
        ("solid_state", "Class AB"),
        ("tube", "12AU7"),
        ("bias_pct", "-25 %"),
        ("xfmr_in", "1:5"),
        ("noise", "On"),
        ("volume_db", "-3 dB"),
        ("quality", "High"),
        ("drive_db", "0 dB"),
        ("thru_load", "Amp 136k"),
        ("mic_z_ohm", "2.4 kohm"),
        ("phantom", "Off"),
        ("conv_route", "Combo jack"),
        ("combo_gain_db", "31 dB"),
        ("bits", "16 bit"),
        ("reamp_on", "On"),
        ("send_cal_dbu", "-3.5 dBu"),
        ("box_z", "5 kohm"),
        ("reamp_load", "Fuzz germanium"),
        ("fuzz_pct", "72.5 %"),
    ],
)];

/// CLAP states start with their length.
fn framed(state: &[u8]) -> Vec<u8> {
    [&(state.len() as u64).to_le_bytes(), state].concat()
}

fn shown(plugin: &mut Instance, id: &str) -> String {
    let number = id_of(plugin, id);
    let value = plugin.value(number).expect("a value");
    plugin.text_of(number, value).expect("a text")
}

fn values(plugin: &mut Instance) -> Vec<f64> {
    let parameters = plugin.parameters();
    let values = parameters
        .iter()
        .map(|parameter| plugin.value(parameter.id));
    values.map(|value| value.expect("a value")).collect()
}

/// Every parameter anywhere in its range comes back to the last bit.
#[test]
fn every_parameter_survives_a_session() {
    let mut state = 1_u32;
    for _ in 0..20 {
        let mut first = instance();
        for parameter in first.parameters() {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let share = f64::from(state >> 8) / f64::from(1 << 24);
            let value = parameter.min + share * (parameter.max - parameter.min);
            first.set(
                parameter.id,
                if parameter.flags.is_stepped {
                    value.round()
                } else {
                    value
                },
            );
        }
        let saved = first.save_state().expect("saves");
        let mut second = instance();
        assert!(second.load_state(&saved));
        assert_eq!(values(&mut first), values(&mut second));
        assert_eq!(second.save_state().expect("saves"), saved);
    }
}

/// What is no state is refused, and everything stays as it was.
#[test]
fn garbage_is_refused() {
    let mut plugin = instance();
    set(&mut plugin, &SOUND);
    let before = values(&mut plugin);
    let saved = plugin.save_state().expect("saves");
    let half = &saved[..saved.len() / 2];
    for garbage in [
        b"".to_vec(),
        b"garbage".to_vec(),
        vec![0xff; 1000],
        half.to_vec(),
        framed(b"garbage"),
        framed(&half[8..]),
        framed(b"{}"),
        framed(b"{\"version\":\"0.1.0\",\"params\":3,\"fields\":{}}"),
    ] {
        assert!(!plugin.load_state(&garbage), "took {garbage:?}");
        assert_eq!(values(&mut plugin), before);
    }
}

/// A newer version's state: what is unknown is ignored, what is missing goes to its default.
#[test]
fn a_newer_state_restores_what_is_known() {
    let mut plugin = instance();
    set(&mut plugin, &SOUND);
    let state = json!({
        "version": "99.0.0",
        "params": {
            "gain_db": { "f32": 6.0 },
            "flux_capacitor": { "f32": 1.21 },
            "source": { "string": "theremin" },
        },
        "fields": {
            "window": "\"large\"",
            "session": "{\"plot\":7,\"other\":{\"values\":\"?\"}}",
        },
    });
    assert!(plugin.load_state(&framed(state.to_string().as_bytes())));
    assert_eq!(shown(&mut plugin, "gain_db"), "6 dB");
    assert_eq!(shown(&mut plugin, "source"), "As recorded");
    assert_eq!(shown(&mut plugin, "character_pct"), "0 %");
}

#[test]
fn released_states_still_load() {
    for (version, state, texts) in RELEASED {
        let mut plugin = instance();
        let state: Value = serde_json::from_str(state).expect("a released state is JSON");
        assert_eq!(state["version"], version);
        assert!(plugin.load_state(&framed(state.to_string().as_bytes())));
        for (id, text) in texts {
            assert_eq!(shown(&mut plugin, id), *text, "{version}: {id}");
        }
    }
}
