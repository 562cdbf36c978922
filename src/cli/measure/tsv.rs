//! One figure per line.

use crate::chain::load::repair_share;
use crate::measure::{Distortion, Report};

/// The columns.
const HEADER: &str = "quantity\tfrequency_hz\tlevel_dbfs\tdrive_db\tvalue\tunit\n";

/// What a figure is measured at; what it does not depend on stays empty.
#[derive(Clone, Copy, Default)]
struct At {
    frequency_hz: Option<f64>,
    level_dbfs: Option<f64>,
    drive_db: Option<f64>,
}

/// Lines that grow.
struct Lines(String);

/// The whole report. Numbers are written so that reading them gives the same numbers.
pub(super) fn text(report: &Report) -> String {
    let mut lines = Lines(HEADER.to_owned());
    let anywhere = At::default();
    lines.add("sample_rate", anywhere, report.sample_rate_hz, "Hz");
    lines.add("internal_rate", anywhere, report.internal_rate_hz, "Hz");
    let gain = report.gain;
    lines.add("gain", at(gain.frequency_hz), gain.path_db, "dB");
    lines.add("preamp_gain", at(gain.frequency_hz), gain.preamp_db, "dB");
    for point in &report.response {
        lines.add("response", at(point.frequency_hz), point.gain_db, "dB");
    }
    let latency = report.latency;
    let reported = f64::from(latency.reported_samples);
    lines.add("latency_reported", anywhere, reported, "samples");
    lines.add(
        "latency_measured",
        anywhere,
        latency.measured_samples,
        "samples",
    );
    let repair_pct = 100.0 * repair_share(&report.settings);
    lines.add("repair_done", anywhere, repair_pct, "%");
    lines.add("output_noise", anywhere, report.noise.output_dbu, "dBu");
    if let Some(ein_dbu) = report.noise.ein_dbu {
        lines.add("ein", anywhere, ein_dbu, "dBu");
    }
    lines.add("direct_at_rest", anywhere, report.noise.direct_volt, "V");
    if let Some(found) = report.compression {
        lines.add("compression_level", anywhere, found.level_dbfs, "dBFS");
        lines.add("compression_input", anywhere, found.input_dbu, "dBu");
        lines.add("compression_preamp", anywhere, found.preamp_dbu, "dBu");
    }
    // Where both sweeps meet, they say the same.
    let drives = report.drives.iter();
    let drives = drives.filter(|drive| !report.levels.contains(drive));
    for distortion in report.levels.iter().chain(drives) {
        lines.add_distortion(distortion);
    }
    for alias in &report.aliases {
        let at = At {
            level_dbfs: Some(alias.level_dbfs),
            drive_db: Some(report.settings.drive_db),
            ..at(alias.tone_hz)
        };
        lines.add("alias", at, alias.alias_db, "dB");
        lines.add("alias_frequency", at, alias.frequency_hz, "Hz");
    }
    lines.add(
        "solver_failures",
        anywhere,
        report.solver_failures as f64,
        "steps",
    );
    lines.0
}

fn at(frequency_hz: f64) -> At {
    At {
        frequency_hz: Some(frequency_hz),
        ..At::default()
    }
}

impl Lines {
    fn add(&mut self, quantity: &str, at: At, value: f64, unit: &str) {
        let [frequency_hz, level_dbfs, drive_db] = [at.frequency_hz, at.level_dbfs, at.drive_db]
            .map(|number| number.map_or_else(String::new, |number| number.to_string()));
        self.0.push_str(&format!(
            "{quantity}\t{frequency_hz}\t{level_dbfs}\t{drive_db}\t{value}\t{unit}\n"
        ));
    }

    fn add_distortion(&mut self, distortion: &Distortion) {
        let at = At {
            frequency_hz: Some(distortion.frequency_hz),
            level_dbfs: Some(distortion.level_dbfs),
            drive_db: Some(distortion.drive_db),
        };
        self.add("input_level", at, distortion.input_dbu, "dBu");
        self.add("preamp_level", at, distortion.preamp_dbu, "dBu");
        self.add("tone_gain", at, distortion.gain_db, "dB");
        self.add("thd", at, distortion.thd_pct(), "%");
        for (place, harmonic_db) in distortion.harmonics_db.iter().enumerate() {
            self.add(&format!("h{}", place + 2), at, *harmonic_db, "dB");
        }
        self.add("direct", at, distortion.direct_volt, "V");
        self.add("clips", at, distortion.clips_per_second, "1/s");
    }
}
