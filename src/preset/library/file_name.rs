//! What the file of a preset is called.

/// Characters of the longest name: far below what file systems take, even where each is four bytes.
const LONGEST: usize = 60;

/// Names that Windows keeps for devices, whatever follows behind a dot.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// Devices with a number behind.
const NUMBERED_DEVICES: [&str; 2] = ["com", "lpt"];

/// A file name for the preset with this name, without extension, that every platform takes; none if nothing is left.
pub(super) fn stem(name: &str) -> Option<String> {
    let stem: String = name
        .trim()
        .chars()
        .map(|character| match character {
            character if character.is_alphanumeric() => character,
            ' ' | '-' | '_' | '+' | '(' | ')' | '&' | '\'' => character,
            _ => '-',
        })
        .take(LONGEST)
        .collect();
    let stem = stem.trim_matches([' ', '-']);
    if !stem.chars().any(char::is_alphanumeric) {
        return None;
    }
    Some(match is_device(stem) {
        true => format!("{stem} preset"),
        false => stem.to_owned(),
    })
}

fn is_device(stem: &str) -> bool {
    let stem = stem.to_lowercase();
    let is_numbered = |device: &&str| {
        let number = stem.strip_prefix(*device);
        number.is_some_and(|number| {
            number.len() == 1 && number.starts_with(|c: char| c.is_ascii_digit())
        })
    };
    DEVICES.contains(&stem.as_str()) || NUMBERED_DEVICES.iter().any(is_numbered)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_files_on_every_platform() {
        for (name, expected) in [
            ("Bright DI", Some("Bright DI")),
            ("  Hi-Z / 1M: \"dry\"? ", Some("Hi-Z - 1M- -dry")),
            ("../../etc/passwd", Some("etc-passwd")),
            ("Gr\u{fc}n", Some("Gr\u{fc}n")),
            ("nul", Some("nul preset")),
            ("COM1", Some("COM1 preset")),
            ("combo", Some("combo")),
            ("...", None),
            ("", None),
        ] {
            assert_eq!(stem(name).as_deref(), expected, "{name}");
        }
        let long = stem(&"a".repeat(500)).expect("a name");
        assert_eq!(long.len(), LONGEST);
    }
}
