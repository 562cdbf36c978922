//! Gain over the controls of a circuit, by its small-signal response.

use crate::spice::{Error, ErrorKind, Netlist, SmallSignal};

/// Where *Gain* is measured.
pub const GAIN_HZ: f64 = 1000.0;

/// A straight line between two points is good enough where it misses the gain between them by less than this, dB.
const TOLERANCE_DB: f64 = 0.002;

/// Equal pieces of the control's travel (as ratios) to begin with.
const FIRST_PIECES: usize = 12;

/// No piece of the travel is halved more often.
const MOST_HALVINGS: usize = 12;

/// One solved setting of the control that sets the gain.
#[derive(Clone, Copy, Debug)]
pub struct Point {
    /// Logarithm of the control.
    pub log_control: f64,
    /// Gain at 1 kHz, dB.
    pub gain_db: f64,
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
        /// What is closer is taken to be the same operating point: a grid's or a base's current through a pot, no more.
        const SAME: f64 = 1e-5;
        self.point(self.low.log_control)?;
        let low = self.circuit.at_rest().to_vec();
        self.point(self.high.log_control)?;
        let high = self.circuit.at_rest();
        let is_same = |low: f64, high: f64| (high - low).abs() <= SAME * (1.0 + low.abs());
        Ok(!low.iter().zip(high).all(|(low, high)| is_same(*low, *high)))
    }

    /// The whole travel, in rising order, as points with straight lines between them: closer together where the gain
    /// bends, as it does where one part of a control hands over to another.
    ///
    /// # Errors
    /// A gain that does not rise or does not reach from `min_db` to `max_db`, or a circuit that cannot be solved.
    pub fn points(&mut self, min_db: f64, max_db: f64) -> Result<Vec<Point>, Error> {
        let (low, high) = (self.low, self.high);
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
        let mut points = vec![low];
        for piece in 1..=FIRST_PIECES {
            let share = piece as f64 / FIRST_PIECES as f64;
            let log_control = low.log_control + share * (high.log_control - low.log_control);
            let end = self.point(log_control)?;
            self.add_piece(&mut points, end, MOST_HALVINGS)?;
        }
        if !points.is_sorted_by(|one, next| one.gain_db < next.gain_db) {
            let text = "gain that falls where the control rises, expected more".to_owned();
            return Err(error(self.netlist, ErrorKind::Syntax(text)));
        }
        Ok(points)
    }

    /// Adds `end`, and what it takes between the last point and it.
    fn add_piece(
        &mut self,
        points: &mut Vec<Point>,
        end: Point,
        halvings: usize,
    ) -> Result<(), Error> {
        if let Some(&start) = points.last()
            && halvings > 0
        {
            let middle = self.point(0.5 * (start.log_control + end.log_control))?;
            let line_db = 0.5 * (start.gain_db + end.gain_db);
            if (middle.gain_db - line_db).abs() > TOLERANCE_DB {
                self.add_piece(points, middle, halvings - 1)?;
                return self.add_piece(points, end, halvings - 1);
            }
            points.push(middle);
        }
        points.push(end);
        Ok(())
    }

    fn point(&mut self, log_control: f64) -> Result<Point, Error> {
        self.controls[self.control] = log_control.exp();
        self.circuit.set_controls(&self.controls)?;
        Ok(Point {
            log_control,
            gain_db: 20.0 * self.circuit.response(GAIN_HZ).norm().log10(),
        })
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
