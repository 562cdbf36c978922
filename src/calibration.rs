//! *Calibrate*: from what was heard to the gain that the interface must have added.
//!
//! What a source delivers at its jack is known roughly: a guitar peaks at 1 V, a dynamic microphone on a voice makes -40 dBu,
//! a line output +4 dBu. A recording that claims another level was recorded with some gain, and that is what is proposed.
//! Taking the proposal moves *Gain* by the same amount: the volts become true and nothing becomes louder.

use std::fmt;

use crate::chain::parameter::Range;
use crate::chain::settings::{Settings, Source};
use crate::chain::{Parameter, Tap};

/// How long it listens, seconds.
pub const LISTEN_SECONDS: f64 = 10.0;

/// Below this the recorded jack is taken for silent, dBFS of it: noise of the interface, hum.
const SILENCE_DBFS: f64 = -60.0;

/// What a source delivers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// A guitar or bass: hard strums peak at 1 V.
    Guitar,
    /// A dynamic or ribbon microphone on a voice: -40 dBu.
    DynamicMic,
    /// A condenser microphone on the same voice: with -32 dBu/Pa, amid data sheets, it makes 20 dB more than a dynamic one
    /// with -52 dBu/Pa.
    CondenserMic,
    /// A keyboard, or anything else with a line output: +4 dBu.
    Line,
}

impl Delivery {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Guitar,
        Self::DynamicMic,
        Self::CondenserMic,
        Self::Line,
    ];

    /// What this source delivers; none as recorded, where nobody knows what was played.
    pub const fn of(source: Source) -> Option<Self> {
        use Source::*;
        match source {
            AsRecorded => None,
            SingleCoil | Humbucker | HotHumbucker | P90 | PBass | JBass | Piezo | ActivePickup
            | Custom => Some(Self::Guitar),
            Keyboard => Some(Self::Line),
            DynamicMic | RibbonMic => Some(Self::DynamicMic),
            CondenserMic => Some(Self::CondenserMic),
        }
    }

    /// On the command line.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Guitar => "guitar",
            Self::DynamicMic => "dynamic_mic",
            Self::CondenserMic => "condenser_mic",
            Self::Line => "line",
        }
    }

    /// In lists.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Guitar => "Guitar",
            Self::DynamicMic => "Dynamic mic",
            Self::CondenserMic => "Condenser mic",
            Self::Line => "Line",
        }
    }

    /// In sentences.
    pub const fn with_article(self) -> &'static str {
        match self {
            Self::Guitar => "a guitar",
            Self::DynamicMic => "a dynamic mic",
            Self::CondenserMic => "a condenser mic",
            Self::Line => "a line output",
        }
    }

    /// Its level, dBu: of a sine with the same peak for a guitar, of the mean over a VU meter's 300 ms for the others.
    pub fn level_dbu(self) -> f64 {
        match self {
            // A sine of 1 V peak.
            Self::Guitar => 10.0 * (0.5_f64 / 0.6).log10(),
            Self::DynamicMic => -40.0,
            Self::CondenserMic => -20.0,
            Self::Line => 4.0,
        }
    }

    /// The level of a stretch of sound in the sense of [`level_dbu`](Self::level_dbu): of its louder channel.
    pub(crate) fn level_of(self, tap: &Tap) -> f64 {
        let level = |channel| match self {
            Self::Guitar => tap.peak_dbu(channel),
            Self::DynamicMic | Self::CondenserMic | Self::Line => tap.rms_dbu(channel),
        };
        level(0).max(level(1))
    }
}

/// Listens at the recorded jack.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Listener {
    delivery: Delivery,
    seconds: f64,
    loudest_dbu: f64,
    is_silent: bool,
}

impl Listener {
    /// For a source that delivers this.
    pub fn new(delivery: Delivery) -> Self {
        Self {
            delivery,
            seconds: 0.0,
            loudest_dbu: f64::NEG_INFINITY,
            is_silent: true,
        }
    }

    /// Hears `seconds` more. `tap` is that of [`Node::Recorded`](crate::chain::Node::Recorded): its peaks since the last
    /// call, and a mean of squares over about 300 ms.
    pub fn hear(&mut self, tap: &Tap, seconds: f64) {
        self.seconds += seconds;
        self.loudest_dbu = self.loudest_dbu.max(self.delivery.level_of(tap));
        let peak_dbfs = tap.peak_dbfs(0).max(tap.peak_dbfs(1));
        self.is_silent &= peak_dbfs.is_nan() || peak_dbfs < SILENCE_DBFS;
    }

    /// Seconds that are still to be heard, in whole milliseconds: many short blocks do not add up exactly.
    pub fn seconds_left(&self) -> f64 {
        let left = (LISTEN_SECONDS - self.seconds).max(0.0);
        (left * 1e3).round() / 1e3
    }

    /// The loudest that was heard, dBu as `settings` have it; none in silence.
    pub fn loudest_dbu(&self) -> Option<f64> {
        (!self.is_silent).then_some(self.loudest_dbu)
    }

    /// What follows from it for the settings that it was heard with; nothing from silence.
    pub fn proposal(&self, settings: &Settings) -> Option<Proposal> {
        let too_loud_db = self.loudest_dbu()? - self.delivery.level_dbu();
        Some(Proposal::new(settings, too_loud_db))
    }
}

/// Other gains.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Proposal {
    /// What the interface must have added, dB, in steps of a tenth.
    pub recorded_gain_db: f64,
    /// *Gain* that keeps the loudness, dB.
    pub gain_db: f64,
    /// What cannot be made up for by *Gain* within its range: the result becomes louder by this, dB.
    pub louder_db: f64,
}

impl Proposal {
    /// For a recorded jack that is this much louder than its source.
    fn new(settings: &Settings, too_loud_db: f64) -> Self {
        let recorded = settings.rec_gain_db + too_loud_db;
        let recorded_gain_db = within("rec_gain_db", (recorded * 10.0).round() / 10.0);
        let wanted = settings.gain_db + recorded_gain_db - settings.rec_gain_db;
        let gain_db = within("gain_db", wanted);
        Self {
            recorded_gain_db,
            gain_db,
            louder_db: gain_db - wanted,
        }
    }

    /// Takes it. Linked calibrations follow the recorded one, which does not move.
    pub fn apply(&self, settings: &mut Settings) {
        settings.rec_gain_db = self.recorded_gain_db;
        settings.gain_db = self.gain_db;
    }
}

impl fmt::Display for Proposal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |id: &str, value| Parameter::find(id).map(|row| row.format(value));
        let recorded = shown("rec_gain_db", self.recorded_gain_db).unwrap_or_default();
        let gain = shown("gain_db", self.gain_db).unwrap_or_default();
        write!(formatter, "recorded gain {recorded}, gain {gain}")
    }
}

/// A number moved into the range of a parameter.
fn within(id: &str, number: f64) -> f64 {
    match Parameter::find(id).map(|parameter| parameter.range) {
        Some(Range::Linear { min, max } | Range::Logarithmic { min, max }) => {
            number.clamp(min, max)
        }
        _ => number,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::settings::Quality;
    use crate::chain::{Chain, Node};

    const RATE_HZ: f64 = 48_000.0;

    /// Half a second of a sine at this peak, and what left the chain at its end.
    fn heard(delivery: Delivery, settings: &Settings, peak_dbfs: f64) -> (Listener, f64) {
        let mut chain = Chain::<f64>::new(RATE_HZ, Quality::Live, settings).expect("builds");
        let mut listener = Listener::new(delivery);
        let mut out_peak = 0.0_f32;
        for block in 0..50 {
            let mut samples: Vec<f32> = (0..480)
                .map(|index| {
                    let phase = std::f64::consts::TAU * f64::from(block * 480 + index) / 48.0;
                    (10f64.powf(peak_dbfs / 20.0) * phase.sin()) as f32
                })
                .collect();
            chain.process(&mut [&mut samples]);
            listener.hear(chain.take_taps().at(Node::Recorded), 0.01);
            out_peak = samples
                .iter()
                .fold(0.0, |peak, sample| peak.max(sample.abs()));
        }
        (listener, f64::from(out_peak))
    }

    /// Whatever stood there before, what was heard is what the source delivers afterwards, and as loud as it was.
    #[test]
    fn the_proposal_makes_the_level_true_and_keeps_the_loudness() {
        let before = Settings {
            rec_gain_db: 6.0,
            gain_db: 3.0,
            ..Settings::default()
        };
        for (delivery, peak_dbfs, expected_db) in [
            (Delivery::Guitar, -6.0, 6.99),
            (Delivery::DynamicMic, -10.0, 42.2),
            (Delivery::CondenserMic, -12.0, 20.2),
            (Delivery::Line, -20.0, -11.8),
        ] {
            let (listener, loud_before) = heard(delivery, &before, peak_dbfs);
            let proposal = listener.proposal(&before).expect("it was heard");
            assert!(
                (proposal.recorded_gain_db - expected_db).abs() < 0.06,
                "{delivery:?}: {proposal}"
            );
            assert!(proposal.louder_db.abs() < 1e-9);
            let mut after = before;
            proposal.apply(&mut after);
            let (listener, loud_after) = heard(delivery, &after, peak_dbfs);
            let level_dbu = listener.loudest_dbu().expect("it was heard");
            assert!((level_dbu - delivery.level_dbu()).abs() < 0.06);
            let louder_db = 20.0 * (loud_after / loud_before).log10();
            assert!(
                louder_db.abs() < 0.01,
                "{delivery:?}: {louder_db} dB louder"
            );
        }
    }

    #[test]
    fn nothing_is_proposed_from_silence() {
        let settings = Settings::default();
        let (listener, _) = heard(Delivery::Guitar, &settings, -70.0);
        assert_eq!(listener.proposal(&settings), None);
        assert_eq!(Listener::new(Delivery::Line).proposal(&settings), None);
        assert_eq!(listener.seconds_left(), LISTEN_SECONDS - 0.5);
    }

    /// A microphone's recording calls for more gain than the preamp has: the rest is told, not swallowed.
    #[test]
    fn what_gain_cannot_make_up_for_is_told() {
        let settings = Settings {
            gain_db: 60.0,
            ..Settings::default()
        };
        let (listener, _) = heard(Delivery::DynamicMic, &settings, -10.0);
        let proposal = listener.proposal(&settings).expect("it was heard");
        assert_eq!(proposal.gain_db, 70.0);
        assert!((proposal.louder_db + 32.2).abs() < 0.06, "{proposal:?}");
    }

    /// Every source is known to deliver something, but for the one that nobody knows.
    #[test]
    fn only_as_recorded_has_to_be_asked_for() {
        use crate::chain::parameter::Choice;
        for index in 0..Source::CHOICES.len() {
            let source = Source::from_index(index);
            let is_known = Delivery::of(source).is_some();
            assert_eq!(is_known, source != Source::AsRecorded, "{source:?}");
        }
    }
}
