//! What is wrong is named with file, line, what was found and what was expected.

use preface::spice::Netlist;
use preface::spice::netlist::Embedded;

use super::{FIRST_LINE, read, read_with};

/// `body` must fail in its line `line` (from 1) with a kind called `kind`; the message mentions all of `mentions`.
fn fails(body: &str, line: usize, kind: &str, mentions: &[&str]) {
    let error = match read(body) {
        Ok(netlist) => panic!("no error in:\n{body}\n{netlist:#?}"),
        Err(error) => error,
    };
    let found = format!("{:?}", error.kind);
    assert!(
        found.starts_with(&format!("{kind}(")),
        "{kind}, not {found}, of:\n{body}"
    );
    assert_eq!(
        (error.file.as_str(), error.line),
        ("test.cir", line + FIRST_LINE - 1),
        "{error}"
    );
    for text in mentions.iter().chain(&["expected"]) {
        assert!(
            error.to_string().contains(text),
            "`{text}` is not in: {error}"
        );
    }
    assert!(!error.to_string().contains('\n'), "one line: {error}");
}

#[test]
fn unknown_elements() {
    for card in ["M1 in 0 0 0 m", "T1 in 0 1 0", "7up in 0 1", "? x"] {
        let name = card.split(' ').next().unwrap_or_default().to_lowercase();
        let found = format!("`{name}`");
        fails(
            &format!("R1 in 0 1\n{card}"),
            2,
            "UnknownElement",
            &[&found, "R C L K V I E F G H D Q J X"],
        );
    }
}

#[test]
fn unknown_models_and_devices() {
    fails(
        "D1 in 0 1n4148",
        1,
        "UnknownModel",
        &["1n4148", "none is defined"],
    );
    fails(
        ".model da D\n.model db D\nD1 in 0 dc",
        3,
        "UnknownModel",
        &["`dc`", "da db"],
    );
    fails(
        ".model q NPN\nD1 in 0 q",
        2,
        "UnknownModel",
        &["npn", "`d`"],
    );
    fails(
        ".model z ZENER(bv=5)",
        1,
        "UnknownModel",
        &["zener", "d npn pnp njf pjf"],
    );
    fails(
        ".model d D\nQ1 in in 0 d",
        2,
        "UnknownModel",
        &["type `d`", "`npn` or `pnp`"],
    );
    fails(
        ".model q PNP\nJ1 in in 0 q",
        2,
        "UnknownModel",
        &["type `pnp`", "`njf` or `pjf`"],
    );
    fails(
        ".model q NPN\nQ1 in in 0 bc108 1",
        2,
        "UnknownModel",
        &["`bc108`", ": q"],
    );
    fails(
        ".subckt a p\n.ends\nX1 in b",
        3,
        "UnknownModel",
        &["`b`", ": a"],
    );
    fails(
        "F1 in 0 Rhead 2",
        1,
        "UnknownModel",
        &["rhead", "Fname node node Vname GAIN"],
    );
    fails("H1 in 0 Vnone 2", 1, "UnknownModel", &["vnone"]);
    fails("L1 in 0 1\nK1 L1 L2 1", 2, "UnknownModel", &["l2"]);
}

#[test]
fn unknown_parameters() {
    fails(
        "R1 in 0 {ohm}",
        1,
        "UnknownParameter",
        &["`ohm`", "none is defined"],
    );
    fails(
        ".param a=1 b={c}\nR1 in 0 {b}",
        1,
        "UnknownParameter",
        &["`c`", "a b"],
    );
    fails(
        "R1 in 0 {sqr(2)}",
        1,
        "UnknownParameter",
        &["`sqr`", "sqrt exp ln"],
    );
    fails(
        "R1 in 0 1k ic=1",
        1,
        "UnknownParameter",
        &["`ic`", "Rname node node OHM"],
    );
    fails(
        ".model d D(is=1n ikf=2)",
        1,
        "UnknownParameter",
        &["`ikf`", "is n rs cjo vj m fc tt bv ibv"],
    );
    fails(
        ".model q NPN(is=1f mfg=3)",
        1,
        "UnknownParameter",
        &["`mfg`", "a bipolar transistor", "is bf br nf nr vaf"],
    );
    fails(
        ".model j NJF(vto=-1 idss=2m)",
        1,
        "UnknownParameter",
        &["`idss`", "a field-effect transistor", "vto beta lambda b"],
    );
    fails(
        ".model d D(is=1n\n+ isr=2)",
        1,
        "UnknownParameter",
        &["`isr`"],
    );
    fails(
        ".subckt s a params: r=1\nR1 a 0 {r}\n.ends\nX1 in s q=2",
        4,
        "UnknownParameter",
        &["`q`", ": r"],
    );
    fails(
        "*@control gain\n.param again=1",
        1,
        "UnknownParameter",
        &["`gain`", "again"],
    );
    let error =
        read_with(".param a=1 b=2", &[("c".to_owned(), 1.0)]).expect_err("no such parameter");
    assert_eq!(
        error.to_string(),
        "test.cir: unknown parameter `c`, expected one of: a b"
    );
}

#[test]
fn missing_nodes() {
    for (card, form) in [
        ("R1 in", "Rname node node OHM"),
        ("C1", "Cname node node FARAD"),
        ("V1 in {5}", "Vname node node"),
        ("E1 in 0 in", "Ename node node node node GAIN"),
        ("D1 in", "Dname node node MODEL"),
        ("Q1 in 0", "Qname collector base emitter [substrate] MODEL"),
        ("J1 in 0", "Jname drain gate source MODEL"),
    ] {
        fails(card, 1, "MissingNode", &[form]);
    }
    fails(
        ".subckt s a b\nR1 a b 1\n.ends\nX1 in s",
        4,
        "MissingNode",
        &["1 nodes", "2 for `s`: a b"],
    );
    fails(
        ".subckt s\n.ends",
        1,
        "MissingNode",
        &[".subckt NAME NODE..."],
    );
}

#[test]
fn missing_values() {
    for (card, form) in [
        ("R1 in 0", "Rname node node OHM"),
        ("V1 in 0", "Vname node node [DC] VOLT"),
        ("V1 in 0 DC", "Vname node node [DC] VOLT"),
        ("G1 in 0 in 0", "SIEMENS"),
        ("F1 in 0", "Vname"),
        ("D1 in 0", "MODEL"),
        ("Q1 in 0 0", "[substrate] MODEL"),
        ("J1 in 0 0", "source MODEL"),
        ("K1", "Kname Lname Lname... COEFFICIENT"),
        ("X1", "SUBCIRCUIT"),
        (".param a=", ".param NAME=VALUE..."),
        (".model d", ".model NAME TYPE"),
        (".subckt", ".subckt NAME"),
        (".include", ".include FILE"),
    ] {
        fails(card, 1, "MissingValue", &[form]);
    }
    fails(
        "L1 in a 1\nRa a 0 1\nL2 in b 1\nRb b 0 1\nK1 L1 L2",
        5,
        "MissingValue",
        &["Kname"],
    );
}

#[test]
fn lines_that_cannot_be_read() {
    for (body, mention) in [
        ("R1 in 0 ohm", "4.7k or an {expression}"),
        ("R1 in 0 4k7", "`4k7`"),
        ("R1 in 0 1k 2k", "`2k`"),
        ("R1 in 0 {1+", "`}`"),
        ("R1 in 0 {}", "the end"),
        ("R1 in 0 {1 2}", "`2`"),
        ("R1 in 0 {1+*2}", "`*`"),
        ("R1 in 0 {(1}", "`)`"),
        ("R1 in 0 {min(1)}", "expected two"),
        ("R1 in 0 {1/0}", "finite"),
        ("R1 in 0 {sqrt(-1)}", "finite"),
        (".param a=2 * 3", "`*`"),
        (".param 5", ".param NAME=VALUE"),
        (".ends", ".subckt"),
        (".subckt a b\nR1 b 0 1", ".ends"),
        ("V1 in 0 SIN(0 1 1k)", "*@input NODE"),
        ("I1 in 0 PULSE 0 1", "*@input NODE"),
        ("V1 a 0 1 2", "more than one"),
        (".model d D(n=0)\n", "`n` is 0"),
        (".model d D(m=1.5)\n", "less than 1"),
        (".model d D\nD1 in 0 d 0", "area"),
        (".model q NPN\nQ1 in 0 0 q -1", "area"),
        (".model q NPN(bf=0)\n", "`bf` is 0"),
        (".model q NPN(rb=100 rbm=10)\n", "RB: it is constant"),
        (".model q NPN(cjs=1p mjs=0.5)\n", "CJS is constant"),
        (".model q NPN(rb=1 cjc=1p xcjc=0.5)\n", "1 where RB"),
        (".model q NPN(xtf=2)\n", "expected 0"),
        (".model q NPN(level=4)\n", "expected 1"),
        (".model j NJF(fc=1)\n", "less than 1"),
    ] {
        let line = body.trim_end().lines().count();
        let line = if mention == ".ends" { 1 } else { line };
        fails(body, line, "Syntax", &[mention]);
    }
}

#[test]
fn a_continuation_of_nothing() {
    let error = Netlist::parse("plus.cir", "Title\n+ more\n", &Embedded, &[])
        .expect_err("nothing before it");
    assert_eq!(
        error.to_string(),
        "plus.cir:2: found a continuation line `+`, expected a line before it"
    );
}

#[test]
fn parameters_in_a_circle_and_of_endless_chains() {
    fails(
        ".param b={a} a={b}\nR1 in 0 {a}",
        1,
        "Syntax",
        &["defined by itself"],
    );
    let chain: Vec<String> = (0..100)
        .map(|n| format!(".param p{n}={{p{}}}", n + 1))
        .collect();
    let body = format!("{}\n.param p100=1\nR1 in 0 {{p0}}", chain.join("\n"));
    fails(&body, 65, "TooLarge", &["`p64`", "64 in a row"]);
}

#[test]
fn controls_move_elements_only() {
    let head = "*@control c\n.param c=2\n";
    fails(
        &format!("{head}.model d D(n={{c}})"),
        3,
        "Syntax",
        &["`n`", "control"],
    );
    fails(
        &format!("{head}.model d D\nD1 in 0 d {{c}}"),
        4,
        "Syntax",
        &["area"],
    );
    fails("*@control", 1, "Syntax", &["*@control NAME"]);
    fails(
        &format!("{head}*@control C"),
        3,
        "Duplicate",
        &["`*@control c`"],
    );
}

#[test]
fn names_are_unique() {
    fails(
        "R1 in 0 1\nr1 in 0 2",
        2,
        "Duplicate",
        &["`r1`", "test.cir:5"],
    );
    fails(".param a=1\n.param b=1 A=2", 2, "Duplicate", &["`a`"]);
    fails(".model a D\n.model a D", 2, "Duplicate", &["model"]);
    fails(
        ".subckt a b\n.ends\n.subckt a b\n.ends",
        3,
        "Duplicate",
        &["subcircuit"],
    );
    fails("L1 in 0 1\nK1 L1 L1 0.5", 2, "Duplicate", &["l1"]);
    fails("*@input in", 1, "Duplicate", &["`*@input`"]);
}

#[test]
fn unsupported_cards() {
    for card in [
        ".tran 1u 1m",
        ".options reltol=1e-3",
        ".lib x y",
        ".global vcc",
    ] {
        fails(
            card,
            1,
            "UnsupportedCard",
            &[".model .subckt .ends .param .include .end"],
        );
    }
}

#[test]
fn behavioural_sources_need_a_native_device() {
    fails(
        "B1 in 0 I=V(in)^3",
        1,
        "Behavioural",
        &[
            "b1",
            "triode (12AX7)",
            "clamp (CLAMP)",
            "magnetic core (CORE)",
        ],
    );
    fails(
        ".subckt odd a\nB1 a 0 I=V(a)\n.ends\nX1 in odd",
        2,
        "Behavioural",
        &["b1"],
    );
    fails("E1 in 0 value={V(in)*2}", 1, "Behavioural", &["function"]);
    fails(
        "G1 in 0 poly(1) in 0 0 1",
        1,
        "Behavioural",
        &["Gname node node node node SIEMENS"],
    );
    let tube = "\
        .subckt 12AX7 a g k\n\
        .param mu=100 gk=2e-3 xk=1.05 ck=2.8 gg=6e-4 xg=1.3 cg=6.4\n\
        bX x 0 v = CK*( V(a,k)/mu+V(g,k) )\n\
        By y 0 V=cg*V(g,k)\n\
        Bk a k I = gk*pwr((uramp(V(x)) + ln(1+exp(-abs(V(x)))))/ck,xk)\n\
        Bg g a I = gg*pwr((uramp(V(y)) + ln(1+exp(-abs(V(y)))))/cg,xg)\n\
        .ends\nX1 in in 0 12ax7";
    assert!(read(tube).is_ok(), "blanks and case do not matter");
    fails(
        &tube.replace("gk*pwr", "2*gk*pwr"),
        5,
        "Behavioural",
        &["differs", "Bk a k I = gk*pwr"],
    );
    let without_grid: Vec<&str> = tube
        .lines()
        .filter(|line| !line.starts_with("Bg"))
        .collect();
    fails(&without_grid.join("\n"), 1, "Behavioural", &["Bg g a I"]);
    fails(
        &tube.replace(".ends", "R1 y 0 1k\n.ends"),
        1,
        "Behavioural",
        &["inner node `y`"],
    );
    fails(
        &tube.replace("12AX7 a g k", "12AX7 p g k"),
        1,
        "Behavioural",
        &["a g k"],
    );
    fails(
        &tube.replace("mu=100 ", ""),
        1,
        "UnknownParameter",
        &["`mu`"],
    );
    fails(&format!("{tube} mu=0"), 1, "Syntax", &["`mu` is 0"]);
    fails(
        &format!("*@control c\n.param c=100\n{tube} mu={{c}}"),
        3,
        "Syntax",
        &["control"],
    );
    let other_name = tube.replace("12AX7", "EF86").replace("12ax7", "ef86");
    assert!(read(&other_name).is_ok(), "the sources tell, not the name");
    fails(
        &other_name.replace("gk*pwr", "2*gk*pwr"),
        5,
        "Behavioural",
        &["`ef86`", "triode", "Bk a k I = gk*pwr"],
    );
    fails(
        &other_name.replace(".ends", "Bz k 0 V = 1\n.ends"),
        7,
        "Behavioural",
        &["source `bz`"],
    );
}

#[test]
fn missing_input_and_output() {
    let cases = [
        (
            "T\n*@output a\nR1 a 0 1",
            0,
            "MissingInput",
            "`*@input NODE`",
        ),
        (
            "T\n*@input a\nR1 a 0 1",
            0,
            "MissingOutput",
            "`*@output NODE`",
        ),
        (
            "T\n*@input b\n*@output a\nR1 a 0 1",
            2,
            "MissingInput",
            "nodes: a",
        ),
        (
            "T\n*@input a\n*@output 0\nR1 a 0 1",
            3,
            "MissingOutput",
            "nodes: a",
        ),
        (
            "T\n*@input\n*@output a\nR1 a 0 1",
            2,
            "MissingInput",
            "one node",
        ),
        (
            "T\n*@input a\n*@output a b\nR1 a 0 1",
            3,
            "MissingOutput",
            "one node",
        ),
        ("", 0, "MissingInput", "`*@input NODE`"),
    ];
    for (text, line, kind, mention) in cases {
        let error = Netlist::parse("port.cir", text, &Embedded, &[]).expect_err(text);
        assert_eq!(error.line, line, "{error}");
        assert!(format!("{:?}", error.kind).starts_with(kind), "{error:?}");
        assert!(
            error.to_string().contains(mention) && error.to_string().contains("expected"),
            "{error}"
        );
    }
}

#[test]
fn circuits_too_large_for_real_time() {
    let tree: String = (1..=8)
        .map(|n| {
            let uses: String = (0..10)
                .map(|use_| format!("X{use_} a s{}\n", n - 1))
                .collect();
            format!(".subckt s{n} a\n{uses}.ends\n")
        })
        .collect();
    let error = read(&format!(".subckt s0 a\nR1 a 0 1\n.ends\n{tree}X1 in s8"))
        .expect_err("10^8 resistors");
    assert!(error.to_string().contains("at most 2000"), "{error}");
    fails(
        ".subckt s a\nX1 a s\n.ends\nX1 in s",
        2,
        "SubcircuitRecursion",
        &["16 deep"],
    );
    let nested = ".subckt s a\n".repeat(20_000);
    fails(&nested, 17, "TooLarge", &["16 levels"]);
    let windings: String = (0..40)
        .map(|n| format!("L{n} a{n} 0 1\nR{n} a{n} 0 1\n"))
        .collect();
    let names: String = (0..40).map(|n| format!(" L{n}")).collect();
    fails(
        &format!("{windings}K1{names} 0.5"),
        81,
        "TooLarge",
        &["32 inductors"],
    );
}
