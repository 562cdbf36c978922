//! What names mean inside a block.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use super::super::elements::{Place, Value};
use super::super::error::{Error, ErrorKind};
use super::super::value::{compile, parse_number};
use super::block::{Block, ModelCard};
use super::words::{Assignment, Word};

/// Longest chain of parameters that are defined by one another.
const MAX_CHAIN: usize = 64;

/// An instance of a block. As in ngspice, a name that the block does not have means what it means where the block is
/// used, and so does a name in its own definition (`r={r*2}`); arguments know the block's other names.
#[derive(Debug)]
pub(super) struct Scope<'a> {
    pub block: &'a Block,
    pub around: Option<&'a Scope<'a>>,
    /// Parameters set where the block is used: they win over the block's own definitions.
    arguments: HashMap<String, Assignment>,
    /// Values given to the netlist from outside: they win over both.
    given: HashMap<String, Value>,
    /// The block's own parameters as far as they are known.
    known: RefCell<HashMap<String, Known>>,
    chain: Cell<usize>,
}

#[derive(Clone, Debug)]
enum Known {
    /// Being evaluated: who asks for it now has gone round in a circle.
    Pending,
    Value(Value),
}

impl<'a> Scope<'a> {
    /// `block` with `arguments`, used inside `around`.
    pub fn new(
        block: &'a Block,
        around: Option<&'a Scope<'a>>,
        arguments: HashMap<String, Assignment>,
    ) -> Self {
        Self {
            block,
            around,
            arguments,
            given: HashMap::new(),
            known: RefCell::default(),
            chain: Cell::new(0),
        }
    }

    /// Gives a parameter from outside.
    pub fn give(&mut self, name: &str, value: Value) {
        self.given.insert(name.to_owned(), value);
        self.known.borrow_mut().clear();
    }

    /// The value of a parameter, if anyone defines it.
    pub fn parameter(&self, name: &str) -> Result<Option<Value>, Error> {
        if let Some(value) = self.given.get(name) {
            return Ok(Some(value.clone()));
        }
        let argument = self.arguments.get(name);
        let Some(own) = argument.or_else(|| self.block.parameters.get(name)) else {
            return self.parameter_around(name);
        };
        let known = self.known.borrow().get(name).cloned();
        match known {
            Some(Known::Value(value)) => Ok(Some(value)),
            Some(Known::Pending) => Err(circle(own)),
            None if self.chain.get() >= MAX_CHAIN => Err(Error::at(
                &own.place,
                ErrorKind::TooLarge(format!(
                    "parameter `{name}` ends a chain of definitions, \
                     expected at most {MAX_CHAIN} in a row"
                )),
            )),
            None => {
                let pending = Known::Pending;
                self.known.borrow_mut().insert(name.to_owned(), pending);
                self.chain.set(self.chain.get() + 1);
                let value = self.definition(own)?;
                self.chain.set(self.chain.get() - 1);
                let known = Known::Value(value.clone());
                self.known.borrow_mut().insert(name.to_owned(), known);
                Ok(Some(value))
            }
        }
    }

    /// The value of a parameter where the block is used.
    fn parameter_around(&self, name: &str) -> Result<Option<Value>, Error> {
        match self.around {
            Some(around) => around.parameter(name),
            None => Ok(None),
        }
    }

    fn definition(&self, own: &Assignment) -> Result<Value, Error> {
        self.evaluate(&own.value, &own.place, &|name| {
            if name != own.name {
                return self.parameter(name);
            }
            match self.parameter_around(name)? {
                Some(value) => Ok(Some(value)),
                None => Err(circle(own)),
            }
        })
    }

    /// The value of a number or `{expression}` that stands at `place`.
    pub fn value(&self, word: &Word, place: &Place) -> Result<Value, Error> {
        self.evaluate(word, place, &|name| self.parameter(name))
    }

    fn evaluate(
        &self,
        word: &Word,
        place: &Place,
        lookup: &dyn Fn(&str) -> Result<Option<Value>, Error>,
    ) -> Result<Value, Error> {
        match word {
            Word::Braced(text) => compile(text, place, &mut |name| match lookup(name)? {
                Some(value) => Ok(value),
                None => Err(self.unknown(name, place)),
            }),
            Word::Plain(text) => match parse_number(text) {
                Some(number) => Ok(Value::Constant(number)),
                None => Err(not_a_number(text, place)),
            },
            Word::Equals => Err(not_a_number("=", place)),
        }
    }

    /// As [`value`](Self::value) where no control may move it.
    pub fn constant(&self, word: &Word, what: &str, place: &Place) -> Result<f64, Error> {
        match self.value(word, place)? {
            Value::Constant(value) => Ok(value),
            Value::Expression(_) => Err(Error::at(
                place,
                ErrorKind::Syntax(format!(
                    "{what} depends on a control, expected a constant: \
                     only values of elements can move"
                )),
            )),
        }
    }

    /// The subcircuit called `name`.
    pub fn subcircuit(&self, name: &str) -> Option<&'a Block> {
        let own = self.block.blocks.get(name);
        own.or_else(|| self.around.and_then(|around| around.subcircuit(name)))
    }

    /// The model called `name` and the scope of its parameters.
    pub fn model(&self, name: &str) -> Option<(&'a ModelCard, &Scope<'a>)> {
        match self.block.models.get(name) {
            Some(card) => Some((card, self)),
            None => self.around.and_then(|around| around.model(name)),
        }
    }

    /// Names of all subcircuits, sorted.
    pub fn subcircuit_names(&self) -> String {
        self.names(&|block| block.blocks.keys().collect())
    }

    /// Names of all models, sorted.
    pub fn model_names(&self) -> String {
        self.names(&|block| block.models.keys().collect())
    }

    fn names(&self, of: &dyn Fn(&'a Block) -> Vec<&'a String>) -> String {
        let mut names = of(self.block);
        let mut scope = self.around;
        while let Some(around) = scope {
            names.extend(of(around.block));
            scope = around.around;
        }
        list(names)
    }

    fn unknown(&self, name: &str, place: &Place) -> Error {
        let known = self.names(&|block| block.parameters.keys().collect());
        let text = format!("unknown parameter `{name}`, expected one of: {known}");
        Error::at(place, ErrorKind::UnknownParameter(text))
    }
}

/// Names in order with blanks between, or `none`.
pub(super) fn list(mut names: Vec<&String>) -> String {
    names.sort();
    names.dedup();
    if names.is_empty() {
        return "(none is defined)".to_owned();
    }
    names
        .iter()
        .map(|name| name.as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

fn circle(own: &Assignment) -> Error {
    let text = format!(
        "parameter `{}` is defined by itself, expected a value that does not need it",
        own.name
    );
    Error::at(&own.place, ErrorKind::Syntax(text))
}

fn not_a_number(found: &str, place: &Place) -> Error {
    let text =
        format!("found `{found}`, expected a number such as 4.7k or an {{expression}} in braces");
    Error::at(place, ErrorKind::Syntax(text))
}
