//! Where included files come from.

use std::fs;
use std::io;
use std::path::Path;

/// A file of `circuits/` by its name.
macro_rules! built_in {
    ($($file:literal),* $(,)?) => {
        [$(($file, include_str!(concat!("../../../circuits/", $file)))),*]
    };
}

/// What circuits of ours include: they are built without touching the disk.
const BUILT_IN: [(&str, &str); 15] = built_in![
    "models.lib",
    "preamp_tube.inc",
    "load_any.inc",
    "load_guitar.inc",
    "load_dynamic.inc",
    "load_pickup.inc",
    "load_source.inc",
    "load_recorded.inc",
    "load_recorded_coil.inc",
    "load_pots.inc",
    "load_now.inc",
    "load_microphone_1to10.inc",
    "load_microphone_1to5.inc",
    "reamp_pickup.inc",
    "reamp_source.inc",
];

/// A file that was asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Included {
    /// Its name in messages, by which it is known again if it includes itself.
    pub file: String,
    /// What stands in it.
    pub text: String,
}

/// Resolves `.include`.
pub trait Library {
    /// The file `name` as the file `from` names it.
    ///
    /// # Errors
    /// Why there is no such file, in words that complete "cannot include NAME: ".
    fn load(&self, name: &str, from: &str) -> Result<Included, String>;
}

/// The files built into the program: `models.lib` and what else our circuits share.
#[derive(Clone, Copy, Debug, Default)]
pub struct Embedded;

impl Library for Embedded {
    fn load(&self, name: &str, _from: &str) -> Result<Included, String> {
        let wanted = file_name(name);
        match BUILT_IN.iter().find(|(file, _)| *file == wanted) {
            Some((file, text)) => Ok(Included {
                file: (*file).to_owned(),
                text: (*text).to_owned(),
            }),
            None => Err(format!("no such file; built in are only {}", built_in())),
        }
    }
}

/// Files on disk, relative to the file that includes them; else the built-in ones.
#[derive(Clone, Copy, Debug, Default)]
pub struct Files;

impl Library for Files {
    fn load(&self, name: &str, from: &str) -> Result<Included, String> {
        let path = Path::new(from).parent().unwrap_or(Path::new("")).join(name);
        match read_text(&path) {
            Ok(text) => Ok(Included {
                file: path.display().to_string(),
                text,
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Embedded.load(name, from).map_err(|_| {
                    format!(
                        "no file {}, and built in are only {}",
                        path.display(),
                        built_in()
                    )
                })
            }
            Err(error) => Err(error.to_string()),
        }
    }
}

/// Names of the files in the program.
fn built_in() -> String {
    BUILT_IN.map(|(file, _)| file).join(", ")
}

/// Text of a file. Old netlists carry comments in other encodings than UTF-8: their letters are replaced.
pub(super) fn read_text(path: &Path) -> io::Result<String> {
    Ok(String::from_utf8_lossy(&fs::read(path)?).into_owned())
}

/// Last part of a path, with either kind of slash.
fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
