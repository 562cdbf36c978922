//! Expressions of parameters and controls.

use preface::spice::Value;

use super::{circuit, constant, read, read_with, value};

fn evaluated(expression: &str) -> f64 {
    constant(&circuit(&format!("V1 a 0 {{{expression}}}")), "v1")
}

/// Precedence and associativity as ngspice 39 has them, which differ from mathematics where a sign meets a power:
/// `tests/ngspice/dialect.rs` asks ngspice itself.
#[test]
fn operators_bind_as_in_ngspice() {
    let cases = [
        ("1+2*3", 7.0),
        ("(1+2)*3", 9.0),
        ("3-2-1", 0.0),
        ("8/2/2", 2.0),
        ("2^3^2", 64.0),
        ("2**3", 8.0),
        ("-2^2", -4.0),
        ("2*-3", -6.0),
        ("2^-1", 0.5),
        ("1--1", 2.0),
        ("2*-3^2", 18.0),
        ("(-2)^3", 8.0),
        ("+3", 3.0),
        ("1k+1meg", 1.001e6),
    ];
    for (text, expected) in cases {
        assert_eq!(evaluated(text), expected, "{text}");
    }
}

#[test]
fn functions() {
    let cases = [
        ("sqrt(2)", 2.0_f64.sqrt()),
        ("exp(1)", 1.0_f64.exp()),
        ("ln(10)", 10.0_f64.ln()),
        ("log(10)", 10.0_f64.ln()),
        ("log10(1000)", 3.0),
        ("abs(-3)", 3.0),
        ("min(1,2)", 1.0),
        ("max(1, 2)", 2.0),
        ("pow(-2,3)", -8.0),
        ("pwr(-2,3)", 8.0),
        ("tanh(0.5)", 0.5_f64.tanh()),
        ("sin(1)", 1.0_f64.sin()),
        ("cos(1)", 1.0_f64.cos()),
        ("atan(1)", 1.0_f64.atan()),
        ("uramp(-1)", 0.0),
        ("uramp(2)", 2.0),
        ("max(min(3,2),sqrt(2*8))", 4.0),
    ];
    for (text, expected) in cases {
        assert!(
            (evaluated(text) - expected).abs() < 1e-15 * expected.abs().max(1.0),
            "{text}"
        );
    }
}

#[test]
fn parameters_are_known_before_they_are_defined() {
    let netlist = circuit(
        "V1 a 0 {total}\n\
         .param total={part*2} part='1.5k'\n\
         .param bare=max(part,2)*3\n\
         V2 b 0 {bare}",
    );
    assert_eq!(constant(&netlist, "v1"), 3000.0);
    assert_eq!(constant(&netlist, "v2"), 4500.0);
}

/// Moving a control gives exactly what a netlist with the value written in gives.
#[test]
fn a_control_gives_the_same_as_a_number_in_its_place() {
    let body = "*@control wiper\n\
                .param wiper=0.3 track=100k square={wiper^2} taper={10^(wiper*2-2)}\n\
                V1 a 0 {track*(1-wiper)+1}\n\
                V2 b 0 {track*wiper/(1+square)}\n\
                V3 c 0 {-exp(ln(taper)*min(wiper,0.5))}\n\
                V4 d 0 {sqrt(track)}";
    let moving = circuit(body);
    assert_eq!(moving.controls.len(), 1);
    assert_eq!(
        (moving.controls[0].name.as_str(), moving.controls[0].default),
        ("wiper", 0.3)
    );
    assert!(!value(&moving, "v4").is_controlled());
    let still = body.replace("*@control wiper\n", "");
    for wiper in [0.0001, 0.25, 0.3, 0.5, 1.0] {
        let expected = read_with(&still_at_head(&still), &[("wiper".to_owned(), wiper)])
            .expect("a valid netlist");
        for name in ["v1", "v2", "v3"] {
            assert!(value(&moving, name).is_controlled());
            assert_eq!(
                value(&moving, name).at(&[wiper]),
                constant(&expected, name),
                "{name}"
            );
        }
    }
}

/// Keeps line numbers equal when a line is taken out.
fn still_at_head(body: &str) -> String {
    format!("*\n{body}")
}

/// The value of a control at rest can come from other parameters and be overridden from outside.
#[test]
fn overrides_reach_parameters_and_controls() {
    let body = "*@control gain\n.param base=2 gain={base*3} other=5\nV1 a 0 {gain+other}";
    let at_rest = read(body).expect("a valid netlist");
    assert_eq!(at_rest.controls[0].default, 6.0);
    let given = [("BASE".to_owned(), 4.0), ("other".to_owned(), 1.0)];
    let moved = read_with(body, &given).expect("a valid netlist");
    assert_eq!(moved.controls[0].default, 12.0);
    assert_eq!(value(&moved, "v1").at(&[7.0]), 8.0);
}

/// A chain of definitions, each twice the one before, grows to 2^n terms if it is not folded.
#[test]
fn an_expression_that_grows_without_bound_is_refused() {
    let mut body = "*@control c\n.param c=1 p0={c}\n".to_owned();
    for n in 1..30 {
        body += &format!(".param p{n}={{p{}*p{}}}\n", n - 1, n - 1);
    }
    body += "V1 a 0 {p29}\n";
    let error = read(&body).expect_err("half a million operations");
    assert!(
        error.to_string().contains("at most 512 operations"),
        "{error}"
    );
    assert_eq!(
        value(&circuit(&body.replace("p29}\n", "p5}\n")), "v1").at(&[2.0]),
        2.0_f64.powi(32)
    );
}

#[test]
fn a_stack_that_grows_without_bound_is_refused() {
    let nested = |levels: usize| {
        let body = format!("{}c{}", "c+(".repeat(levels), ")".repeat(levels));
        read(&format!("*@control c\n.param c=1\nV1 a 0 {{{body}}}"))
    };
    let deepest = nested(31).expect("32 operands fit");
    assert_eq!(value(&deepest, "v1").at(&[0.5]), 16.0);
    let error = nested(32).expect_err("33 do not");
    assert!(error.to_string().contains("at most 32 operands"), "{error}");
    let error = nested(4000).expect_err("nor 4001");
    assert!(error.to_string().contains("levels of nesting"), "{error}");
}

/// The evaluator's own guard: a control that does not exist gives no number instead of a wrong one.
#[test]
fn a_missing_control_is_not_a_number() {
    let netlist = circuit("*@control c\n.param c=1\nV1 a 0 {c}");
    assert!(value(&netlist, "v1").at(&[]).is_nan());
    assert!(
        matches!(value(&netlist, "v1"), Value::Expression(expression) if expression.depends_on(0))
    );
}
