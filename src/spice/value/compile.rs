//! Text of an expression -> postfix, constants folded.

use super::super::elements::{Place, Value};
use super::super::error::{Error, ErrorKind};
use super::{Binary, Expression, MAX_OPERATIONS, Operation, STACK, Unary, number_prefix};

/// Deepest nesting of parentheses, signs and functions.
const MAX_DEPTH: usize = 48;

/// What a name in an expression stands for; `None` if nothing.
type Lookup<'a> = dyn FnMut(&str) -> Result<Value, Error> + 'a;

/// Compiles `text`, which stands at `place` in lower case. `lookup` resolves the names of parameters.
///
/// The grammar is ngspice's: `^` and `**` associate to the left, a sign at the start of an expression binds weaker
/// than a power (`-2^2` is -4), a sign after an operator binds stronger (`2^-1` is a half).
pub(in super::super) fn compile(
    text: &str,
    place: &Place,
    lookup: &mut Lookup<'_>,
) -> Result<Value, Error> {
    let mut compiler = Compiler {
        text,
        rest: text,
        place,
        lookup,
        operations: Vec::new(),
        depth: 0,
    };
    compiler.sum()?;
    match compiler.peek() {
        None => compiler.finish(),
        Some(found) => Err(compiler.syntax(&format!(
            "found `{found}`, expected an operator (+ - * / ^ **) or the end"
        ))),
    }
}

struct Compiler<'a, 'b> {
    text: &'a str,
    rest: &'a str,
    place: &'a Place,
    lookup: &'a mut Lookup<'b>,
    operations: Vec<Operation>,
    depth: usize,
}

impl Compiler<'_, '_> {
    fn syntax(&self, what: &str) -> Error {
        let text = self.text.trim();
        Error::at(
            self.place,
            ErrorKind::Syntax(format!("in the expression `{text}`: {what}")),
        )
    }

    /// Next character that is not white space.
    fn peek(&mut self) -> Option<char> {
        self.rest = self.rest.trim_start();
        self.rest.chars().next()
    }

    /// Takes `symbol` if it comes next.
    fn take(&mut self, symbol: &str) -> bool {
        self.rest = self.rest.trim_start();
        match self.rest.strip_prefix(symbol) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn sum(&mut self) -> Result<(), Error> {
        let negative = self.take("-");
        self.product()?;
        if negative {
            self.unary(Unary::Negate)?;
        }
        loop {
            let function = if self.take("+") {
                Binary::Add
            } else if self.take("-") {
                Binary::Subtract
            } else {
                return Ok(());
            };
            self.product()?;
            self.binary(function)?;
        }
    }

    fn product(&mut self) -> Result<(), Error> {
        self.power()?;
        loop {
            let function = if self.take("*") {
                Binary::Multiply
            } else if self.take("/") {
                Binary::Divide
            } else {
                return Ok(());
            };
            self.power()?;
            self.binary(function)?;
        }
    }

    fn power(&mut self) -> Result<(), Error> {
        self.operand()?;
        while self.take("**") || self.take("^") {
            self.operand()?;
            self.binary(Binary::PowerOfMagnitude)?;
        }
        Ok(())
    }

    fn operand(&mut self) -> Result<(), Error> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.syntax(&format!("expected at most {MAX_DEPTH} levels of nesting")));
        }
        match self.peek() {
            Some('-') => {
                self.take("-");
                self.operand()?;
                self.unary(Unary::Negate)?;
            }
            Some('+') => {
                self.take("+");
                self.operand()?;
            }
            Some('(') => {
                self.take("(");
                self.sum()?;
                self.close()?;
            }
            Some(start) if start.is_ascii_digit() || start == '.' => self.number()?,
            Some(start) if start.is_ascii_alphabetic() || start == '_' => self.name()?,
            found => {
                let found = found.map_or("the end".to_owned(), |found| format!("`{found}`"));
                return Err(self.syntax(&format!(
                    "found {found}, expected a number, a parameter, a function or `(`"
                )));
            }
        }
        self.depth -= 1;
        Ok(())
    }

    fn close(&mut self) -> Result<(), Error> {
        if self.take(")") {
            Ok(())
        } else {
            Err(self.syntax("a parenthesis is not closed, expected `)`"))
        }
    }

    fn number(&mut self) -> Result<(), Error> {
        let parsed =
            number_prefix(self.rest).and_then(|(value, end)| Some((value, self.rest.get(end..)?)));
        let Some((value, rest)) = parsed else {
            return Err(self.syntax("found a `.`, expected a number"));
        };
        self.rest = rest;
        self.push(Operation::Number(value))
    }

    fn name(&mut self) -> Result<(), Error> {
        let end = self
            .rest
            .find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
            .unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        if self.take("(") {
            return self.call(name);
        }
        match (self.lookup)(name)? {
            Value::Constant(value) => self.push(Operation::Number(value)),
            Value::Expression(expression) => {
                self.operations.extend_from_slice(&expression.operations);
                self.check_length()
            }
        }
    }

    fn call(&mut self, name: &str) -> Result<(), Error> {
        let unary = match name {
            "sqrt" => Some(Unary::Sqrt),
            "exp" => Some(Unary::Exp),
            // ngspice's log is the natural one.
            "ln" | "log" => Some(Unary::Ln),
            "log10" => Some(Unary::Log10),
            "abs" => Some(Unary::Abs),
            "tanh" => Some(Unary::Tanh),
            "sin" => Some(Unary::Sin),
            "cos" => Some(Unary::Cos),
            "atan" => Some(Unary::Atan),
            "uramp" => Some(Unary::Uramp),
            _ => None,
        };
        let binary = match name {
            "min" => Some(Binary::Min),
            "max" => Some(Binary::Max),
            "pow" => Some(Binary::Power),
            "pwr" => Some(Binary::PowerOfMagnitude),
            _ => None,
        };
        if unary.is_none() && binary.is_none() {
            return Err(Error::at(
                self.place,
                ErrorKind::UnknownParameter(format!(
                    "unknown function `{name}`, expected one of sqrt exp ln log log10 abs min max \
                     pwr pow tanh sin cos atan uramp"
                )),
            ));
        }
        self.sum()?;
        if let Some(function) = binary {
            if !self.take(",") {
                return Err(self.syntax(&format!("`{name}` has one operand, expected two")));
            }
            self.sum()?;
            self.binary(function)?;
        }
        if let Some(function) = unary {
            self.unary(function)?;
        }
        self.close()
    }

    fn push(&mut self, operation: Operation) -> Result<(), Error> {
        self.operations.push(operation);
        self.check_length()
    }

    fn check_length(&self) -> Result<(), Error> {
        if self.operations.len() > MAX_OPERATIONS {
            return Err(self.syntax(&format!("expected at most {MAX_OPERATIONS} operations")));
        }
        Ok(())
    }

    /// Applies a function to the operand written last, at once if it is a number.
    fn unary(&mut self, function: Unary) -> Result<(), Error> {
        match self.operations.last_mut() {
            Some(Operation::Number(value)) => {
                *value = function.at(*value);
                Ok(())
            }
            _ => self.push(Operation::Unary(function)),
        }
    }

    /// Applies a function to the two operands written last, at once if both are numbers.
    fn binary(&mut self, function: Binary) -> Result<(), Error> {
        match self.operations.as_mut_slice() {
            [.., Operation::Number(left), Operation::Number(right)] => {
                *left = function.at(*left, *right);
                self.operations.pop();
                Ok(())
            }
            _ => self.push(Operation::Binary(function)),
        }
    }

    fn finish(self) -> Result<Value, Error> {
        if let [Operation::Number(value)] = *self.operations {
            if value.is_finite() {
                return Ok(Value::Constant(value));
            }
            return Err(self.syntax(&format!("its value is {value}, expected a finite number")));
        }
        let mut height = 0_usize;
        let mut highest = 0;
        for operation in &self.operations {
            match operation {
                Operation::Number(_) | Operation::Control(_) => height += 1,
                Operation::Unary(_) => {}
                Operation::Binary(_) => height = height.saturating_sub(1),
            }
            highest = highest.max(height);
        }
        if highest > STACK {
            return Err(self.syntax(&format!(
                "expected at most {STACK} operands waiting for their operator"
            )));
        }
        Ok(Value::Expression(Expression {
            operations: self.operations.into_boxed_slice(),
        }))
    }
}
