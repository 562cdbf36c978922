//! The re-amp's netlists and what is known of them before they run. It depends on no rate and no setting, so all instances
//! share it.

use crate::chain::circuits::{Shared, plan};
use crate::chain::load::Plan;
use crate::spice::{Error, SmallSignal};

/// Where levels are set.
const LEVEL_HZ: f64 = 1e3;

/// What the line output is plugged into, by its place among the decks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topology {
    /// Box and cable, into a resistance and a capacitance.
    Direct,
    /// A pickup in between, which was heard through a resistance and a capacitance.
    Pickup,
    /// Any source in between, which was heard through a coil.
    AnySource,
    /// Box and cable, into a fuzz.
    FuzzGermanium,
    /// The other fuzz.
    FuzzSilicon,
    /// Any source in between, into a fuzz.
    AnySourceFuzzGermanium,
    /// The other fuzz.
    AnySourceFuzzSilicon,
}

/// Every circuit of the block.
#[derive(Debug)]
pub struct Catalogue {
    /// Boxes from the line output's EMF to their own, unloaded, in the order of their choices but for *None*.
    boxes: Vec<Plan>,
    /// Their gains at 1 kHz, negative where they invert.
    box_gains: Vec<f64>,
    /// From a box's EMF on, in the order of [`Topology`].
    decks: Vec<Plan>,
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
        let boxes = vec![
            plan!("reamp_box_passive.cir")?,
            plan!("reamp_box_active.cir")?,
        ];
        Ok(Self {
            box_gains: boxes.iter().map(gain).collect::<Result<_, _>>()?,
            boxes,
            decks: vec![
                plan!("reamp_direct.cir")?,
                plan!("reamp_pickup.cir")?,
                plan!("reamp_source.cir")?,
                plan!("reamp_fuzz_germanium.cir")?,
                plan!("reamp_fuzz_silicon.cir")?,
                plan!("reamp_pickup_fuzz_germanium.cir")?,
                plan!("reamp_pickup_fuzz_silicon.cir")?,
            ],
        })
    }

    /// Boxes from the line output's EMF to their own, unloaded, in the order of their choices but for *None*.
    pub fn boxes(&self) -> &[Plan] {
        &self.boxes
    }

    /// What a box makes of the level at 1 kHz; negative where it inverts.
    pub fn box_gain(&self, place: usize) -> f64 {
        self.box_gains[place]
    }

    /// From a box's EMF on, in the order of [`Topology`].
    pub fn decks(&self) -> &[Plan] {
        &self.decks
    }
}

fn gain(plan: &Plan) -> Result<f64, Error> {
    let response = SmallSignal::new(plan.netlist(), &[])?.response(LEVEL_HZ);
    Ok(response.norm().copysign(response.re))
}
