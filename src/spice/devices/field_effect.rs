//! Junction field-effect transistor with ngspice's equations (level 1, with the doping tail B of Parker and Skellern)
//! at 27 degrees, written for an N channel.
//!
//! ```text
//! s(x) = x² (B + (1 - B) / (PB - VTO) x)
//! id = BETA (1 + LAMBDA |vds|) (s(max(vgs - VTO, 0)) - s(max(vgd - VTO, 0)))
//! ```
//!
//! In cut-off, saturation and the linear region, either way round, this is what ngspice computes by cases. A P channel
//! is an N channel whose ports are turned round.

use super::TwoPorts;
use super::junction::{Depletion, GMIN_SIEMENS, Junction};
use crate::lanes::Lanes;
use crate::spice::elements::FieldEffectModel;

/// The longest step of Newton's method while the gate does not conduct, in voltages from cut-off to saturation.
const LONGEST_STEP: f64 = 4.0;

/// A transistor without its resistances, which are elements of their own. Ports: gate to source, gate to drain.
#[derive(Clone, Debug)]
pub struct FieldEffect {
    gate: Junction,
    threshold_volt: f64,
    transconductance: f64,
    channel_length: f64,
    /// B, and (1 - B) / (PB - VTO), 1/V.
    tail: f64,
    tail_per_volt: f64,
    depletions: [Depletion; 2],
    longest_step_volt: f64,
}

impl FieldEffect {
    /// The transistor of a model card.
    pub fn new(model: &FieldEffectModel) -> Self {
        let depletion = |farad| {
            let (potential, forward_bias) =
                (model.gate_potential_volt, model.forward_bias_coefficient);
            Depletion::new(farad, potential, 0.5, forward_bias)
        };
        Self {
            gate: Junction::new(model.saturation_current_ampere, 1.0),
            threshold_volt: model.threshold_volt,
            transconductance: model.transconductance,
            channel_length: model.channel_length_per_volt,
            tail: model.doping_tail,
            tail_per_volt: (1.0 - model.doping_tail)
                / (model.gate_potential_volt - model.threshold_volt),
            depletions: [
                depletion(model.source_capacitance_farad),
                depletion(model.drain_capacitance_farad),
            ],
            longest_step_volt: LONGEST_STEP * model.threshold_volt.abs().max(1.0),
        }
    }

    /// True where its junctions store charge.
    pub fn has_charge(&self) -> bool {
        self.depletions
            .iter()
            .any(|depletion| !depletion.is_empty())
    }

    /// The voltage over which the gate's current changes e times.
    pub fn emission_volt(&self) -> f64 {
        self.gate.emission_volt()
    }

    /// Where Newton's method takes a port instead of `to`, coming from `from`.
    pub fn limited(&self, from: f64, to: f64, source_ohm: Option<f64>) -> f64 {
        let longest = self.longest_step_volt;
        let to = self.gate.limited(from, to, source_ohm);
        if to > self.threshold_volt {
            // The channel opens from where it is closed, however far that is.
            to.min(from.max(self.threshold_volt) + longest)
        } else {
            to
        }
    }

    /// Currents of the ports at these voltages of the gate above source and drain.
    #[inline(always)]
    pub fn currents<V: Lanes>(&self, volt: [V; 2]) -> TwoPorts<V> {
        let gmin = V::splat(GMIN_SIEMENS);
        let (channel, by_source, by_drain) = self.channel(volt);
        let [source, drain] = volt.map(|volt| {
            let (ampere, siemens) = self.gate.current(volt);
            (ampere + gmin * volt, siemens + gmin)
        });
        TwoPorts {
            value: [source.0 + channel, drain.0 - channel],
            slope: [
                [source.1 + by_source, by_drain],
                [-by_source, drain.1 - by_drain],
            ],
        }
    }

    /// Current from drain to source and its derivatives by the port voltages.
    #[inline(always)]
    fn channel<V: Lanes>(&self, volt: [V; 2]) -> (V, V, V) {
        let (tail, per_volt) = (V::splat(self.tail), V::splat(self.tail_per_volt));
        let beta = V::splat(self.transconductance);
        let lambda = V::splat(self.channel_length);
        let [source, drain] = volt.map(|volt| {
            let x = (volt - V::splat(self.threshold_volt)).larger(V::default());
            let bent = per_volt * x;
            (
                x * x * (tail + bent),
                x * (tail + tail + V::splat(3.0) * bent),
            )
        });
        let difference = source.0 - drain.0;
        let drain_volt = volt[0] - volt[1];
        let gain = beta * (V::splat(1.0) + lambda * drain_volt.abs());
        let steepness = beta * lambda * difference;
        let shortened = drain_volt.where_positive(steepness, -steepness);
        (
            gain * difference,
            gain * source.1 + shortened,
            -gain * drain.1 - shortened,
        )
    }

    /// Charges of the ports.
    #[inline(always)]
    pub fn charges<V: Lanes>(&self, volt: [V; 2]) -> TwoPorts<V> {
        let source = self.depletions[0].charge(volt[0]);
        let drain = self.depletions[1].charge(volt[1]);
        TwoPorts {
            value: [source.0, drain.0],
            slope: [[source.1, V::default()], [V::default(), drain.1]],
        }
    }
}
