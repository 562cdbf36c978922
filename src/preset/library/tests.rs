use super::*;
use crate::chain::Settings;

/// A folder of its own that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("preface-{name}-{}", std::process::id()));
        // What a test that was ended has left.
        let _ = fs::remove_dir_all(&path);
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn preset(name: &str, gain_db: f64) -> Preset {
    let settings = Settings {
        gain_db,
        ..Settings::default()
    };
    Preset::from_settings(name, "A test.", &settings, false)
}

fn names(library: &Library) -> Vec<&str> {
    let users = library.entries().iter();
    users
        .filter(|entry| entry.origin == Origin::User)
        .map(|entry| entry.preset.name.as_str())
        .collect()
}

fn gain_of(library: &Library, name: &str) -> f64 {
    let place = library.find(Origin::User, name).expect("is there");
    let mut settings = Settings::default();
    library.entries()[place].preset.apply(&mut settings);
    settings.gain_db
}

#[test]
fn presets_are_saved_found_renamed_and_deleted() {
    let folder = Folder::new("library");
    let mut library = Library::at(&folder.0);
    assert!(names(&library).is_empty(), "there is no folder yet");
    for name in ["zoo", "Amp 1", "b/c"] {
        library.save(&preset(name, 3.0), false).expect("saves");
    }
    assert_eq!(names(&library), ["Amp 1", "b/c", "zoo"]);
    assert_eq!(names(&Library::at(&folder.0)), ["Amp 1", "b/c", "zoo"]);

    let place = library.find(Origin::User, "ZOO ").expect("is there");
    library.rename(place, "Aardvark", false).expect("renames");
    assert_eq!(names(&library), ["Aardvark", "Amp 1", "b/c"]);
    let place = library.find(Origin::User, "Aardvark").expect("is there");
    library
        .rename(place, "aardvark", false)
        .expect("only its case");
    assert_eq!(names(&library), ["aardvark", "Amp 1", "b/c"]);

    let place = library.find(Origin::User, "b/c").expect("is there");
    library.delete(place).expect("deletes");
    assert_eq!(names(&library), ["aardvark", "Amp 1"]);
    let files = fs::read_dir(&folder.0).expect("exists").count();
    assert_eq!(files, 2, "nothing is left beside the presets");
}

#[test]
fn nothing_is_replaced_without_being_asked() {
    let folder = Folder::new("kept");
    let mut library = Library::at(&folder.0);
    for name in ["One", "Two"] {
        library.save(&preset(name, 1.0), false).expect("saves");
    }
    let exists = SaveError::Exists("one".to_owned());
    assert_eq!(library.save(&preset("one", 2.0), false), Err(exists));
    assert_eq!(gain_of(&library, "One"), 1.0);
    let two = library.find(Origin::User, "Two").expect("is there");
    assert_eq!(
        library.rename(two, "One", false),
        Err(SaveError::Exists("One".to_owned()))
    );
    assert_eq!(names(&library), ["One", "Two"]);

    library.save(&preset("One", 2.0), true).expect("saves");
    assert_eq!(gain_of(&library, "One"), 2.0);
    assert_eq!(
        library.save(&preset("?", 2.0), false),
        Err(SaveError::NoName)
    );
    // Another name that would be the same file.
    let other = SaveError::Exists("One?".to_owned());
    assert_eq!(library.save(&preset("One?", 3.0), false), Err(other));
    assert_eq!(gain_of(&library, "One"), 2.0);
}

#[test]
fn a_broken_file_is_told_and_the_rest_is_there() {
    let folder = Folder::new("broken");
    let mut library = Library::at(&folder.0);
    library.save(&preset("Good", 1.0), false).expect("saves");
    fs::write(folder.0.join("bad.toml"), "version = 1\nname = 3\n").expect("writes");
    fs::write(folder.0.join("notes.txt"), "no preset").expect("writes");
    library.reload();
    assert_eq!(names(&library), ["Good"]);
    let [error] = library.broken() else {
        panic!("{:?}", library.broken());
    };
    assert!(error.file.ends_with("bad.toml"), "{error}");
    assert_eq!(error.line, 2, "{error}");
}

#[test]
fn the_list_goes_around() {
    let folder = Folder::new("order");
    let mut library = Library::at(&folder.0);
    library.save(&preset("Mine", 1.0), false).expect("saves");
    let last = library.entries().len() - 1;
    assert_eq!(library.entries()[0].preset.name, "Default");
    assert_eq!(library.entries()[last].preset.name, "Mine");
    assert_eq!(library.step_from(Some(0), -1), last);
    assert_eq!(library.step_from(Some(last), 1), 0);
    assert_eq!(library.step_from(Some(1), 1), 2);
    assert_eq!(library.step_from(None, 1), 0);
    assert_eq!(library.step_from(None, -1), last);
    let tasks: Vec<_> = library.entries()[1..last]
        .iter()
        .map(|entry| {
            CATEGORIES
                .iter()
                .position(|known| entry.preset.category.as_deref() == Some(known))
        })
        .map(|place| place.unwrap_or(CATEGORIES.len()))
        .collect();
    assert!(tasks.is_sorted(), "{tasks:?}");
}
