//! `cargo xtask screenshots`: the editor's real window in a real host, with a guitar running through it.
//!
//! An X server without a screen is started, and this program once more with that server as its display: the plugin looks
//! for its display in the environment of its process.

mod scene;

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use headless_host::{Bundle, Instance, Signal};
use window_host::{Desk, EditorWindow, Options, Xvfb};

use crate::bundles;
use crate::demo;
use scene::{SCENES, Scene};

/// Where the pictures go.
const DIRECTORY: &str = "docs/pictures";

/// Names the X server for the second run.
const SERVER: &str = "PREFACE_SCREENSHOTS_SERVER";

/// The sizes that are shown, and what files of that size are called behind their name.
const SCALES: [(f64, &str); 2] = [(1.0, ""), (2.0, "@2x")];

/// Blocks of 10 ms, as long as the guitar is listened to before the picture is taken: in the middle of its loud chord, the
/// second time, when needles have settled and plots are measured at what plays.
const BLOCKS: u64 = 800 + 330;

/// Blocks of the host, samples: 10 ms.
const BLOCK_SAMPLES: usize = 480;

/// Where the pointer rests: outside of the window at any size.
const BESIDE: (i32, i32) = (2390, 1590);

/// Takes all pictures.
pub fn run() -> Result<()> {
    if let Ok(server) = std::env::var(SERVER) {
        return take_all(&server);
    }
    bundles::build()?;
    let server = Xvfb::start()?;
    let status = Command::new(std::env::current_exe()?)
        .arg("screenshots")
        .env(SERVER, server.name())
        .env("DISPLAY", server.name())
        .status()?;
    ensure!(status.success(), "{status}");
    Ok(())
}

fn take_all(server: &str) -> Result<()> {
    let directory = Path::new(DIRECTORY);
    std::fs::create_dir_all(directory)?;
    let desk = Desk::open(server)?;
    let bundle = Bundle::load(&bundles::built().clap)?;
    for scene in &SCENES {
        for (scale, suffix) in SCALES {
            let file = directory.join(format!("{}{suffix}.png", scene.name));
            take(&desk, bundle.instance()?, scene, scale)
                .and_then(|picture| Ok(picture.save(&file)?))
                .with_context(|| file.display().to_string())?;
            println!("{}", file.display());
        }
    }
    Ok(())
}

fn take(
    desk: &Desk,
    mut plugin: Instance,
    scene: &Scene,
    scale: f64,
) -> Result<window_host::Picture> {
    scene.set_up(&mut plugin)?;
    let guitar = guitar();
    plugin.activate(guitar.sample_rate_hz, BLOCK_SAMPLES)?;
    // Before the window opens, so that plots are measured at what plays from the start.
    plugin.play(guitar)?;
    let options = Options {
        scale: Some(scale),
        ..Options::default()
    };
    let mut window = EditorWindow::open(desk, plugin, &options)?;
    window.wait_for("the window", |window| {
        (!window.picture().is_blank()).then_some(())
    });
    scene.click_through(desk, &mut window, scale)?;
    desk.move_to(BESIDE)?;
    window.wait_for("the guitar", |window| {
        let played = window.plugin.playing().map(|playing| playing.blocks());
        played.filter(|blocks| *blocks >= BLOCKS)
    });
    let picture = window.picture();
    let mut plugin = window.close();
    plugin.deactivate();
    Ok(picture)
}

/// The demo's riff in both channels, over and over.
fn guitar() -> Signal {
    let riff = demo::riff();
    let mut channel = riff.channels.into_iter().next().unwrap_or_default();
    channel.truncate(channel.len() / BLOCK_SAMPLES * BLOCK_SAMPLES);
    Signal {
        channels: vec![channel; 2],
        sample_rate_hz: f64::from(riff.sample_rate_hz),
        block_length: BLOCK_SAMPLES,
    }
}
