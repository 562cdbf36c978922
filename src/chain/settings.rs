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
    /// The jack that a source was plugged into.
    RecordedInput {
        HiZ1M = "hi_z_1m", "Hi-Z 1M";
        HiZ470k = "hi_z_470k", "Hi-Z 470k";
        HiZ220k = "hi_z_220k", "Hi-Z 220k";
        Line10k = "line_10k", "Line 10k";
        Mic = "mic", "Mic";
        PassiveDi = "passive_di", "Passive DI";
        ActiveDi10M = "active_di_10m", "Active DI 10M";
        ActiveDi220k = "active_di_220k", "Active DI 220k";
        Custom = "custom", "Custom";
    }
    /// The jack that a source is plugged into.
    Input {
        HiZ1M = "hi_z_1m", "Hi-Z 1M";
        HiZ470k = "hi_z_470k", "Hi-Z 470k";
        HiZ220k = "hi_z_220k", "Hi-Z 220k";
        Line10k = "line_10k", "Line 10k";
        Mic = "mic", "Mic";
        PassiveDi = "passive_di", "Passive DI";
        ActiveDi10M = "active_di_10m", "Active DI 10M";
        ActiveDi220k = "active_di_220k", "Active DI 220k";
        FuzzGermanium = "fuzz_germanium", "Fuzz germanium";
        FuzzSilicon = "fuzz_silicon", "Fuzz silicon";
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
    /// What hangs on the thru jack of a DI box.
    ThruLoad {
        Off = "off", "Off";
        Amp1M = "amp_1m", "Amp 1M";
        Amp136k = "amp_136k", "Amp 136k";
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
    /// What the preamp is plugged into.
    ConverterRoute {
        Line = "line", "Line";
        ComboJack = "combo_jack", "Combo jack";
    }
    /// Word length of the converter.
    WordLength {
        Off = "off", "Off";
        Bits24 = "24", "24 bit";
        Bits16 = "16", "16 bit";
    }
    /// What makes an instrument's level of a line output.
    ReampBox {
        None = "none", "None";
        Passive = "passive", "Passive";
        Active = "active", "Active";
    }
    /// Output impedance of a re-amp box.
    BoxImpedance {
        Ohm150 = "150", "150 ohm";
        Ohm1k = "1k", "1 kohm";
        Ohm5k = "5k", "5 kohm";
        Ohm10k = "10k", "10 kohm";
    }
    /// What a re-amp box is plugged into.
    ReampLoad {
        AmpHigh1M = "amp_high_1m", "Amp high 1M";
        AmpLow136k = "amp_low_136k", "Amp low 136k";
        BufferedPedal = "buffered_pedal", "Buffered pedal";
        Wah = "wah", "Wah";
        FuzzGermanium = "fuzz_germanium", "Fuzz germanium";
        FuzzSilicon = "fuzz_silicon", "Fuzz silicon";
        Acoustic = "acoustic", "Acoustic";
        Custom = "custom", "Custom";
    }
    /// Where the re-amp path is listened to.
    Listen {
        Jack = "jack", "Jack";
        AfterFuzz = "after_fuzz", "After fuzz";
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

impl Input {
    /// True where a fuzz stands: transistors that load the source and answer to it.
    pub const fn is_fuzz(self) -> bool {
        matches!(self, Self::FuzzGermanium | Self::FuzzSilicon)
    }
}

impl ReampLoad {
    /// True where a fuzz stands: transistors that load what drives them and answer to it.
    pub const fn is_fuzz(self) -> bool {
        matches!(self, Self::FuzzGermanium | Self::FuzzSilicon)
    }
}

impl From<RecordedInput> for Input {
    fn from(input: RecordedInput) -> Self {
        match input {
            RecordedInput::HiZ1M => Self::HiZ1M,
            RecordedInput::HiZ470k => Self::HiZ470k,
            RecordedInput::HiZ220k => Self::HiZ220k,
            RecordedInput::Line10k => Self::Line10k,
            RecordedInput::Mic => Self::Mic,
            RecordedInput::PassiveDi => Self::PassiveDi,
            RecordedInput::ActiveDi10M => Self::ActiveDi10M,
            RecordedInput::ActiveDi220k => Self::ActiveDi220k,
            RecordedInput::Custom => Self::Custom,
        }
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
        rec_input: RecordedInput = RecordedInput::HiZ1M, "Recorded into", Range::Choice, Unit::None, automatable,
            "The input that the recording was made through; its load is taken off.";
        rec_mic_z_ohm: f64 = 1500.0, "Recorded mic input", Range::logarithmic(300.0, 10e3), Unit::Ohm, automatable,
            "Impedance of the microphone input that the recording was made through, alone or behind a DI box.";
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
        thru_load: ThruLoad = ThruLoad::Off, "DI thru", Range::Choice, Unit::None, automatable,
            "An amp on the thru jack of the DI box: it loads the source beside the box.";
        guitar_volume: f64 = 10.0, "Guitar volume", Range::linear(0.0, 10.0), Unit::None, automatable,
            "Volume pot of the guitar; the recording was made at 10.";
        guitar_tone: f64 = 10.0, "Guitar tone", Range::linear(0.0, 10.0), Unit::None, automatable,
            "Tone pot of the guitar; the recording was made at 10.";
        mic_z_ohm: f64 = 1500.0, "Mic input", Range::logarithmic(300.0, 10e3), Unit::Ohm, automatable,
            "Impedance of the microphone input, alone or behind a DI box: five times the source's or more takes little off.";
        phantom: bool = true, "48 V", Range::Switch, Unit::None, automatable,
            "Feeds condenser microphones and active DI boxes, which are silent without it; a ribbon microphone may not like it.";
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
            "Sends the signal through the converter: its combo jack, its clip at 0 dBFS, its word length; off, it goes past.";
        conv_route: ConverterRoute = ConverterRoute::Line, "Preamp into", Range::Choice, Unit::None, automatable,
            "Straight into a line input, or into a combo jack, where the interface's own preamp adds gain, noise and a second place to clip.";
        combo_gain_db: f64 = 0.0, "Combo gain", Range::linear(0.0, 60.0), Unit::Db, automatable,
            "Gain of the interface's own preamp behind the combo jack.";
        conv_link: bool = true, "Converter follows recorded", Range::Switch, Unit::None, fixed,
            "Keeps the converter's calibration equal to the recorded one.";
        conv_cal_dbu: f64 = 12.2, "Converter 0 dBFS", Range::linear(-10.0, 30.0), Unit::Dbu, fixed,
            "Level at the converter's input that reads 0 dBFS; above it, it clips.";
        bits: WordLength = WordLength::Off, "Word length", Range::Choice, Unit::None, automatable,
            "Rounds to this many bits with dither, as a converter of that length does.";
    }
    "Re-amp" {
        reamp_on: bool = false, "Re-amp", Range::Switch, Unit::None, automatable,
            "Sends the result out again, through a box into an amp or a pedal that loads it.";
        line_out_dbu: f64 = 18.0, "Line output 0 dBFS", Range::linear(-10.0, 30.0), Unit::Dbu, fixed,
            "Level of the interface's line output at 0 dBFS.";
        r#box: ReampBox = ReampBox::Passive, "Box", Range::Choice, Unit::None, automatable,
            "None plugs the line output straight into the amp, far too hot; passive is a transformer, active an amplifier.";
        send_cal_dbu: f64 = 12.2, "Send", Range::linear(-20.0, 24.0), Unit::Dbu, automatable,
            "Level at the unloaded jack for 0 dBFS, set by the box's trim; equal to the recorded calibration it is the level that was played.";
        box_z: BoxImpedance = BoxImpedance::Ohm1k, "Box output", Range::Choice, Unit::None, automatable,
            "Output impedance of the box: a pickup has several kohm and an inductance, which no box has.";
        reamp_cable_m: f64 = 3.0, "Re-amp cable", Range::linear(0.0, 30.0), Unit::Metre, automatable,
            "Length of the cable from the box to the amp.";
        reamp_load: ReampLoad = ReampLoad::AmpHigh1M, "Into", Range::Choice, Unit::None, automatable,
            "The amp or pedal that the box is plugged into.";
        reamp_load_ohm: f64 = 1e6, "Custom load", Range::logarithmic(300.0, 10e6), Unit::Ohm, automatable,
            "Input resistance of the custom load.";
        fuzz_pct: f64 = 100.0, "Fuzz", Range::linear(0.0, 100.0), Unit::Percent, automatable,
            "Fuzz control of a fuzz, here or as the input of now: turned down, its input is close to a short circuit.";
        virtual_pickup: bool = false, "Virtual pickup", Range::Switch, Unit::None, automatable,
            "Puts the impedance of the source between box and load, so that a fuzz or an amp loads it as if it were plugged in directly.";
        listen: Listen = Listen::Jack, "Listen", Range::Choice, Unit::None, automatable,
            "At the jack of the load, for the amp plugin that follows, or behind the fuzz.";
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
