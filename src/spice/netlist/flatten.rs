//! Blocks -> flat circuit.

use std::collections::HashMap;

use super::super::elements::{Control, Element, Kind, NodeIndex, Place, Value};
use super::super::error::{Error, ErrorKind};
use super::super::value::Expression;
use super::block::{Block, duplicate};
use super::cards;
use super::lines::{Directive, Line};
use super::models;
use super::native::{self, Native, Subcircuit};
use super::scope::{Scope, list};
use super::words::{Assignment, Bare, Words};

/// Deepest nesting of subcircuits in use.
const MAX_DEPTH: usize = 16;

/// Most elements of the flat circuit: the solver's matrices have as many rows.
const MAX_ELEMENTS: usize = 2_000;

const INSTANCE_FORM: &str = "Xname node... SUBCIRCUIT [NAME=VALUE...]";

/// What flattening leaves.
#[derive(Debug)]
pub(super) struct Flat {
    pub nodes: Vec<String>,
    pub elements: Vec<Element>,
    pub controls: Vec<Control>,
}

/// Flattens the netlist `block` read from `file`, with top-level parameters replaced by `overrides`.
pub(super) fn flatten(
    file: &str,
    block: &Block,
    directives: &[Directive],
    overrides: &[(String, f64)],
) -> Result<Flat, Error> {
    let mut scope = Scope::new(block, None, HashMap::new());
    for (name, value) in overrides {
        let name = name.to_ascii_lowercase();
        if !block.parameters.contains_key(&name) {
            let known = list(block.parameters.keys().collect());
            let text = format!("unknown parameter `{name}`, expected one of: {known}");
            return Err(Error::in_file(file, ErrorKind::UnknownParameter(text)));
        }
        scope.give(&name, Value::Constant(*value));
    }
    let controls = controls(&scope, directives)?;
    for (index, control) in controls.iter().enumerate() {
        let value = Value::Expression(Expression::control(index));
        scope.give(&control.name, value);
    }
    let mut flattener = Flattener {
        nodes: Nodes::new(),
        elements: Vec::new(),
        instances: 0,
    };
    flattener.block(&scope, &Instance::whole(block))?;
    Ok(Flat {
        nodes: flattener.nodes.names,
        elements: flattener.elements,
        controls,
    })
}

/// The parameters that `*@control` lines name, each once.
fn controls(scope: &Scope<'_>, directives: &[Directive]) -> Result<Vec<Control>, Error> {
    let mut controls: Vec<Control> = Vec::new();
    for directive in directives.iter().filter(|one| one.key == "control") {
        let place = &directive.place;
        let [name] = directive.words.as_slice() else {
            let text = "expected `*@control NAME` with one name".to_owned();
            return Err(Error::at(place, ErrorKind::Syntax(text)));
        };
        let name = name.to_ascii_lowercase();
        if controls.iter().any(|control| control.name == name) {
            let text = format!("second `*@control {name}`, expected one");
            return Err(Error::at(place, ErrorKind::Duplicate(text)));
        }
        match scope.parameter(&name)? {
            // Other parameters are constants here, so the value at rest may be computed from them.
            Some(Value::Constant(default)) => controls.push(Control { name, default }),
            Some(Value::Expression(_)) | None => {
                let known = list(scope.block.parameters.keys().collect());
                let text =
                    format!("unknown parameter `{name}` as control, expected one of: {known}");
                return Err(Error::at(place, ErrorKind::UnknownParameter(text)));
            }
        }
    }
    Ok(controls)
}

/// Names of the flat circuit's nodes.
#[derive(Debug)]
struct Nodes {
    names: Vec<String>,
    indices: HashMap<String, NodeIndex>,
}

impl Nodes {
    fn new() -> Self {
        Self {
            names: vec!["0".to_owned()],
            indices: HashMap::new(),
        }
    }

    /// The node that `instance` calls `name`.
    fn of(&mut self, instance: &Instance, name: &str) -> NodeIndex {
        if let Some(port) = instance.ports.get(name) {
            return *port;
        }
        if matches!(name, "0" | "gnd") {
            return 0;
        }
        let Self { names, indices } = self;
        let flat = format!("{}{name}", instance.prefix);
        *indices.entry(flat).or_insert_with_key(|flat| {
            names.push(flat.clone());
            names.len() - 1
        })
    }
}

/// The elements of one block by name: where each stands in the text and, if it became an element at once, in the list.
pub(super) type Names<'a> = HashMap<&'a str, (&'a Place, usize)>;

/// A use of a block: what its names are called outside.
#[derive(Debug)]
struct Instance {
    /// Empty for the netlist, `x1.` for a subcircuit.
    prefix: String,
    ports: HashMap<String, NodeIndex>,
    /// Its X card.
    place: Place,
    /// Subcircuits around it, itself included.
    depth: usize,
}

impl Instance {
    fn whole(block: &Block) -> Self {
        Self {
            prefix: String::new(),
            ports: HashMap::new(),
            place: block.place.clone(),
            depth: 0,
        }
    }
}

struct Flattener {
    nodes: Nodes,
    elements: Vec<Element>,
    instances: usize,
}

impl Flattener {
    fn block(&mut self, scope: &Scope<'_>, instance: &Instance) -> Result<(), Error> {
        for card in scope.block.models.values() {
            models::check(card, scope)?;
        }
        let natives = native::natives(scope.block)?;
        for native in &natives {
            let mut node = |name: &str| self.nodes.of(instance, name);
            let kind = native.element(&mut Subcircuit {
                scope,
                node: &mut node,
            })?;
            let name = instance.prefix.trim_end_matches('.').to_owned();
            self.add(name, &instance.place, kind)?;
        }
        let mut names = Names::new();
        // Cards that name other elements wait until those are there.
        let mut waiting: Vec<(&str, &Line)> = Vec::new();
        for card in &scope.block.cards {
            let name = card.text.split_whitespace().next().unwrap_or_default();
            if let Some((first, _)) = names.insert(name, (&card.place, self.elements.len())) {
                return Err(duplicate("element", name, &card.place, first));
            }
            match name.chars().next() {
                // Native devices stand for them.
                Some('b') => {}
                Some('k' | 'f' | 'h') => waiting.push((name, card)),
                Some('x') => self.instance(scope, instance, name, card)?,
                _ => {
                    let mut node = |name: &str| self.nodes.of(instance, name);
                    let kind = cards::element(card, scope, &mut node)?;
                    self.add(format!("{}{name}", instance.prefix), &card.place, kind)?;
                }
            }
        }
        for (name, card) in waiting {
            let mut node = |name: &str| self.nodes.of(instance, name);
            for kind in cards::dependent(card, scope, &names, &self.elements, &mut node)? {
                self.add(format!("{}{name}", instance.prefix), &card.place, kind)?;
            }
        }
        for native in natives {
            self.check_inner_nodes(native, scope.block, instance)?;
        }
        Ok(())
    }

    /// The nodes between the sources of a native device do not exist here: nothing else may stand on them.
    fn check_inner_nodes(
        &self,
        native: &Native,
        block: &Block,
        instance: &Instance,
    ) -> Result<(), Error> {
        for name in native.inner_nodes {
            if self
                .nodes
                .indices
                .contains_key(&format!("{}{name}", instance.prefix))
            {
                let text = format!(
                    "an element of subcircuit `{}` stands on its inner node `{name}`, \
                     expected only its B-sources there",
                    block.name
                );
                return Err(Error::at(&block.place, ErrorKind::Behavioural(text)));
            }
        }
        Ok(())
    }

    /// An X card.
    fn instance(
        &mut self,
        scope: &Scope<'_>,
        around: &Instance,
        name: &str,
        card: &Line,
    ) -> Result<(), Error> {
        let mut words = Words::new(&card.text, &card.place, INSTANCE_FORM, Bare::Expression)?;
        let (block, outside) = used(name, scope, &mut words)?;
        if around.depth >= MAX_DEPTH {
            let text = format!(
                "`{}` is nested {MAX_DEPTH} deep, \
                 expected subcircuits that do not contain themselves",
                block.name
            );
            return Err(Error::at(&card.place, ErrorKind::SubcircuitRecursion(text)));
        }
        self.instances += 1;
        if self.instances > MAX_ELEMENTS {
            let text = format!("expected at most {MAX_ELEMENTS} subcircuits in use");
            return Err(Error::at(&card.place, ErrorKind::TooLarge(text)));
        }
        let arguments = arguments(block, &mut words)?;
        let ports = block
            .ports
            .iter()
            .cloned()
            .zip(outside.iter().map(|node| self.nodes.of(around, node)));
        let inside = Instance {
            prefix: format!("{}{name}.", around.prefix),
            ports: ports.collect(),
            place: card.place.clone(),
            depth: around.depth + 1,
        };
        let scope = Scope::new(block, Some(scope), arguments);
        // Wrong ones are errors even if nothing uses them.
        for name in block.parameters.keys() {
            scope.parameter(name)?;
        }
        self.block(&scope, &inside)
    }

    fn add(&mut self, name: String, place: &Place, kind: Kind) -> Result<(), Error> {
        if self.elements.len() >= MAX_ELEMENTS {
            let text = format!("expected at most {MAX_ELEMENTS} elements, subcircuits counted");
            return Err(Error::at(place, ErrorKind::TooLarge(text)));
        }
        let place = place.clone();
        self.elements.push(Element { name, place, kind });
        Ok(())
    }
}

/// The subcircuit that the X card `name` uses, and the nodes it stands between.
fn used<'a>(
    name: &str,
    scope: &Scope<'a>,
    words: &mut Words<'_>,
) -> Result<(&'a Block, Vec<String>), Error> {
    let mut nodes = words.plains();
    nodes.retain(|word| word != "params:");
    let Some(wanted) = nodes.pop() else {
        let found = format!("`{name}` names no subcircuit");
        return Err(words.error(ErrorKind::MissingValue, &found));
    };
    let Some(block) = scope.subcircuit(&wanted) else {
        let known = scope.subcircuit_names();
        let text = format!("unknown subcircuit `{wanted}`, expected one of: {known}");
        return Err(Error::at(words.place, ErrorKind::UnknownModel(text)));
    };
    if nodes.len() != block.ports.len() {
        let text = format!(
            "`{name}` has {} nodes, expected {} for `{wanted}`: {}",
            nodes.len(),
            block.ports.len(),
            block.ports.join(" ")
        );
        return Err(Error::at(words.place, ErrorKind::MissingNode(text)));
    }
    Ok((block, nodes))
}

/// The parameters that an X card sets in `block`.
fn arguments(block: &Block, words: &mut Words<'_>) -> Result<HashMap<String, Assignment>, Error> {
    let mut arguments = HashMap::new();
    for assignment in words.assignments()? {
        let (name, place) = (assignment.name.clone(), assignment.place.clone());
        if !block.parameters.contains_key(&name) {
            let text = format!(
                "subcircuit `{}` has no parameter `{name}`, expected one of: {}",
                block.name,
                list(block.parameters.keys().collect())
            );
            return Err(Error::at(&place, ErrorKind::UnknownParameter(text)));
        }
        if arguments.insert(name.clone(), assignment).is_some() {
            return Err(duplicate("argument", &name, &place, &place));
        }
    }
    Ok(arguments)
}
