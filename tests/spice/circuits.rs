//! Small circuits for the solver's tests.

use preface::spice::Netlist;
use preface::spice::netlist::Embedded;

/// A netlist without its title line.
pub fn circuit(cards: &str) -> Netlist {
    let text = format!("* test\n*@input in\n*@output out\n{cards}");
    Netlist::parse("test.cir", &text, &Embedded, &[]).unwrap()
}

/// A tube stage whose grid conducts at overload, with its plate resistor as a control.
pub fn triode_stage() -> Netlist {
    circuit(
        "*@control plate_ohm\n.include models.lib\n.param plate_ohm=100k\nVbb bb 0 280\n\
         Rs in s 1k\nCin s g0 22n\nRg g0 0 1Meg\nRstop g0 g 68k\nRa bb a {plate_ohm}\n\
         Rk k 0 1.5k\nCk k 0 22u\nX1 a g k 12AX7\nCc a out 22n\nRL out 0 1Meg\n",
    )
}

/// Two silicon diodes, one of them two in series, behind a resistor that a control moves.
pub fn diode_clipper() -> Netlist {
    circuit(
        "*@control series_ohm\n.include models.lib\n.param series_ohm=2.2k\n\
         R1 in out {series_ohm}\nR2 out 0 100k\nC2 out 0 10n\nD1 out 0 D4148\n\
         .model DPLAIN D(IS=1e-14)\nD2 0 m DPLAIN\nD3 m out DPLAIN\n",
    )
}
