//! Gain over the controls of a circuit, by its small-signal response.

use crate::spice::{Error, ErrorKind, Netlist, SmallSignal};

/// Where *Gain* is measured.
pub const GAIN_HZ: f64 = 1000.0;

/// How exactly a control has the gain that it is looked for, dB.
const TOLERANCE_DB: f64 = 1e-5;

/// One solved setting of the control that sets the gain.
#[derive(Clone, Copy)]
struct Point {
    log_control: f64,
    gain_db: f64,
}

/// Gain over controls.
pub struct Curve<'a> {
    netlist: &'a Netlist,
    circuit: SmallSignal,
    controls: Vec<f64>,
    /// The one that sets the gain.
    control: usize,
    low: Point,
    high: Point,
}

impl<'a> Curve<'a> {
    /// With all controls at their defaults but the one that sets the gain.
    ///
    /// # Errors
    /// End stops or a control that are missing, or a circuit that cannot be solved.
    pub fn new(netlist: &'a Netlist, control: &str) -> Result<Self, Error> {
        let (_, from, to) = annotation(netlist, "travel", Some(control))?;
        let defaults = netlist.controls.iter().map(|control| control.default);
        let controls: Vec<f64> = defaults.collect();
        let none = Point {
            log_control: 0.0,
            gain_db: 0.0,
        };
        let mut curve = Self {
            circuit: SmallSignal::new(netlist, &controls)?,
            control: netlist.control_named(&control.to_lowercase())?,
            netlist,
            controls,
            low: none,
            high: none,
        };
        curve.low = curve.point(from.ln())?;
        curve.high = curve.point(to.ln())?;
        Ok(curve)
    }

    /// Moves another control; nothing where the circuit has none of this name.
    pub fn set(&mut self, name: &str, value: f64) {
        if let Ok(place) = self.netlist.control_named(name) {
            self.controls[place] = value;
        }
    }

    /// Gain at 1 kHz, dB.
    ///
    /// # Errors
    /// A circuit that cannot be solved there.
    pub fn gain_db(&mut self, log_control: f64) -> Result<f64, Error> {
        Ok(self.point(log_control)?.gain_db)
    }

    /// -1 where the circuit inverts, else 1.
    ///
    /// # Errors
    /// A circuit that cannot be solved.
    pub fn polarity(&mut self) -> Result<f64, Error> {
        self.point(self.high.log_control)?;
        Ok(self.circuit.response(GAIN_HZ).re.signum())
    }

    /// Whether the control that sets the gain moves the operating point.
    ///
    /// # Errors
    /// A circuit that cannot be solved.
    pub fn moves_rest(&mut self) -> Result<bool, Error> {
        /// Far above the tolerance of operating points, far below anything that matters.
        const SAME: f64 = 1e-6;
        self.point(self.low.log_control)?;
        let low = self.circuit.at_rest().to_vec();
        self.point(self.high.log_control)?;
        let high = self.circuit.at_rest();
        let is_same = |low: f64, high: f64| (high - low).abs() <= SAME * (1.0 + low.abs());
        Ok(!low.iter().zip(high).all(|(low, high)| is_same(*low, *high)))
    }

    /// Logarithms of the control where the circuit has these gains, in rising order.
    ///
    /// # Errors
    /// Gains that the control does not reach, or a circuit that cannot be solved.
    pub fn controls_at<const COUNT: usize>(
        &mut self,
        gains_db: &[f64; COUNT],
    ) -> Result<[f64; COUNT], Error> {
        let (mut low, high) = (self.low, self.high);
        let (min_db, max_db) = (gains_db[0], gains_db[COUNT - 1]);
        // Not so where a gain is not a number.
        let is_reached = low.gain_db <= min_db && max_db <= high.gain_db;
        if !is_reached {
            let found = format!(
                "gain runs from {:.2} to {:.2} dB",
                low.gain_db, high.gain_db
            );
            let text = format!("{found}, expected at least `gain_db` {min_db} to {max_db}");
            return Err(error(self.netlist, ErrorKind::Syntax(text)));
        }
        let mut log_controls = [0.0; COUNT];
        for (log_control, gain_db) in log_controls.iter_mut().zip(gains_db) {
            low = self.find(*gain_db, low, high)?;
            *log_control = low.log_control;
        }
        Ok(log_controls)
    }

    fn point(&mut self, log_control: f64) -> Result<Point, Error> {
        self.controls[self.control] = log_control.exp();
        self.circuit.set_controls(&self.controls)?;
        Ok(Point {
            log_control,
            gain_db: 20.0 * self.circuit.response(GAIN_HZ).norm().log10(),
        })
    }

    /// The setting with this gain, which lies between two others: secants, kept inside.
    fn find(&mut self, gain_db: f64, mut low: Point, mut high: Point) -> Result<Point, Error> {
        /// Where control and gain are in proportion, which all of our circuits come close to.
        const DB_PER_NEPER: f64 = 20.0 * std::f64::consts::LOG10_E;
        let mut slope = DB_PER_NEPER;
        let mut last = low;
        while (last.gain_db - gain_db).abs() > TOLERANCE_DB {
            let mut guess = last.log_control + (gain_db - last.gain_db) / slope;
            if guess <= low.log_control || guess >= high.log_control {
                guess = 0.5 * (low.log_control + high.log_control);
            }
            let point = self.point(guess)?;
            slope = (point.gain_db - last.gain_db) / (point.log_control - last.log_control);
            if point.gain_db < gain_db {
                low = point;
            } else {
                high = point;
            }
            if high.log_control - low.log_control < f64::EPSILON * 16.0 {
                return Ok(point);
            }
            last = point;
        }
        Ok(last)
    }
}

/// The annotation `*@key CONTROL LOW HIGH`, of a given control or of the first one.
///
/// # Errors
/// There is none with rising numbers.
pub fn annotation<'a>(
    netlist: &'a Netlist,
    key: &str,
    control: Option<&str>,
) -> Result<(&'a str, f64, f64), Error> {
    let is_wanted = |name: &str| control.is_none_or(|wanted| name.eq_ignore_ascii_case(wanted));
    let found = netlist
        .annotations
        .iter()
        .find_map(|(known, words)| match words.as_slice() {
            [name, low, high] if known == key && is_wanted(name) => {
                Some((name.as_str(), low.parse().ok()?, high.parse().ok()?))
            }
            _ => None,
        });
    match found {
        Some((name, low, high)) if low < high => Ok((name, low, high)),
        _ => {
            let control = control.unwrap_or("CONTROL");
            let text = format!("no `*@{key} {control} LOW HIGH` with rising numbers, expected one");
            Err(error(netlist, ErrorKind::MissingValue(text)))
        }
    }
}

fn error(netlist: &Netlist, kind: ErrorKind) -> Error {
    Error {
        file: netlist.file.clone(),
        line: 0,
        kind,
    }
}
