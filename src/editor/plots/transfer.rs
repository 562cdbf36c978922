//! Volts out against volts in.

use super::analysis::{Played, Transfer};
use super::axis::Axis;
use super::figure::{Figure, Ink, Layer, Legend, Mark, Reading};
use super::text;

/// Points of a curve.
const POINTS: usize = 161;

/// The curve of a sine as loud as what is played, and of a louder one.
pub fn figure(transfer: &Transfer, played: Played) -> Figure {
    let Transfer { now, beyond, gain } = transfer;
    let reach = beyond.input_volt.max(now.input_volt);
    let far = curve(reach, |volt| beyond.output_volt(volt));
    let near = curve(now.input_volt, |volt| now.output_volt(volt));
    let most = far.iter().chain(&near);
    let most = most.fold(0.0, |most: f64, (_, volt)| most.max(volt.abs()));
    let point = (now.input_volt, now.output_volt(now.input_volt));
    let line = |points, ink, opacity, width_px, is_dashed| Layer::Line {
        points,
        ink,
        opacity,
        width_px,
        is_dashed,
    };
    let straight = vec![(-reach, -reach * gain), (reach, reach * gain)];
    let (read_now, read_beyond) = (now.clone(), beyond.clone());
    Figure {
        x: Axis::volts(reach),
        y: Axis::volts(1.15 * most),
        layers: vec![
            line(straight, Ink::Quiet, 0.7, 1.0, true),
            line(far, Ink::Now, 0.4, 1.5, false),
            line(near, Ink::Now, 1.0, 2.5, false),
            Layer::Dot {
                at: point,
                ink: Ink::Now,
                text: text::volts(point.1),
            },
        ],
        legend: vec![
            Legend::of(
                Mark::Line,
                Ink::Now,
                format!("volts at the {} over volts in", text::node(now.node)),
            ),
            Legend::of(
                Mark::Dashes,
                Ink::Quiet,
                format!("small signals {} dB", text::signed(decibels(gain.abs()), 1)),
            ),
            Legend::text(played.said()),
        ],
        sentence: None,
        read: Box::new(move |volt| {
            let curve = match volt.abs() <= read_now.input_volt {
                true => &read_now,
                false => &read_beyond,
            };
            let output_volt = curve.output_volt(volt);
            Some(Reading {
                at: volt,
                dots: vec![(Ink::Now, output_volt)],
                text: format!(
                    "{} in   {} out",
                    text::volts(volt),
                    text::volts(output_volt)
                ),
            })
        }),
    }
}

fn curve(reach: f64, volt: impl Fn(f64) -> f64) -> Vec<(f64, f64)> {
    let steps = (POINTS - 1) as f64;
    (0..POINTS)
        .map(|step| reach * (2.0 * step as f64 / steps - 1.0))
        .map(|input_volt| (input_volt, volt(input_volt)))
        .collect()
}

fn decibels(ratio: f64) -> f64 {
    20.0 * ratio.log10()
}
