//! `preface render`: recordings through the chain.

use std::collections::HashMap;
use std::f64::consts::SQRT_2;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::sound::{self, Sound};
use super::{Failure, print, progress_bar};
use crate::audio_file::{self, Level};
use crate::chain::Settings;
use crate::render::{self, Job, Summary};

/// Send recordings through the chain
///
/// Writes 32-bit float WAV of the same length and sample rate. Several files, and several presets for one file, run in
/// parallel.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Recordings: WAV (16, 24, 32 bit or float) or FLAC, mono or stereo
    #[arg(required = true, value_name = "IN.wav")]
    inputs: Vec<PathBuf>,

    /// Output file (ends in .wav), or a directory for files named "<input> - <preset>.wav"
    /// [default: beside the input]
    #[arg(short, long, value_name = "OUT|DIR")]
    output: Option<PathBuf>,

    #[command(flatten)]
    sound: sound::Wanted,

    /// Replace output files that exist
    #[arg(long)]
    force: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let sounds = sound::sounds(&arguments.sound)?;
    let (jobs, frames) = plan(arguments, &sounds)?;
    if let Some(directory) = output_directory(arguments) {
        fs::create_dir_all(directory)
            .map_err(|error| Failure::new(format!("{}: {error}", directory.display())))?;
    }
    let bar = progress_bar(frames);
    let failures: Vec<_> = jobs
        .par_iter()
        .filter_map(|job| {
            let outcome = render::render(job, |frames| bar.inc(frames))
                .map_err(Failure::from)
                .and_then(|summary| bar.suspend(|| print(describe(job, &summary))));
            outcome.err()
        })
        .flat_map_iter(|Failure(lines)| lines)
        .collect();
    bar.finish_and_clear();
    match failures.is_empty() {
        true => Ok(()),
        false => Err(Failure(failures)),
    }
}

/// Every input with every sound, checked as far as headers and names go; and the frames of all of them.
fn plan(arguments: &Arguments, sounds: &[Sound]) -> Result<(Vec<Job>, u64), Failure> {
    let count = arguments.inputs.len() * sounds.len();
    let mut jobs: Vec<Job> = Vec::with_capacity(count);
    let mut frames = 0;
    for input in &arguments.inputs {
        let recording = render::open(input)?;
        frames += recording.frame_count().unwrap_or(0) * sounds.len() as u64;
        for sound in sounds {
            jobs.push(Job {
                input: input.clone(),
                output: output_path(arguments, input, &sound.label, count)?,
                settings: sound.settings,
                overwrite: arguments.force,
            });
        }
    }
    check_outputs(arguments, &jobs)?;
    Ok((jobs, frames))
}

fn output_path(
    arguments: &Arguments,
    input: &Path,
    label: &str,
    count: usize,
) -> Result<PathBuf, Failure> {
    let stem = input.file_stem().unwrap_or_default().to_string_lossy();
    let name = format!("{stem} - {label}.wav");
    if let Some(directory) = output_directory(arguments) {
        return Ok(directory.join(name));
    }
    match &arguments.output {
        None => Ok(input.with_file_name(name)),
        Some(output) if count == 1 => Ok(output.clone()),
        Some(output) => Err(Failure::new(format!(
            "{}: found one output file for {count} renders, expected a directory",
            output.display()
        ))),
    }
}

/// The output where it is a directory: one that exists, or a name that does not end in `.wav`.
fn output_directory(arguments: &Arguments) -> Option<&Path> {
    let output = arguments.output.as_deref()?;
    let is_wav = output
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("wav"));
    (!is_wav || output.is_dir()).then_some(output)
}

fn check_outputs(arguments: &Arguments, jobs: &[Job]) -> Result<(), Failure> {
    let mut writers: HashMap<&Path, &Path> = HashMap::new();
    for Job { input, output, .. } in jobs {
        if let Some(other) = writers.insert(output, input) {
            return Err(Failure::new(format!(
                "{}: both {} and {} would write it, expected different names of inputs and presets",
                output.display(),
                other.display(),
                input.display()
            )));
        }
        audio_file::check_output(output, &arguments.inputs, arguments.force)?;
    }
    Ok(())
}

/// One line: where the result is and how loud it became; and a second one where there is something to say about it.
fn describe(job: &Job, summary: &Summary) -> String {
    let Settings {
        in_cal_dbu,
        rec_gain_db,
        out_link,
        out_cal_dbu,
        ..
    } = job.settings;
    let out_cal_dbu = if out_link { in_cal_dbu } else { out_cal_dbu };
    let clips = match summary.clips {
        0 => "no clips".to_owned(),
        1 => "1 clip".to_owned(),
        clips => format!("{clips} clips"),
    };
    let unsolved = match summary.solver_failures {
        0 => String::new(),
        steps => format!("; {steps} steps without a solution"),
    };
    let advice = sound::advise(&job.settings, &summary.taps);
    let advice = advice.map_or_else(String::new, |advice| format!("  {advice}\n"));
    format!(
        "{}: in {}; out {}; {clips}{unsolved}\n{advice}",
        job.output.display(),
        describe_level(&summary.input, in_cal_dbu - rec_gain_db),
        describe_level(&summary.output, out_cal_dbu),
    )
}

fn describe_level(level: &Level, full_scale_dbu: f64) -> String {
    if level.peak == 0.0 {
        return "silence".to_owned();
    }
    let peak = 20.0 * level.peak.log10();
    // A sine that reaches full scale is 0 dBFS.
    let rms = 20.0 * (SQRT_2 * level.rms()).log10();
    format!(
        "peak {peak:.1} dBFS ({:+.1} dBu), rms {rms:.1} dBFS ({:+.1} dBu)",
        peak + full_scale_dbu,
        rms + full_scale_dbu
    )
}
