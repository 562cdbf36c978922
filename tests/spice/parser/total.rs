//! Whatever the text, the answer is a circuit or an error, soon.

use preface::spice::{Netlist, Value};
use proptest::prelude::*;

use super::{HEAD, Memory, read, value};

/// Pieces that netlists are made of, so that random text gets past the first word.
const PIECES: &[&str] = &[
    "R1",
    "C2",
    "L1",
    "L2",
    "K1",
    "V1",
    "I1",
    "E1",
    "F1",
    "G1",
    "H1",
    "D1",
    "X1",
    "B1",
    "Q1",
    " in",
    " 0",
    " a",
    " out",
    " 1k",
    " 4k7",
    " -3meg",
    " 1e-9",
    " 0",
    " dc",
    " ac",
    " sin(",
    " {c*2}",
    " {",
    "}",
    " '",
    "(",
    ")",
    ",",
    "=",
    "=2",
    "\n",
    "\n",
    "\n",
    "\n+",
    "\n*",
    "\n*@control c",
    "\n*@input x",
    "\n.param c=1",
    "\n.param d={c+",
    "\n.model m D(",
    "\n.subckt s a b",
    "\n.ends",
    "\n.include a.inc",
    "\n.include models.lib",
    "\n.end",
    " params:",
    " s",
    " m",
    " is=1n",
    ";",
    " $ ",
    "µ",
    "\u{0}",
    "12ax7",
    "**",
    "^",
    "pwr(",
    "exp(1e9)",
    "\t",
    "\r\n",
];

fn parse(text: &str) -> Result<Netlist, preface::spice::Error> {
    let files = Memory::new(&[
        ("a.inc", "R9 in 0 1\n.include b.inc\n"),
        ("b.inc", ".include a.inc\n"),
    ]);
    Netlist::parse("random.cir", text, &files, &[])
}

/// A random expression of the control `c`, as text and as what it should give.
#[derive(Clone, Debug)]
enum Tree {
    Number(f64),
    Control,
    Binary(char, Box<Tree>, Box<Tree>),
    Call(&'static str, Box<Tree>),
}

impl Tree {
    fn text(&self) -> String {
        match self {
            Self::Number(value) => format!("{value:?}"),
            Self::Control => "c".to_owned(),
            Self::Binary(sign, left, right) => format!("({} {sign} {})", left.text(), right.text()),
            Self::Call(name, operand) => format!("{name}({})", operand.text()),
        }
    }

    fn at(&self, control: f64) -> f64 {
        match self {
            Self::Number(value) => *value,
            Self::Control => control,
            Self::Binary(sign, left, right) => {
                let (left, right) = (left.at(control), right.at(control));
                match sign {
                    '+' => left + right,
                    '-' => left - right,
                    '*' => left * right,
                    _ => left / right,
                }
            }
            Self::Call(name, operand) => {
                let operand = operand.at(control);
                match *name {
                    "abs" => operand.abs(),
                    "tanh" => operand.tanh(),
                    _ => -operand,
                }
            }
        }
    }
}

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![(0.001..1e3).prop_map(Tree::Number), Just(Tree::Control)];
    leaf.prop_recursive(5, 60, 2, |inner| {
        prop_oneof![
            (
                prop::sample::select(vec!['+', '-', '*', '/']),
                inner.clone(),
                inner.clone()
            )
                .prop_map(|(sign, left, right)| Tree::Binary(
                    sign,
                    Box::new(left),
                    Box::new(right)
                )),
            (prop::sample::select(vec!["abs", "tanh", "-"]), inner)
                .prop_map(|(name, operand)| Tree::Call(name, Box::new(operand))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 2000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_text_gives_a_circuit_or_an_error(text in any::<String>()) {
        if let Err(error) = parse(&text) {
            prop_assert!(!error.kind.message().is_empty());
        }
    }

    #[test]
    fn any_pieces_of_netlists_give_a_circuit_or_an_error(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)
    ) {
        let text = format!("{HEAD}{}", pieces.concat());
        match parse(&text) {
            Ok(netlist) => prop_assert!(netlist.input < netlist.nodes.len()),
            Err(error) => prop_assert!(error.line <= text.lines().count()),
        }
    }

    /// Folding and the postfix machine change no bit.
    #[test]
    fn expressions_are_what_they_say(tree in tree(), control in 0.01..100.0) {
        let body = format!("*@control c\n.param c=1\nV1 a 0 {{{}}}", tree.text());
        // Constants that are not finite are refused; that is tested elsewhere.
        if let Ok(netlist) = read(&body) {
            let found = match value(&netlist, "v1") {
                Value::Constant(value) => *value,
                Value::Expression(expression) => expression.at(&[control]),
            };
            let expected = tree.at(control);
            let same = found == expected || (found.is_nan() && expected.is_nan());
            prop_assert!(same, "{} = {expected}, not {found}", tree.text());
        }
    }
}
