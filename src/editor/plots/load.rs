//! The source into the recorded input and into the one of now.

use super::axis::Axis;
use super::figure::{Figure, Ink, Layer, Legend, Mark, Reading};
use super::text;
use crate::chain::load::{Effect, Peak, Response, ResponsePoint};

/// Below this nobody looks, dB.
const LOWEST_DB: f64 = -60.0;

/// What the load does.
pub fn figure(response: &Response) -> Figure {
    let sentence = match response.effect {
        Effect::Off => return Figure::sentence("Load is off: the recording goes on as it is."),
        Effect::NoSource => {
            return Figure::sentence(
                "The source is as recorded: name it, and its input makes a difference.",
            );
        }
        Effect::Silent => {
            return Figure::sentence("Nothing comes out: what is plugged in here needs 48 V.");
        }
        Effect::SameInput => Some("Both inputs are the same: nothing changes.".to_owned()),
        Effect::Changed => None,
    };
    let points = response.points.clone();
    let levels = points.iter().flat_map(|point| {
        let ceiling = response
            .limit_db
            .map_or(point.now_db, |_| point.unlimited_db);
        [point.recorded_db, point.now_db, ceiling]
    });
    let (low, high) = levels.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), level| {
        (low.min(level), high.max(level))
    });
    let is_changed = response.effect == Effect::Changed;
    Figure {
        x: Axis::frequency(),
        y: Axis::decibels((low - 1.0).max(LOWEST_DB), (high + 4.0).max(3.0)),
        layers: layers(response, is_changed),
        legend: legend(response, is_changed),
        sentence,
        read: Box::new(move |hertz| Some(reading(nearest(&points, hertz)?, is_changed))),
    }
}

fn layers(response: &Response, is_changed: bool) -> Vec<Layer> {
    let points = &response.points;
    let line = |ink, width_px, is_dashed, level: &dyn Fn(&ResponsePoint) -> f64| Layer::Line {
        points: points
            .iter()
            .map(|point| (point.frequency_hz, level(point)))
            .collect(),
        ink,
        opacity: 1.0,
        width_px,
        is_dashed,
    };
    let mut layers = Vec::new();
    if is_changed {
        layers.push(Layer::Area {
            points: points
                .iter()
                .map(|point| (point.frequency_hz, point.recorded_db, point.now_db))
                .collect(),
            ink: Ink::Now,
        });
    }
    if let Some(limit_db) = response.limit_db {
        layers.push(line(Ink::Warm, 1.0, true, &|point| {
            point.recorded_db + limit_db
        }));
        layers.push(line(Ink::Now, 1.0, true, &|point| point.unlimited_db));
    }
    layers.push(line(Ink::Recorded, 1.5, false, &|point| point.recorded_db));
    layers.push(line(Ink::Now, 2.0, false, &|point| point.now_db));
    let named = |ink, peak: Peak| Layer::Dot {
        at: (peak.frequency_hz, peak.level_db),
        ink,
        text: format!(
            "{}  {} dB",
            text::hertz(peak.frequency_hz),
            text::signed(peak.level_db, 1)
        ),
    };
    let recorded = response.recorded_peak.filter(|_| is_changed);
    layers.extend(recorded.map(|peak| named(Ink::Recorded, peak)));
    layers.extend(response.now_peak.map(|peak| named(Ink::Now, peak)));
    layers
}

fn legend(response: &Response, is_changed: bool) -> Vec<Legend> {
    if !is_changed {
        return vec![Legend::of(Mark::Line, Ink::Now, "recorded and now")];
    }
    let mut legend = vec![
        Legend::of(Mark::Line, Ink::Recorded, "recorded"),
        Legend::of(Mark::Line, Ink::Now, "now"),
        Legend::of(Mark::Area, Ink::Now, "difference"),
    ];
    if let Some(limit_db) = response.limit_db {
        let limit = format!("repair limit {} dB", text::signed(limit_db, 0));
        legend.push(Legend::of(Mark::Dashes, Ink::Warm, limit));
        legend.push(Legend::of(Mark::Dashes, Ink::Now, "without the limit"));
    }
    legend
}

fn nearest(points: &[ResponsePoint], hertz: f64) -> Option<ResponsePoint> {
    let distance = |point: &&ResponsePoint| (point.frequency_hz / hertz).ln().abs();
    let nearest = points
        .iter()
        .min_by(|one, other| distance(one).total_cmp(&distance(other)));
    nearest.copied()
}

fn reading(point: ResponsePoint, is_changed: bool) -> Reading {
    let frequency = text::hertz(point.frequency_hz);
    let mut reading = Reading {
        at: point.frequency_hz,
        dots: vec![(Ink::Now, point.now_db)],
        text: format!("{frequency}   {} dB", text::signed(point.now_db, 1)),
    };
    if is_changed {
        reading.dots.insert(0, (Ink::Recorded, point.recorded_db));
        reading.text = format!(
            "{frequency}   recorded {} dB   now {} dB   difference {} dB",
            text::signed(point.recorded_db, 1),
            text::signed(point.now_db, 1),
            text::signed(point.change_db(), 1),
        );
    }
    reading
}
