//! Steps and their stages.

use super::state::{Scratch, Segment, State};
use super::{
    COARSE, DENORMAL_GUARD, FINER, FORGETTING, MOST_HELD_STEPS, MOST_ITERATIONS, PARTS, SHARP,
    SHARPER, Stepped,
};
use crate::lanes::Lanes;
use crate::spice::newton::Stage;
use crate::spice::transient::core::{CARRIED, GAMMA};

impl<V: Lanes> Stepped<V> {
    /// A whole step by the trapezoidal rule, or in parts where that would be too coarse. The state stays where it was
    /// if it fails.
    #[inline(always)]
    pub(super) fn trapezoidal(&mut self, segment: &Segment<V>) -> bool {
        let three = V::splat(3.0);
        let State {
            volt,
            volt_before: [first, second],
            ..
        } = &self.state;
        for (port, start) in self.newton.volt_mut().iter_mut().enumerate() {
            *start = three * (volt[port] - first[port]) + second[port];
            self.scratch.foreseen[port] = *start;
        }
        self.newton.limit_start(volt);
        if !self.solve_trapezoid(0, [segment.at(0.0), segment.at(1.0)]) {
            return false;
        }
        // What the parabola through the last three points missed is twelve times the rule's own error.
        let is_fine = self.newton.is_near(&self.scratch.foreseen, COARSE);
        let parts = f64::from(PARTS[FINER]);
        if !is_fine && self.allowance >= parts && self.ready(FINER) {
            self.allowance -= parts;
            return self.refine(segment);
        }
        self.take_step(0);
        true
    }

    /// The whole step again, in parts.
    fn refine(&mut self, segment: &Segment<V>) -> bool {
        self.held.copy_from(&self.state);
        let share = V::splat(1.0 / f64::from(PARTS[FINER]));
        for (port, trend) in self.scratch.trend.iter_mut().enumerate() {
            *trend = (self.newton.volt()[port] - self.state.volt[port]) * share;
        }
        let is_done = self.step_in_parts(FINER, segment);
        if !is_done {
            self.state.copy_from(&self.held);
        }
        is_done
    }

    /// Goes the step in ever more parts; holds the last state where nothing helps.
    #[cold]
    pub(super) fn rescue(&mut self, segment: &Segment<V>) {
        self.held.copy_from(&self.state);
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

    /// The whole step in parts, from where it is held; every part's iteration starts along the trend. The state is to
    /// be restored where it fails.
    fn step_in_parts(&mut self, level: usize, segment: &Segment<V>) -> bool {
        let share = 1.0 / f64::from(PARTS[level]);
        for part in 0..PARTS[level] {
            let ends = [part, part + 1].map(|end| f64::from(end) * share);
            self.substeps += 1;
            let is_done = if self.is_tr_bdf2 {
                self.forget_trend();
                let is_solved = self.solve_tr_bdf2(level, segment, ends);
                if is_solved {
                    self.take_step(level);
                }
                is_solved
            } else {
                let starts = self.state.volt.iter().zip(&self.scratch.trend);
                for (start, (volt, trend)) in self.newton.volt_mut().iter_mut().zip(starts) {
                    *start = *volt + *trend;
                }
                self.newton.limit_start(&self.state.volt);
                let is_solved = self.solve_trapezoid(level, ends.map(|end| segment.at(end)));
                if is_solved {
                    self.take_step(level);
                }
                is_solved
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

    /// Solves one step of the trapezoidal rule. Nothing is taken over yet.
    #[inline(always)]
    fn solve_trapezoid(&mut self, level: usize, inputs: [V; 2]) -> bool {
        self.foretell(level, &inputs);
        self.carry_charge_currents();
        self.solve_stage(level, 0)
    }

    #[inline(always)]
    fn carry_charge_currents(&mut self) {
        if self.newton.has_charge() {
            let offsets = self.scratch.charge_offset.iter_mut();
            for (offset, current) in offsets.zip(&self.state.charge_current) {
                *offset = -*current;
            }
        }
    }

    /// A step over which no device carries current: nothing to iterate. False where one begins to.
    #[inline(always)]
    pub(super) fn take_idle_step(&mut self, segment: &Segment<V>) -> bool {
        let [start, end] = [0.0, 1.0].map(|place| segment.at(place));
        if self.is_tr_bdf2 {
            self.foretell(0, &[start, segment.at(GAMMA), end]);
        } else {
            self.foretell(0, &[start, end]);
        }
        let ports = self.newton.port_count();
        let stages = 1 + usize::from(self.is_tr_bdf2);
        for stage in 0..stages {
            let open = &self.scratch.foretold[stage * ports..][..ports];
            if !self.newton.is_idle(open) {
                return false;
            }
            self.newton.idle_at(open);
        }
        self.take_step(0);
        true
    }

    /// A whole step of TR-BDF2, in parts where a device switches in it. The state stays where it was if it fails.
    #[inline(always)]
    pub(super) fn tr_bdf2(&mut self, segment: &Segment<V>) -> bool {
        let is_solved = self.solve_tr_bdf2(0, segment, [0.0, 1.0]);
        let is_done = if is_solved && !self.is_refining(0) {
            self.take_step(0);
            true
        } else {
            self.switch(segment)
        };
        let heard = (self.last_output - V::splat(self.rest.output)).abs();
        let left = V::splat(1.0 - FORGETTING) * self.loudness;
        self.loudness = left.larger(heard);
        is_done
    }

    /// A step of TR-BDF2 in parts.
    #[cold]
    fn switch(&mut self, segment: &Segment<V>) -> bool {
        self.held.copy_from(&self.state);
        let is_done = self.refine_tr_bdf2(0, segment, [0.0, 1.0]);
        if is_done {
            let [first, second] = &mut self.state.volt_before;
            first.copy_from_slice(&self.held.volt);
            second.copy_from_slice(&self.held.volt_before[0]);
        } else {
            self.state.copy_from(&self.held);
        }
        is_done
    }

    /// Goes what was too long for the level `coarse` in parts, and these in parts where they need it. The state is to
    /// be restored where it fails.
    fn refine_tr_bdf2(&mut self, coarse: usize, segment: &Segment<V>, ends: [f64; 2]) -> bool {
        let Some(level) = SHARPER[coarse].filter(|level| self.ready(*level)) else {
            return false;
        };
        let parts = PARTS[level] / PARTS[coarse];
        self.allowance -= f64::from(parts);
        self.forget_trend();
        let [start, end] = ends;
        let share = (end - start) / f64::from(parts);
        for part in 0..parts {
            let ends = [part, part + 1].map(|end| start + f64::from(end) * share);
            self.substeps += 1;
            let is_solved = self.solve_tr_bdf2(level, segment, ends);
            if is_solved && !self.is_refining(level) {
                self.take_step(level);
            } else {
                if !self.refine_tr_bdf2(level, segment, ends) {
                    return false;
                }
                self.forget_trend();
            }
        }
        true
    }

    /// True where what was just solved at the level `coarse` is to be gone in parts, and the allowance suffices.
    #[inline(always)]
    fn is_refining(&self, coarse: usize) -> bool {
        self.is_switching
            && self.is_sharp(coarse)
            && SHARPER[coarse]
                .is_some_and(|level| self.allowance >= f64::from(PARTS[level] / PARTS[coarse]))
    }

    /// True where the error of the step that was just solved may be heard: what it would be if the port currents bent as
    /// the parabola through start, middle and end does.
    #[inline(always)]
    fn is_sharp(&self, level: usize) -> bool {
        // The rule's local error is 2 k h (f_0/gamma - f_gamma/(gamma (1 - gamma)) + f_1/(1 - gamma)) with
        // k = (-3 gamma² + 4 gamma - 2) / (12 (2 - gamma)) (Bank et al.); K is what a current does over gamma h / 2.
        let factor =
            (3.0 * GAMMA * GAMMA - 4.0 * GAMMA + 2.0) / (6.0 * (2.0 - GAMMA)) * 2.0 / GAMMA;
        let [start, middle, end] = [
            factor / GAMMA,
            -factor / (GAMMA * (1.0 - GAMMA)),
            factor / (1.0 - GAMMA),
        ]
        .map(V::splat);
        let ports = self.newton.port_count();
        let mut error = V::default();
        let currents = (self.state.current.iter())
            .zip(&self.scratch.middle_current)
            .zip(self.newton.current());
        for (ohm, ((first, second), last)) in self.cores[level].impedance[ports * ports..]
            .iter()
            .zip(currents)
        {
            error += *ohm * (start * *first + middle * *second + end * *last);
        }
        !(error.abs() - V::splat(SHARP) * self.loudness).is_at_most(0.0)
    }

    /// Two stages between two places of the segment. Nothing is taken over yet.
    #[inline(always)]
    fn solve_tr_bdf2(&mut self, level: usize, segment: &Segment<V>, ends: [f64; 2]) -> bool {
        let [start, end] = ends;
        let inputs = [start, start + GAMMA * (end - start), end].map(|place| segment.at(place));
        self.foretell(level, &inputs);
        self.start_between();
        self.carry_charge_currents();
        if !self.solve_stage(level, 0) {
            return false;
        }
        self.carry_on(level);
        self.start_at_end();
        self.solve_stage(level, 1)
    }

    /// Iterations for the point between start and end begin where the parabola through the last three steps leads.
    #[inline(always)]
    fn start_between(&mut self) {
        // Lagrange's factors of the steps -2, -1 and 0 at gamma
        let oldest = V::splat(0.5 * (GAMMA + 1.0) * GAMMA);
        let older = V::splat(-(GAMMA + 2.0) * GAMMA);
        let newest = V::splat(0.5 * (GAMMA + 2.0) * (GAMMA + 1.0));
        let State {
            volt,
            volt_before: [first, second],
            ..
        } = &self.state;
        for (port, start) in self.newton.volt_mut().iter_mut().enumerate() {
            *start = newest * volt[port] + older * first[port] + oldest * second[port];
        }
        self.newton.limit_start(volt);
    }

    /// Iterations for the end begin where the parabola through the last step, the start and the point between leads.
    #[inline(always)]
    fn start_at_end(&mut self) {
        // Lagrange's factors of the places -1, 0 and gamma at 1
        let before = V::splat((1.0 - GAMMA) / (1.0 + GAMMA));
        let start = V::splat(-2.0 * (1.0 - GAMMA) / GAMMA);
        let between = V::splat(2.0 / (GAMMA * (1.0 + GAMMA)));
        let State {
            volt,
            volt_before: [first, _],
            ..
        } = &self.state;
        let middle = &mut self.scratch.middle_volt;
        middle.copy_from_slice(self.newton.volt());
        for (port, end) in self.newton.volt_mut().iter_mut().enumerate() {
            *end = between * middle[port] + start * volt[port] + before * first[port];
        }
        self.newton.limit_start(middle);
    }

    /// From the first stage of TR-BDF2 to the second.
    #[inline(always)]
    fn carry_on(&mut self, level: usize) {
        let core = &self.cores[level];
        let Scratch {
            foretold,
            middle_charge,
            middle_current,
            charge_offset,
            ..
        } = &mut self.scratch;
        let behind = self.newton.port_count();
        let known = self.known;
        middle_current.copy_from_slice(self.newton.current());
        core.carry(&mut foretold[behind..known], middle_current);
        if self.newton.has_charge() {
            let carried = V::splat(-core.rate * CARRIED);
            middle_charge.copy_from_slice(self.newton.charge());
            for (port, offset) in charge_offset.iter_mut().enumerate() {
                *offset = carried * (middle_charge[port] - self.state.charge[port]);
            }
        }
    }

    #[inline(always)]
    fn foretell(&mut self, level: usize, inputs: &[V]) {
        let foretold = &mut self.scratch.foretold[..self.known];
        let State {
            states, current, ..
        } = &self.state;
        self.cores[level].foretell(foretold, states, current, inputs);
    }

    /// Solves one stage for the port voltages at its end. Nothing is taken over yet.
    #[inline(always)]
    fn solve_stage(&mut self, level: usize, stage: usize) -> bool {
        let core = &self.cores[level];
        let ports = self.newton.port_count();
        let charge = match stage {
            0 => &self.state.charge,
            _ => &self.scratch.middle_charge,
        };
        let stage = Stage {
            open_volt: &self.scratch.foretold[stage * ports..][..ports],
            impedance: &core.impedance,
            rate: V::splat(core.rate),
            charge,
            charge_current: &self.scratch.charge_offset,
        };
        self.newton
            .solve(&stage, MOST_ITERATIONS[level], level != 0)
    }

    /// Takes over what the last stage has found.
    #[inline(always)]
    fn take_step(&mut self, level: usize) {
        let core = &self.cores[level];
        let Scratch {
            foretold,
            charge_offset,
            middle_charge,
            ..
        } = &mut self.scratch;
        let state = &mut self.state;
        let ports = self.newton.port_count();
        let current = self.newton.current();
        let change = self.known - self.system.states;
        let mut output = foretold[change - 1];
        for (ohm, ampere) in core.impedance[ports * ports..].iter().zip(current) {
            output -= *ohm * *ampere;
        }
        self.last_output = output;
        let change = &mut foretold[change..self.known];
        core.spread(change, current);
        let guard = V::splat(DENORMAL_GUARD);
        for (x, step) in state.states.iter_mut().zip(change) {
            *x = (*x + *step + guard) - guard;
        }
        if self.newton.has_charge() {
            let rate = V::splat(core.rate);
            for (port, charge) in self.newton.charge().iter().enumerate() {
                let before = if self.is_tr_bdf2 {
                    middle_charge[port]
                } else {
                    state.charge[port]
                };
                state.charge_current[port] = rate * (*charge - before) + charge_offset[port];
                state.charge[port] = *charge;
            }
        }
        state.current.copy_from_slice(current);
        state.volt_before.swap(0, 1);
        std::mem::swap(&mut state.volt_before[0], &mut state.volt);
        state.volt.copy_from_slice(self.newton.volt());
    }
}
