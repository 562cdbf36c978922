//! Aliases of every preamp circuit, driven 20 dB beyond where it begins to compress.

use preface::chain::settings::Quality;
use preface::chain::{Parameter, Settings};
use preface::measure::Bench;

const RATE_HZ: f64 = 48e3;

/// How far beyond the level of 1 dB compression the circuits are driven, dB.
const OVER_DB: f64 = 20.0;

/// The tones, Hz.
const TONES_HZ: [f64; 2] = [1249.0, 4999.0];

/// A microphone's gain, at which every circuit does all of it by itself.
const GAIN_DB: f64 = 30.0;

/// Most that the worst line up to 20 kHz may have, dB over the tone: for both tones, live and at render quality.
struct Bounds {
    live_db: [f64; 2],
    render_db: [f64; 2],
}

/// Tubes round off before they clip.
const TUBE: Bounds = Bounds {
    live_db: [-65.0, -45.0],
    render_db: [-92.0, -70.0],
};

/// Everything else has rails.
const HARD: Bounds = Bounds {
    live_db: [-62.0, -43.0],
    render_db: [-87.0, -63.0],
};

/// One row of the contract with all of its choices; the settings that make it heard, and what is expected of it.
fn characters() -> impl Iterator<Item = (String, Settings, Bounds)> {
    let ends = [("solid_state", 0.0), ("tube", 100.0)];
    ends.into_iter().flat_map(|(id, character_pct)| {
        let parameter = Parameter::find(id).expect("in the contract");
        let choices = parameter.choices.iter().enumerate();
        choices.map(move |(place, (_, name))| {
            let mut settings = Settings {
                character_pct,
                converter_on: false,
                gain_db: GAIN_DB,
                ..Settings::default()
            };
            (parameter.set)(&mut settings, place as f64);
            let bounds = if id == "tube" { TUBE } else { HARD };
            ((*name).to_owned(), settings, bounds)
        })
    })
}

#[test]
fn aliases_of_overdriven_circuits_are_bounded() {
    let mut missed = Vec::new();
    println!("worst alias over the tone, {OVER_DB} dB beyond 1 dB compression, gain {GAIN_DB} dB:");
    for (name, settings, bounds) in characters() {
        let bench = |quality| {
            let settings = Settings {
                quality,
                ..settings
            };
            Bench::new(&settings, RATE_HZ).unwrap_or_else(|error| panic!("{name}: {error}"))
        };
        let Some(compression) = bench(Quality::Live).compression() else {
            println!("{name}: does not compress");
            continue;
        };
        let level_dbfs = compression.level_dbfs + OVER_DB;
        let mut line = format!("{name:<10} {:+.1} dBu out at 1 dB", compression.preamp_dbu);
        for (quality, bounds_db) in [
            (Quality::Live, bounds.live_db),
            (Quality::Render, bounds.render_db),
        ] {
            let mut bench = bench(quality);
            for (tone_hz, bound_db) in TONES_HZ.into_iter().zip(bounds_db) {
                let alias = bench.worst_alias(tone_hz, level_dbfs);
                let figure = format!("{quality:?} {tone_hz} Hz {:.1} dB", alias.alias_db);
                line.push_str(&format!("; {figure} (at most {bound_db})"));
                if alias.alias_db > bound_db {
                    missed.push(format!("{name}, {figure}, at most {bound_db}"));
                }
            }
            assert_eq!(bench.solver_failures(), 0, "{name}");
        }
        println!("{line}");
    }
    assert!(missed.is_empty(), "{missed:#?}");
}
