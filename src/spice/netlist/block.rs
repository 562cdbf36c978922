//! Lines -> blocks: the netlist and its subcircuits with their parameters, models and elements.

use std::collections::HashMap;

use super::super::elements::Place;
use super::super::error::{Error, ErrorKind};
use super::lines::Line;
use super::words::{Assignment, Bare, Words};

/// Deepest nesting of `.subckt`.
const MAX_NESTING: usize = 16;

const SUBCKT_FORM: &str = ".subckt NAME NODE... [params:] [NAME=VALUE...]";
const MODEL_FORM: &str = ".model NAME TYPE(NAME=VALUE...)";

/// The netlist itself or a subcircuit.
#[derive(Debug)]
pub(super) struct Block {
    pub place: Place,
    /// Empty for the netlist itself.
    pub name: String,
    pub ports: Vec<String>,
    pub parameters: HashMap<String, Assignment>,
    pub models: HashMap<String, ModelCard>,
    pub blocks: HashMap<String, Block>,
    pub cards: Vec<Line>,
}

/// A `.model` line.
#[derive(Debug)]
pub(super) struct ModelCard {
    pub place: Place,
    pub kind: String,
    pub parameters: Vec<Assignment>,
}

impl Block {
    fn new(place: Place, name: String, ports: Vec<String>) -> Self {
        Self {
            place,
            name,
            ports,
            parameters: HashMap::new(),
            models: HashMap::new(),
            blocks: HashMap::new(),
            cards: Vec::new(),
        }
    }

    fn add_parameters(&mut self, assignments: Vec<Assignment>) -> Result<(), Error> {
        for assignment in assignments {
            let place = assignment.place.clone();
            let name = assignment.name.clone();
            if let Some(first) = self.parameters.insert(name.clone(), assignment) {
                return Err(duplicate("parameter", &name, &place, &first.place));
            }
        }
        Ok(())
    }

    fn add_model(&mut self, line: &Line) -> Result<(), Error> {
        let mut words = Words::new(&line.text, &line.place, MODEL_FORM, Bare::Word)?;
        let (Some(name), Some(kind)) = (words.plain(), words.plain()) else {
            return Err(words.error(ErrorKind::MissingValue, "a model without name or type"));
        };
        let card = ModelCard {
            place: line.place.clone(),
            kind,
            parameters: words.assignments()?,
        };
        match self.models.insert(name.clone(), card) {
            Some(first) => Err(duplicate("model", &name, &line.place, &first.place)),
            None => Ok(()),
        }
    }

    fn add_block(&mut self, block: Block) -> Result<(), Error> {
        let (name, place) = (block.name.clone(), block.place.clone());
        match self.blocks.insert(name.clone(), block) {
            Some(first) => Err(duplicate("subcircuit", &name, &place, &first.place)),
            None => Ok(()),
        }
    }
}

/// Error for the second of two `what` called `name`.
pub(super) fn duplicate(what: &str, name: &str, place: &Place, first: &Place) -> Error {
    let text = format!(
        "second {what} `{name}`, expected one: the first stands at {}:{}",
        first.file, first.line
    );
    Error::at(place, ErrorKind::Duplicate(text))
}

/// Sorts the lines of a whole netlist into blocks.
pub(super) fn sort(file: &str, lines: Vec<Line>) -> Result<Block, Error> {
    let whole = Place {
        file: file.into(),
        line: 0,
    };
    let mut block = Block::new(whole, String::new(), Vec::new());
    // The blocks around `block`, outermost first.
    let mut outer: Vec<Block> = Vec::new();
    for line in lines {
        let word = line.text.split_whitespace().next().unwrap_or_default();
        match word {
            ".subckt" => {
                if outer.len() >= MAX_NESTING {
                    let text = format!("expected at most {MAX_NESTING} levels of `.subckt`");
                    return Err(Error::at(&line.place, ErrorKind::TooLarge(text)));
                }
                outer.push(std::mem::replace(&mut block, subcircuit(&line)?));
            }
            ".ends" => {
                let Some(around) = outer.pop() else {
                    let text = "`.ends` without a `.subckt` before it, expected one".to_owned();
                    return Err(Error::at(&line.place, ErrorKind::Syntax(text)));
                };
                let finished = std::mem::replace(&mut block, around);
                block.add_block(finished)?;
            }
            ".param" => {
                let mut words = Words::new(
                    &line.text,
                    &line.place,
                    ".param NAME=VALUE...",
                    Bare::Expression,
                )?;
                block.add_parameters(words.assignments()?)?;
            }
            ".model" => block.add_model(&line)?,
            card if card.starts_with('.') => {
                let text = format!(
                    "unsupported card `{card}`, expected one of .model .subckt .ends .param \
                     .include .end"
                );
                return Err(Error::at(&line.place, ErrorKind::UnsupportedCard(text)));
            }
            _ => block.cards.push(line),
        }
    }
    if outer.is_empty() {
        Ok(block)
    } else {
        let text = format!("`.subckt {}` has no end, expected `.ends`", block.name);
        Err(Error::at(&block.place, ErrorKind::Syntax(text)))
    }
}

fn subcircuit(line: &Line) -> Result<Block, Error> {
    let mut words = Words::new(&line.text, &line.place, SUBCKT_FORM, Bare::Expression)?;
    let mut names = words.plains();
    if names.is_empty() {
        return Err(words.error(ErrorKind::MissingValue, "a subcircuit without a name"));
    }
    let name = names.remove(0);
    // `params:` only marks where the nodes end.
    names.retain(|name| name != "params:");
    if names.is_empty() {
        let found = format!("subcircuit `{name}` has no nodes");
        return Err(words.error(ErrorKind::MissingNode, &found));
    }
    let assignments = words.assignments()?;
    let mut block = Block::new(line.place.clone(), name, names);
    block.add_parameters(assignments)?;
    Ok(block)
}
