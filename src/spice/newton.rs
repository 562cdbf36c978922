//! Newton's method on the controlling voltages of a circuit's devices.
//!
//! Seen from its devices the linear rest of a circuit is v = p - K j: a step of time asks for the port voltages v whose
//! currents j(v) fulfil that. Both channels iterate together.

mod small_dense;

use super::devices::{Carried, Device};
use super::mna::Port;
use crate::lanes::{Lanes, Work};
use small_dense::{add_product, solve_in_place, solve_two};

/// A step is done when every correction is below this fraction of the voltage over which its device's currents bend:
/// Newton's method squares the error, so that what remains is about a millionth of that voltage.
const TOLERANCE: f64 = 1e-3;

/// Devices with a linear shunt taken off every port, and room to iterate.
#[derive(Clone, Debug)]
pub struct Newton<V: Lanes> {
    devices: Vec<Placed>,
    port_count: usize,
    has_charge: bool,
    /// One over the voltage over which the device's currents bend.
    per_scale: Vec<V>,
    /// What the linear part has of every port's conductance.
    shunt_siemens: Vec<V>,
    /// Up to these voltages no port carries current; none where there are devices that always do.
    idle_volt: Option<Vec<V>>,
    /// Port currents from which all others are counted.
    rest_current: Vec<V>,
    volt: Vec<V>,
    current: Vec<V>,
    charge: Vec<V>,
    /// d current / d volt and d charge / d volt, port by port.
    slope: Vec<V>,
    capacitance: Vec<V>,
    jacobian: Vec<V>,
    correction: Vec<V>,
}

#[derive(Clone, Debug)]
struct Placed {
    device: Device,
    first_port: usize,
    ports: usize,
}

/// What a stage of integration asks of the devices: v = p - K (j(v) + rate (q(v) - q_0) + offset).
#[derive(Debug)]
pub struct Stage<'a, V> {
    /// p, volt.
    pub open_volt: &'a [V],
    /// K, ohm, row by row.
    pub impedance: &'a [V],
    /// What turns a change of charge into a current, 1/s.
    pub rate: V,
    /// q_0, coulomb.
    pub charge: &'a [V],
    /// Current that the integrator adds for charges, ampere.
    pub charge_current: &'a [V],
}

impl<V: Lanes> Newton<V> {
    /// Devices with their `ports` in the given order; `shunt_siemens` stands in the linear part for every port that has
    /// a shunt.
    pub fn new(devices: &[Device], ports: &[Port], shunt_siemens: f64) -> Self {
        let mut placed = Vec::new();
        let mut per_scale = Vec::new();
        for device in devices {
            let ports = device.port_count();
            placed.push(Placed {
                device: device.clone(),
                first_port: per_scale.len(),
                ports,
            });
            per_scale.extend((0..ports).map(|port| V::splat(1.0 / device.scale_volt(port))));
        }
        let port_count = per_scale.len();
        let idle_volt = devices.iter().flat_map(|device| {
            let ports = 0..device.port_count();
            ports.map(|port| device.idle_within_volt(port).map(V::splat))
        });
        let zeros = || vec![V::default(); port_count];
        Self {
            devices: placed,
            port_count,
            has_charge: devices.iter().any(Device::has_charge),
            per_scale,
            shunt_siemens: ports
                .iter()
                .map(|port| V::splat(f64::from(u8::from(port.has_shunt())) * shunt_siemens))
                .collect(),
            idle_volt: idle_volt.collect(),
            rest_current: zeros(),
            volt: zeros(),
            current: zeros(),
            charge: zeros(),
            slope: vec![V::default(); port_count * port_count],
            capacitance: vec![V::default(); port_count * port_count],
            jacobian: vec![V::default(); port_count * port_count],
            correction: zeros(),
        }
    }

    /// Number of ports of all devices.
    pub fn port_count(&self) -> usize {
        self.port_count
    }

    /// True where no device carries current at these port voltages, and all may be left out.
    #[inline(always)]
    pub fn is_idle(&self, port_volt: &[V]) -> bool {
        let Some(idle_volt) = &self.idle_volt else {
            return false;
        };
        let mut most = V::default();
        for (volt, limit) in port_volt.iter().zip(idle_volt) {
            most = most.larger(volt.abs() - *limit);
        }
        most.is_at_most(0.0)
    }

    /// The result where no device carries current.
    #[inline(always)]
    pub fn idle_at(&mut self, port_volt: &[V]) {
        for (volt, open) in self.volt.iter_mut().zip(port_volt) {
            *volt = *open;
        }
        for current in &mut self.current {
            *current = V::default();
        }
    }

    /// True where a device stores charge.
    pub fn has_charge(&self) -> bool {
        self.has_charge
    }

    /// Port voltages: the start of an iteration, and its result.
    pub fn volt(&self) -> &[V] {
        &self.volt
    }

    /// See [`volt`](Self::volt).
    pub fn volt_mut(&mut self) -> &mut [V] {
        &mut self.volt
    }

    /// True where no port's voltage is further from the others than `limit` voltages over which its device's currents
    /// bend.
    #[inline(always)]
    pub fn is_near(&self, others: &[V], limit: f64) -> bool {
        let mut most = V::default();
        for ((volt, other), per_scale) in self.volt.iter().zip(others).zip(&self.per_scale) {
            most = most.larger(((*volt - *other) * *per_scale).abs());
        }
        most.is_at_most(limit)
    }

    /// Counts currents from those at these port voltages, and gives them.
    pub fn see_from(&mut self, port_volt: &[f64], port_current: &mut [f64]) {
        self.rest_current.fill(V::default());
        for (volt, at_rest) in self.volt.iter_mut().zip(port_volt) {
            *volt = V::splat(*at_rest);
        }
        self.evaluate();
        self.rest_current.copy_from_slice(&self.current);
        for (ampere, current) in port_current.iter_mut().zip(&self.current) {
            *ampere = current.lane(0);
        }
    }

    /// Port currents of the result, with what charges add and without the shunt's, as far as they differ from those at
    /// rest, ampere.
    pub fn current(&self) -> &[V] {
        &self.current
    }

    /// Charges of the result, coulomb.
    pub fn charge(&self) -> &[V] {
        &self.charge
    }

    /// Currents (without what charges add) and charges at the present voltages.
    pub fn evaluate(&mut self) {
        V::boosted(Evaluate(self));
    }

    /// Iterates from [`volt`](Self::volt). False where `most_iterations` were not enough. Where it `is_careful`, rows are
    /// exchanged for the sake of large pivots: hardly any circuit needs that, and what it saves is noticed, for every
    /// iteration begins with currents as they are.
    // A function of its own, or all kinds of devices and numbers of ports would stand at every place that calls it.
    #[inline(never)]
    pub fn solve(
        &mut self,
        stage: &Stage<'_, V>,
        most_iterations: usize,
        is_careful: bool,
    ) -> bool {
        V::boosted(Solve {
            newton: self,
            stage,
            most_iterations,
            is_careful,
        })
    }

    #[inline(always)]
    fn iterate(&mut self, stage: &Stage<'_, V>, most_iterations: usize, is_careful: bool) -> bool {
        for _ in 0..most_iterations {
            self.evaluate_devices(self.port_count);
            if self.has_charge {
                self.add_charge_currents(self.port_count, stage);
            }
            self.find_correction(stage, is_careful);
            let mut largest = V::default();
            let mut sum = V::default();
            for (change, per_scale) in self.correction.iter().zip(&self.per_scale) {
                largest = largest.larger((*change * *per_scale).abs());
                sum += *change;
            }
            // No comparison finds what is not a number, but it gets into the sum.
            if !sum.is_finite() {
                return false;
            }
            if largest.is_at_most(TOLERANCE) {
                self.accept(self.port_count);
                return true;
            }
            self.advance(stage);
        }
        false
    }

    #[inline(always)]
    fn find_correction(&mut self, stage: &Stage<'_, V>, is_careful: bool) {
        // Loops over a known number of ports unroll.
        match self.port_count {
            1 => self.find_correction_of(1, stage, is_careful),
            2 => self.find_correction_of(2, stage, is_careful),
            3 => self.find_correction_of(3, stage, is_careful),
            4 => self.find_correction_of(4, stage, is_careful),
            5 => self.find_correction_of(5, stage, is_careful),
            6 => self.find_correction_of(6, stage, is_careful),
            7 => self.find_correction_of(7, stage, is_careful),
            8 => self.find_correction_of(8, stage, is_careful),
            count => self.find_correction_of(count, stage, is_careful),
        }
    }

    #[inline(always)]
    fn find_correction_of(&mut self, count: usize, stage: &Stage<'_, V>, is_careful: bool) {
        self.set_up_correction(count, stage);
        let matrix = &mut self.jacobian[..count * count];
        let vector = &mut self.correction[..count];
        if count == 2 {
            solve_two(matrix, vector);
        } else {
            solve_in_place(count, matrix, vector, is_careful);
        }
    }

    #[inline(always)]
    fn evaluate_devices(&mut self, count: usize) {
        let volt = &self.volt[..count];
        let current = &mut self.current[..count];
        let slope = &mut self.slope[..count * count];
        let shunts = &self.shunt_siemens[..count];
        let currents = current.iter_mut().zip(&self.rest_current);
        for ((current, at_rest), (shunt, volt)) in currents.zip(shunts.iter().zip(volt)) {
            *current = -*at_rest - *shunt * *volt;
        }
        for placed in &self.devices {
            let first = placed.first_port;
            let diagonal = first * (count + 1);
            for row in 0..placed.ports {
                for column in 0..placed.ports {
                    slope[diagonal + row * count + column] = if row == column {
                        -shunts[first + row]
                    } else {
                        V::default()
                    };
                }
            }
            let carried = Carried {
                current: &mut current[first..],
                conductance: &mut slope[diagonal..],
                charge: &mut self.charge[first..],
                capacitance: &mut self.capacitance[diagonal..],
                stride: count,
            };
            placed.device.evaluate(&volt[first..], carried);
        }
    }

    #[inline(always)]
    fn add_charge_currents(&mut self, count: usize, stage: &Stage<'_, V>) {
        for port in 0..count {
            let moved = self.charge[port] - stage.charge[port];
            self.current[port] += stage.rate * moved + stage.charge_current[port];
        }
        let slope = &mut self.slope[..count * count];
        for (siemens, farad) in slope.iter_mut().zip(&self.capacitance) {
            *siemens += stage.rate * *farad;
        }
    }

    /// (1 + K dj/dv) correction = p - v - K j.
    #[inline(always)]
    fn set_up_correction(&mut self, count: usize, stage: &Stage<'_, V>) {
        let impedance = &stage.impedance[..count * count];
        let open_volt = &stage.open_volt[..count];
        let (volt, current) = (&self.volt[..count], &self.current[..count]);
        let slope = &self.slope[..count * count];
        let jacobian = &mut self.jacobian[..count * count];
        let correction = &mut self.correction[..count];
        for row in 0..count {
            let mut residual = open_volt[row] - volt[row];
            for column in 0..count {
                let ohm = -impedance[row * count + column];
                residual = ohm.times_plus(current[column], residual);
            }
            correction[row] = residual;
        }
        // A port's current depends on the voltages of its own device alone.
        for placed in &self.devices {
            match placed.ports {
                1 => set_up_columns::<V, 1>(count, placed.first_port, impedance, slope, jacobian),
                2 => set_up_columns::<V, 2>(count, placed.first_port, impedance, slope, jacobian),
                _ => {
                    for first in placed.first_port..placed.first_port + placed.ports {
                        set_up_columns::<V, 1>(count, first, impedance, slope, jacobian);
                    }
                }
            }
        }
        for port in 0..count {
            jacobian[port * (count + 1)] += V::splat(1.0);
        }
    }

    /// Takes the last correction, with currents and charges along their tangents: Kirchhoff's laws hold exactly.
    #[inline(always)]
    fn accept(&mut self, count: usize) {
        let correction = &self.correction[..count];
        let current = &mut self.current[..count];
        add_product(current, &self.slope[..count * count], correction);
        for (volt, step) in self.volt.iter_mut().zip(correction) {
            *volt += *step;
        }
        if self.has_charge {
            let charge = &mut self.charge[..count];
            add_product(charge, &self.capacitance[..count * count], correction);
        }
    }

    #[inline(always)]
    fn advance(&mut self, stage: &Stage<'_, V>) {
        self.end_on_straight_parts();
        for placed in &self.devices {
            for local in 0..placed.ports {
                let port = placed.first_port + local;
                let (from, step) = (self.volt[port], self.correction[port]);
                let ohm = stage.impedance[port * (self.port_count + 1)];
                self.volt[port] = placed.reached(local, from, from + step, Some(ohm));
            }
        }
    }

    /// Shortens the correction so that no device with straight parts leaps over one.
    #[inline(always)]
    fn end_on_straight_parts(&mut self) {
        let mut share = V::splat(1.0);
        for placed in self
            .devices
            .iter()
            .filter(|placed| placed.device.has_straight_parts())
        {
            let port = placed.first_port;
            let (from, step) = (self.volt[port], self.correction[port]);
            share = share.smaller(V::from_fn(|lane| {
                let from = from.lane(lane);
                placed.device.straight_share(from, from + step.lane(lane))
            }));
        }
        if !(V::splat(1.0) - share).is_at_most(0.0) {
            for step in &mut self.correction {
                *step = *step * share;
            }
        }
    }

    /// Keeps [`volt`](Self::volt), extrapolated from `from`, within reach of there: started too far up, an exponential
    /// comes down by no more than its own voltage an iteration.
    #[inline(always)]
    pub fn limit_start(&mut self, from: &[V]) {
        for placed in &self.devices {
            for local in 0..placed.ports {
                let port = placed.first_port + local;
                self.volt[port] = placed.reached(local, from[port], self.volt[port], None);
            }
        }
    }
}

struct Solve<'a, 'b, V: Lanes> {
    newton: &'a mut Newton<V>,
    stage: &'a Stage<'b, V>,
    most_iterations: usize,
    is_careful: bool,
}

impl<V: Lanes> Work for Solve<'_, '_, V> {
    type Output = bool;

    #[inline(always)]
    fn run(self) -> bool {
        self.newton
            .iterate(self.stage, self.most_iterations, self.is_careful)
    }
}

struct Evaluate<'a, V: Lanes>(&'a mut Newton<V>);

impl<V: Lanes> Work for Evaluate<'_, V> {
    type Output = ();

    #[inline(always)]
    fn run(self) {
        self.0.evaluate_devices(self.0.port_count);
    }
}

impl Placed {
    /// Where a port that comes from `from` gets to on its way to `to`.
    #[inline(always)]
    fn reached<V: Lanes>(&self, local: usize, from: V, to: V, source_ohm: Option<V>) -> V {
        if (to - from)
            .abs()
            .is_at_most(self.device.free_step_volt(local))
        {
            return to;
        }
        V::from_fn(|lane| {
            let source_ohm = source_ohm.map(|ohm| ohm.lane(lane));
            let [from, to] = [from, to].map(|volt| volt.lane(lane));
            self.device.limited(local, from, to, source_ohm)
        })
    }
}

/// Columns of K dj/dv for a device of so many ports.
#[inline(always)]
fn set_up_columns<V: Lanes, const PORTS: usize>(
    count: usize,
    first: usize,
    impedance: &[V],
    slope: &[V],
    jacobian: &mut [V],
) {
    let rows = impedance
        .chunks_exact(count)
        .zip(jacobian.chunks_exact_mut(count));
    for (ohms, entries) in rows {
        for column in first..first + PORTS {
            let mut sum = ohms[first] * slope[first * count + column];
            for inner in first + 1..first + PORTS {
                sum = ohms[inner].times_plus(slope[inner * count + column], sum);
            }
            entries[column] = sum;
        }
    }
}
