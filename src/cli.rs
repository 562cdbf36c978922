//! The command line `preface`: one file per command.
//!
//! What goes wrong is one line on standard error and exit status 2.

mod calibrate;
mod compare;
mod list;
mod measure;
mod picture_file;
mod render;
mod simulate;
mod sound;

use std::ffi::OsString;
use std::fmt;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use clap::Parser;
use indicatif::{ProgressBar, ProgressStyle};

/// What happens between an instrument and the converter, in volts
#[derive(Parser)]
#[command(name = "preface", version)]
enum Command {
    Render(render::Arguments),
    Measure(measure::Arguments),
    Compare(compare::Arguments),
    Calibrate(calibrate::Arguments),
    Simulate(simulate::Arguments),
    Interfaces(list::Interfaces),
    Params(list::Params),
    Presets(list::Presets),
}

/// Why a command did not do what it was asked for: lines that name file, line, what was found and what was expected.
#[derive(Debug)]
struct Failure(Vec<String>);

impl Failure {
    fn new(line: impl Into<String>) -> Self {
        Self(vec![line.into()])
    }
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::new(error.to_string())
    }
}

/// Runs the command that `arguments` (the program's name first) describe.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let result = match Command::try_parse_from(arguments) {
        Ok(Command::Render(arguments)) => render::run(&arguments),
        Ok(Command::Measure(arguments)) => measure::run(&arguments),
        Ok(Command::Compare(arguments)) => compare::run(&arguments),
        Ok(Command::Simulate(arguments)) => simulate::run(&arguments),
        Ok(Command::Calibrate(arguments)) => calibrate::run(&arguments),
        Ok(Command::Interfaces(arguments)) => list::interfaces(&arguments),
        Ok(Command::Params(arguments)) => list::params(&arguments),
        Ok(Command::Presets(_)) => list::presets(),
        Err(message) if message.use_stderr() => Err(wrong_usage(&message)),
        Err(help) => print(format_args!("{}\n", help.to_string().trim_end())),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure(lines)) => {
            for line in lines {
                eprintln!("preface: {}", line.replace('\n', " "));
            }
            ExitCode::from(2)
        }
    }
}

/// The first paragraph of what the argument parser says, as one line.
fn wrong_usage(message: &clap::Error) -> Failure {
    let text = message.to_string();
    let words: Vec<_> = text
        .lines()
        .take_while(|line| !line.trim().is_empty())
        .flat_map(str::split_whitespace)
        .collect();
    let line = words.join(" ");
    let line = line.strip_prefix("error: ").unwrap_or(&line);
    Failure::new(format!("{line}; \"preface --help\" shows what is expected"))
}

/// Prints to standard output. A reader that has seen enough, such as `head`, is no failure.
fn print(text: impl fmt::Display) -> Result<(), Failure> {
    let mut output = io::stdout().lock();
    match write!(output, "{text}").and_then(|()| output.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Failure::new(format!("standard output: {error}")))
        }
        _ => Ok(()),
    }
}

/// A bar over all frames; it hides where standard error is not a terminal.
fn progress_bar(frames: u64) -> ProgressBar {
    let bar = ProgressBar::new(frames);
    let style = ProgressStyle::with_template("{wide_bar} {percent} %, {eta} left");
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
