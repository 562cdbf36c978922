//! The host's view of the parameter contract: nested groups in signal order -> [`Settings`].
//!
//! Each parameter is listed here once, by its id. Name, range, unit, default, choices and flags stand in
//! [`PARAMETERS`](crate::chain::PARAMETERS); values and their text go through the same functions as presets and the
//! command line.

mod hosted;
mod state;

pub use hosted::{Hosted, Listed, Number, Options, Switch};
use state::NOT_UNDERSTOOD_KEY;
pub use state::complete_state;

use std::collections::BTreeMap;
use std::sync::Arc;

use nice_plug::params::persist::{PersistentField, deserialize_field, serialize_field};
use nice_plug::prelude::{ParamPtr, Params};
use nice_plug_vizia::EditorState;

use crate::chain::parameter::{Parameter, id_of_field};
use crate::chain::settings::{
    BoxImpedance, Cable, ConverterRoute, HighPass, Input, InputTransformer, Listen, OfflineQuality,
    Pad, Polarity, Pots, Quality, ReampBox, ReampLoad, RecordedInput, Settings, SolidState, Source,
    ThruLoad, Tube, WordLength,
};
use crate::session::Session;

/// Columns and rows that the window is laid out for, in pixels at 100 %.
pub const EDITOR_SIZE: (u32, u32) = (1040, 620);

/// What sessions keep the size of the window under.
const EDITOR_KEY: &str = "editor";

/// What sessions keep everything else under.
const SESSION_KEY: &str = "session";

/// Declares the groups: a struct for each, all of them in `PrefaceParams`, and the way to [`Settings`], which does not
/// compile while a setting is missing.
macro_rules! groups {
    ($($(#[$doc:meta])* $group:ident: $list:ident { $($id:ident: $kind:ty,)+ })+) => {
        $(
            $(#[$doc])*
            pub struct $list {
                $(#[doc = concat!("`", stringify!($id), "` of the parameter contract.")] pub $id: $kind,)+
            }
        )+

        /// Every host parameter, in signal order, and what else a session keeps.
        pub struct PrefaceParams {
            $($(#[$doc])* pub $group: $list,)+
            /// How large the user has made the window.
            pub editor: Arc<EditorState>,
            /// What else a session keeps.
            pub kept: Arc<Session>,
        }

        impl Default for PrefaceParams {
            fn default() -> Self {
                Self {
                    $($group: $list { $($id: host(id_of_field(stringify!($id))),)+ },)+
                    editor: EditorState::new(EDITOR_SIZE.0, EDITOR_SIZE.1),
                    kept: Arc::default(),
                }
            }
        }

        impl PrefaceParams {
            /// The settings that the host has set.
            pub fn settings(&self) -> Settings {
                Settings { $($($id: self.$group.$id.setting(),)+)+ }
            }

            /// The settings as they were chosen, without the host's modulation.
            pub fn chosen_settings(&self) -> Settings {
                Settings { $($($id: self.$group.$id.chosen(),)+)+ }
            }

            /// The parameters with their rows of the contract.
            fn hosted(&self) -> Vec<(&'static Parameter, ParamPtr)> {
                vec![$($((contract_of(id_of_field(stringify!($id))), self.$group.$id.pointer()),)+)+]
            }
        }
    };
}

groups! {
    /// What 0 dBFS of the recording was, in volts.
    level: LevelParams {
        in_cal_dbu: Number,
        rec_gain_db: Number,
    }
    /// The source, what it was plugged into and what it is plugged into now.
    load: LoadParams {
        load_on: Switch,
        source: Options<Source>,
        custom_l_h: Number,
        custom_r_ohm: Number,
        custom_c_pf: Number,
        custom_eddy_ohm: Number,
        custom_pots: Options<Pots>,
        rec_input: Options<RecordedInput>,
        rec_mic_z_ohm: Number,
        rec_custom_ohm: Number,
        rec_custom_pf: Number,
        rec_cable_m: Number,
        now_input: Options<Input>,
        now_custom_ohm: Number,
        now_custom_pf: Number,
        now_cable_m: Number,
        cable_type: Options<Cable>,
        thru_load: Options<ThruLoad>,
        guitar_volume: Number,
        guitar_tone: Number,
        mic_z_ohm: Number,
        phantom: Switch,
        repair_limit_db: Number,
    }
    /// The microphone or instrument preamp.
    preamp: PreampParams {
        pad: Options<Pad>,
        polarity: Options<Polarity>,
        highpass: Options<HighPass>,
        gain_db: Number,
        drive_db: Number,
        character_pct: Number,
        solid_state: Options<SolidState>,
        tube: Options<Tube>,
        bias_pct: Number,
        tube_feedback_db: Number,
        xfmr_in: Options<InputTransformer>,
        xfmr_out: Switch,
        noise: Switch,
        ein_dbu: Number,
    }
    /// The converter.
    converter: ConverterParams {
        converter_on: Switch,
        conv_route: Options<ConverterRoute>,
        combo_gain_db: Number,
        conv_link: Switch,
        conv_cal_dbu: Number,
        bits: Options<WordLength>,
    }
    /// The way back out, into an amp or a pedal.
    reamp: ReampParams {
        reamp_on: Switch,
        line_out_dbu: Number,
        r#box: Options<ReampBox>,
        send_cal_dbu: Number,
        box_z: Options<BoxImpedance>,
        reamp_cable_m: Number,
        reamp_load: Options<ReampLoad>,
        reamp_load_ohm: Number,
        fuzz_pct: Number,
        virtual_pickup: Switch,
        listen: Options<Listen>,
    }
    /// What leaves the plugin.
    output: OutputParams {
        out_link: Switch,
        out_cal_dbu: Number,
        match_level: Switch,
        volume_db: Number,
        mix_pct: Number,
        bypass: Switch,
    }
    /// How it is computed.
    session: SessionParams {
        quality: Options<Quality>,
        offline_quality: Options<OfflineQuality>,
    }
}

/// The row of the contract with this id.
fn contract_of(id: &str) -> &'static Parameter {
    Parameter::find(id).expect("every field of the groups is named after a row of the contract")
}

/// The host's parameter for a row of the contract.
fn host<H: Hosted>(id: &str) -> H {
    H::of(contract_of(id))
}

// SAFETY: The pointers point into `self`, which the wrapper keeps alive in an `Arc`.
unsafe impl Params for PrefaceParams {
    fn param_map(&self) -> Vec<(String, ParamPtr, String)> {
        self.hosted()
            .into_iter()
            .map(|(contract, pointer)| (contract.id.to_owned(), pointer, contract.group.to_owned()))
            .collect()
    }

    fn serialize_fields(&self) -> BTreeMap<String, String> {
        let size = self.editor.map(serialize_field).ok();
        let size = size.map(|saved| (EDITOR_KEY.to_owned(), saved));
        let session = (SESSION_KEY.to_owned(), self.kept.save());
        size.into_iter().chain([session]).collect()
    }

    /// A session without a size, or with one that cannot be read, leaves the window as it is. What else it does not hold
    /// is as in a fresh instance.
    fn deserialize_fields(&self, serialized: &BTreeMap<String, String>) {
        self.kept
            .load(serialized.get(SESSION_KEY).map(String::as_str));
        if let Some(names) = serialized.get(NOT_UNDERSTOOD_KEY) {
            self.kept.tell(Some(format!(
                "This version cannot read the session's values of {names}: they are at their defaults."
            )));
        }
        let saved = serialized.get(EDITOR_KEY);
        if let Some(saved) = saved.and_then(|saved| deserialize_field(saved).ok()) {
            self.editor.set(saved);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::PARAMETERS;
    use crate::chain::parameter::Range;

    #[test]
    fn hosts_see_the_whole_contract_in_its_order() {
        let hosted: Vec<_> = PrefaceParams::default()
            .hosted()
            .iter()
            .map(|(contract, _)| contract.id)
            .collect();
        let contract: Vec<_> = PARAMETERS.iter().map(|parameter| parameter.id).collect();
        assert_eq!(hosted, contract);
    }

    #[test]
    fn sessions_keep_the_size_of_the_window_and_need_none() {
        let (from, into) = (PrefaceParams::default(), PrefaceParams::default());
        from.editor.set_user_scale(1.5);
        let fields = from.serialize_fields();
        into.deserialize_fields(&fields);
        assert_eq!(into.editor.user_scale(), 1.5);
        for other in [
            BTreeMap::new(),
            fields
                .into_keys()
                .map(|key| (key, "?".to_owned()))
                .collect(),
        ] {
            into.deserialize_fields(&other);
            assert_eq!(into.editor.user_scale(), 1.5);
        }
    }

    #[test]
    fn a_fresh_instance_has_the_defaults_to_the_last_bit() {
        assert_eq!(PrefaceParams::default().settings(), Settings::default());
    }

    /// Hosts keep a 32-bit fraction of the range. What was meant comes back from it to the last bit: numbers on linear
    /// scales to five digits of the range, on logarithmic ones to four digits of the value.
    #[test]
    fn decimals_survive_the_host() {
        let params = PrefaceParams::default();
        for (contract, pointer) in params.hosted() {
            let (min, max) = contract.bounds();
            for step in 0..=1009 {
                let fraction = f64::from(step) / 1009.0;
                let meant = match contract.range {
                    Range::Switch | Range::Choice => continue,
                    Range::Linear { .. } => {
                        let steps = 10f64.powf(5.0 - (max - min).log10().ceil());
                        ((min + (max - min) * fraction) * steps).round() / steps
                    }
                    Range::Logarithmic { .. } => {
                        format!("{:.3e}", min * (max / min).powf(fraction))
                            .parse::<f64>()
                            .expect("a number")
                    }
                };
                let mut settings = Settings::default();
                (contract.set)(&mut settings, meant);
                // SAFETY: `params` lives longer than its pointers; the last call is what a host's automation does.
                unsafe {
                    let host = hosted::Scale::of(contract).to_host(meant);
                    let normalized = pointer.preview_normalized(host);
                    pointer._internal_set_normalized_value(normalized);
                }
                let found = (contract.get)(&params.settings());
                assert_eq!(
                    found,
                    (contract.get)(&settings),
                    "{} = {meant}",
                    contract.id
                );
            }
        }
    }
}
