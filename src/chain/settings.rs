//! Everything that a user can set, as plain numbers: the parameter contract.
//!
//! One row per parameter: id, type, default, name, range, unit, whether hosts may automate it, and a sentence for the
//! tooltip. Host parameters, presets, command line and editor all read this table, so that a parameter is spelled once.
//! Ids never change.

use super::parameter::{Choice, Parameter, Range, Unit, choices, settings};

choices! {
    /// What was plugged in: its EMF's impedance decides how much the input loads it.
    Source {
        AsRecorded = "as_recorded", "As recorded";
        SingleCoil = "single_coil", "Single-coil";
        Humbucker = "humbucker", "Humbucker";
        HotHumbucker = "hot_humbucker", "Hot humbucker";
        P90 = "p90", "P-90";
        PBass = "p_bass", "P-bass";
        JBass = "j_bass", "J-bass";
        Piezo = "piezo", "Piezo";
        ActivePickup = "active_pickup", "Active pickup";
        Keyboard = "keyboard", "Keyboard";
        DynamicMic = "dynamic_mic", "Dynamic mic";
        RibbonMic = "ribbon_mic", "Ribbon mic";
        CondenserMic = "condenser_mic", "Condenser mic";
        Custom = "custom", "Custom";
    }
    /// The jack that a source is plugged into.
    Input {
        HiZ1M = "hi_z_1m", "Hi-Z 1M";
        HiZ470k = "hi_z_470k", "Hi-Z 470k";
        HiZ220k = "hi_z_220k", "Hi-Z 220k";
        Line10k = "line_10k", "Line 10k";
        Custom = "custom", "Custom";
    }
    /// Volume and tone pots of a custom guitar.
    Pots {
        None = "none", "None";
        Pots250k = "250k", "250k";
        Pots500k = "500k", "500k";
        Pots1M = "1m", "1M";
    }
    /// Capacitance class of the guitar cable.
    Cable {
        Low = "low", "Low";
        Standard = "standard", "Standard";
        Coiled = "coiled", "Coiled";
    }
    /// Attenuator in front of the preamp.
    Pad {
        Off = "0", "0 dB";
        Minus20 = "-20", "-20 dB";
    }
    /// Polarity switch.
    Polarity {
        Normal = "normal", "+";
        Inverted = "inverted", "-";
    }
    /// High-pass filter in front of the gain.
    HighPass {
        Off = "off", "Off";
        Hz40 = "40", "40 Hz";
        Hz80 = "80", "80 Hz";
        Hz120 = "120", "120 Hz";
    }
    /// The solid-state circuit at one end of *Character*.
    SolidState {
        Clean = "clean", "Clean";
        ClassA = "class_a", "Class A";
        ClassAB = "class_ab", "Class AB";
    }
    /// The tube at the other end of *Character*.
    Tube {
        T12AX7 = "12ax7", "12AX7";
        T12AY7 = "12ay7", "12AY7";
        T12AT7 = "12at7", "12AT7";
        T12AU7 = "12au7", "12AU7";
    }
    /// Input transformer of the preamp, by its turns ratio.
    InputTransformer {
        Off = "off", "Off";
        OneToTen = "1_10", "1:10";
        OneToFive = "1_5", "1:5";
    }
    /// The internal rate and its filters.
    Quality {
        Live = "live", "Live";
        High = "high", "High";
        Render = "render", "Render";
    }
    /// Quality while the host renders offline.
    OfflineQuality {
        Same = "same", "Same";
        Render = "render", "Render";
    }
}

settings! {
    "Level" {
        in_cal_dbu: f64 = 12.2, "Recorded 0 dBFS", Range::linear(-10.0, 30.0), Unit::Dbu, fixed,
            "Level at the recorded jack that read 0 dBFS with the interface's gain at minimum.";
        rec_gain_db: f64 = 0.0, "Recorded gain", Range::linear(-20.0, 75.0), Unit::Db, fixed,
            "Gain that the interface added while recording; 0 for a DI at minimum gain.";
    }
    "Source and input" {
        load_on: bool = true, "Load", Range::Switch, Unit::None, automatable,
            "Lets the input load the source; off hands the recording on as it is.";
        source: Source = Source::AsRecorded, "Source", Range::Choice, Unit::None, automatable,
            "What was played: its impedance decides how much an input dulls or weakens it.";
        custom_l_h: f64 = 2.5, "Custom inductance", Range::logarithmic(0.1, 15.0), Unit::Henry, automatable,
            "Inductance of the custom pickup: more moves its resonance down.";
        custom_r_ohm: f64 = 6000.0, "Custom resistance", Range::logarithmic(10.0, 50e3), Unit::Ohm, automatable,
            "Wire resistance of the custom pickup.";
        custom_c_pf: f64 = 110.0, "Custom capacitance", Range::logarithmic(10.0, 1000.0), Unit::Picofarad, automatable,
            "Winding capacitance of the custom pickup.";
        custom_eddy_ohm: f64 = 1e6, "Custom eddy loss", Range::logarithmic(50e3, 5e6), Unit::Ohm, automatable,
            "Eddy-current loss of the custom pickup as a parallel resistance: less flattens the resonance.";
        custom_pots: Pots = Pots::Pots250k, "Custom pots", Range::Choice, Unit::None, automatable,
            "Volume and tone pots of the custom guitar: they load the pickup before any input does.";
        rec_input: Input = Input::HiZ1M, "Recorded into", Range::Choice, Unit::None, automatable,
            "The input that the recording was made through; its load is taken off.";
        rec_custom_ohm: f64 = 1e6, "Recorded custom resistance", Range::logarithmic(300.0, 20e6), Unit::Ohm, automatable,
            "Input resistance of the custom recorded input.";
        rec_custom_pf: f64 = 50.0, "Recorded custom capacitance", Range::linear(0.0, 5000.0), Unit::Picofarad, automatable,
            "Input capacitance of the custom recorded input.";
        rec_cable_m: f64 = 3.0, "Recorded cable", Range::linear(0.0, 30.0), Unit::Metre, automatable,
            "Length of the cable that the recording was made through.";
        now_input: Input = Input::HiZ1M, "Now into", Range::Choice, Unit::None, automatable,
            "The input that the source is plugged into now.";
        now_custom_ohm: f64 = 1e6, "Now custom resistance", Range::logarithmic(300.0, 20e6), Unit::Ohm, automatable,
            "Input resistance of the custom input.";
        now_custom_pf: f64 = 50.0, "Now custom capacitance", Range::linear(0.0, 5000.0), Unit::Picofarad, automatable,
            "Input capacitance of the custom input.";
        now_cable_m: f64 = 3.0, "Now cable", Range::linear(0.0, 30.0), Unit::Metre, automatable,
            "Length of the cable now: its capacitance pulls a pickup's resonance down.";
        cable_type: Cable = Cable::Standard, "Cable", Range::Choice, Unit::None, automatable,
            "Capacitance of the cable per metre, for both sides.";
        guitar_volume: f64 = 10.0, "Guitar volume", Range::linear(0.0, 10.0), Unit::None, automatable,
            "Volume pot of the guitar; the recording was made at 10.";
        guitar_tone: f64 = 10.0, "Guitar tone", Range::linear(0.0, 10.0), Unit::None, automatable,
            "Tone pot of the guitar; the recording was made at 10.";
        repair_limit_db: f64 = 24.0, "Repair limit", Range::linear(0.0, 40.0), Unit::Db, automatable,
            "The most that undoing a loading input may lift any frequency.";
    }
    "Preamp" {
        pad: Pad = Pad::Off, "Pad", Range::Choice, Unit::None, automatable,
            "Attenuates before the preamp, so that a hot source does not drive it.";
        polarity: Polarity = Polarity::Normal, "Polarity", Range::Choice, Unit::None, automatable,
            "Turns the signal upside down.";
        highpass: HighPass = HighPass::Off, "High-pass", Range::Choice, Unit::None, automatable,
            "Takes rumble off before the gain.";
        gain_db: f64 = 0.0, "Gain", Range::linear(-20.0, 70.0), Unit::Db, automatable,
            "Gain before the converter: it decides how hard the circuits are driven.";
        drive_db: f64 = 0.0, "Drive", Range::linear(-24.0, 24.0), Unit::Db, automatable,
            "Drives the circuit harder and takes the same level off behind it.";
        character_pct: f64 = 0.0, "Character", Range::linear(0.0, 100.0), Unit::Percent, automatable,
            "Morphs from the solid-state circuit (0 %) to the tube circuit (100 %) at the same gain.";
        solid_state: SolidState = SolidState::Clean, "Solid state", Range::Choice, Unit::None, automatable,
            "Clean is an op-amp, class A three transistors that round peaks off gently, class AB a push-pull pair with a crossover in the middle.";
        tube: Tube = Tube::T12AX7, "Tube", Range::Choice, Unit::None, automatable,
            "12AX7 has the most gain and bends first, 12AT7 and 12AY7 have less, 12AU7 the least and stays clean longest.";
        bias_pct: f64 = 0.0, "Bias", Range::linear(-100.0, 100.0), Unit::Percent, automatable,
            "Moves the idle current: colder (below 0) clips one half-wave sooner and opens class AB's crossover, hotter does the opposite.";
        tube_feedback_db: f64 = 0.0, "Tube feedback", Range::linear(0.0, 20.0), Unit::Db, automatable,
            "Feedback around the tubes: less distortion until they clip, and a harder corner then, at the same gain.";
        xfmr_in: InputTransformer = InputTransformer::Off, "Input transformer", Range::Choice, Unit::None, automatable,
            "Steps the voltage up before the circuit, as part of the gain; its core saturates from hot bass, the lower the sooner.";
        xfmr_out: bool = false, "Output transformer", Range::Switch, Unit::None, automatable,
            "Sends the circuit out through iron: thickens loud bass and rounds the top off a little.";
        noise: bool = false, "Noise", Range::Switch, Unit::None, automatable,
            "Adds the noise that a preamp and a new load bring along; off, silence is truly silent.";
        ein_dbu: f64 = -128.0, "Preamp noise", Range::linear(-130.0, -100.0), Unit::Dbu, automatable,
            "Equivalent input noise: what the preamp hisses at its input with 150 ohm there, before the gain; good ones reach -128 dBu.";
    }
    "Converter" {
        converter_on: bool = true, "Converter", Range::Switch, Unit::None, automatable,
            "Lets the converter clip at its 0 dBFS.";
        conv_link: bool = true, "Converter follows recorded", Range::Switch, Unit::None, fixed,
            "Keeps the converter's calibration equal to the recorded one.";
        conv_cal_dbu: f64 = 12.2, "Converter 0 dBFS", Range::linear(-10.0, 30.0), Unit::Dbu, fixed,
            "Level at the converter's input that reads 0 dBFS; above it, it clips.";
    }
    "Output" {
        out_link: bool = true, "Output follows recorded", Range::Switch, Unit::None, fixed,
            "Keeps the output's calibration equal to the recorded one.";
        out_cal_dbu: f64 = 12.2, "Output 0 dBFS", Range::linear(-10.0, 30.0), Unit::Dbu, fixed,
            "Level that leaves the plugin as 0 dBFS: set it to what the amp plugin behind expects.";
        match_level: bool = false, "Match level", Range::Switch, Unit::None, fixed,
            "Makes the output as loud as the input, so that only the sound differs.";
        volume_db: f64 = 0.0, "Volume", Range::linear(-60.0, 24.0), Unit::Db, automatable,
            "Loudness of the result; drives nothing.";
        mix_pct: f64 = 100.0, "Mix", Range::linear(0.0, 100.0), Unit::Percent, automatable,
            "Blends the path's result with the untouched recording, in time with each other.";
        bypass: bool = false, "Bypass", Range::Switch, Unit::None, automatable,
            "Passes the input on unchanged, delayed by the plugin's latency.";
    }
    "Session" {
        quality: Quality = Quality::Live, "Quality", Range::Choice, Unit::None, fixed,
            "Internal sample rate and filters: Live has the least latency, Render the least aliasing.";
        offline_quality: OfflineQuality = OfflineQuality::Same, "Offline quality", Range::Choice, Unit::None, fixed,
            "Quality while the host renders offline.";
    }
}
