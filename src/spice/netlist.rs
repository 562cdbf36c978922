//! Reads netlists: text -> lines -> blocks -> flat circuit.
//!
//! The dialect is ngspice's, as far as it goes: elements R C L K V I E F G H D Q J X, cards `.model .subckt .ends .param
//! .include .end`, numbers with suffixes, `{expressions}` of parameters. The first line is the title. Comments of the
//! form `*@key words...` speak to this program:
//!
//! | comment | meaning |
//! |---|---|
//! | `*@input NODE` | an ideal voltage source drives this node |
//! | `*@output NODE` | this node is heard |
//! | `*@control NAME` | this top-level `.param` can move at run time |
//! | `*@key words...` | kept in [`Netlist::annotations`] |

mod block;
mod cards;
mod flatten;
mod library;
mod lines;
mod models;
mod native;
mod scope;
mod words;

use std::path::Path;

pub use library::{Embedded, Files, Included, Library};

use super::elements::{Control, Element, NodeIndex};
use super::error::{Error, ErrorKind};
use super::topology;
use lines::Directive;

/// A flat circuit, ready to be solved.
#[derive(Clone, Debug, PartialEq)]
pub struct Netlist {
    /// The file it was read from, as the user named it.
    pub file: String,
    /// First line, without the star of a comment.
    pub title: String,
    /// Names of the nodes; the first is ground, `0`. Nodes inside subcircuits carry their path: `x1.n`.
    pub nodes: Vec<String>,
    /// Elements in the order of the text; within a block, those that name others (K, F, H) come last.
    pub elements: Vec<Element>,
    /// Parameters that can move at run time, in the order of their `*@control` lines.
    pub controls: Vec<Control>,
    /// The node that an ideal source drives.
    pub input: NodeIndex,
    /// The node that is heard.
    pub output: NodeIndex,
    /// Every other `*@key words...`, as a key and its words.
    pub annotations: Vec<(String, Vec<String>)>,
}

impl Netlist {
    /// Reads `text`, which messages call `file`. Included files come from `library`; `overrides` replace the values
    /// of top-level parameters by name.
    ///
    /// # Errors
    /// The first thing wrong, in the text or in the structure of the circuit.
    pub fn parse(
        file: &str,
        text: &str,
        library: &dyn Library,
        overrides: &[(String, f64)],
    ) -> Result<Self, Error> {
        let text = lines::read(file, text, library)?;
        let block = block::sort(file, text.lines)?;
        let flat = flatten::flatten(file, &block, &text.directives, overrides)?;
        let input = port(file, "input", &flat.nodes, &text.directives)?;
        let output = port(file, "output", &flat.nodes, &text.directives)?;
        let netlist = Self {
            file: file.to_owned(),
            title: text.title,
            nodes: flat.nodes,
            elements: flat.elements,
            controls: flat.controls,
            input,
            output,
            annotations: text
                .directives
                .into_iter()
                .filter(|one| !matches!(one.key.as_str(), "input" | "output" | "control"))
                .map(|one| (one.key, one.words))
                .collect(),
        };
        topology::check(&netlist)?;
        Ok(netlist)
    }

    /// Reads a file on disk; files that it includes are looked for beside it, then among the built-in ones.
    ///
    /// # Errors
    /// As [`parse`](Self::parse), and if the file cannot be read.
    pub fn read(path: &Path, overrides: &[(String, f64)]) -> Result<Self, Error> {
        let file = path.display().to_string();
        match library::read_text(path) {
            Ok(text) => Self::parse(&file, &text, &Files, overrides),
            Err(error) => {
                let text = format!("cannot be read: {error}; expected a SPICE netlist");
                Err(Error::in_file(&file, ErrorKind::Unreadable(text)))
            }
        }
    }

    /// True without nonlinear devices.
    pub fn is_linear(&self) -> bool {
        !self
            .elements
            .iter()
            .any(|element| element.kind.is_nonlinear())
    }

    /// Place of the control with this name.
    ///
    /// # Errors
    /// The netlist has no such control.
    pub fn control_named(&self, name: &str) -> Result<usize, Error> {
        let found = self
            .controls
            .iter()
            .position(|control| control.name == name);
        found.ok_or_else(|| {
            let text = format!("has no control {name}, expected a line `*@control {name}`");
            Error::in_file(&self.file, ErrorKind::UnknownParameter(text))
        })
    }

    /// Words of the first `*@key` comment.
    pub fn annotation(&self, key: &str) -> Option<&[String]> {
        let found = self.annotations.iter().find(|(name, _)| name == key)?;
        Some(&found.1)
    }
}

/// The node that `*@input` or `*@output` names.
fn port(
    file: &str,
    key: &str,
    nodes: &[String],
    directives: &[Directive],
) -> Result<NodeIndex, Error> {
    let kind = match key {
        "input" => ErrorKind::MissingInput,
        _ => ErrorKind::MissingOutput,
    };
    let mut found = directives.iter().filter(|one| one.key == key);
    let Some(directive) = found.next() else {
        let text = format!("has no {key}, expected a line `*@{key} NODE`");
        return Err(Error::in_file(file, kind(text)));
    };
    if let Some(second) = found.next() {
        let text = format!("second `*@{key}`, expected one");
        return Err(Error::at(&second.place, ErrorKind::Duplicate(text)));
    }
    let [name] = directive.words.as_slice() else {
        let text = format!("expected `*@{key} NODE` with one node");
        return Err(Error::at(&directive.place, kind(text)));
    };
    let wanted = name.to_ascii_lowercase();
    match nodes.iter().skip(1).position(|node| *node == wanted) {
        Some(index) => Ok(index + 1),
        None => {
            let nodes = nodes.get(1..).unwrap_or_default().join(" ");
            let text = format!("`*@{key}` names `{name}`, expected one of the nodes: {nodes}");
            Err(Error::at(&directive.place, kind(text)))
        }
    }
}
