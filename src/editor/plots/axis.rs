//! From values to places, and the few lines that a plot is read by.

use super::text;

/// One side of a plot.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    from: f64,
    to: f64,
    is_logarithmic: bool,
    /// Values with a line and what stands beside it, in rising order.
    pub marks: Vec<Mark>,
}

/// A line across the plot.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Where it is.
    pub at: f64,
    /// What stands beside it.
    pub text: String,
    /// Whether it is the one that others are read from, as 0 dB is.
    pub is_main: bool,
}

/// Frequencies with a line, Hz.
const FREQUENCIES_HZ: [f64; 10] = [20.0, 50.0, 100.0, 200.0, 500.0, 1e3, 2e3, 5e3, 10e3, 20e3];

impl Axis {
    /// 20 Hz to 20 kHz in equal ratios.
    pub fn frequency() -> Self {
        let mark = |hertz: f64| Mark {
            at: hertz,
            text: match hertz {
                1e3.. => format!("{}k", hertz / 1e3),
                _ => format!("{hertz}"),
            },
            is_main: false,
        };
        Self {
            from: 20.0,
            to: 20e3,
            is_logarithmic: true,
            marks: FREQUENCIES_HZ.map(mark).to_vec(),
        }
    }

    /// Decibels that hold `low` to `high` and a little more, with four to seven lines.
    pub fn decibels(low: f64, high: f64) -> Self {
        let span = (high - low).max(6.0);
        let step = [3.0, 6.0, 12.0, 20.0, 24.0, 48.0]
            .into_iter()
            .find(|step| span / step <= 6.0)
            .unwrap_or(96.0);
        Self::stepped(low, high, step, |value| text::number(value, 0)).with_unit("dB")
    }

    /// Decibels from `low` to `high` as they are, in lines of 20.
    pub fn decibels_between(low: f64, high: f64, unit: &str) -> Self {
        let mut axis = Self::stepped(low, high, 20.0, |value| text::number(value, 0));
        (axis.from, axis.to) = (low, high);
        axis.marks.retain(|mark| (low..=high).contains(&mark.at));
        axis.with_unit(unit)
    }

    /// The unit stands at the highest value.
    fn with_unit(mut self, unit: &str) -> Self {
        if let Some(mark) = self.marks.last_mut() {
            mark.text = format!("{} {unit}", mark.text);
        }
        self
    }

    /// Volts to either side of zero.
    pub fn volts(most: f64) -> Self {
        let most = most.max(1e-9);
        let decade = 10f64.powf((most / 2.0).log10().floor());
        let step = [1.0, 2.0, 5.0, 10.0]
            .map(|step| step * decade)
            .into_iter()
            // Three of them to either side at most, whatever the last digit.
            .find(|step| most < 3.001 * step)
            .unwrap_or(decade);
        let mut axis = Self::stepped(-most, most, step, axis_volts);
        (axis.from, axis.to) = (-most, most);
        axis.marks.retain(|mark| mark.at.abs() <= most * 1.0001);
        axis
    }

    /// Numbers from 1 to `last`, each with its text.
    pub fn numbers(last: usize, name: impl Fn(usize) -> String) -> Self {
        let mark = |number: usize| Mark {
            at: number as f64,
            text: name(number),
            is_main: false,
        };
        Self {
            from: 0.4,
            to: last as f64 + 0.6,
            is_logarithmic: false,
            marks: (1..=last).map(mark).collect(),
        }
    }

    fn stepped(low: f64, high: f64, step: f64, name: impl Fn(f64) -> String) -> Self {
        let (first, last) = ((low / step).floor() as i64, (high / step).ceil() as i64);
        let mark = |place: i64| Mark {
            at: place as f64 * step,
            text: name(place as f64 * step),
            is_main: place == 0,
        };
        Self {
            from: first as f64 * step,
            to: last as f64 * step,
            is_logarithmic: false,
            marks: (first..=last).map(mark).collect(),
        }
    }

    /// The lowest value.
    pub fn from(&self) -> f64 {
        self.from
    }

    /// Where a value is: 0 at the lowest, 1 at the highest.
    pub fn place(&self, value: f64) -> f64 {
        let scale = |value: f64| match self.is_logarithmic {
            true => value.ln(),
            false => value,
        };
        (scale(value) - scale(self.from)) / (scale(self.to) - scale(self.from))
    }

    /// The value at a place.
    pub fn value(&self, place: f64) -> f64 {
        match self.is_logarithmic {
            true => self.from * (self.to / self.from).powf(place),
            false => self.from + (self.to - self.from) * place,
        }
    }
}

/// Volts without digits that say nothing.
fn axis_volts(volt: f64) -> String {
    let written = text::volts(volt);
    match written.split_once(' ') {
        Some((value, unit)) if value.contains('.') => {
            let value = value.trim_end_matches('0').trim_end_matches('.');
            format!("{value} {unit}")
        }
        _ => written,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_and_values_are_each_others_opposite() {
        for axis in [
            Axis::frequency(),
            Axis::decibels(-37.0, 11.0),
            Axis::volts(0.3),
            Axis::numbers(9, |number| format!("H{number}")),
        ] {
            assert!((4..=10).contains(&axis.marks.len()), "{axis:?}");
            for place in [0.0, 0.25, 1.0] {
                assert!((axis.place(axis.value(place)) - place).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn lines_are_at_round_numbers() {
        let text = |axis: &Axis| {
            let texts: Vec<_> = axis.marks.iter().map(|mark| mark.text.clone()).collect();
            texts.join(" ").replace('\u{2212}', "-")
        };
        assert_eq!(
            text(&Axis::decibels(-37.0, 11.0)),
            "-48 -36 -24 -12 0 12 dB"
        );
        assert_eq!(
            text(&Axis::decibels_between(-90.0, 25.0, "dBu")),
            "-80 -60 -40 -20 0 20 dBu"
        );
        assert_eq!(
            text(&Axis::volts(0.3)),
            "-300 mV -200 mV -100 mV 0 V 100 mV 200 mV 300 mV"
        );
        assert_eq!(text(&Axis::volts(2.2)), "-2 V -1 V 0 V 1 V 2 V");
    }
}
