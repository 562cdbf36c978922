//! Numbers with suffixes and expressions of parameters.

mod compile;

pub(super) use compile::compile;

/// Deepest stack that an expression may need.
const STACK: usize = 32;

/// Most operations of one expression, parameters inserted.
const MAX_OPERATIONS: usize = 512;

/// One step of an expression in postfix form.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Operation {
    Number(f64),
    Control(usize),
    Unary(Unary),
    Binary(Binary),
}

/// Functions of one operand.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Unary {
    Negate,
    Sqrt,
    Exp,
    Ln,
    Log10,
    Abs,
    Tanh,
    Sin,
    Cos,
    Atan,
    Uramp,
}

impl Unary {
    fn at(self, x: f64) -> f64 {
        match self {
            Self::Negate => -x,
            Self::Sqrt => x.sqrt(),
            Self::Exp => x.exp(),
            Self::Ln => x.ln(),
            Self::Log10 => x.log10(),
            Self::Abs => x.abs(),
            Self::Tanh => x.tanh(),
            Self::Sin => x.sin(),
            Self::Cos => x.cos(),
            Self::Atan => x.atan(),
            Self::Uramp => x.max(0.0),
        }
    }
}

/// Operators and functions of two operands.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Binary {
    Add,
    Subtract,
    Multiply,
    Divide,
    /// `x ^ y`, `x ** y` and `pwr(x, y)`: |x| to the power of y, as ngspice 39 reads all three in a parameter.
    PowerOfMagnitude,
    /// `pow(x, y)`: x to the power of y.
    Power,
    Min,
    Max,
}

impl Binary {
    fn at(self, x: f64, y: f64) -> f64 {
        match self {
            Self::Add => x + y,
            Self::Subtract => x - y,
            Self::Multiply => x * y,
            Self::Divide => x / y,
            Self::PowerOfMagnitude => x.abs().powf(y),
            Self::Power => x.powf(y),
            Self::Min => x.min(y),
            Self::Max => x.max(y),
        }
    }
}

/// An expression of controls in postfix form. Evaluating it neither allocates nor fails.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression {
    /// Never needs more than [`STACK`] places: `compile` sees to it.
    operations: Box<[Operation]>,
}

impl Expression {
    /// Control number `index` and nothing else.
    pub(super) fn control(index: usize) -> Self {
        Self {
            operations: Box::new([Operation::Control(index)]),
        }
    }

    /// The value where the controls stand at `controls`; NaN if it names a control beyond them.
    pub fn at(&self, controls: &[f64]) -> f64 {
        // Masking the index costs nothing and leaves no bounds check that could panic on the audio thread.
        const MASK: usize = STACK - 1;
        let mut stack = [0.0; STACK];
        let mut top: usize = MASK;
        for operation in &self.operations {
            match *operation {
                Operation::Number(value) => {
                    top = top.wrapping_add(1) & MASK;
                    stack[top] = value;
                }
                Operation::Control(index) => {
                    top = top.wrapping_add(1) & MASK;
                    stack[top] = controls.get(index).copied().unwrap_or(f64::NAN);
                }
                Operation::Unary(function) => stack[top] = function.at(stack[top]),
                Operation::Binary(function) => {
                    let right = stack[top];
                    top = top.wrapping_sub(1) & MASK;
                    stack[top] = function.at(stack[top], right);
                }
            }
        }
        stack[top]
    }

    /// True if control number `index` moves it.
    pub fn depends_on(&self, index: usize) -> bool {
        self.operations.contains(&Operation::Control(index))
    }
}

/// Reads a whole word as a number as ngspice does: `4.7k`, `22nF`, `1Meg`, `1e-3`. Letters after the suffix are a
/// unit and ignored; so `1F` is a femto.
///
/// None if it is not a number, or too large for one.
pub fn parse_number(word: &str) -> Option<f64> {
    let (value, length) = number_prefix(word)?;
    (length == word.len() && value.is_finite()).then_some(value)
}

/// Powers of ten of ngspice's suffixes; `meg` comes before `m`. An `a` is a unit to ngspice 39, ampere, and no atto.
const SUFFIXES: [(&str, i32); 10] = [
    ("meg", 6),
    ("t", 12),
    ("g", 9),
    ("k", 3),
    ("m", -3),
    ("u", -6),
    ("µ", -6),
    ("n", -9),
    ("p", -12),
    ("f", -15),
];

/// A thousandth of an inch in metres.
const MIL: f64 = 25.4e-6;

/// The number at the start of `text` and its length in bytes, suffix and unit letters included.
fn number_prefix(text: &str) -> Option<(f64, usize)> {
    let bytes = text.as_bytes();
    let digits = |from: usize| {
        let rest = bytes.get(from..).unwrap_or_default();
        rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
    };
    let sign = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    let whole = digits(sign);
    let mut end = sign + whole;
    let mut fraction = 0;
    if bytes.get(end) == Some(&b'.') {
        fraction = digits(end + 1);
        end += 1 + fraction;
    }
    if whole + fraction == 0 {
        return None;
    }
    let mantissa = text.get(..end)?;
    let mut exponent: i32 = 0;
    if matches!(bytes.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let count = digits(end + 1 + sign);
        if count > 0 {
            let stop = end + 1 + sign + count;
            // Beyond i32 the number is zero or infinite at any rate.
            exponent = text.get(end + 1..stop)?.parse().unwrap_or(i32::MAX / 2);
            end = stop;
        }
    }
    let tail = text.get(end..)?.to_ascii_lowercase();
    let (value, suffix) = if tail.starts_with("mil") {
        (decimal(mantissa, exponent)? * MIL, 3)
    } else {
        let (suffix, power) = SUFFIXES
            .iter()
            .find(|(suffix, _)| tail.starts_with(suffix))
            .unwrap_or(&("", 0));
        (
            decimal(mantissa, exponent.saturating_add(*power))?,
            suffix.len(),
        )
    };
    let unit = tail.get(suffix..)?.bytes();
    let letters = unit.take_while(u8::is_ascii_alphabetic).count();
    Some((value, end + suffix + letters))
}

/// The nearest double to the decimal number, which a product with a power of ten would miss by a rounding.
fn decimal(mantissa: &str, exponent: i32) -> Option<f64> {
    format!("{mantissa}e{exponent}").parse().ok()
}
