//! `cargo xtask test`: everything that shows that the project works.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};

use crate::bundles;

/// What the tests call, and the package that brings it on Debian and its kin: a program, or a file that the linker
/// or the loader needs.
const NEEDED: [(Need, &str); 10] = [
    (Need::Program("ngspice"), "ngspice"),
    (Need::Library("xcb"), "libxcb1-dev"),
    (Need::Program("python3"), "python3"),
    (Need::PythonModule("ensurepip"), "python3-venv"),
    // The screen that the editor is tested on, and what every desktop has that a plugin's window opens at run time.
    (Need::Program("Xvfb"), "xvfb"),
    (Need::Shared("libX11-xcb.so.1"), "libx11-xcb1"),
    (Need::Shared("libxkbcommon-x11.so.0"), "libxkbcommon-x11-0"),
    // The same for a host made with JUCE.
    (Need::Shared("libXcursor.so.1"), "libxcursor1"),
    (Need::Shared("libXinerama.so.1"), "libxinerama1"),
    (Need::Shared("libXrandr.so.2"), "libxrandr2"),
];

/// What the tests need of Python: pedalboard loads the VST3 plugin.
const PYTHON_PACKAGES: [&str; 2] = ["pedalboard==0.9.26", "numpy"];

/// Checks and tests in the order of what fails soonest.
const STEPS: [(&str, &[&str]); 5] = [
    ("format", &["fmt", "--all", "--check"]),
    (
        "lints",
        &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ],
    ),
    // The figures that tests print are part of the log.
    ("tests", &["test", "--workspace", "--", "--show-output"]),
    ("documentation", &["doc", "--workspace", "--no-deps"]),
    (
        "without the plugin",
        &["check", "--package", "preface", "--no-default-features"],
    ),
];

enum Need {
    Program(&'static str),
    Library(&'static str),
    Shared(&'static str),
    PythonModule(&'static str),
}

impl Need {
    fn is_met(&self) -> bool {
        match self {
            // Not all of them know the option; it is enough that they start.
            Self::Program(name) => Command::new(name).arg("--version").output().is_ok(),
            // The linker is asked for an empty library with it.
            Self::Library(name) => succeeds(Command::new("cc").args([
                "-shared",
                "-o",
                "/dev/null",
                &format!("-l{name}"),
            ])),
            Self::Shared(name) => python(&format!("import ctypes; ctypes.CDLL('{name}')")),
            Self::PythonModule(name) => python(&format!("import {name}")),
        }
    }
}

/// Runs everything; fails with exit status 2 where something that is needed cannot be installed, with 1 where a step
/// fails.
pub fn run() -> Result<ExitCode> {
    if cfg!(target_os = "linux") && !install_packages()? {
        return Ok(ExitCode::from(2));
    }
    install_components()?;
    let python = python_environment(&bundles::target_directory().join("python"))?;
    let bundles = bundles::build()?;
    for (name, arguments) in STEPS {
        println!("\n== {name}: cargo {}", arguments.join(" "));
        let done = Command::new(cargo())
            .args(arguments)
            .env("PREFACE_CLAP", &bundles.clap)
            .env("PREFACE_VST3", &bundles.vst3)
            .env("PREFACE_PYTHON", &python)
            .env("RUSTDOCFLAGS", "-D warnings")
            .status()
            .with_context(|| format!("cannot run cargo {}", arguments.join(" ")))?;
        if !done.success() {
            eprintln!("\n{name}: failed");
            return Ok(ExitCode::FAILURE);
        }
    }
    println!("\nall checks and tests passed");
    Ok(ExitCode::SUCCESS)
}

/// Installs what a minimal toolchain lacks.
fn install_components() -> Result<()> {
    let components = [("clippy", "clippy"), ("fmt", "rustfmt")];
    for (command, component) in components {
        let is_there = succeeds(Command::new(cargo()).args([command, "--version"]));
        let added =
            || succeeds_loudly(Command::new("rustup").args(["component", "add", component]));
        anyhow::ensure!(is_there || added(), "rustup cannot add {component}");
    }
    Ok(())
}

fn cargo() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// Installs missing packages as root; otherwise says how and returns false.
fn install_packages() -> Result<bool> {
    let missing: Vec<&str> = NEEDED
        .iter()
        .filter(|(need, _)| !need.is_met())
        .map(|(_, package)| *package)
        .collect();
    if missing.is_empty() {
        return Ok(true);
    }
    let is_root = Command::new("id").arg("-u").output();
    let is_root = is_root.is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    if !is_root {
        eprintln!(
            "the tests need packages; install them with\n  sudo apt-get install --yes {}",
            missing.join(" ")
        );
        return Ok(false);
    }
    println!("== packages: {}", missing.join(" "));
    let install = [
        &["install", "--yes", "--no-install-recommends"],
        missing.as_slice(),
    ]
    .concat();
    let apt = |arguments: &[&str]| {
        succeeds_loudly(
            Command::new("apt-get")
                .env("DEBIAN_FRONTEND", "noninteractive")
                .args(arguments),
        )
    };
    anyhow::ensure!(
        apt(&["update"]) && apt(&install),
        "apt-get cannot install {}",
        missing.join(" ")
    );
    Ok(true)
}

/// A Python environment with what the tests import; returns its interpreter.
fn python_environment(directory: &Path) -> Result<PathBuf> {
    let (python, interpreter) = match cfg!(windows) {
        true => ("python", directory.join("Scripts/python.exe")),
        false => ("python3", directory.join("bin/python")),
    };
    let imports = [
        "-c",
        "import numpy, pedalboard; assert pedalboard.__version__ == '0.9.26'",
    ];
    if succeeds(Command::new(&interpreter).args(imports)) {
        return Ok(interpreter);
    }
    println!(
        "== python: {} under {}",
        PYTHON_PACKAGES.join(", "),
        directory.display()
    );
    let is_made = succeeds_loudly(Command::new(python).args(["-m", "venv"]).arg(directory));
    let pip = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ];
    anyhow::ensure!(
        is_made
            && succeeds_loudly(Command::new(&interpreter).args(pip).args(PYTHON_PACKAGES))
            && succeeds_loudly(Command::new(&interpreter).args(imports)),
        "cannot make a Python environment with {}",
        PYTHON_PACKAGES.join(", ")
    );
    Ok(interpreter)
}

fn python(script: &str) -> bool {
    succeeds(Command::new("python3").args(["-c", script]))
}

fn succeeds(command: &mut Command) -> bool {
    command.output().is_ok_and(|output| output.status.success())
}

fn succeeds_loudly(command: &mut Command) -> bool {
    command.status().is_ok_and(|status| status.success())
}
