//! Included files and the built-in library.

use preface::spice::Kind;
use preface::spice::netlist::{Embedded, Netlist};

/// A circuit of ours is built from the text in the program alone.
#[test]
fn built_in_models_need_no_disk() {
    let text = "Diode and tube\n\
                *@input a\n\
                *@output a\n\
                .include models.lib\n\
                R1 a 0 1k\n\
                D1 a 0 D4148 2\n\
                X1 a a 0 12ax7 mu=90\n";
    let netlist = Netlist::parse("memory.cir", text, &Embedded, &[]).expect("a valid netlist");
    let triode = netlist
        .elements
        .iter()
        .find_map(|element| match &element.kind {
            Kind::Triode { model, .. } => Some(model),
            _ => None,
        });
    assert_eq!(triode.map(|model| model.mu), Some(90.0));
}
