//! The preamp's circuits and what is known of them before they run. It depends on no rate and no setting, so all instances
//! share it.

use super::gain_law::GainLaw;
use super::transformer::TransformerLaw;
use crate::chain::circuits::{Shared, netlist};
use crate::spice::{Error, Netlist};

/// An amplifier.
#[derive(Debug)]
pub struct Circuit {
    /// Its text.
    pub netlist: Netlist,
    /// How its controls set its gain.
    pub law: GainLaw,
    /// What an output transformer sees of it, ohm.
    pub source_ohm: f64,
}

/// Every circuit of the preamp; lists in the order of their choices.
#[derive(Debug)]
pub struct Catalogue {
    /// The filter in front of the gain.
    pub high_pass: Netlist,
    /// Solid-state circuits.
    pub solid_state: Vec<Circuit>,
    /// Tube circuits.
    pub tubes: Vec<Circuit>,
    /// Input transformers.
    pub input_transformers: Vec<TransformerLaw>,
    /// The output transformer.
    pub output_transformer: TransformerLaw,
}

impl Catalogue {
    /// Reads and solves all of it the first time. Allocates.
    ///
    /// # Errors
    /// A circuit of ours that cannot be solved.
    pub fn get() -> Result<&'static Self, Error> {
        static CATALOGUE: Shared<Catalogue> = Shared::new();
        CATALOGUE.get(Self::new)
    }

    fn new() -> Result<Self, Error> {
        let circuit = |netlist: Result<Netlist, Error>, source_ohm: f64| {
            let netlist = netlist?;
            let law = GainLaw::new(&netlist)?;
            Ok(Circuit {
                netlist,
                law,
                source_ohm,
            })
        };
        Ok(Self {
            high_pass: netlist!("preamp_highpass.cir")?,
            // An operational amplifier behind the resistor that keeps it stable into a transformer's capacitance; a
            // follower of 19 mA (1.4 ohm) inside its feedback, with the resistance of its capacitor; two emitter resistors
            // of 10 ohm, half inside the feedback.
            solid_state: vec![
                circuit(netlist!("preamp_clean.cir"), 47.0)?,
                circuit(netlist!("preamp_class_a.cir"), 2.0)?,
                circuit(netlist!("preamp_class_ab.cir"), 5.0)?,
            ],
            // Transformers are driven by a cathode follower of the same tube: 1/gm at the sheet's operating point.
            // 12AX7 1600 uS, 12AY7 1750 uS, 12AT7 5500 uS, 12AU7 2200 uS, all at 250 V.
            tubes: vec![
                circuit(netlist!("preamp_12ax7.cir"), 1.0 / 1600e-6)?,
                circuit(netlist!("preamp_12ay7.cir"), 1.0 / 1750e-6)?,
                circuit(netlist!("preamp_12at7.cir"), 1.0 / 5500e-6)?,
                circuit(netlist!("preamp_12au7.cir"), 1.0 / 2200e-6)?,
            ],
            input_transformers: vec![
                TransformerLaw::new(netlist!("transformer_input_1to10.cir")?)?,
                TransformerLaw::new(netlist!("transformer_input_1to5.cir")?)?,
            ],
            output_transformer: TransformerLaw::new(netlist!("transformer_output.cir")?)?,
        })
    }
}
