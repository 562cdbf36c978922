//! What the path adds to a sine.

use super::analysis::Played;
use super::axis::Axis;
use super::figure::{Figure, Ink, Layer, Legend, Mark, Reading};
use super::text;
use crate::measure::Tone;

/// H1 to this one.
const HARMONICS: usize = 9;

/// What is below this is not drawn, dB below the tone.
const LOWEST_DB: f64 = -120.0;

/// Room for a number above the tone's bar, dB.
const HIGHEST_DB: f64 = 12.0;

/// Harmonics of a tone at the probe.
pub fn figure(tone: &Tone, played: Played) -> Figure {
    let layers = (1..=HARMONICS)
        .map(|number| (number, tone.harmonic_db(number)))
        .filter(|(_, level_db)| *level_db > LOWEST_DB)
        .map(|(number, level_db)| Layer::Bar {
            at: number as f64,
            width: 0.5,
            top: level_db,
            ink: ink(number),
            text: text::number(level_db, if number == 1 { 0 } else { 1 }),
        });
    let heard = tone.clone();
    Figure {
        x: Axis::numbers(HARMONICS, |number| format!("H{number}")),
        y: Axis::decibels_between(LOWEST_DB, HIGHEST_DB, "dB"),
        layers: layers.collect(),
        legend: vec![
            Legend::of(Mark::Bar, Ink::Now, "odd"),
            Legend::of(Mark::Bar, Ink::Warm, "even"),
            Legend::text(format!("THD {}", text::percent(tone.thd_pct()))),
            Legend::text(played.said()),
        ],
        sentence: None,
        read: Box::new(move |place| Some(reading(&heard, place))),
    }
}

fn ink(number: usize) -> Ink {
    match number % 2 {
        0 => Ink::Warm,
        _ => Ink::Now,
    }
}

fn reading(tone: &Tone, place: f64) -> Reading {
    let number = (place.round() as usize).clamp(1, HARMONICS);
    let frequency = text::hertz(tone.frequency_hz * number as f64);
    let volt = tone.harmonic_volt(number);
    let level_db = tone.harmonic_db(number);
    let level = match level_db > LOWEST_DB {
        true => format!("{} dB", text::number(level_db, 1)),
        false => format!("below {} dB", text::number(LOWEST_DB, 0)),
    };
    Reading {
        at: number as f64,
        dots: Vec::new(),
        text: match level_db > LOWEST_DB {
            true => format!(
                "H{number}   {frequency}   {level}   {} dBu",
                text::number(dbu_of_peak(volt), 1)
            ),
            false => format!("H{number}   {frequency}   {level}"),
        },
    }
}

/// The level of a sine by its peak: 0 dBu is one milliwatt in 600 ohm.
fn dbu_of_peak(volt: f64) -> f64 {
    10.0 * (volt * volt / 2.0 / 0.6).log10()
}
