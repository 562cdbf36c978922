//! Text -> lines: includes, comments, continuation, directives.

use std::sync::Arc;

use super::super::elements::Place;
use super::super::error::{Error, ErrorKind};
use super::library::Library;

/// Deepest nesting of files.
const MAX_FILES: usize = 16;

/// Most lines with all included files.
const MAX_LINES: usize = 100_000;

/// A card, continuation lines joined, comments removed, in lower case.
#[derive(Debug)]
pub(super) struct Line {
    pub place: Place,
    pub text: String,
}

/// A comment of the form `*@key words...`.
#[derive(Debug)]
pub(super) struct Directive {
    pub place: Place,
    /// In lower case.
    pub key: String,
    /// As they were written.
    pub words: Vec<String>,
}

/// A netlist with everything that it includes.
#[derive(Debug)]
pub(super) struct Text {
    pub title: String,
    pub lines: Vec<Line>,
    pub directives: Vec<Directive>,
}

/// Reads a netlist and what it includes.
pub(super) fn read(file: &str, text: &str, library: &dyn Library) -> Result<Text, Error> {
    let title = text.lines().next().unwrap_or_default().trim();
    let mut reader = Reader {
        library,
        files: Vec::new(),
        text: Text {
            title: title.trim_start_matches('*').trim_start().to_owned(),
            lines: Vec::new(),
            directives: Vec::new(),
        },
    };
    reader.file(file, text)?;
    Ok(reader.text)
}

struct Reader<'a> {
    library: &'a dyn Library,
    /// The file being read and those that include it.
    files: Vec<String>,
    text: Text,
}

impl Reader<'_> {
    fn file(&mut self, file: &str, text: &str) -> Result<(), Error> {
        let name: Arc<str> = file.into();
        // The first line of all is the title, whatever it looks like; only a directive is read there too.
        let title = self.files.is_empty();
        self.files.push(file.to_owned());
        let mut card: Option<Line> = None;
        for (index, raw) in text.lines().enumerate() {
            let place = Place {
                file: name.clone(),
                line: index + 1,
            };
            let raw = raw.trim();
            if let Some(words) = raw.strip_prefix("*@") {
                self.directive(place, words);
                continue;
            }
            let raw = without_comment(raw).trim_end();
            if raw.is_empty() || (title && index == 0) {
                continue;
            }
            if let Some(more) = raw.strip_prefix('+') {
                let Some(card) = &mut card else {
                    let text = "found a continuation line `+`, expected a line before it";
                    return Err(Error::at(&place, ErrorKind::Syntax(text.to_owned())));
                };
                card.text.push(' ');
                card.text.push_str(more);
                continue;
            }
            if let Some(card) = card.replace(Line {
                place,
                text: raw.to_owned(),
            }) && self.card(card)? == Flow::End
            {
                self.files.pop();
                return Ok(());
            }
        }
        if let Some(card) = card {
            self.card(card)?;
        }
        self.files.pop();
        Ok(())
    }

    fn directive(&mut self, place: Place, words: &str) {
        let mut words = words.split_whitespace().map(str::to_owned);
        if let Some(key) = words.next() {
            self.text.directives.push(Directive {
                place,
                key: key.to_ascii_lowercase(),
                words: words.collect(),
            });
        }
    }

    fn card(&mut self, card: Line) -> Result<Flow, Error> {
        let (word, argument) = card
            .text
            .split_once(char::is_whitespace)
            .unwrap_or((&card.text, ""));
        match word.to_ascii_lowercase().as_str() {
            ".end" => return Ok(Flow::End),
            ".include" | ".inc" => self.include(&card.place, argument)?,
            _ if self.text.lines.len() >= MAX_LINES => {
                let text = format!("expected at most {MAX_LINES} lines, included files counted");
                return Err(Error::at(&card.place, ErrorKind::TooLarge(text)));
            }
            _ => self.text.lines.push(Line {
                text: card.text.to_ascii_lowercase(),
                place: card.place,
            }),
        }
        Ok(Flow::Continue)
    }

    fn include(&mut self, place: &Place, argument: &str) -> Result<(), Error> {
        let name = argument.trim().trim_matches(['"', '\'']);
        if name.is_empty() {
            let text = "`.include` without a file, expected `.include FILE`".to_owned();
            return Err(Error::at(place, ErrorKind::MissingValue(text)));
        }
        let included = self.library.load(name, &place.file).map_err(|reason| {
            Error::at(
                place,
                ErrorKind::Unreadable(format!("cannot include {name}: {reason}")),
            )
        })?;
        if self.files.contains(&included.file) || self.files.len() >= MAX_FILES {
            let text = format!(
                "`.include {name}` leads back to itself: {} -> {}; expected files nested without a \
                 circle, at most {MAX_FILES} deep",
                self.files.join(" -> "),
                included.file
            );
            return Err(Error::at(place, ErrorKind::IncludeRecursion(text)));
        }
        self.file(&included.file, &included.text)
    }
}

#[derive(PartialEq)]
enum Flow {
    Continue,
    End,
}

/// The line up to its comment: `*` at the start, `;` anywhere, `$` after a blank or a comma (as ngspice).
fn without_comment(line: &str) -> &str {
    if line.starts_with('*') {
        return "";
    }
    let mut before = ' ';
    for (index, letter) in line.char_indices() {
        let dollar = letter == '$' && (before.is_whitespace() || before == ',');
        if letter == ';' || dollar {
            return line.get(..index).unwrap_or_default();
        }
        before = letter;
    }
    line
}
