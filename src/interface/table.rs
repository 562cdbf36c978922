//! The figures.

use super::Interface;
use super::Jack::{Instrument, Line, Microphone};

/// A row whose published figures agree.
const fn agreed(
    name: &'static str,
    jack: super::Jack,
    full_scale_dbu: f64,
    impedance_ohm: Option<f64>,
    source: &'static str,
) -> Interface {
    Interface {
        name,
        jack,
        full_scale_dbu,
        impedance_ohm,
        source,
        disputed: None,
    }
}

/// The same row where others publish something else.
const fn disputed(row: Interface, disputed: &'static str) -> Interface {
    Interface {
        disputed: Some(disputed),
        ..row
    }
}

/// All of them, by name.
pub const INTERFACES: &[Interface] = &[
    disputed(
        agreed(
            "Audient iD4",
            Instrument,
            12.0,
            None,
            "maker's specification",
        ),
        "+17.5 dBu is claimed as well",
    ),
    agreed(
        "Audient iD14",
        Instrument,
        9.0,
        None,
        "maker's specification",
    ),
    disputed(
        agreed(
            "Behringer UMC",
            Instrument,
            -3.0,
            None,
            "maker's data sheet",
        ),
        "+16.8 dBu was measured by users: 20 dB apart",
    ),
    agreed(
        "EBU R68 alignment",
        Line,
        18.0,
        None,
        "EBU R68: -18 dBFS is 0 dBu",
    ),
    agreed(
        "Echo Gina3G and Layla3G",
        Instrument,
        18.0,
        Some(102e3),
        "maker's manual: guitar and line jack, gain at minimum",
    ),
    agreed(
        "Echo Gina3G and Layla3G",
        Microphone,
        9.0,
        Some(1.5e3),
        "maker's manual, gain at minimum",
    ),
    agreed(
        "Focusrite Scarlett 3rd gen",
        Instrument,
        12.5,
        None,
        "maker's specification",
    ),
    agreed(
        "Focusrite Scarlett 2i2 4th gen",
        Instrument,
        12.0,
        None,
        "maker's specification",
    ),
    agreed(
        "Focusrite Scarlett 2i2 4th gen",
        Line,
        22.0,
        None,
        "maker's specification; a published measurement did not clip at 21 dBu",
    ),
    disputed(
        agreed(
            "Fractal Axe-Fx",
            Instrument,
            17.5,
            None,
            "measured by users",
        ),
        "the maker gives no figure",
    ),
    disputed(
        agreed(
            "IK Multimedia TONEX",
            Instrument,
            8.0,
            None,
            "measured by users",
        ),
        "the maker gives no figure",
    ),
    disputed(
        agreed(
            "Line 6 Helix",
            Instrument,
            11.0,
            None,
            "worked out by users",
        ),
        "+11.5 dBu is published as well",
    ),
    agreed("Line 6 Helix", Line, 19.0, None, "worked out by users"),
    agreed("Line 6 Helix", Microphone, 8.0, None, "worked out by users"),
    disputed(
        agreed(
            "MOTU M series",
            Instrument,
            16.0,
            None,
            "maker's specification",
        ),
        "+17.5 dBu is published as well",
    ),
    agreed(
        "Neural DSP reference",
        Instrument,
        12.2,
        None,
        "maker's support: a sine of 1 V peak is -13 dBFS",
    ),
    disputed(
        agreed(
            "Neural DSP Quad Cortex",
            Instrument,
            14.5,
            None,
            "measured by users: 14.3 to 14.8 dBu",
        ),
        "+9.5 dBu is claimed as well",
    ),
    agreed(
        "RME Babyface Pro",
        Microphone,
        8.0,
        None,
        "maker's manual, without its 11 dB pad",
    ),
    agreed(
        "RME Fireface 400",
        Line,
        19.0,
        Some(10e3),
        "maker's manual, at its lowest sensitivity",
    ),
    agreed(
        "SMPTE RP155 alignment",
        Line,
        24.0,
        None,
        "SMPTE RP155: -20 dBFS is +4 dBu",
    ),
    agreed(
        "Universal Audio Apollo",
        Instrument,
        12.2,
        None,
        "maker's specification",
    ),
    agreed(
        "Universal Audio UAFX pedal",
        Instrument,
        12.2,
        None,
        "maker's manuals; the input is 500 kohm or 1 Mohm, by model",
    ),
];
