//! Steps and their stages.

use super::state::{Scratch, Segment, State};
use super::{
    CARRIED, COARSE, DENORMAL_GUARD, FINER, GAMMA, MOST_HELD_STEPS, MOST_ITERATIONS, PARTS, Stepped,
};
use crate::lanes::Lanes;
use crate::spice::newton::Stage;
use crate::spice::transient::core::{System, add_product};

impl<V: Lanes> Stepped<V> {
    /// A whole step by the trapezoidal rule, or in parts where that would be too coarse. The state stays where it was
    /// if it fails.
    #[inline]
    pub(super) fn trapezoidal(&mut self, segment: &Segment<V>) -> bool {
        let State {
            volt,
            volt_before: [first, second],
            ..
        } = &self.state;
        let three = V::splat(3.0);
        for (port, start) in self.newton.volt_mut().iter_mut().enumerate() {
            *start = three * (volt[port] - first[port]) + second[port];
            self.scratch.foreseen[port] = *start;
        }
        self.newton.limit_start(volt);
        self.drive_trapezoid(segment.at(0.0), segment.at(1.0));
        if !self.solve_stage(0, segment.at(1.0)) {
            return false;
        }
        // What the parabola through the last three points missed is twelve times the rule's own error.
        let is_fine = self.newton.is_near(&self.scratch.foreseen, COARSE);
        if !is_fine && self.refinements >= 1.0 && self.ready(FINER) {
            self.refinements -= 1.0;
            self.held.copy_from(&self.state);
            let share = V::splat(1.0 / f64::from(PARTS[FINER]));
            for (port, trend) in self.scratch.trend.iter_mut().enumerate() {
                *trend = (self.newton.volt()[port] - self.state.volt[port]) * share;
            }
            let is_done = self.step_in_parts(FINER, segment);
            if !is_done {
                self.state.copy_from(&self.held);
            }
            return is_done;
        }
        self.take_stage(0);
        true
    }

    /// Goes the step in ever more parts; holds the last state where nothing helps.
    #[cold]
    pub(super) fn rescue(&mut self, segment: &Segment<V>) {
        if !self.is_tr_bdf2 {
            self.held.copy_from(&self.state);
        }
        self.scratch.trend.fill(V::default());
        for level in 1..PARTS.len() {
            self.state.copy_from(&self.held);
            if self.ready(level) && self.step_in_parts(level, segment) {
                self.held_steps = 0;
                return;
            }
        }
        self.state.copy_from(&self.held);
        self.forget_trend();
        self.failures += 1;
        self.held_steps += 1;
        if self.held_steps > MOST_HELD_STEPS {
            self.fall_back_to_rest();
        }
    }

    /// The whole step in parts, from where it is held; every part's iteration starts along the trend.
    fn step_in_parts(&mut self, level: usize, segment: &Segment<V>) -> bool {
        let share = 1.0 / f64::from(PARTS[level]);
        for part in 0..PARTS[level] {
            let ends = [part, part + 1].map(|end| f64::from(end) * share);
            self.substeps += 1;
            let is_done = if self.is_tr_bdf2 {
                self.forget_trend();
                self.tr_bdf2(level, segment, ends)
            } else {
                self.drive_trapezoid(segment.at(ends[0]), segment.at(ends[1]));
                let starts = self.state.volt.iter().zip(&self.scratch.trend);
                for (start, (volt, trend)) in self.newton.volt_mut().iter_mut().zip(starts) {
                    *start = *volt + *trend;
                }
                self.newton.limit_start(&self.state.volt);
                self.solve_and_take(level, segment.at(ends[1]))
            };
            if !is_done {
                return false;
            }
        }
        let [first, second] = &mut self.state.volt_before;
        first.copy_from_slice(&self.held.volt);
        second.copy_from_slice(&self.held.volt_before[0]);
        true
    }

    fn ready(&mut self, level: usize) -> bool {
        let core = &mut self.cores[level];
        core.is_current || core.load(&self.system, &mut self.workspace).is_ok()
    }

    /// Two stages between two places of the segment; the states are to be restored where it fails.
    pub(super) fn tr_bdf2(&mut self, level: usize, segment: &Segment<V>, ends: [f64; 2]) -> bool {
        let [start, end] = ends;
        let between = segment.at(start + GAMMA * (end - start));
        let (start, end) = (segment.at(start), segment.at(end));
        self.drive_trapezoid(start, between);
        let gamma = V::splat(GAMMA);
        let State {
            volt, volt_before, ..
        } = &self.state;
        for (port, start) in self.newton.volt_mut().iter_mut().enumerate() {
            *start = volt[port] + (volt[port] - volt_before[0][port]) * gamma;
        }
        self.newton.limit_start(volt);
        self.scratch
            .charge_start
            .copy_from_slice(&self.state.charge);
        if !self.solve_and_take(level, between) {
            return false;
        }
        std::mem::swap(&mut self.scratch.change, &mut self.scratch.first_change);
        self.drive_backward_difference(level, end);
        let rest = V::splat((1.0 - GAMMA) / GAMMA);
        let State {
            volt, volt_before, ..
        } = &mut self.state;
        for (port, start) in self.newton.volt_mut().iter_mut().enumerate() {
            *start = volt[port] + (volt[port] - volt_before[0][port]) * rest;
        }
        self.newton.limit_start(volt);
        // The point in between is no step: the trend is that from start to end.
        let [start, older] = volt_before;
        volt.copy_from_slice(start);
        start.copy_from_slice(older);
        self.solve_and_take(level, end)
    }

    #[inline]
    fn solve_and_take(&mut self, level: usize, input: V) -> bool {
        let is_solved = self.solve_stage(level, input);
        if is_solved {
            self.take_stage(level);
        }
        is_solved
    }

    /// e of the trapezoidal rule: twice b - G s, the input and M j at both ends; of algebraic states at the end alone.
    #[inline]
    fn drive_trapezoid(&mut self, before: V, input: V) {
        let System {
            states,
            constant_of_ends,
            input: input_gain,
            minus_injection_before,
            ends,
            minus_conductance_of_ends,
            ..
        } = &self.system;
        let drive = &mut self.scratch.drive[..*states];
        let one = V::splat(1.0);
        for (state, sum) in drive.iter_mut().enumerate() {
            let starts = ends[state] - one;
            let volt = input + starts * before;
            *sum = constant_of_ends[state] + input_gain[state] * volt;
        }
        add_product(drive, minus_injection_before, &self.state.current);
        add_product(drive, minus_conductance_of_ends, &self.state.states);
        if self.newton.has_charge() {
            let offsets = self.scratch.charge_offset.iter_mut();
            for (offset, current) in offsets.zip(&self.state.charge_current) {
                *offset = -*current;
            }
        }
    }

    /// e of the backward differences: b - G s and the input at the end, and the first stage's change going on.
    fn drive_backward_difference(&mut self, level: usize, input: V) {
        let rate = V::splat(self.cores[level].rate);
        let carried = rate * V::splat(CARRIED);
        let System {
            states,
            dynamics,
            constant,
            input: input_gain,
            minus_conductance,
            ..
        } = &self.system;
        let Scratch {
            drive,
            first_change,
            charge_offset,
            charge_start,
            ..
        } = &mut self.scratch;
        let drive = &mut drive[..*states];
        for (state, sum) in drive.iter_mut().enumerate() {
            *sum = constant[state]
                + input_gain[state] * input
                + carried * dynamics[state] * first_change[state];
        }
        add_product(drive, minus_conductance, &self.state.states);
        for (port, offset) in charge_offset.iter_mut().enumerate() {
            *offset = -carried * (self.state.charge[port] - charge_start[port]);
        }
    }

    /// Solves one stage for its e. Nothing is taken over yet.
    #[inline]
    fn solve_stage(&mut self, level: usize, input: V) -> bool {
        let (system, core) = (&self.system, &self.cores[level]);
        let Scratch {
            drive,
            change,
            end,
            open,
            charge_offset,
            ..
        } = &mut self.scratch;
        let ports = self.newton.port_count();
        let change = &mut change[..system.states];
        change.fill(V::default());
        add_product(change, &core.inverse, &drive[..system.states]);
        for (row, volt) in open.iter_mut().enumerate() {
            *volt = system.heard_constant[row] + system.heard_by_input[row] * input;
        }
        for ((end, start), step) in end.iter_mut().zip(&self.state.states).zip(&*change) {
            *end = *start + *step;
        }
        add_product(open, &system.heard_by_state, &end[..system.states]);
        let stage = Stage {
            open_volt: &open[..ports],
            impedance: &core.impedance,
            rate: V::splat(core.rate),
            charge: &self.state.charge,
            charge_current: charge_offset,
        };
        self.newton.solve(&stage, MOST_ITERATIONS[level])
    }

    /// Takes over what [`solve_stage`](Self::solve_stage) found.
    #[inline]
    fn take_stage(&mut self, level: usize) {
        let core = &self.cores[level];
        let Scratch {
            change,
            open,
            charge_offset,
            ..
        } = &mut self.scratch;
        let state = &mut self.state;
        let ports = self.newton.port_count();
        let current = self.newton.current();
        let change = &mut change[..self.system.states];
        add_product(change, &core.minus_spread, current);
        for (x, step) in state.states.iter_mut().zip(change) {
            *x = (*x + *step + V::splat(DENORMAL_GUARD)) - V::splat(DENORMAL_GUARD);
        }
        let mut output = open[ports];
        for (ohm, ampere) in core.impedance[ports * ports..].iter().zip(current) {
            output -= *ohm * *ampere;
        }
        self.last_output = output;
        if self.newton.has_charge() {
            for (port, charge) in self.newton.charge().iter().enumerate() {
                let moved = V::splat(core.rate) * (*charge - state.charge[port]);
                state.charge_current[port] = moved + charge_offset[port];
                state.charge[port] = *charge;
            }
        }
        state.current.copy_from_slice(current);
        state.volt_before.swap(0, 1);
        std::mem::swap(&mut state.volt_before[0], &mut state.volt);
        state.volt.copy_from_slice(self.newton.volt());
    }
}
