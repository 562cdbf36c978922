//! The block's netlists and what is known of them before they run. It depends on no rate and no setting, so all instances
//! share it.

use super::deck::{DeckValues, Plan, WIRE_OHM};
use super::input::{InputCircuit, Ratio};
use super::law::{Knob, SmallSignalLaw};
use crate::chain::circuits::{Shared, netlist, plan};
use crate::spice::{Error, Netlist};

/// The decks with linear inputs, by their place among the plans.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinearDeck {
    /// An instrument.
    Instrument,
    /// An instrument that was recorded through a transformer.
    Inductive,
    /// A microphone.
    Microphone,
}

const LINEAR_DECKS: usize = 3;

/// Netlists and laws.
#[derive(Debug)]
pub struct Catalogue {
    /// Linear decks; those of boxes without transformer, with 1:10 and with 1:5 behind them; microphone inputs; fuzzes.
    plans: Vec<Plan>,
    passive_di: SmallSignalLaw,
    active_di_10m: SmallSignalLaw,
    active_di_220k: SmallSignalLaw,
    microphone_1to10: SmallSignalLaw,
    microphone_1to5: SmallSignalLaw,
    fuzz_germanium: SmallSignalLaw,
    fuzz_silicon: SmallSignalLaw,
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
        let microphone_1to10 = plan!("load_deck_microphone_1to10.cir")?;
        let microphone_1to5 = plan!("load_deck_microphone_1to5.cir")?;
        // A source without impedance in front of the input.
        let input = |plan: &Plan| {
            let nothing = plan.controls(&DeckValues::wire(1.0));
            SmallSignalLaw::new(plan.netlist(), Knob::MicrophoneInput, &nothing)
        };
        let active_di = netlist!("di_active.cir")?;
        let active_di = |input_ohm| {
            let fixed = [("source_ohm", WIRE_OHM), ("input_ohm", input_ohm)];
            SmallSignalLaw::new(&active_di, Knob::MicrophoneInput, &fixed)
        };
        let fuzz = |netlist: Netlist| {
            let fixed = [
                ("series_ohm", WIRE_OHM),
                ("now_farad", 0.0),
                ("after_fuzz", 0.0),
            ];
            SmallSignalLaw::new(&netlist, Knob::Fuzz, &fixed)
        };
        Ok(Self {
            passive_di: SmallSignalLaw::new(
                &netlist!("di_passive.cir")?,
                Knob::MicrophoneInput,
                &[("source_ohm", WIRE_OHM)],
            )?,
            active_di_10m: active_di(InputCircuit::ActiveDi10M.input_ohm())?,
            active_di_220k: active_di(InputCircuit::ActiveDi220k.input_ohm())?,
            microphone_1to10: input(&microphone_1to10)?,
            microphone_1to5: input(&microphone_1to5)?,
            fuzz_germanium: fuzz(netlist!("reamp_fuzz_germanium.cir")?)?,
            fuzz_silicon: fuzz(netlist!("reamp_fuzz_silicon.cir")?)?,
            plans: vec![
                plan!("load_deck.cir")?,
                plan!("load_deck_coil.cir")?,
                plan!("load_deck_microphone.cir")?,
                plan!("load_deck_passive_di.cir")?,
                plan!("load_deck_passive_di_1to10.cir")?,
                plan!("load_deck_passive_di_1to5.cir")?,
                plan!("load_deck_active_di.cir")?,
                plan!("load_deck_active_di_1to10.cir")?,
                plan!("load_deck_active_di_1to5.cir")?,
                microphone_1to10,
                microphone_1to5,
                plan!("load_deck_fuzz_germanium.cir")?,
                plan!("load_deck_fuzz_silicon.cir")?,
            ],
        })
    }

    /// All decks.
    pub fn plans(&self) -> &[Plan] {
        &self.plans
    }

    /// What an input that is a circuit does to small signals. Of a DI box with a transformer behind it: the same as
    /// without, where the microphone input has that impedance.
    pub fn law(&self, circuit: InputCircuit) -> &SmallSignalLaw {
        match circuit {
            InputCircuit::PassiveDi => &self.passive_di,
            InputCircuit::ActiveDi10M => &self.active_di_10m,
            InputCircuit::ActiveDi220k => &self.active_di_220k,
            InputCircuit::Microphone(Ratio::OneToTen) => &self.microphone_1to10,
            InputCircuit::Microphone(Ratio::OneToFive) => &self.microphone_1to5,
            InputCircuit::FuzzGermanium => &self.fuzz_germanium,
            InputCircuit::FuzzSilicon => &self.fuzz_silicon,
        }
    }

    /// The place of a linear deck.
    pub fn linear(deck: LinearDeck) -> usize {
        deck as usize
    }

    /// The place of the deck with an input that is a circuit, and with a transformer behind it.
    pub fn nonlinear(circuit: InputCircuit, ratio: Option<Ratio>) -> usize {
        let behind = match ratio {
            None => 0,
            Some(Ratio::OneToTen) => 1,
            Some(Ratio::OneToFive) => 2,
        };
        let place = match circuit {
            InputCircuit::PassiveDi => behind,
            InputCircuit::ActiveDi10M | InputCircuit::ActiveDi220k => 3 + behind,
            InputCircuit::Microphone(Ratio::OneToTen) => 6,
            InputCircuit::Microphone(Ratio::OneToFive) => 7,
            InputCircuit::FuzzGermanium => 8,
            InputCircuit::FuzzSilicon => 9,
        };
        LINEAR_DECKS + place
    }
}
