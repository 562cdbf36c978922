//! The report as people read it.

use super::super::sound;
use crate::chain::Taps;
use crate::chain::load::repair_share;
use crate::measure::{Alias, Distortion, Latency, Report};

/// What rounding to 32-bit samples leaves lies below.
const FLOOR_DB: f64 = -140.0;

/// Frequencies of the response that are printed, Hz.
const PRINTED_HZ: [f64; 10] = [20.0, 30.0, 50.0, 100.0, 300.0, 1e3, 3e3, 10e3, 15e3, 20e3];

/// The whole report.
pub(super) fn text(report: &Report) -> String {
    let mut text = heading(report);
    text.push_str(&figures(report));
    text.push_str("\nresponse, dB\n");
    text.push_str(&response(report));
    let tone_hz = report.reference.frequency_hz;
    text.push_str(&format!(
        "\n{tone_hz:.0} Hz against level; harmonics in dB below it\n"
    ));
    text.push_str(&distortions("level", &report.levels, |at| at.level_dbfs));
    text.push_str(&format!(
        "\n{tone_hz:.0} Hz at {} dBFS against drive\n",
        report.reference.level_dbfs
    ));
    text.push_str(&distortions("drive", &report.drives, |at| at.drive_db));
    text
}

/// What was measured, and how.
pub(super) fn heading(report: &Report) -> String {
    format!(
        "{}: {}\nquality {}, host at {} Hz, circuits at {} Hz\n\n",
        sound::character(&report.settings),
        sound::in_words(&report.settings),
        quality(report),
        report.sample_rate_hz,
        report.internal_rate_hz
    )
}

/// Name of the quality.
pub(super) fn quality(report: &Report) -> String {
    format!("{:?}", report.settings.quality).to_lowercase()
}

/// A number without a sign where it rounds to zero.
pub(super) fn rounded(number: f64, decimals: i32) -> f64 {
    let scale = 10f64.powi(decimals);
    (number * scale).round() / scale + 0.0
}

/// Everything that is one figure.
fn figures(report: &Report) -> String {
    let gain = report.gain;
    let mut rows = vec![
        (
            "gain at 1 kHz".to_owned(),
            format!(
                "{:+.2} dB; preamp alone {:+.2} dB",
                gain.path_db, gain.preamp_db
            ),
        ),
        ("latency".to_owned(), latency(&report.latency)),
        ("1 dB compression".to_owned(), compression(report)),
        ("noise".to_owned(), noise(report)),
        (
            "direct voltage".to_owned(),
            format!(
                "{} at rest, {} at {} dBFS",
                volt(report.noise.direct_volt),
                volt(report.reference.direct_volt),
                report.reference.level_dbfs
            ),
        ),
    ];
    for alias in &report.aliases {
        let name = format!("worst alias of {:.0} Hz", alias.tone_hz);
        rows.push((name, worst_alias(alias)));
    }
    if report.solver_failures > 0 {
        let steps = format!("{} steps kept the last state", report.solver_failures);
        rows.push(("without a solution".to_owned(), steps));
    }
    let repair_share = repair_share(&report.settings);
    if repair_share < 1.0 {
        let done = format!("{:.1} % of it is done", 100.0 * repair_share);
        rows.push(("repair at its limit".to_owned(), done));
    }
    // Levels are the test signals' and no reason for advice.
    if let Some(advice) = sound::advise(&report.settings, &Taps::default()) {
        rows.push(("advice".to_owned(), advice));
    }
    rows.iter()
        .map(|(name, figure)| format!("{name:<23}{figure}\n"))
        .collect()
}

fn latency(latency: &Latency) -> String {
    format!(
        "{} samples reported, {:.2} by the phase at 1 kHz",
        latency.reported_samples, latency.measured_samples
    )
}

fn compression(report: &Report) -> String {
    report.compression.map_or_else(
        || "none".to_owned(),
        |found| {
            format!(
                "at {:+.1} dBFS: {:+.1} dBu into the preamp, {:+.1} dBu out of it",
                found.level_dbfs, found.input_dbu, found.preamp_dbu
            )
        },
    )
}

fn noise(report: &Report) -> String {
    let noise = report.noise;
    match noise.ein_dbu {
        Some(ein_dbu) => format!(
            "EIN {ein_dbu:.1} dBu; {:.1} dBu at the output, 20 Hz to 20 kHz",
            noise.output_dbu
        ),
        None => "off".to_owned(),
    }
}

/// An alias over its tone, and where it is.
pub(super) fn worst_alias(alias: &Alias) -> String {
    match alias.alias_db < FLOOR_DB {
        true => format!("below {FLOOR_DB} dB at {:+.0} dBFS", alias.level_dbfs),
        false => format!(
            "{:.1} dB, at {:.0} Hz, at {:+.0} dBFS",
            alias.alias_db, alias.frequency_hz, alias.level_dbfs
        ),
    }
}

/// A small voltage in a unit that suits it.
pub(super) fn volt(volt: f64) -> String {
    match volt.abs() {
        0.0 => "0 V".to_owned(),
        micro if micro < 1e-3 => format!("{:.1} µV", rounded(1e6 * volt, 1)),
        milli if milli < 1.0 => format!("{:.1} mV", 1e3 * volt),
        _ => format!("{volt:.2} V"),
    }
}

fn response(report: &Report) -> String {
    let nearest = |hz: f64| {
        let distance = |frequency_hz: f64| (frequency_hz / hz).ln().abs();
        report
            .response
            .iter()
            .min_by(|one, other| {
                distance(one.frequency_hz).total_cmp(&distance(other.frequency_hz))
            })
            .filter(|point| distance(point.frequency_hz) < 0.05)
    };
    let points = PRINTED_HZ.map(nearest);
    let points: Vec<_> = points.into_iter().flatten().collect();
    let row = |cells: Vec<String>| -> String {
        let cells: String = cells.iter().map(|cell| format!("{cell:>9}")).collect();
        format!("{cells}\n")
    };
    let frequencies = points
        .iter()
        .map(|point| format!("{:.0} Hz", point.frequency_hz));
    let gains = points
        .iter()
        .map(|point| format!("{:+.2}", rounded(point.gain_db, 2)));
    row(frequencies.collect()) + &row(gains.collect())
}

fn distortions(key: &str, rows: &[Distortion], at: impl Fn(&Distortion) -> f64) -> String {
    let unit = if key == "drive" { "dB" } else { "dBFS" };
    let mut text = format!(
        "{:>12}{:>9}{:>12}{:>9}{:>11}",
        format!("{key} {unit}"),
        "in dBu",
        "preamp dBu",
        "gain dB",
        "THD %"
    );
    for harmonic in 2..=9 {
        text.push_str(&format!("{:>7}", format!("H{harmonic}")));
    }
    text.push_str(&format!("{:>9}\n", "clips/s"));
    for row in rows {
        text.push_str(&format!(
            "{:>12.1}{:>9.1}{:>12.1}{:>9.2}{:>11.5}",
            at(row),
            row.input_dbu,
            row.preamp_dbu,
            rounded(row.gain_db, 2),
            row.thd_pct()
        ));
        for harmonic_db in row.harmonics_db {
            text.push_str(&match harmonic_db < FLOOR_DB {
                true => format!("{:>7}", "-"),
                false => format!("{harmonic_db:>7.1}"),
            });
        }
        text.push_str(&format!("{:>9.0}\n", row.clips_per_second));
    }
    text
}
