//! What stands in the window when a picture is taken.

use anyhow::{Context, Result};
use headless_host::Instance;
use preface::chain::Parameter;
use preface::preset::Preset;
use serde_json::{Value, json};
use window_host::{Button, Desk, EditorWindow};

/// A picture.
pub struct Scene {
    /// Its file, without what follows from its size.
    pub name: &'static str,
    /// Short name of the factory preset.
    preset: &'static str,
    /// The node that meters and plots are at, as sessions keep it.
    probe: &'static str,
    /// The plot, as sessions keep it.
    plot: &'static str,
    /// The block whose details are open.
    details: Option<Block>,
}

/// A block by its button for details: where that is in a window of 100 %.
#[derive(Clone, Copy)]
struct Block(i32, i32);

const SOURCE: Block = Block(262, 59);
const PREAMP: Block = Block(621, 59);

const fn scene(
    name: &'static str,
    preset: &'static str,
    probe: &'static str,
    plot: &'static str,
) -> Scene {
    Scene {
        name,
        preset,
        probe,
        plot,
        details: None,
    }
}

const fn details(name: &'static str, preset: &'static str, block: Block) -> Scene {
    Scene {
        details: Some(block),
        ..scene(name, preset, "output", "load")
    }
}

/// Three presets, each plot, and the details of two blocks.
pub const SCENES: [Scene; 9] = [
    scene("vocal", "vocal-tube-warmth", "preamp", "harmonics"),
    scene("guitar-di", "guitar-through-di-into-mic", "input", "load"),
    scene("re-amp", "fuzz-with-virtual-pickup", "reamp", "spectrum"),
    scene("plot-load", "line-in-guitar-repaired", "input", "load"),
    scene("plot-harmonics", "di-into-tube", "preamp", "harmonics"),
    scene("plot-transfer", "di-into-tube", "preamp", "transfer"),
    scene("plot-spectrum", "bass-into-class-a", "preamp", "spectrum"),
    details("details-source", "humbucker-coiled-cable", SOURCE),
    details("details-preamp", "di-into-tube", PREAMP),
];

impl Scene {
    /// Sets the plugin, which is not active yet.
    pub fn set_up(&self, plugin: &mut Instance) -> Result<()> {
        let preset = Preset::find_factory(self.preset)
            .with_context(|| format!("no factory preset {}", self.preset))?;
        self.show(plugin, preset)?;
        for value in &preset.values {
            let Parameter { name, .. } = value.parameter;
            let hosted = plugin
                .parameter(name)
                .with_context(|| format!("the plugin does not show {name}"))?;
            let text = value.parameter.format(value.value);
            let number = plugin
                .value_of(hosted.id, &text)
                .with_context(|| format!("the plugin does not read {text} for {name}"))?;
            plugin.set(hosted.id, number);
        }
        Ok(())
    }

    /// Puts what the window shows into the plugin's state, where its session keeps it.
    fn show(&self, plugin: &mut Instance, preset: &Preset) -> Result<()> {
        let state = plugin.save_state()?;
        // CLAP states start with their length.
        let (_, state) = state.split_at(size_of::<u64>());
        let mut state: Value = serde_json::from_slice(state)?;
        let kept = json!({
            "probe": self.probe,
            "plot": self.plot,
            "preset": { "origin": "factory", "text": preset.to_text() },
        });
        state["fields"]["session"] = kept.to_string().into();
        let state = state.to_string().into_bytes();
        let framed = [&(state.len() as u64).to_le_bytes(), state.as_slice()].concat();
        anyhow::ensure!(plugin.load_state(&framed), "the plugin refuses its state");
        Ok(())
    }

    /// Opens what has to be clicked open, in a window of this scale.
    pub fn click_through(
        &self,
        desk: &Desk,
        window: &mut EditorWindow<'_>,
        scale: f64,
    ) -> Result<()> {
        let Some(Block(x, y)) = self.details else {
            return Ok(());
        };
        let scaled = |place: i32| (f64::from(place) * scale).round() as i32;
        let before = window.picture();
        desk.click(window.on_screen((scaled(x), scaled(y))), Button::Left)?;
        window.wait_for("the details of a block", |window| {
            let change = window.picture().difference(&before, 8);
            (change > LEAST_CHANGE).then_some(())
        });
        Ok(())
    }
}

/// Details fill more of the window than this share.
const LEAST_CHANGE: f64 = 0.01;
