//! The command line: `preface render`, `measure`, `simulate`, `params` and `presets`.

fn main() -> std::process::ExitCode {
    preface::cli::run(std::env::args_os())
}
