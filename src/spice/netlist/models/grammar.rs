//! Which parameters `.model` cards have.

use super::super::super::elements::{BipolarModel, DiodeModel, FieldEffectModel};

/// The parameters of one kind of model.
pub(super) struct Grammar<M: 'static> {
    /// For messages: "a diode".
    pub what: &'static str,
    pub parameters: &'static [Parameter<M>],
    /// Parameters that ngspice has and that have one value here.
    pub fixed: &'static [(&'static str, f64)],
    /// Parameters without effect: any value is right.
    pub ignored: &'static [&'static str],
}

/// A parameter that acts.
pub(super) struct Parameter<M> {
    /// Its name, then others for the same.
    pub names: &'static [&'static str],
    pub range: Range,
    pub target: fn(&mut M) -> &mut f64,
}

/// What a parameter may be.
#[derive(Clone, Copy)]
pub(super) enum Range {
    Any,
    AboveZero,
    ZeroOrMore,
    /// From 0 to just below 1.
    BelowOne,
}

impl<M> Grammar<M> {
    /// The parameter of this name.
    pub fn parameter(&self, name: &str) -> Option<&Parameter<M>> {
        self.parameters.iter().find(|one| one.names.contains(&name))
    }

    /// The names of all parameters that act.
    pub fn names(&self) -> String {
        let first = |one: &Parameter<M>| one.names.first().copied();
        let names: Vec<&str> = self.parameters.iter().filter_map(first).collect();
        names.join(" ")
    }
}

impl Range {
    /// What is expected instead of `value`.
    pub fn check(self, value: f64) -> Result<(), &'static str> {
        let (is_right, expected) = match self {
            Self::Any => (value.is_finite(), "a finite number"),
            Self::AboveZero => (
                (f64::MIN_POSITIVE..f64::INFINITY).contains(&value),
                "more than 0",
            ),
            Self::ZeroOrMore => ((0.0..f64::INFINITY).contains(&value), "0 or more"),
            Self::BelowOne => ((0.0..1.0).contains(&value), "0 or more and less than 1"),
        };
        if is_right { Ok(()) } else { Err(expected) }
    }
}

use Range::{AboveZero, Any, BelowOne, ZeroOrMore};

/// A row of the tables below.
const fn row<M>(
    names: &'static [&'static str],
    range: Range,
    target: fn(&mut M) -> &mut f64,
) -> Parameter<M> {
    Parameter {
        names,
        range,
        target,
    }
}

/// Without effect is how a diode changes with temperature, which stands at 27 degrees, how it flickers, and where its
/// data come from.
pub(super) const DIODE: Grammar<DiodeModel> = Grammar {
    what: "a diode",
    parameters: &[
        row(&["is", "js"], AboveZero, |model| {
            &mut model.saturation_current_ampere
        }),
        row(&["n"], AboveZero, |model| &mut model.emission_coefficient),
        row(&["rs"], ZeroOrMore, |model| {
            &mut model.series_resistance_ohm
        }),
        row(&["cjo", "cj0", "cj"], ZeroOrMore, |model| {
            &mut model.junction_capacitance_farad
        }),
        row(&["vj", "pb"], AboveZero, |model| {
            &mut model.junction_potential_volt
        }),
        row(&["m", "mj"], BelowOne, |model| {
            &mut model.grading_coefficient
        }),
        row(&["fc"], BelowOne, |model| {
            &mut model.forward_bias_coefficient
        }),
        row(&["tt"], ZeroOrMore, |model| &mut model.transit_time_seconds),
        row(&["bv"], AboveZero, |model| &mut model.breakdown_volt),
        row(&["ibv"], AboveZero, |model| {
            &mut model.breakdown_current_ampere
        }),
    ],
    fixed: &[],
    ignored: &[
        "eg", "xti", "tnom", "tref", "kf", "af", "tm1", "tm2", "ttt1", "ttt2", "trs1", "trs2",
        "cta", "tcv", "tlev", "tlevc", "level",
    ],
};

/// Without effect are temperature, flicker noise, what belongs to a parameter that is fixed, and what [`super::bipolar`]
/// looks at.
pub(super) const BIPOLAR: Grammar<BipolarModel> = Grammar {
    what: "a bipolar transistor",
    parameters: &[
        row(&["is"], AboveZero, |model| {
            &mut model.saturation_current_ampere
        }),
        row(&["bf"], AboveZero, |model| &mut model.forward_gain),
        row(&["br"], AboveZero, |model| &mut model.reverse_gain),
        row(&["nf"], AboveZero, |model| {
            &mut model.forward_emission_coefficient
        }),
        row(&["nr"], AboveZero, |model| {
            &mut model.reverse_emission_coefficient
        }),
        row(&["vaf", "va"], ZeroOrMore, |model| {
            &mut model.forward_early_volt
        }),
        row(&["var", "vb"], ZeroOrMore, |model| {
            &mut model.reverse_early_volt
        }),
        row(&["ikf", "ik"], ZeroOrMore, |model| {
            &mut model.forward_knee_ampere
        }),
        row(&["ikr"], ZeroOrMore, |model| &mut model.reverse_knee_ampere),
        row(&["ise"], ZeroOrMore, |model| &mut model.emitter_leak_ampere),
        row(&["ne"], AboveZero, |model| {
            &mut model.emitter_leak_coefficient
        }),
        row(&["isc"], ZeroOrMore, |model| {
            &mut model.collector_leak_ampere
        }),
        row(&["nc"], AboveZero, |model| {
            &mut model.collector_leak_coefficient
        }),
        row(&["rb"], ZeroOrMore, |model| &mut model.base_resistance_ohm),
        row(&["rc"], ZeroOrMore, |model| {
            &mut model.collector_resistance_ohm
        }),
        row(&["re"], ZeroOrMore, |model| {
            &mut model.emitter_resistance_ohm
        }),
        row(&["cje"], ZeroOrMore, |model| {
            &mut model.emitter_capacitance_farad
        }),
        row(&["vje", "pe"], AboveZero, |model| {
            &mut model.emitter_potential_volt
        }),
        row(&["mje", "me"], BelowOne, |model| {
            &mut model.emitter_grading_coefficient
        }),
        row(&["cjc"], ZeroOrMore, |model| {
            &mut model.collector_capacitance_farad
        }),
        row(&["vjc", "pc"], AboveZero, |model| {
            &mut model.collector_potential_volt
        }),
        row(&["mjc", "mc"], BelowOne, |model| {
            &mut model.collector_grading_coefficient
        }),
        row(&["cjs", "csub"], ZeroOrMore, |model| {
            &mut model.substrate_capacitance_farad
        }),
        row(&["fc"], BelowOne, |model| {
            &mut model.forward_bias_coefficient
        }),
        row(&["tf"], ZeroOrMore, |model| {
            &mut model.forward_transit_seconds
        }),
        row(&["tr"], ZeroOrMore, |model| {
            &mut model.reverse_transit_seconds
        }),
    ],
    fixed: &[
        ("level", 1.0),
        ("xtf", 0.0),
        ("ptf", 0.0),
        ("irb", 0.0),
        ("iss", 0.0),
        ("nkf", 0.5),
    ],
    ignored: &[
        "eg", "xti", "xtb", "tnom", "tref", "kf", "af", "vtf", "itf", "vjs", "ps", "ns", "rbm",
        "mjs", "xcjc",
    ],
};

/// Without effect are temperature and flicker noise.
pub(super) const FIELD_EFFECT: Grammar<FieldEffectModel> = Grammar {
    what: "a field-effect transistor",
    parameters: &[
        row(&["vto", "vt0"], Any, |model| &mut model.threshold_volt),
        row(&["beta"], AboveZero, |model| &mut model.transconductance),
        row(&["lambda"], ZeroOrMore, |model| {
            &mut model.channel_length_per_volt
        }),
        row(&["b"], ZeroOrMore, |model| &mut model.doping_tail),
        row(&["rd"], ZeroOrMore, |model| &mut model.drain_resistance_ohm),
        row(&["rs"], ZeroOrMore, |model| {
            &mut model.source_resistance_ohm
        }),
        row(&["is"], AboveZero, |model| {
            &mut model.saturation_current_ampere
        }),
        row(&["cgs"], ZeroOrMore, |model| {
            &mut model.source_capacitance_farad
        }),
        row(&["cgd"], ZeroOrMore, |model| {
            &mut model.drain_capacitance_farad
        }),
        row(&["pb"], AboveZero, |model| &mut model.gate_potential_volt),
        row(&["fc"], BelowOne, |model| {
            &mut model.forward_bias_coefficient
        }),
    ],
    fixed: &[("level", 1.0)],
    ignored: &[
        "eg", "xti", "tnom", "tref", "kf", "af", "tcv", "vtotc", "bex", "betatce", "nlev", "gdsnoi",
    ],
};
