//! Reads netlists.

use super::elements::{Control, Element, NodeIndex};

/// A flat circuit, ready to be solved.
#[derive(Clone, Debug, PartialEq)]
pub struct Netlist {
    /// The file it was read from, as the user named it.
    pub file: String,
    /// First line.
    pub title: String,
    /// Names of the nodes; the first is ground, `0`.
    pub nodes: Vec<String>,
    /// Elements in the order of the text.
    pub elements: Vec<Element>,
    /// Parameters that can move at run time, in the order of the text.
    pub controls: Vec<Control>,
    /// The node that an ideal source drives.
    pub input: NodeIndex,
    /// The node that is heard.
    pub output: NodeIndex,
    /// Every other `*@key words...`, as a key and its words.
    pub annotations: Vec<(String, Vec<String>)>,
}
