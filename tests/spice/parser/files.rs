//! Included files and the built-in library.

use std::fs;
use std::path::{Path, PathBuf};

use preface::spice::netlist::Embedded;
use preface::spice::{ErrorKind, Kind, Netlist};

use super::Memory;

/// A circuit of ours is built from the text in the program alone.
#[test]
fn built_in_models_need_no_disk() {
    let text = "Diode and tube\n\
                *@input a\n\
                *@output a\n\
                .include ../circuits/models.lib\n\
                R1 a 0 1k\n\
                D1 a 0 D4148 2\n\
                X1 a a 0 triode mu=90\n";
    let netlist = Netlist::parse("memory.cir", text, &Embedded, &[]).expect("a valid netlist");
    let triode = netlist
        .elements
        .iter()
        .find_map(|element| match &element.kind {
            Kind::Triode { model, .. } => Some(model),
            _ => None,
        });
    assert_eq!(triode.map(|model| model.mu), Some(90.0));
}

/// An empty directory of this test's own.
fn directory(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    // Left over from an earlier run, or not there.
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(path.join("parts")).expect("a directory");
    path
}

/// Names are relative to the file that includes, not to where the program runs; their case is kept.
#[test]
fn files_on_disk_are_found_beside_the_includer() {
    let path = directory("includes");
    let write = |name: &str, text: &str| fs::write(path.join(name), text).expect("a file");
    write(
        "Main.cir",
        "Title\n*@input in\n*@output out\n.include \"parts/Divider.inc\"\n.include models.lib\nD1 out 0 d4148\n",
    );
    write(
        "parts/Divider.inc",
        "* not a title\nR1 in out 1k\n.INC values.inc\n",
    );
    // A comment in another encoding than UTF-8, and no line end.
    fs::write(path.join("parts/values.inc"), b"R2 out 0 2k ; \xb1 5 %").expect("a file");
    let netlist = Netlist::read(&path.join("Main.cir"), &[]).expect("a valid netlist");
    let names: Vec<&str> = netlist
        .elements
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    assert_eq!(names, ["r1", "r2", "d1"]);
    assert!(netlist.elements[1].place.file.ends_with("values.inc"));
    assert_eq!(
        (
            netlist.elements[0].place.line,
            netlist.elements[1].place.line
        ),
        (2, 1)
    );
}

#[test]
fn a_file_that_is_not_there() {
    let path = directory("missing");
    let main = path.join("main.cir");
    fs::write(&main, "Title\n*@input in\n\n.include gone.inc\n").expect("a file");
    let error = Netlist::read(&main, &[]).expect_err("gone");
    assert!(matches!(error.kind, ErrorKind::Unreadable(_)));
    assert_eq!(
        (error.file.as_str(), error.line),
        (main.display().to_string().as_str(), 4)
    );
    assert!(
        error.to_string().contains("gone.inc") && error.to_string().contains("models.lib"),
        "{error}"
    );
    fs::write(&main, "Title\n.include parts\n").expect("a file");
    assert!(matches!(
        Netlist::read(&main, &[]).expect_err("a directory").kind,
        ErrorKind::Unreadable(_)
    ));
    let error = Netlist::read(&path.join("none.cir"), &[]).expect_err("nothing there");
    assert!(
        matches!(error.kind, ErrorKind::Unreadable(_)) && error.line == 0,
        "{error}"
    );
}

#[test]
fn an_error_in_an_included_file_names_that_file() {
    let files = Memory::new(&[("part.inc", "* part\nR1 in 0 1\nR2 in 0\n")]);
    let text = "Title\n*@input in\n*@output in\n.include part.inc\n";
    let error = Netlist::parse("main.cir", text, &files, &[]).expect_err("no value");
    assert_eq!((error.file.as_str(), error.line), ("part.inc", 3));
}

#[test]
fn files_that_include_themselves() {
    let files = Memory::new(&[
        ("a.inc", "\n.include b.inc\n"),
        ("b.inc", ".include a.inc\n"),
    ]);
    let text = "Title\n*@input in\n*@output in\n.include a.inc\n";
    let error = Netlist::parse("main.cir", text, &files, &[]).expect_err("a circle");
    assert_eq!((error.file.as_str(), error.line), ("b.inc", 1));
    assert!(
        matches!(&error.kind, ErrorKind::IncludeRecursion(text) if text.contains("main.cir -> a.inc -> b.inc -> a.inc"))
    );
    // Twice, one after the other, is no circle.
    let files = Memory::new(&[("r.inc", "")]);
    let text = "Title\n*@input in\n*@output in\nR1 in 0 1\n.include r.inc\n.include r.inc\n";
    assert!(Netlist::parse("main.cir", text, &files, &[]).is_ok());
}

/// `.end` ends the file it stands in.
#[test]
fn end_of_an_included_file() {
    let files = Memory::new(&[("r.inc", "R1 in a 1\n.end\nnonsense\n")]);
    let text = "Title\n*@input in\n*@output a\n.include r.inc\nR2 a 0 1\n";
    let netlist = Netlist::parse("main.cir", text, &files, &[]).expect("a valid netlist");
    assert_eq!(netlist.elements.len(), 2);
}
