//! Runs ngspice on our own netlists: the reference for everything that a circuit of ours does.
//!
//! A generated deck includes the netlist where it lies, drives its `*@input` node and reads its `*@output` node. Nothing
//! is kept between runs. Without ngspice the tests fail: they never pass by skipping.
#![allow(dead_code)] // Every test target uses its own part of this.

#[path = "interpolate.rs"]
mod interpolate;
#[path = "raw_file.rs"]
mod raw_file;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use num_complex::Complex64;
pub use raw_file::Plot;

/// Largest time step of the reference: its own error, read off by halving the step, stays below -102 dB.
pub const STEPS_PER_SECOND: f64 = 48_000.0 * 64.0;

/// Tolerances of the reference, far below what is compared.
const OPTIONS: &str = ".options reltol=1e-6 abstol=1e-11 vntol=1e-7 chgtol=1e-16 trtol=1 itl4=200";

/// Values of `.param`s that differ from the netlist's own.
pub type Overrides<'a> = &'a [(&'a str, f64)];

/// Drives the input with the band-limited signal through `input` and gives the output at the same instants, the first
/// at rest. The signal starts at `input[0]`, in the operating point, and should have no content above 0.9 of half the
/// rate.
pub fn transient(
    netlist: &Path,
    overrides: Overrides<'_>,
    input: &[f64],
    rate_hz: f64,
) -> Vec<f64> {
    transient_with_steps(netlist, overrides, input, rate_hz, STEPS_PER_SECOND)
}

/// [`transient`] with a largest step of `1 / steps_per_second`.
pub fn transient_with_steps(
    netlist: &Path,
    overrides: Overrides<'_>,
    input: &[f64],
    rate_hz: f64,
    steps_per_second: f64,
) -> Vec<f64> {
    let ports = Ports::of(netlist);
    let factor = (steps_per_second / rate_hz).ceil().max(1.0);
    let step = 1.0 / (rate_hz * factor);
    // The run ends one sample behind the last, so that the spline has its bend there and not at the end.
    let mut drive = String::new();
    for (index, volt) in interpolate::upsample(&continued(input, 2), factor as usize)
        .iter()
        .enumerate()
    {
        let _ = writeln!(drive, "{:.17e} {volt:.17e}", index as f64 * step);
    }
    let deck = format!(
        "{}adrive %v([{}]) drive\n\
         .model drive filesource (file=\"drive.txt\" amploffset=[0] amplscale=[1])\n\
         .control\ntran {step:.17e} {:.17e} 0 {step:.17e}\nwrite out.raw v({})\n.endc\n.end\n",
        preamble(netlist, overrides),
        ports.input,
        input.len() as f64 / rate_hz,
        ports.output,
    );
    let plot = only(run(&deck, &[("drive.txt", &drive)]));
    let times = plot.real("time");
    let volts = plot.real(&format!("v({})", ports.output));
    let mut points: Vec<(f64, f64)> = Vec::with_capacity(times.len());
    for point in times.into_iter().zip(volts) {
        // The tiny steps behind a breakpoint carry rounding errors, not shape.
        if points
            .last()
            .is_none_or(|last| point.0 - last.0 > 1e-2 * step)
        {
            points.push(point);
        }
    }
    interpolate::resample(&points, rate_hz, input.len())
}

/// The signal with `count` more samples, point-reflected at its end.
fn continued(signal: &[f64], count: usize) -> Vec<f64> {
    let last = signal.len() - 1;
    let beyond = (1..=count).map(|n| 2.0 * signal[last] - signal[last.saturating_sub(n)]);
    signal.iter().copied().chain(beyond).collect()
}

/// Small-signal response from input to output around the operating point.
pub fn ac(netlist: &Path, overrides: Overrides<'_>, frequencies_hz: &[f64]) -> Vec<Complex64> {
    let ports = Ports::of(netlist);
    let mut deck = preamble(netlist, overrides);
    let _ = write!(
        deck,
        "vdrive {} 0 dc 0 ac 1\n.control\nset appendwrite\n",
        ports.input
    );
    for hz in frequencies_hz {
        let _ = write!(
            deck,
            "ac lin 1 {hz:.17e} {hz:.17e}\nwrite out.raw v({})\n",
            ports.output
        );
    }
    deck.push_str(".endc\n.end\n");
    run(&deck, &[])
        .iter()
        .map(|plot| plot.points[0][plot.column(&format!("v({})", ports.output))])
        .collect()
}

/// Voltages of all nodes, by name in lower case, while the input rests at `input_volt`.
pub fn operating_point(
    netlist: &Path,
    overrides: Overrides<'_>,
    input_volt: f64,
) -> BTreeMap<String, f64> {
    let deck = format!(
        "{}vdrive {} 0 dc {input_volt:.17e}\n.control\nop\nwrite out.raw all\n.endc\n.end\n",
        preamble(netlist, overrides),
        Ports::of(netlist).input
    );
    let plot = only(run(&deck, &[]));
    plot.names
        .iter()
        .zip(&plot.points[0])
        .filter_map(|(name, volt)| {
            let node = name.strip_prefix("v(")?.strip_suffix(')')?;
            Some((node.to_owned(), volt.re))
        })
        .collect()
}

/// Runs a deck that writes its results to `out.raw`, with `files` beside it.
pub fn run(deck: &str, files: &[(&str, &str)]) -> Vec<Plot> {
    let directory = Scratch::new();
    for (name, text) in files.iter().chain(&[("deck.cir", deck)]) {
        std::fs::write(directory.0.join(name), text).expect("the scratch directory is writable");
    }
    let output = Command::new("ngspice")
        .args(["-n", "-b", "deck.cir"])
        .current_dir(&directory.0)
        .output()
        .unwrap_or_else(|error| {
            panic!("ngspice cannot run ({error}): `cargo xtask test` installs it, or apt-get install ngspice")
        });
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    let failed = ["aborted", "Timestep too small", "singular matrix", "Error"]
        .iter()
        .any(|word| said.contains(word));
    let results = std::fs::read(directory.0.join("out.raw")).unwrap_or_default();
    assert!(
        !failed && !results.is_empty(),
        "ngspice failed on\n{deck}\n{said}"
    );
    raw_file::read(&results)
}

/// Title, the netlist as it lies, overrides (the later `.param` wins) and tolerances.
fn preamble(netlist: &Path, overrides: Overrides<'_>) -> String {
    let netlist = std::path::absolute(netlist).expect("a path");
    let mut deck = format!("reference run\n.include {}\n", netlist.display());
    for (name, value) in overrides {
        let _ = writeln!(deck, ".param {name}={value:.17e}");
    }
    deck + OPTIONS + "\n"
}

fn only(mut plots: Vec<Plot>) -> Plot {
    assert_eq!(plots.len(), 1, "one analysis gives one result");
    plots.remove(0)
}

/// The nodes that a netlist names as its input and output.
struct Ports {
    input: String,
    output: String,
}

impl Ports {
    /// Read here and not by our parser: the reference shares no code with what it judges.
    fn of(netlist: &Path) -> Self {
        let text = std::fs::read_to_string(netlist)
            .unwrap_or_else(|error| panic!("{}: {error}", netlist.display()));
        let node = |key: &str| {
            text.lines()
                .find_map(|line| line.trim().strip_prefix(key))
                .and_then(|rest| rest.split_whitespace().next())
                .unwrap_or_else(|| panic!("{}: no {key}", netlist.display()))
                .to_lowercase()
        };
        Self {
            input: node("*@input"),
            output: node("*@output"),
        }
    }
}

/// A directory of its own for every run, removed afterwards.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        static RUNS: AtomicUsize = AtomicUsize::new(0);
        let run = RUNS.fetch_add(1, Ordering::Relaxed);
        let name = format!("preface-ngspice-{}-{run}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).expect("the temporary directory is writable");
        Self(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
