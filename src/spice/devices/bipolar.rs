//! Bipolar transistor with ngspice's Gummel-Poon equations at 27 degrees, written for an NPN.
//!
//! ```text
//! if = IS (e^(vbe / NF vt) - 1)      ir = IS (e^(vbc / NR vt) - 1)
//! 1/qb = (1 - vbc/VAF - vbe/VAR) · 2 / (1 + sqrt(1 + 4 if/IKF + 4 ir/IKR))
//! it = (if - ir) / qb                                       from collector to emitter
//! i(BE) = if/BF + ISE (e^(vbe / NE vt) - 1) + gmin vbe + it
//! i(BC) = ir/BR + ISC (e^(vbc / NC vt) - 1) + gmin vbc - it
//! ```
//!
//! The current between collector and emitter belongs to both ports, with opposite signs: what goes in at the base
//! cancels, what remains runs from collector to emitter. A PNP is an NPN whose ports are turned round.

use super::junction::{Depletion, GMIN_SIEMENS, Junction};
use super::{Diode, TwoPorts};
use crate::lanes::Lanes;
use crate::spice::elements::BipolarModel;

/// A transistor without its resistances, which are elements of their own. Ports: base to emitter, base to collector.
#[derive(Clone, Debug)]
pub struct Bipolar {
    forward: Junction,
    reverse: Junction,
    emitter_leak: Option<Junction>,
    collector_leak: Option<Junction>,
    per_forward_gain: f64,
    per_reverse_gain: f64,
    /// One over the Early voltages, 1/V.
    early: Option<[f64; 2]>,
    /// Four over the currents where the gain rolls off, 1/A.
    roll_off: Option<[f64; 2]>,
    emitter_depletion: Depletion,
    collector_depletion: Depletion,
    forward_transit_seconds: f64,
    reverse_transit_seconds: f64,
    /// A diode from base to emitter that shares the port.
    across: Option<Box<Diode>>,
}

/// The parts that currents and charges share.
#[derive(Clone, Copy)]
struct Transport<V> {
    forward: (V, V),
    reverse: (V, V),
    /// 1/qb and its derivatives by both voltages.
    per_base_charge: V,
    slope: [V; 2],
}

impl Bipolar {
    /// The transistor of a model card.
    pub fn new(model: &BipolarModel) -> Self {
        let leak = |ampere: f64, emission| (ampere > 0.0).then(|| Junction::new(ampere, emission));
        let depletion = |farad, potential, grading| {
            Depletion::new(farad, potential, grading, model.forward_bias_coefficient)
        };
        let either = |pair: [f64; 2]| (pair != [0.0; 2]).then_some(pair);
        Self {
            forward: Junction::new(
                model.saturation_current_ampere,
                model.forward_emission_coefficient,
            ),
            reverse: Junction::new(
                model.reverse_saturation_ampere,
                model.reverse_emission_coefficient,
            ),
            emitter_leak: leak(model.emitter_leak_ampere, model.emitter_leak_coefficient),
            collector_leak: leak(
                model.collector_leak_ampere,
                model.collector_leak_coefficient,
            ),
            per_forward_gain: 1.0 / model.forward_gain,
            per_reverse_gain: 1.0 / model.reverse_gain,
            early: either([
                1.0 / model.reverse_early_volt,
                1.0 / model.forward_early_volt,
            ]),
            roll_off: either([
                4.0 / model.forward_knee_ampere,
                4.0 / model.reverse_knee_ampere,
            ]),
            emitter_depletion: depletion(
                model.emitter_capacitance_farad,
                model.emitter_potential_volt,
                model.emitter_grading_coefficient,
            ),
            collector_depletion: depletion(
                model.collector_capacitance_farad,
                model.collector_potential_volt,
                model.collector_grading_coefficient,
            ),
            forward_transit_seconds: model.forward_transit_seconds,
            reverse_transit_seconds: model.reverse_transit_seconds,
            across: None,
        }
    }

    /// Takes in a diode without charge that stands from base to emitter (for a PNP from emitter to base): what a junction
    /// does in reverse is written as one, and costs no port of its own. False where there is one already.
    pub fn take_in(&mut self, diode: &Diode) -> bool {
        let is_free = self.across.is_none() && !diode.has_charge();
        if is_free {
            self.across = Some(Box::new(diode.clone()));
        }
        is_free
    }

    /// True where its junctions store charge.
    pub fn has_charge(&self) -> bool {
        !self.emitter_depletion.is_empty()
            || !self.collector_depletion.is_empty()
            || self.forward_transit_seconds != 0.0
            || self.reverse_transit_seconds != 0.0
    }

    /// The voltage over which the current of a port (0 base-emitter, 1 base-collector) changes e times.
    pub fn emission_volt(&self, port: usize) -> f64 {
        self.junction(port).emission_volt()
    }

    /// Where Newton's method takes a port instead of `to`, coming from `from`.
    pub fn limited(&self, port: usize, from: f64, to: f64, source_ohm: Option<f64>) -> f64 {
        let to = self.junction(port).limited(from, to, source_ohm);
        match &self.across {
            Some(diode) if port == 0 => diode.limited(from, to, source_ohm),
            _ => to,
        }
    }

    fn junction(&self, port: usize) -> &Junction {
        match port {
            0 => &self.forward,
            _ => &self.reverse,
        }
    }

    /// Currents of the ports at these voltages of the base above emitter and collector.
    #[inline(always)]
    pub fn currents<V: Lanes>(&self, volt: [V; 2]) -> TwoPorts<V> {
        self.currents_with(volt, &self.transport(volt))
    }

    /// Charges of the ports.
    #[inline(always)]
    pub fn charges<V: Lanes>(&self, volt: [V; 2]) -> TwoPorts<V> {
        self.charges_with(volt, &self.transport(volt))
    }

    /// [`currents`](Self::currents) and [`charges`](Self::charges) with common exponentials.
    #[inline(always)]
    pub fn currents_and_charges<V: Lanes>(&self, volt: [V; 2]) -> (TwoPorts<V>, TwoPorts<V>) {
        let transport = self.transport(volt);
        (
            self.currents_with(volt, &transport),
            self.charges_with(volt, &transport),
        )
    }

    #[inline(always)]
    fn transport<V: Lanes>(&self, [emitter, collector]: [V; 2]) -> Transport<V> {
        let one = V::splat(1.0);
        let forward = self.forward.current(emitter);
        let reverse = self.reverse.current(collector);
        let mut transport = Transport {
            forward,
            reverse,
            per_base_charge: one,
            slope: [V::default(); 2],
        };
        if let Some(early) = self.early {
            let [by_emitter, by_collector] = early.map(|per_volt| -V::splat(per_volt));
            transport.per_base_charge = one + by_emitter * emitter + by_collector * collector;
            transport.slope = [by_emitter, by_collector];
        }
        if let Some(roll_off) = self.roll_off {
            let [forward_knee, reverse_knee] = roll_off.map(V::splat);
            // ngspice holds what stands under the root at zero; here it cannot reach it, for the root divides.
            let square = one + forward_knee * forward.0 + reverse_knee * reverse.0;
            let root = square.larger(V::splat(f64::EPSILON)).sqrt();
            let sum = one + root;
            let reciprocal = one / (root * sum);
            let factor = V::splat(2.0) * root * reciprocal;
            // d factor = -2 / (1 + root)² d root,  d root = d square / (2 root)
            let share = -V::splat(0.5) * factor * reciprocal;
            let by = [forward_knee * forward.1, reverse_knee * reverse.1];
            let early = transport.per_base_charge;
            for (slope, by) in transport.slope.iter_mut().zip(by) {
                *slope = *slope * factor + early * share * by;
            }
            transport.per_base_charge = early * factor;
        }
        transport
    }

    #[inline(always)]
    fn currents_with<V: Lanes>(&self, volt: [V; 2], transport: &Transport<V>) -> TwoPorts<V> {
        let gmin = V::splat(GMIN_SIEMENS);
        let (forward, reverse) = (transport.forward, transport.reverse);
        let difference = forward.0 - reverse.0;
        let through = difference * transport.per_base_charge;
        let by_emitter = forward.1 * transport.per_base_charge + difference * transport.slope[0];
        let by_collector = difference * transport.slope[1] - reverse.1 * transport.per_base_charge;
        let base = |share: f64, (ampere, siemens): (V, V), leak: &Option<Junction>, volt: V| {
            let share = V::splat(share);
            let mut current = share * ampere + gmin * volt;
            let mut slope = share * siemens + gmin;
            if let Some(leak) = leak {
                let (ampere, siemens) = leak.current(volt);
                current += ampere;
                slope += siemens;
            }
            (current, slope)
        };
        let mut emitter = base(self.per_forward_gain, forward, &self.emitter_leak, volt[0]);
        if let Some(diode) = &self.across {
            let (ampere, siemens) = diode.current(volt[0]);
            emitter.0 += ampere;
            emitter.1 += siemens;
        }
        let collector = base(
            self.per_reverse_gain,
            reverse,
            &self.collector_leak,
            volt[1],
        );
        TwoPorts {
            value: [emitter.0 + through, collector.0 - through],
            slope: [
                [emitter.1 + by_emitter, by_collector],
                [-by_emitter, collector.1 - by_collector],
            ],
        }
    }

    #[inline(always)]
    fn charges_with<V: Lanes>(&self, volt: [V; 2], transport: &Transport<V>) -> TwoPorts<V> {
        let mut emitter = self.emitter_depletion.charge(volt[0]);
        let mut collector = self.collector_depletion.charge(volt[1]);
        let mut emitter_by_collector = V::default();
        if self.forward_transit_seconds != 0.0 {
            // As in ngspice, the base charge divides while the junction is forward-biased.
            let (ampere, siemens) = transport.forward;
            let on = |on: V, off: V| volt[0].where_positive(on, off);
            let share = on(transport.per_base_charge, V::splat(1.0));
            let slopes = transport.slope.map(|slope| on(slope, V::default()));
            let transit = V::splat(self.forward_transit_seconds);
            emitter.0 += transit * ampere * share;
            emitter.1 += transit * (siemens * share + ampere * slopes[0]);
            emitter_by_collector = transit * ampere * slopes[1];
        }
        if self.reverse_transit_seconds != 0.0 {
            let transit = V::splat(self.reverse_transit_seconds);
            collector.0 += transit * transport.reverse.0;
            collector.1 += transit * transport.reverse.1;
        }
        TwoPorts {
            value: [emitter.0, collector.0],
            slope: [
                [emitter.1, emitter_by_collector],
                [V::default(), collector.1],
            ],
        }
    }
}
