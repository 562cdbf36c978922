//! Circuits that no solver can solve are refused with the element that is to blame.

use super::{FIRST_LINE, read};

fn fails(body: &str, line: usize, kind: &str, mentions: &[&str]) {
    let error = read(body).expect_err(body);
    assert!(format!("{:?}", error.kind).starts_with(kind), "{error:?}");
    assert_eq!(error.line, line + FIRST_LINE - 1, "{error}");
    for text in mentions {
        assert!(
            error.to_string().contains(text),
            "`{text}` is not in: {error}"
        );
    }
}

#[test]
fn floating_nodes() {
    fails("C1 in a 1n\nC2 a 0 1n", 1, "FloatingNode", &["`a`", "`c1`"]);
    fails("I1 0 a 1m", 1, "FloatingNode", &["`a`"]);
    fails(
        "E1 b 0 a 0 1\nRb b 0 1",
        1,
        "FloatingNode",
        &["`a`", "`e1`"],
    );
    // The secondary of a transformer without ground has no voltage of its own.
    fails(
        "Lp in 0 1\nRp in a 1\nRa a 0 1\nLs s1 s2 1\nRs s1 s2 1k\nK1 Lp Ls 0.9"
            .replace("Lp in 0", "Lp a 0")
            .as_str(),
        4,
        "FloatingNode",
        &["`s1`", "`ls`"],
    );
}

/// One terminal is enough where direct current has a way to ground; a gyrator is made of controlled currents alone.
#[test]
fn nodes_that_do_not_float() {
    for body in [
        "R1 in open 1k",
        "L1 in a 1\nC1 a 0 1n",
        ".model d D\nD1 in a d",
        "G1 a 0 b 0 1m\nG2 0 b a 0 1m\nC1 b 0 1u\nR1 in a 1k",
        "V1 a b 5\nR1 b 0 1",
    ] {
        assert!(read(body).is_ok(), "{body}");
    }
}

#[test]
fn loops_of_sources() {
    fails("V1 a 0 5\nV2 a 0 5", 2, "SourceLoop", &["`v2`", "`a`"]);
    fails("V1 in 0 5", 1, "SourceLoop", &["input `in`"]);
    fails("L1 in 0 1", 1, "SourceLoop", &["`l1`"]);
    fails(
        "V1 a 0 1\nE1 b a a 0 2\nRb b 0 1\nVh c 0 0\nRc c in 1\nH1 b c vh 2",
        6,
        "SourceLoop",
        &["`h1`"],
    );
    fails("V1 a a 0\nRa a 0 1", 1, "SourceLoop", &["`v1`"]);
    // ngspice finds the matrix singular: nothing says how they share the current.
    fails(
        "R1 in a 1\nL1 a 0 1m\nL2 a 0 1m",
        3,
        "SourceLoop",
        &["`l2`", "resistance"],
    );
    fails(
        "Rs1 in a 0\nRs2 in a 0\nRa a 0 1",
        2,
        "SourceLoop",
        &["`rs2`"],
    );
    assert!(read("R1 in a 1\nL1 a 0 1m\nR2 a b 1m\nL2 b 0 1m").is_ok());
}

#[test]
fn coupling_coefficients() {
    let coupled = |k: &str| format!("R1 in a 1\nL1 a 0 1\nR2 b 0 1\nL2 b 0 {{4}}\nK1 L1 L2 {k}");
    for k in ["1.01", "-2", "{0.5*3}"] {
        fails(&coupled(k), 5, "Syntax", &["`k1`", "-1..1"]);
    }
    for k in ["1", "-1", "0", "0.999"] {
        assert!(read(&coupled(k)).is_ok(), "{k}");
    }
    fails(
        &coupled("0.5").replace("{4}", "-4"),
        5,
        "Syntax",
        &["`l2`", "more than 0 H"],
    );
}

/// Two windings that share 99 % with a third cannot ignore each other. Perfect coupling is allowed.
#[test]
fn couplings_that_fit_each_other() {
    let coupled = |ab: &str, ac: &str, bc: &str| {
        format!(
            "Ra in a 1\nLa a 0 1\nRb b 0 1\nLb b 0 4\nRc c 0 1\nLc c 0 9\n\
             K1 La Lb {ab}\nK2 La Lc {ac}\nK3 Lb Lc {bc}"
        )
    };
    // 0.99 * 0.99 - (1 - 0.99^2) = 0.9602
    for (ab, ac, bc) in [
        ("0.99", "0.99", "0.9603"),
        ("1", "1", "1"),
        ("1", "-1", "-1"),
        ("1", "0.5", "0.5"),
        ("0", "0", "0"),
    ] {
        let netlist = coupled(ab, ac, bc);
        assert!(read(&netlist).is_ok(), "{:?}", read(&netlist));
    }
    for (ab, ac, bc) in [
        ("0.99", "0.99", "0.9601"),
        ("0.99", "0.99", "0"),
        ("1", "1", "0.9"),
        ("0.9", "0.9", "-0.9"),
        ("1", "0.5", "0.4"),
    ] {
        fails(
            &coupled(ab, ac, bc),
            9,
            "Syntax",
            &["`k3`", "energy", "expected"],
        );
    }
}
