//! What is wrong with a netlist, and where.

use std::fmt;

use super::elements::Place;

/// A netlist that cannot be read or solved: one line that names the place, what was found and what was expected.
#[derive(Clone, Debug, PartialEq)]
pub struct Error {
    /// Name of the file as the user wrote it.
    pub file: String,
    /// Line number, from 1; 0 where the error belongs to the whole file.
    pub line: usize,
    /// What is wrong.
    pub kind: ErrorKind,
}

impl Error {
    /// Something wrong with the line at `place`.
    pub(super) fn at(place: &Place, kind: ErrorKind) -> Self {
        Self {
            file: place.file.to_string(),
            line: place.line,
            kind,
        }
    }

    /// Something wrong with a file as a whole.
    pub(super) fn in_file(file: &str, kind: ErrorKind) -> Self {
        Self {
            file: file.to_owned(),
            line: 0,
            kind,
        }
    }
}

/// The kinds of netlist error. Every text says what was found and what was expected.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The first letter of an element that this dialect does not have.
    UnknownElement(String),
    /// A `.model`, subcircuit or device that nobody defines.
    UnknownModel(String),
    /// A parameter that the element or model does not have, or a name in an expression that nobody defines.
    UnknownParameter(String),
    /// An element with too few nodes.
    MissingNode(String),
    /// An element without its value.
    MissingValue(String),
    /// A number, expression or line that cannot be read.
    Syntax(String),
    /// A node without a path for direct current to ground.
    FloatingNode(String),
    /// Voltage sources (or inductors at rest) in a loop.
    SourceLoop(String),
    /// Equations without a unique solution.
    Singular(String),
    /// Nonlinear devices where only a linear circuit makes sense.
    Nonlinear(String),
    /// No operating point was found.
    NoOperatingPoint(String),
    /// A file that includes itself.
    IncludeRecursion(String),
    /// A subcircuit that contains itself.
    SubcircuitRecursion(String),
    /// Two of one name where one is expected.
    Duplicate(String),
    /// More lines, elements or levels than a real-time circuit can have.
    TooLarge(String),
    /// A file that cannot be read.
    Unreadable(String),
    /// A dot-card that this dialect does not have.
    UnsupportedCard(String),
    /// A behavioural source without a native device beside it.
    Behavioural(String),
    /// No `*@input NODE`, or a node that does not exist.
    MissingInput(String),
    /// No `*@output NODE`, or a node that does not exist.
    MissingOutput(String),
}

impl ErrorKind {
    /// The text of the error without its place.
    pub fn message(&self) -> &str {
        match self {
            Self::UnknownElement(text)
            | Self::UnknownModel(text)
            | Self::UnknownParameter(text)
            | Self::MissingNode(text)
            | Self::MissingValue(text)
            | Self::Syntax(text)
            | Self::FloatingNode(text)
            | Self::SourceLoop(text)
            | Self::Singular(text)
            | Self::Nonlinear(text)
            | Self::NoOperatingPoint(text)
            | Self::IncludeRecursion(text)
            | Self::SubcircuitRecursion(text)
            | Self::Duplicate(text)
            | Self::TooLarge(text)
            | Self::Unreadable(text)
            | Self::UnsupportedCard(text)
            | Self::Behavioural(text)
            | Self::MissingInput(text)
            | Self::MissingOutput(text) => text,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(formatter, "{}: {}", self.file, self.kind.message()),
            line => write!(formatter, "{}:{line}: {}", self.file, self.kind.message()),
        }
    }
}

impl std::error::Error for Error {}
