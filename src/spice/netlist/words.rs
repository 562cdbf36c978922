//! One line -> words, read from left to right.

use super::super::elements::Place;
use super::super::error::{Error, ErrorKind};
use super::super::value::parse_number;

/// Part of a line.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Word {
    /// A name or a number.
    Plain(String),
    /// What stands between `{}` or `''`.
    Braced(String),
    /// `=`
    Equals,
}

/// How a value without braces after `=` ends.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Bare {
    /// It is a number or a name: parentheses and commas are blanks, as on element and `.model` lines.
    Word,
    /// It may be an expression, which ends at a blank outside parentheses, as on `.param` and X lines.
    Expression,
}

/// Splits a line.
pub(super) fn split(text: &str, place: &Place, bare: Bare) -> Result<Vec<Word>, Error> {
    let mut words = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(is_blank);
        let Some(first) = rest.chars().next() else {
            return Ok(words);
        };
        let after = rest.get(first.len_utf8()..).unwrap_or_default();
        if first == '{' || first == '\'' {
            let Some(length) = braced_length(after, first) else {
                let close = if first == '{' { '}' } else { '\'' };
                let text = format!("`{}` is not closed, expected `{close}`", rest.trim_end());
                return Err(Error::at(place, ErrorKind::Syntax(text)));
            };
            let (inside, remaining) = after.split_at(length);
            words.push(Word::Braced(inside.to_owned()));
            rest = remaining.get(1..).unwrap_or_default();
        } else if first == '=' {
            words.push(Word::Equals);
            rest = after;
        } else if bare == Bare::Expression && words.last() == Some(&Word::Equals) {
            let (expression, remaining) = rest.split_at(bare_length(rest));
            words.push(Word::Braced(expression.to_owned()));
            rest = remaining;
        } else {
            let ends = |letter: char| is_blank(letter) || matches!(letter, '=' | '{' | '\'');
            let (word, remaining) = rest.split_at(rest.find(ends).unwrap_or(rest.len()));
            words.push(Word::Plain(word.to_owned()));
            rest = remaining;
        }
    }
}

fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, ',' | '(' | ')')
}

/// Length of what stands before the closing brace or quote.
fn braced_length(text: &str, open: char) -> Option<usize> {
    let mut depth = 0_usize;
    for (index, letter) in text.char_indices() {
        match letter {
            '\'' if open == '\'' => return Some(index),
            '{' => depth += 1,
            '}' if open == '{' => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return Some(index),
            },
            _ => {}
        }
    }
    None
}

/// Length of an expression without braces: up to the first blank outside parentheses.
fn bare_length(text: &str) -> usize {
    let mut depth = 0_i32;
    for (index, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if depth <= 0 && (letter.is_whitespace() || letter == ',') => return index,
            _ => {}
        }
    }
    text.len()
}

/// `name = value` with the place where it stands.
#[derive(Clone, Debug)]
pub(super) struct Assignment {
    pub place: Place,
    pub name: String,
    pub value: Word,
}

/// Reads the words of one line.
#[derive(Debug)]
pub(super) struct Words<'a> {
    pub place: &'a Place,
    /// What the line should look like, for messages.
    pub form: &'a str,
    words: std::iter::Peekable<std::vec::IntoIter<Word>>,
}

impl<'a> Words<'a> {
    /// The words of a line whose form is `form`, without the first one.
    pub fn new(text: &str, place: &'a Place, form: &'a str, bare: Bare) -> Result<Self, Error> {
        let mut words = split(text, place, bare)?.into_iter().peekable();
        words.next();
        Ok(Self { place, form, words })
    }

    /// An error with the form of the line at its end.
    pub fn error(&self, kind: fn(String) -> ErrorKind, found: &str) -> Error {
        Error::at(
            self.place,
            kind(format!("{found}, expected `{}`", self.form)),
        )
    }

    /// The next word if it is a plain one; braces and `=` stay.
    pub fn plain(&mut self) -> Option<String> {
        match self.words.next_if(|word| matches!(word, Word::Plain(_)))? {
            Word::Plain(word) => Some(word),
            Word::Braced(_) | Word::Equals => None,
        }
    }

    /// The next word, whatever it is.
    pub fn any(&mut self) -> Option<Word> {
        self.words.next()
    }

    /// The next word, which stays.
    pub fn peek(&mut self) -> Option<&Word> {
        self.words.peek()
    }

    /// The next word if it is a number or in braces.
    pub fn number(&mut self) -> Option<Word> {
        self.words.next_if(|word| match word {
            Word::Plain(word) => parse_number(word).is_some(),
            Word::Braced(_) => true,
            Word::Equals => false,
        })
    }

    /// All remaining plain words that are not the name of an assignment.
    pub fn plains(&mut self) -> Vec<String> {
        let mut plains = Vec::new();
        let mut ahead = self.words.clone();
        while let Some(Word::Plain(word)) = ahead.next() {
            if ahead.peek() == Some(&Word::Equals) {
                break;
            }
            plains.push(word);
            self.words.next();
        }
        plains
    }

    /// The plain words that follow one another from here; they stay.
    pub fn plains_ahead(&self) -> Vec<String> {
        let plain = |word| match word {
            Word::Plain(word) => Some(word),
            Word::Braced(_) | Word::Equals => None,
        };
        self.words.clone().map_while(plain).collect()
    }

    /// All that remains, as `name = value` pairs.
    pub fn assignments(&mut self) -> Result<Vec<Assignment>, Error> {
        let mut assignments = Vec::new();
        while let Some(word) = self.any() {
            let name = match word {
                Word::Plain(name) | Word::Braced(name) => name,
                Word::Equals => "=".to_owned(),
            };
            if !is_name(&name) || self.words.next_if_eq(&Word::Equals).is_none() {
                return Err(self.error(ErrorKind::Syntax, &format!("found `{name}`")));
            }
            let value = match self.any() {
                Some(value @ (Word::Plain(_) | Word::Braced(_))) => value,
                Some(Word::Equals) | None => {
                    return Err(self.error(
                        ErrorKind::MissingValue,
                        &format!("parameter `{name}` has no value"),
                    ));
                }
            };
            assignments.push(Assignment {
                place: self.place.clone(),
                name,
                value,
            });
        }
        Ok(assignments)
    }
}

/// True for what an expression can name.
fn is_name(word: &str) -> bool {
    let first = word.chars().next().unwrap_or('0');
    (first.is_ascii_alphabetic() || first == '_')
        && word
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}
