//! One way out: line output and box, then the deck. All of their circuits are ready; two run at most.

use super::catalogue::Catalogue;
use super::setup::Setup;
use crate::chain::load::Deck;
use crate::lanes::Lanes;
use crate::spice::Error;

/// A way out.
#[derive(Clone, Debug)]
pub struct Send<V: Lanes> {
    sender: Deck<V>,
    deck: Deck<V>,
}

impl<V: Lanes> Send<V> {
    /// With every circuit at rest. Allocates.
    ///
    /// # Errors
    /// A circuit that cannot be solved.
    pub fn new(catalogue: &'static Catalogue, internal_rate_hz: f64) -> Result<Self, Error> {
        Ok(Self {
            sender: Deck::new(catalogue.boxes(), internal_rate_hz)?,
            deck: Deck::new(catalogue.decks(), internal_rate_hz)?,
        })
    }

    /// At once at a setup, at rest, to the last bit as if it were new.
    pub fn start_at(&mut self, setup: &Setup) {
        self.sender.start_at(&setup.sender);
        self.deck.start_at(&setup.deck);
    }

    /// At once at a setup; the circuits that run in `other` go on from there, others start at rest.
    pub fn take_over(&mut self, setup: &Setup, other: &Self) {
        for (deck, values, other) in [
            (&mut self.sender, &setup.sender, &other.sender),
            (&mut self.deck, &setup.deck, &other.deck),
        ] {
            if values.plan == other.values().plan {
                deck.take_over(values, other);
            } else {
                deck.start_at(values);
            }
        }
    }

    /// Be at a setup of the same circuits after `frames`.
    pub fn move_to(&mut self, setup: &Setup, frames: usize) {
        self.sender.move_to(&setup.sender, frames);
        self.deck.move_to(&setup.deck, frames);
    }

    /// Volts behind the converter in, volts at the jack or behind the fuzz out, in place.
    pub fn process(&mut self, frames: &mut [V]) {
        self.sender.process(frames);
        self.deck.process(frames);
    }

    /// Steps without a solution since it was built.
    pub fn solver_failures(&self) -> u64 {
        self.sender.solver_failures() + self.deck.solver_failures()
    }
}
