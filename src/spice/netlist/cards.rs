//! Element lines.

use super::super::elements::{Element, Kind, NodeIndex, Place, Value};
use super::super::error::{Error, ErrorKind};
use super::flatten::Names;
use super::lines::Line;
use super::models;
use super::scope::Scope;
use super::words::{Bare, Word, Words};

/// Letters of the elements and the form of their lines.
const FORMS: [(char, &str); 13] = [
    ('r', "Rname node node OHM"),
    ('c', "Cname node node FARAD"),
    ('l', "Lname node node HENRY"),
    ('k', "Kname Lname Lname... COEFFICIENT"),
    ('v', "Vname node node [DC] VOLT [AC MAGNITUDE]"),
    ('i', "Iname node node [DC] AMPERE [AC MAGNITUDE]"),
    ('e', "Ename node node node node GAIN"),
    ('f', "Fname node node Vname GAIN"),
    ('g', "Gname node node node node SIEMENS"),
    ('h', "Hname node node Vname OHM"),
    ('d', "Dname node node MODEL [AREA]"),
    ('q', "Qname collector base emitter [substrate] MODEL [AREA]"),
    ('j', "Jname drain gate source MODEL [AREA]"),
];

/// Words that start a source's waveform in ngspice.
const WAVEFORMS: [&str; 9] = [
    "sin", "pulse", "pwl", "exp", "sffm", "am", "trnoise", "trrandom", "external",
];

/// Most inductors on one K line: each pair is an element.
const MAX_WINDINGS: usize = 32;

/// Temperature coefficients of resistors: without effect at 27 degrees.
const RESISTOR_IGNORED: [&str; 3] = ["tc", "tc1", "tc2"];

/// Finds or makes a node by its name.
type Node<'a> = dyn FnMut(&str) -> NodeIndex + 'a;

/// An element that stands for itself: all but K, F, H and X.
pub(super) fn element(line: &Line, scope: &Scope<'_>, node: &mut Node<'_>) -> Result<Kind, Error> {
    let mut card = Card::new(line, scope)?;
    let kind = match card.letter {
        'r' => Kind::Resistor {
            nodes: card.nodes(node)?,
            ohm: card.value("r")?,
        },
        'c' => Kind::Capacitor {
            nodes: card.nodes(node)?,
            farad: card.value("c")?,
        },
        'l' => Kind::Inductor {
            nodes: card.nodes(node)?,
            henry: card.value("l")?,
        },
        'v' => Kind::VoltageSource {
            nodes: card.nodes(node)?,
            volt: card.source()?,
        },
        'i' => Kind::CurrentSource {
            nodes: card.nodes(node)?,
            ampere: card.source()?,
        },
        'e' => Kind::VoltageControlledVoltage {
            nodes: card.nodes(node)?,
            control: card.linear_control(node)?,
            gain: card.value("gain")?,
        },
        'g' => Kind::VoltageControlledCurrent {
            nodes: card.nodes(node)?,
            control: card.linear_control(node)?,
            siemens: card.value("gain")?,
        },
        'd' => {
            let nodes = card.nodes(node)?;
            let (model, area) = card.model()?;
            Kind::Diode {
                nodes,
                model: models::diode_named(&model, area, scope, &line.place)?,
            }
        }
        'q' => {
            let nodes = card.transistor_nodes(node)?;
            let substrate = card.substrate(node);
            let (model, area) = card.model()?;
            let model = models::bipolar_named(&model, area, scope, &line.place)?;
            Kind::Bipolar {
                nodes: [nodes[0], nodes[1], nodes[2], substrate],
                model: Box::new(model),
            }
        }
        'j' => {
            let nodes = card.transistor_nodes(node)?;
            let (model, area) = card.model()?;
            Kind::FieldEffect {
                nodes,
                model: models::field_effect_named(&model, area, scope, &line.place)?,
            }
        }
        _ => return Err(unknown(line)),
    };
    card.finish(if card.letter == 'r' {
        &RESISTOR_IGNORED
    } else {
        &[]
    })?;
    Ok(kind)
}

/// K, F or H: what names elements of `names`, which stand in `elements`.
pub(super) fn dependent(
    line: &Line,
    scope: &Scope<'_>,
    names: &Names<'_>,
    elements: &[Element],
    node: &mut Node<'_>,
) -> Result<Vec<Kind>, Error> {
    let mut card = Card::new(line, scope)?;
    let kinds = match card.letter {
        'k' => return card.coupling(names, elements),
        'f' => Kind::CurrentControlledCurrent {
            nodes: card.nodes(node)?,
            source: card.source_name(names, elements)?,
            gain: card.value("gain")?,
        },
        'h' => Kind::CurrentControlledVoltage {
            nodes: card.nodes(node)?,
            source: card.source_name(names, elements)?,
            ohm: card.value("gain")?,
        },
        _ => return Err(unknown(line)),
    };
    card.finish(&[])?;
    Ok(vec![kinds])
}

fn unknown(line: &Line) -> Error {
    let name = line.text.split_whitespace().next().unwrap_or_default();
    let letters: Vec<String> = FORMS
        .iter()
        .map(|(letter, _)| letter.to_ascii_uppercase().to_string())
        .collect();
    let text = format!(
        "unknown element `{name}`, expected a name that starts with one of {} X",
        letters.join(" ")
    );
    Error::at(&line.place, ErrorKind::UnknownElement(text))
}

/// One element line, read from left to right.
struct Card<'a> {
    letter: char,
    name: &'a str,
    words: Words<'a>,
    scope: &'a Scope<'a>,
    place: &'a Place,
}

impl<'a> Card<'a> {
    fn new(line: &'a Line, scope: &'a Scope<'a>) -> Result<Self, Error> {
        let letter = line.text.chars().next().unwrap_or_default();
        let Some((_, form)) = FORMS.iter().find(|(known, _)| *known == letter) else {
            return Err(unknown(line));
        };
        Ok(Self {
            letter,
            name: line.text.split_whitespace().next().unwrap_or_default(),
            words: Words::new(&line.text, &line.place, form, Bare::Word)?,
            scope,
            place: &line.place,
        })
    }

    fn error(&self, kind: fn(String) -> ErrorKind, what: &str) -> Error {
        self.words.error(kind, &format!("`{}` {what}", self.name))
    }

    fn node(&mut self, node: &mut Node<'_>) -> Result<NodeIndex, Error> {
        match self.words.plain() {
            Some(name) => Ok(node(&name)),
            None => Err(self.error(ErrorKind::MissingNode, "has too few nodes")),
        }
    }

    fn nodes(&mut self, node: &mut Node<'_>) -> Result<[NodeIndex; 2], Error> {
        Ok([self.node(node)?, self.node(node)?])
    }

    fn transistor_nodes(&mut self, node: &mut Node<'_>) -> Result<[NodeIndex; 3], Error> {
        Ok([self.node(node)?, self.node(node)?, self.node(node)?])
    }

    /// The substrate's node if one stands before the model's name, as ngspice decides: what no model is called is one.
    /// Without it the substrate is grounded.
    fn substrate(&mut self, node: &mut Node<'_>) -> NodeIndex {
        let is_node = match self.words.plains_ahead().as_slice() {
            [name, model, ..] => {
                self.scope.model(name).is_none() && self.scope.model(model).is_some()
            }
            _ => false,
        };
        if !is_node {
            return 0;
        }
        self.words.plain().map_or(0, |name| node(&name))
    }

    /// The controlling nodes of E and G.
    fn linear_control(&mut self, node: &mut Node<'_>) -> Result<[NodeIndex; 2], Error> {
        let function = match self.words.peek() {
            Some(Word::Plain(word)) => {
                matches!(
                    word.as_str(),
                    "value" | "vol" | "cur" | "poly" | "table" | "laplace"
                )
            }
            Some(Word::Braced(_) | Word::Equals) | None => false,
        };
        if function {
            return Err(self.error(ErrorKind::Behavioural, "is a function of voltages"));
        }
        self.nodes(node)
    }

    /// The value of the element, with or without `key =` before it.
    fn value(&mut self, key: &str) -> Result<Value, Error> {
        if self.words.peek() == Some(&Word::Plain(key.to_owned())) {
            self.words.any();
            if self.words.any() != Some(Word::Equals) {
                return Err(self.error(ErrorKind::Syntax, &format!("has `{key}` without `=`")));
            }
        }
        match self.words.any() {
            Some(word) => self.scope.value(&word, self.place),
            None => Err(self.error(ErrorKind::MissingValue, "has no value")),
        }
    }

    /// The value of V and I: `5`, `DC 5`, `5 AC 1`; with `AC` alone it is 0, as in ngspice.
    fn source(&mut self) -> Result<Value, Error> {
        let mut steady = None;
        let mut alternating = false;
        while let Some(word) = self.words.peek().cloned() {
            match word {
                Word::Plain(word) if word == "dc" => {
                    self.words.any();
                }
                Word::Plain(word) if word == "ac" => {
                    self.words.any();
                    alternating = true;
                    // Magnitude and phase belong to ngspice's analysis.
                    for _ in 0..2 {
                        self.words.number();
                    }
                    continue;
                }
                Word::Plain(word) if WAVEFORMS.contains(&word.as_str()) => {
                    let what = format!(
                        "has the waveform `{word}` (the signal comes in at `*@input NODE`)"
                    );
                    return Err(self.error(ErrorKind::Syntax, &what));
                }
                Word::Plain(_) | Word::Braced(_) | Word::Equals => {}
            }
            if steady.is_some() {
                return Err(self.error(ErrorKind::Syntax, "has more than one value"));
            }
            steady = Some(self.value("dc")?);
        }
        match steady {
            Some(value) => Ok(value),
            None if alternating => Ok(Value::Constant(0.0)),
            None => Err(self.error(ErrorKind::MissingValue, "has no value")),
        }
    }

    /// Name of the model and area factor.
    fn model(&mut self) -> Result<(String, f64), Error> {
        let Some(model) = self.words.plain() else {
            return Err(self.error(ErrorKind::MissingValue, "names no model"));
        };
        if self.words.peek().is_none() {
            return Ok((model, 1.0));
        }
        match self.value("area")? {
            Value::Constant(area) if area > 0.0 => Ok((model, area)),
            Value::Constant(_) | Value::Expression(_) => Err(self.error(
                ErrorKind::Syntax,
                "has an area that is not a constant above 0",
            )),
        }
    }

    /// The voltage source whose current controls F or H.
    fn source_name(&mut self, names: &Names<'_>, elements: &[Element]) -> Result<usize, Error> {
        let Some(source) = self.words.plain() else {
            return Err(self.error(ErrorKind::MissingValue, "names no voltage source"));
        };
        match find(&source, names, elements) {
            Some((index, Kind::VoltageSource { .. })) => Ok(index),
            _ => Err(self.error(
                ErrorKind::UnknownModel,
                &format!("names `{source}`, which is no voltage source here"),
            )),
        }
    }

    /// Every pair of the inductors that K names.
    fn coupling(&mut self, names: &Names<'_>, elements: &[Element]) -> Result<Vec<Kind>, Error> {
        let mut windings: Vec<usize> = Vec::new();
        while let Some(Word::Plain(name)) = self.words.peek().cloned() {
            if !name.starts_with('l') {
                break;
            }
            self.words.any();
            match find(&name, names, elements) {
                Some((index, Kind::Inductor { .. })) if !windings.contains(&index) => {
                    windings.push(index)
                }
                Some((_, Kind::Inductor { .. })) => {
                    return Err(self.error(ErrorKind::Duplicate, &format!("names `{name}` twice")));
                }
                _ => {
                    let what = format!("names `{name}`, which is no inductor here");
                    return Err(self.error(ErrorKind::UnknownModel, &what));
                }
            }
        }
        if windings.len() < 2 {
            return Err(self.error(ErrorKind::MissingValue, "couples fewer than two inductors"));
        }
        if windings.len() > MAX_WINDINGS {
            let what = format!("couples more than {MAX_WINDINGS} inductors");
            return Err(self.error(ErrorKind::TooLarge, &what));
        }
        let coefficient = self.value("k")?;
        self.finish(&[])?;
        let mut pairs = Vec::new();
        for (place, first) in windings.iter().enumerate() {
            for second in windings.iter().skip(place + 1) {
                pairs.push(Kind::Coupling {
                    inductors: [*first, *second],
                    coefficient: coefficient.clone(),
                });
            }
        }
        Ok(pairs)
    }

    /// Nothing may be left but parameters without effect.
    fn finish(&mut self, ignored: &[&str]) -> Result<(), Error> {
        for assignment in self.words.assignments()? {
            if !ignored.contains(&assignment.name.as_str()) {
                let what = format!("has an unknown parameter `{}`", assignment.name);
                return Err(self.error(ErrorKind::UnknownParameter, &what));
            }
        }
        Ok(())
    }
}

/// An element of the same block by name: its place in the list and what it is.
fn find<'a>(name: &str, names: &Names<'_>, elements: &'a [Element]) -> Option<(usize, &'a Kind)> {
    let (place, index) = names.get(name)?;
    let element = elements.get(*index)?;
    // The index of a name that stands for no element of its own (X, K) belongs to another line.
    (element.place == **place).then_some((*index, &element.kind))
}
