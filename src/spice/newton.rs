//! Newton's method on the controlling voltages of a circuit's devices.
//!
//! Seen from its devices the linear rest of a circuit is v = p - K j: a step of time asks for the port voltages v whose
//! currents j(v) fulfil that. Both channels iterate together.

use super::devices::{Carried, Device};
use super::mna::Port;
use crate::lanes::Lanes;

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
    #[inline]
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
        self.evaluate_devices(self.port_count);
    }

    /// Iterates from [`volt`](Self::volt). False where `most_iterations` were not enough.
    #[inline]
    pub fn solve(&mut self, stage: &Stage<'_, V>, most_iterations: usize) -> bool {
        // Loops over a known number of ports unroll.
        match self.port_count {
            1 => self.solve_for(1, stage, most_iterations),
            2 => self.solve_for(2, stage, most_iterations),
            count => self.solve_for(count, stage, most_iterations),
        }
    }

    #[inline(always)]
    fn solve_for(&mut self, count: usize, stage: &Stage<'_, V>, most_iterations: usize) -> bool {
        for _ in 0..most_iterations {
            self.evaluate_devices(count);
            if self.has_charge {
                self.add_charge_currents(count, stage);
            }
            self.set_up_correction(count, stage);
            let correction = &mut self.correction[..count];
            solve_in_place(count, &mut self.jacobian[..count * count], correction);
            let mut largest = V::default();
            let mut sum = V::default();
            for (change, per_scale) in correction.iter().zip(&self.per_scale) {
                largest = largest.larger((*change * *per_scale).abs());
                sum += *change;
            }
            // No comparison finds what is not a number, but it gets into the sum.
            if !sum.is_finite() {
                return false;
            }
            if largest.is_at_most(TOLERANCE) {
                self.accept(count);
                return true;
            }
            self.advance();
        }
        false
    }

    #[inline(always)]
    fn evaluate_devices(&mut self, count: usize) {
        let volt = &self.volt[..count];
        let current = &mut self.current[..count];
        let slope = &mut self.slope[..count * count];
        let shunts = &self.shunt_siemens[..count];
        slope.fill(V::default());
        for port in 0..count {
            current[port] = -self.rest_current[port] - shunts[port] * volt[port];
            slope[port * (count + 1)] = -shunts[port];
        }
        for placed in &self.devices {
            let first = placed.first_port;
            let diagonal = first * (count + 1);
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
                residual -= impedance[row * count + column] * current[column];
            }
            correction[row] = residual;
            for column in 0..count {
                let mut entry = V::splat(f64::from(u8::from(row == column)));
                for inner in 0..count {
                    entry += impedance[row * count + inner] * slope[inner * count + column];
                }
                jacobian[row * count + column] = entry;
            }
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

    fn advance(&mut self) {
        for placed in &self.devices {
            for local in 0..placed.ports {
                let port = placed.first_port + local;
                let from = self.volt[port];
                self.volt[port] = placed.reached(local, from, from + self.correction[port]);
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
                self.volt[port] = placed.reached(local, from[port], self.volt[port]);
            }
        }
    }
}

impl Placed {
    /// Where a port that comes from `from` gets to on its way to `to`.
    #[inline(always)]
    fn reached<V: Lanes>(&self, local: usize, from: V, to: V) -> V {
        if (to - from)
            .abs()
            .is_at_most(self.device.free_step_volt(local))
        {
            return to;
        }
        V::from_fn(|lane| self.device.limited(local, from.lane(lane), to.lane(lane)))
    }
}

/// Adds `matrix` (row by row) times `vector` to `sums`.
#[inline(always)]
fn add_product<V: Lanes>(sums: &mut [V], matrix: &[V], vector: &[V]) {
    for (sum, row) in sums
        .iter_mut()
        .zip(matrix.chunks_exact(vector.len().max(1)))
    {
        for (factor, x) in row.iter().zip(vector) {
            *sum += *factor * *x;
        }
    }
}

/// Solves `count` equations in place. Rows are exchanged for all channels alike, for the sake of the channel that needs
/// it most.
#[inline(always)]
fn solve_in_place<V: Lanes>(count: usize, matrix: &mut [V], vector: &mut [V]) {
    if count == 2 {
        let determinant = matrix[0] * matrix[3] - matrix[1] * matrix[2];
        let reciprocal = V::splat(1.0) / determinant;
        let first = (vector[0] * matrix[3] - vector[1] * matrix[1]) * reciprocal;
        vector[1] = (vector[1] * matrix[0] - vector[0] * matrix[2]) * reciprocal;
        vector[0] = first;
        return;
    }
    for column in 0..count {
        if column + 1 < count {
            exchange_rows(count, column, matrix, vector);
        }
        let reciprocal = V::splat(1.0) / matrix[column * count + column];
        vector[column] = vector[column] * reciprocal;
        for entry in column + 1..count {
            matrix[column * count + entry] = matrix[column * count + entry] * reciprocal;
        }
        for row in column + 1..count {
            let factor = matrix[row * count + column];
            for entry in column + 1..count {
                let product = factor * matrix[column * count + entry];
                matrix[row * count + entry] -= product;
            }
            let product = factor * vector[column];
            vector[row] -= product;
        }
    }
    for row in (0..count).rev() {
        for column in row + 1..count {
            let product = matrix[row * count + column] * vector[column];
            vector[row] -= product;
        }
    }
}

fn exchange_rows<V: Lanes>(count: usize, column: usize, matrix: &mut [V], vector: &mut [V]) {
    let smallest = |row: usize| -(-matrix[row * count + column].abs()).largest();
    let mut best = column;
    let mut most = smallest(column);
    for row in column + 1..count {
        let candidate = smallest(row);
        if candidate > most {
            best = row;
            most = candidate;
        }
    }
    if best != column {
        for entry in 0..count {
            matrix.swap(column * count + entry, best * count + entry);
        }
        vector.swap(column, best);
    }
}
