//! The manual tells what is: every control, the impedances of inputs, and pictures that are there.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use preface::chain::settings::Input;
use preface::chain::{PARAMETERS, Parameter, Settings, load};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn manual() -> String {
    fs::read_to_string(root().join("docs/manual.md")).expect("the manual")
}

/// The rows of the table below `heading`, by their first column.
fn table(manual: &str, heading: &str) -> BTreeMap<String, Vec<String>> {
    let (_, rest) = manual.split_once(heading).expect(heading);
    let lines = rest.lines().skip_while(|line| !line.starts_with('|'));
    lines
        .take_while(|line| line.starts_with('|'))
        .skip(2)
        .map(|line| {
            let mut cells = line.split('|').map(|cell| cell.trim().to_owned());
            let name = cells.nth(1).expect("a name");
            (name, cells.collect())
        })
        .collect()
}

#[test]
fn every_control_is_explained_in_its_own_row() {
    let manual = manual();
    for Parameter { name, .. } in PARAMETERS {
        let rows: Vec<&str> = manual
            .lines()
            .filter(|line| line.starts_with(&format!("| **{name}** | ")))
            .collect();
        let [row] = rows[..] else {
            panic!("{name}: {} rows", rows.len());
        };
        let sentences = row.matches(". ").count();
        assert_eq!(sentences, 2, "{name}");
    }
}

/// Every input has its row in the map, and there the impedance that its circuit has at 1 kHz, within 3 %.
#[test]
fn the_map_has_every_input_with_its_impedance() {
    let rows = table(&manual(), "### Inputs of an instrument");
    let now_input = Parameter::find("now_input").expect("in the contract");
    assert_eq!(rows.len(), now_input.choices.len());
    let mut wrong = Vec::new();
    for (place, (_, name)) in now_input.choices.iter().enumerate() {
        let mut settings = Settings::default();
        (now_input.set)(&mut settings, place as f64);
        let ohm = load::input_ohm(&settings).expect("solvable");
        let shown = &rows.get(*name).expect(name)[0];
        let known = Parameter::find("rec_custom_ohm").expect("in the contract");
        let stated = known.parse(shown).expect(shown);
        println!("{name}: {stated} ohm, {ohm:.0} by the circuit");
        if (stated / ohm - 1.0).abs() > 0.03 {
            wrong.push(*name);
        }
        let needs_power = matches!(settings.now_input, Input::ActiveDi10M | Input::ActiveDi220k);
        assert_eq!(rows[*name][2] == "needed", needs_power, "{name}");
    }
    assert_eq!(wrong, [""; 0]);
}

/// Every source and every load of the re-amp has its row.
#[test]
fn the_map_has_every_source_and_every_load() {
    let manual = manual();
    for (heading, id) in [
        ("### Sources", "source"),
        ("### Loads of the re-amp", "reamp_load"),
    ] {
        let rows = table(&manual, heading);
        let names = rows.keys().cloned().collect::<Vec<_>>().join(", ");
        for (_, name) in Parameter::find(id).expect("in the contract").choices {
            assert!(names.contains(name), "{name}: {names}");
        }
    }
}

/// Pictures and files that text points to are there, and every picture is shown.
#[test]
fn links_lead_somewhere() {
    let mut shown = Vec::new();
    for (file, directory) in [("docs/manual.md", "docs"), ("README.md", ".")] {
        let text = fs::read_to_string(root().join(file)).expect(file);
        for link in text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split_once(')'))
        {
            let (target, _) = link;
            let path = target.split('#').next().unwrap_or_default();
            if path.is_empty() || path.contains("://") {
                continue;
            }
            let path = Path::new(directory).join(path);
            assert!(root().join(&path).exists(), "{file}: {target}");
            shown.push(path);
        }
    }
    for picture in fs::read_dir(root().join("docs/pictures")).expect("pictures") {
        let name = picture.expect("an entry").file_name();
        let name = name.to_str().expect("UTF-8");
        let once = name.replace("@2x", "");
        let path = Path::new("docs/pictures").join(&once);
        assert!(shown.contains(&path), "{name} is not shown");
    }
}
