//! What goes in and what is at the probe, while it plays.

use std::rc::Rc;

use super::analysis::Spectra;
use super::axis::Axis;
use super::figure::{Figure, Ink, Layer, Legend, Mark, Reading};
use super::text;
use crate::chain::Node;
use crate::measure::Bands;

/// What the plot shows, dBu.
pub const LOWEST_DBU: f32 = -110.0;
const HIGHEST_DBU: f32 = 25.0;

/// Both spectra.
pub fn figure(spectra: &Spectra, probe: Node) -> Figure {
    let y = Axis::decibels_between(f64::from(LOWEST_DBU), f64::from(HIGHEST_DBU), "dBu");
    if !spectra.is_heard {
        return Figure::sentence("Nothing plays.");
    }
    let lowest = y.from();
    let line = |levels: &[f32], ink, width_px| Layer::Line {
        points: points(levels, lowest).collect(),
        ink,
        opacity: 1.0,
        width_px,
        is_dashed: false,
    };
    let mut layers = vec![Layer::Area {
        points: points(&spectra.probe_dbu, lowest)
            .map(|(hertz, level)| (hertz, lowest, level))
            .collect(),
        ink: Ink::Now,
    }];
    layers.push(line(&spectra.recorded_dbu, Ink::Recorded, 1.0));
    layers.push(line(&spectra.probe_dbu, Ink::Now, 1.5));
    let read = Rc::new(spectra.clone());
    Figure {
        x: Axis::frequency(),
        y,
        layers,
        legend: vec![
            Legend::of(Mark::Line, Ink::Recorded, "recorded"),
            Legend::of(
                Mark::Line,
                Ink::Now,
                format!("at the {}", text::node(probe)),
            ),
            Legend::text("in 1/24 octave"),
        ],
        sentence: None,
        read: Box::new(move |hertz| reading(&read, hertz)),
    }
}

fn points(levels: &[f32], lowest: f64) -> impl Iterator<Item = (f64, f64)> {
    let at = move |(band, level): (usize, &f32)| (Bands::hz(band), f64::from(*level).max(lowest));
    levels.iter().enumerate().map(at)
}

fn reading(spectra: &Spectra, hertz: f64) -> Option<Reading> {
    let band = (0..Bands::count()).min_by(|one, other| {
        let distance = |band: &usize| (Bands::hz(*band) / hertz).ln().abs();
        distance(one).total_cmp(&distance(other))
    })?;
    let [recorded, probe] = [&spectra.recorded_dbu, &spectra.probe_dbu]
        .map(|levels| levels.get(band).copied().unwrap_or(LOWEST_DBU));
    let written = |level: f32| match level > LOWEST_DBU {
        true => text::number(f64::from(level), 1),
        false => "\u{2212}\u{221e}".to_owned(),
    };
    Some(Reading {
        at: Bands::hz(band),
        dots: vec![
            (Ink::Recorded, f64::from(recorded)),
            (Ink::Now, f64::from(probe)),
        ],
        text: format!(
            "{}   recorded {} dBu   here {} dBu",
            text::hertz(Bands::hz(band)),
            written(recorded),
            written(probe)
        ),
    })
}
