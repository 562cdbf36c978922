//! Build, demo, test and install commands: `cargo xtask`.

mod bundles;
mod demo;
mod install;
#[cfg(target_os = "linux")]
mod screenshots;
mod test;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;

const USAGE: &str = "\
cargo xtask COMMAND

  demo [IN.wav]               builds the release bundles and sends a guitar DI (or the file given) through the plugin
  test                        installs what the tests need, then runs all checks and tests
  screenshots                 takes the pictures of the editor in docs/pictures, on Linux
  install                     builds the release bundles and puts them where hosts look
  uninstall                   removes them from there
  bundle preface [--release]  builds the bundles under target/bundled
  bundle-universal preface    the same for both kinds of Mac";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &[String]) -> Result<ExitCode> {
    let (command, rest) = match arguments {
        [command, rest @ ..] => (command.as_str(), rest),
        [] => ("help", [].as_slice()),
    };
    // A recording is named from where the user stands.
    let recording = rest.first().map(std::path::absolute).transpose()?;
    std::env::set_current_dir(workspace())?;
    match (command, rest.len()) {
        ("demo", 0 | 1) => demo::run(recording.as_deref())?,
        ("test", 0) => return test::run(),
        #[cfg(target_os = "linux")]
        ("screenshots", 0) => screenshots::run()?,
        ("install", 0) => install::install()?,
        ("uninstall", 0) => install::uninstall()?,
        ("bundle" | "bundle-universal", _) => {
            let plugin_only = bundles::PLUGIN_ONLY.map(str::to_owned);
            let arguments = arguments.iter().cloned().chain(plugin_only);
            nice_plug_xtask::main_with_args("cargo xtask", arguments)?;
        }
        ("help" | "--help" | "-h", _) => println!("{USAGE}"),
        _ => anyhow::bail!("found \"{}\", expected:\n{USAGE}", arguments.join(" ")),
    }
    Ok(ExitCode::SUCCESS)
}

/// The directory of the workspace.
fn workspace() -> PathBuf {
    let xtask = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().map_or(xtask.clone(), PathBuf::from)
}
