//! The gain of a circuit as its own controls set it, and the way back.

mod curve;

use self::curve::{Curve, Point};
pub use self::curve::{GAIN_HZ, annotation};
use crate::dsp::chebyshev::{Places, mean};
use crate::spice::{Error, Netlist};

/// Biases, feedbacks and gains for which the change of gain by bias and feedback is known.
const BIASES: usize = 9;
const FEEDBACKS: usize = 7;
const SHIFTED_GAINS: usize = 5;

/// Names of the controls beside the gain.
const BIAS: &str = "bias";
const FEEDBACK: &str = "feedback_db";

/// How the control of a gain is found beside bias and feedback, dB: steps smaller than this are not worth one more.
const TOLERANCE_DB: f64 = 1e-6;

/// Where the controls beside the gain stand. A circuit without one of them takes no notice of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Colour {
    /// Idle current: 0 as it was designed, -1 coldest, 1 hottest.
    pub bias: f64,
    /// Feedback, dB.
    pub feedback_db: f64,
}

/// What a colour makes of a circuit's gain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reach {
    /// Added to the gain at each of the shifted places, dB.
    shifts_db: [f64; SHIFTED_GAINS],
}

/// Which control sets the gain of a circuit, and to what.
///
/// The netlist says so: `*@gain_db CONTROL MIN MAX` names the control and the range of gain that is used of it,
/// `*@travel CONTROL FROM TO` the control's end stops (above 0). More control is more gain. Controls named `bias` and
/// `feedback_db` change that gain; the law knows how much between their end stops.
#[derive(Clone, Debug)]
pub struct GainLaw {
    control: String,
    polarity: f64,
    gain_moves_rest: bool,
    /// The control's travel without bias and feedback.
    points: Vec<Point>,
    /// Gains without bias and feedback, and what these add at each, dB: for every bias, for every feedback.
    shifted_gains: Places<SHIFTED_GAINS>,
    shifts_db: Vec<[f64; SHIFTED_GAINS]>,
    biases: Option<Places<BIASES>>,
    feedbacks: Option<Places<FEEDBACKS>>,
}

impl GainLaw {
    /// Reads the law off the circuit's small-signal response. Allocates.
    ///
    /// # Errors
    /// Annotations that are missing or not met, or a circuit that cannot be solved.
    pub fn new(netlist: &Netlist) -> Result<Self, Error> {
        let (name, min_db, max_db) = annotation(netlist, "gain_db", None)?;
        let mut curve = Curve::new(netlist, name)?;
        let points = curve.points(min_db, max_db)?;
        let mut law = Self {
            control: name.to_lowercase(),
            polarity: curve.polarity()?,
            gain_moves_rest: curve.moves_rest()?,
            points,
            shifted_gains: Places::new(min_db, max_db),
            shifts_db: Vec::new(),
            biases: places_of(netlist, BIAS)?,
            feedbacks: places_of(netlist, FEEDBACK)?,
        };
        law.read_shifts(&mut curve)?;
        Ok(law)
    }

    /// Name of the control.
    pub fn control(&self) -> &str {
        &self.control
    }

    /// Names of the controls beside it: bias, feedback; `None` where the circuit has no such control.
    pub fn colour_controls(&self) -> [Option<&'static str>; 2] {
        [self.biases.map(|_| BIAS), self.feedbacks.map(|_| FEEDBACK)]
    }

    /// -1 where the circuit inverts, else 1.
    pub fn polarity(&self) -> f64 {
        self.polarity
    }

    /// Whether the control moves the operating point.
    pub fn gain_moves_rest(&self) -> bool {
        self.gain_moves_rest
    }

    /// What `colour` makes of the gain.
    pub fn reach(&self, colour: Colour) -> Reach {
        let bias = self.biases.map(|places| places.shares(colour.bias));
        let feedback = (self.feedbacks).map(|places| places.shares(colour.feedback_db));
        let by_feedback = feedback.as_ref().map_or(&[1.0][..], |shares| shares);
        let mut shifts_db = [0.0; SHIFTED_GAINS];
        let rows = self.shifts_db.chunks_exact(by_feedback.len());
        for (share, row) in bias
            .as_ref()
            .map_or(&[1.0][..], |shares| shares)
            .iter()
            .zip(rows)
        {
            for (other_share, at_gains) in by_feedback.iter().zip(row) {
                for (sum, shift) in shifts_db.iter_mut().zip(at_gains) {
                    *sum += share * other_share * shift;
                }
            }
        }
        Reach { shifts_db }
    }

    /// The nearest gain that the circuit's own control reaches, dB.
    pub fn within_range(&self, reach: &Reach, gain_db: f64) -> f64 {
        let low = self.shifted_gains.low() + reach.shifts_db[0];
        let high = self.shifted_gains.high() + reach.shifts_db[SHIFTED_GAINS - 1];
        gain_db.clamp(low, high.max(low))
    }

    /// The control's value for a gain at 1 kHz.
    pub fn control_at(&self, reach: &Reach, gain_db: f64) -> f64 {
        self.log_control_at(self.nominal_db(reach, gain_db)).exp()
    }

    /// The logarithm of the control without bias and feedback.
    fn log_control_at(&self, gain_db: f64) -> f64 {
        let above = self
            .points
            .partition_point(|point| point.gain_db <= gain_db);
        let above = above.clamp(1, self.points.len() - 1);
        let (low, high) = (self.points[above - 1], self.points[above]);
        let share = (gain_db - low.gain_db) / (high.gain_db - low.gain_db);
        low.log_control + share * (high.log_control - low.log_control)
    }

    /// The gain that the circuit would have without bias and feedback where it has `gain_db` with them: secants.
    fn nominal_db(&self, reach: &Reach, gain_db: f64) -> f64 {
        const MOST_STEPS: usize = 12;
        let (low, high) = (self.shifted_gains.low(), self.shifted_gains.high());
        let missing = |nominal_db: f64| {
            let shares = self.shifted_gains.shares(nominal_db);
            gain_db - nominal_db - mean(&shares, &reach.shifts_db)
        };
        let mut last = (gain_db - reach.shifts_db[SHIFTED_GAINS / 2]).clamp(low, high);
        let mut last_missing = missing(last);
        let mut nominal_db = (last + last_missing).clamp(low, high);
        for _ in 0..MOST_STEPS {
            if (nominal_db - last).abs() < TOLERANCE_DB {
                break;
            }
            let missing = missing(nominal_db);
            let slope = (missing - last_missing) / (nominal_db - last);
            (last, last_missing) = (nominal_db, missing);
            if slope < 0.0 {
                nominal_db = (nominal_db - missing / slope).clamp(low, high);
            }
        }
        nominal_db
    }

    /// Gain by gain, because it moves the operating point least.
    fn read_shifts(&mut self, curve: &mut Curve<'_>) -> Result<(), Error> {
        let places_db = *self.shifted_gains.places();
        let controls = places_db.map(|gain_db| self.log_control_at(gain_db));
        let biases = self
            .biases
            .as_ref()
            .map_or(&[0.0][..], |places| places.places());
        let feedbacks = self
            .feedbacks
            .as_ref()
            .map_or(&[0.0][..], |places| places.places());
        for bias in biases {
            for feedback in feedbacks {
                curve.set(BIAS, *bias);
                curve.set(FEEDBACK, *feedback);
                let mut shifts_db = [0.0; SHIFTED_GAINS];
                for (index, shift_db) in shifts_db.iter_mut().enumerate() {
                    *shift_db = curve.gain_db(controls[index])? - places_db[index];
                }
                self.shifts_db.push(shifts_db);
            }
        }
        Ok(())
    }
}

/// Places between the end stops of a control, if the circuit has it.
fn places_of<const COUNT: usize>(
    netlist: &Netlist,
    control: &str,
) -> Result<Option<Places<COUNT>>, Error> {
    if netlist.control_named(control).is_err() {
        return Ok(None);
    }
    let (_, from, to) = annotation(netlist, "travel", Some(control))?;
    Ok(Some(Places::new(from, to)))
}
