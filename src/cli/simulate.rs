//! `preface simulate`: a netlist on its own.

use std::path::PathBuf;

use clap::ValueEnum;

use super::{Failure, print, progress_bar};
use crate::audio_file::{self, Recording};
use crate::simulate::{self, Job};
use crate::spice::operating_point::OperatingPoint;
use crate::spice::transient::Method;
use crate::spice::{Netlist, value};

/// Run a recording through a SPICE netlist
///
/// 1.0 in the files is 1 volt: the input drives the node of "*@input", the output is the voltage of the node of
/// "*@output", direct voltage included.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// SPICE netlist
    #[arg(value_name = "NETLIST.cir")]
    netlist: PathBuf,

    /// Voltage of the input node: WAV or FLAC, mono or stereo
    #[arg(long = "in", value_name = "IN.wav", requires = "output")]
    input: Option<PathBuf>,

    /// Voltage of the output node: 32-bit float WAV
    #[arg(long = "out", value_name = "OUT.wav", requires = "input")]
    output: Option<PathBuf>,

    /// Run at the file's rate times N, a power of two up to 128; 1 is the plain solver without filters
    #[arg(long, value_name = "N", default_value = "8")]
    oversample: String,

    /// Integration; without it, linear circuits are answered exactly, junctions by TR-BDF2, the rest by the
    /// trapezoidal rule
    #[arg(long, value_name = "METHOD")]
    method: Option<Integration>,

    /// Set a .param of the netlist
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,

    /// Print every node's voltage at rest
    #[arg(long)]
    op: bool,

    /// Replace an output file that exists
    #[arg(long)]
    force: bool,
}

/// Methods by the names of the command line.
#[derive(Clone, Copy, ValueEnum)]
enum Integration {
    Trap,
    Trbdf2,
}

pub(super) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let overrides: Vec<_> = arguments
        .set
        .iter()
        .map(|assignment| assign(assignment))
        .collect::<Result<_, _>>()?;
    let oversample = oversample(&arguments.oversample)?;
    let netlist = Netlist::read(&arguments.netlist, &overrides)?;
    let files = arguments.input.as_ref().zip(arguments.output.as_ref());
    if files.is_none() && !arguments.op {
        return Err(Failure::new(
            "simulate: found nothing to do, expected --in IN.wav --out OUT.wav or --op",
        ));
    }
    let mut frames = 0;
    if let Some((input, output)) = files {
        audio_file::check_output(output, std::slice::from_ref(input), arguments.force)?;
        frames = Recording::open(input)?.frame_count().unwrap_or(0);
    }
    if arguments.op {
        print(operating_point(&netlist)?)?;
    }
    let Some((input, output)) = files else {
        return Ok(());
    };
    let job = Job {
        netlist,
        input: input.clone(),
        output: output.clone(),
        oversample,
        method: match arguments.method {
            None => Method::Auto,
            Some(Integration::Trap) => Method::Trapezoidal,
            Some(Integration::Trbdf2) => Method::TrBdf2,
        },
        overwrite: arguments.force,
    };
    let bar = progress_bar(frames);
    let summary = simulate::simulate(&job, |frames| bar.inc(frames))?;
    bar.finish_and_clear();
    if summary.failures > 0 {
        eprintln!(
            "preface: warning: {}: {} steps without a solution kept the last state",
            job.netlist.file, summary.failures
        );
    }
    print(format_args!(
        "{}: in peak {:.4} V, rms {:.4} V; out peak {:.4} V, rms {:.4} V, rests at {:.4} V\n",
        output.display(),
        summary.input.peak,
        summary.input.rms(),
        summary.output.peak,
        summary.output.rms(),
        summary.rest_volt
    ))
}

fn assign(assignment: &str) -> Result<(String, f64), Failure> {
    let fail = |reason| Failure::new(format!("--set {assignment}: {reason}"));
    let (name, text) = assignment
        .split_once('=')
        .ok_or_else(|| fail("found no \"=\", expected NAME=VALUE"))?;
    let number = value::parse_number(text.trim())
        .ok_or_else(|| fail("found no number, expected one such as 4.7k, 100n or 1meg"))?;
    Ok((name.trim().to_lowercase(), number))
}

fn oversample(text: &str) -> Result<usize, Failure> {
    text.parse()
        .ok()
        .filter(|factor: &usize| factor.is_power_of_two() && *factor <= 128)
        .ok_or_else(|| {
            Failure::new(format!(
                "--oversample: found \"{text}\", expected 1, 2, 4, 8, 16, 32, 64 or 128"
            ))
        })
}

/// Every node with its voltage at rest, as a table.
fn operating_point(netlist: &Netlist) -> Result<String, Failure> {
    let controls: Vec<_> = netlist.controls.iter().map(|c| c.default).collect();
    let point = OperatingPoint::solve(netlist, &controls)?;
    let width = netlist.nodes.iter().map(String::len).max().unwrap_or(0);
    Ok(point
        .node_volts()
        .map(|(node, volt)| format!("{node:<width$}  {volt:>15.6} V\n"))
        .collect())
}
