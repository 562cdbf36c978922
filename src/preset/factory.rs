//! The presets that come with the program.

/// Short names for the command line, and what the files of these names hold.
macro_rules! files {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_str!(concat!("../../presets/", $name, ".toml")))),*]
    };
}

/// All of them, by task.
pub(super) const FACTORY: [(&str, &str); 24] = files![
    "vocal-tube-warmth",
    "vocal-transformers-class-a",
    "ribbon-into-300-ohm",
    "clean-di",
    "di-into-tube",
    "humbucker-coiled-cable",
    "guitar-through-di-into-mic",
    "bass-into-class-a",
    "keys-through-iron",
    "line-in-guitar-repaired",
    "piezo-into-10-mohm",
    "clean-reamp-into-amp",
    "fuzz-behind-a-box",
    "fuzz-with-virtual-pickup",
    "for-neural-dsp",
    "for-nam",
    "for-genome",
    "for-tonex",
    "single-coil-into-amp",
    "single-coil-into-passive-di",
    "single-coil-into-fuzz",
    "single-coil-into-line",
    "gain-too-low-turned-up",
    "preamp-into-combo-jack",
];
