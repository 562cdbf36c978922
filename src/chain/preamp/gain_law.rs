//! The gain of a circuit as its own control sets it, and the way back.

use crate::spice::{Error, ErrorKind, Netlist, SmallSignal};

/// Where *Gain* is measured.
pub const GAIN_HZ: f64 = 1000.0;

/// Distance of the entries of the table, dB. Between them the logarithm of the control is a straight line.
const STEP_DB: f64 = 0.5;

/// How exactly an entry has the gain that it stands for, dB.
const TOLERANCE_DB: f64 = 1e-5;

/// Which control sets the gain of a circuit, and to what.
///
/// The netlist says so: `*@gain_db CONTROL MIN MAX` names the control and the range of gain that is used of it,
/// `*@travel CONTROL FROM TO` the control's end stops (above 0). More control is more gain.
#[derive(Clone, Debug)]
pub struct GainLaw {
    control: String,
    min_db: f64,
    max_db: f64,
    polarity: f64,
    /// Logarithm of the control at `min_db`, one `STEP_DB` on, and so forth up to `max_db`.
    log_controls: Vec<f64>,
}

impl GainLaw {
    /// Reads the law off the circuit's small-signal response. Allocates.
    ///
    /// # Errors
    /// Annotations that are missing or not met, or a circuit that cannot be solved.
    pub fn new(netlist: &Netlist) -> Result<Self, Error> {
        let (name, min_db, max_db) = annotation(netlist, "gain_db", None)?;
        let (_, from, to) = annotation(netlist, "travel", Some(name))?;
        let mut curve = Curve::new(netlist, place(netlist, name)?);
        let mut low = curve.point(from.ln())?;
        let end = curve.point(to.ln())?;
        if low.gain_db > min_db || end.gain_db < max_db {
            let found = format!("gain runs from {:.2} to {:.2} dB", low.gain_db, end.gain_db);
            let text = format!("{found}, expected at least `gain_db` {min_db} to {max_db}");
            return Err(error(netlist, ErrorKind::Syntax(text)));
        }
        let steps = ((max_db - min_db) / STEP_DB).ceil() as usize;
        let mut log_controls = Vec::with_capacity(steps + 1);
        for step in 0..=steps {
            let gain_db = min_db + (max_db - min_db) * step as f64 / steps as f64;
            low = curve.find(gain_db, low, end)?;
            log_controls.push(low.log_control);
        }
        let (control, polarity) = (name.to_lowercase(), curve.polarity);
        Ok(Self {
            control,
            min_db,
            max_db,
            polarity,
            log_controls,
        })
    }

    /// Name of the control.
    pub fn control(&self) -> &str {
        &self.control
    }

    /// -1 where the circuit inverts, else 1.
    pub fn polarity(&self) -> f64 {
        self.polarity
    }

    /// The nearest gain that the circuit's own control reaches, dB.
    pub fn within_range(&self, gain_db: f64) -> f64 {
        gain_db.clamp(self.min_db, self.max_db)
    }

    /// The control's value for a gain at 1 kHz.
    pub fn control_at(&self, gain_db: f64) -> f64 {
        let last = self.log_controls.len() - 1;
        let share = (self.within_range(gain_db) - self.min_db) / (self.max_db - self.min_db);
        let place = share * last as f64;
        let index = (place as usize).min(last - 1);
        let (low, high) = (self.log_controls[index], self.log_controls[index + 1]);
        (low + (high - low) * (place - index as f64)).exp()
    }
}

/// One solved setting of the control.
#[derive(Clone, Copy)]
struct Point {
    log_control: f64,
    gain_db: f64,
}

/// Gain over control.
struct Curve<'a> {
    netlist: &'a Netlist,
    controls: Vec<f64>,
    control: usize,
    polarity: f64,
}

impl<'a> Curve<'a> {
    fn new(netlist: &'a Netlist, control: usize) -> Self {
        let controls = netlist
            .controls
            .iter()
            .map(|control| control.default)
            .collect();
        Self {
            netlist,
            controls,
            control,
            polarity: 1.0,
        }
    }

    fn point(&mut self, log_control: f64) -> Result<Point, Error> {
        self.controls[self.control] = log_control.exp();
        let response = SmallSignal::new(self.netlist, &self.controls)?.response(GAIN_HZ);
        self.polarity = response.re.signum();
        Ok(Point {
            log_control,
            gain_db: 20.0 * response.norm().log10(),
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

fn error(netlist: &Netlist, kind: ErrorKind) -> Error {
    Error {
        file: netlist.file.clone(),
        line: 0,
        kind,
    }
}

/// The annotation `*@key CONTROL LOW HIGH`, of a given control or of the first one.
fn annotation<'a>(
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

/// Place of a control among the netlist's.
fn place(netlist: &Netlist, name: &str) -> Result<usize, Error> {
    netlist
        .controls
        .iter()
        .position(|control| control.name.eq_ignore_ascii_case(name))
        .ok_or_else(|| {
            let text = format!("`*@gain_db {name}`, expected the name of a `*@control`");
            error(netlist, ErrorKind::UnknownParameter(text))
        })
}
