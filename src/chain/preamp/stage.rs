//! One preamp circuit under the gain law: whatever *Gain* asks for, its own control does as much of it as it can.

use super::gain_law::GainLaw;
use crate::lanes::Lanes;
use crate::spice::{ControlIndex, Error, Method, Netlist, Transient};

/// How often a circuit's control is set at most while it moves: what fast moves leave behind lies above what can be
/// heard.
const REFRESH_HZ: f64 = 22e3;

/// Smallest move that a circuit's control is set for, dB: what slow moves leave behind is 90 dB down, and they are cheap.
const REFRESH_DB: f64 = 0.005;

/// Below this the solver's rounding speaks and not the circuit: silence in shall be silence out to the last bit.
const SILENCE_VOLT: f64 = 1e-11;

/// What a stage is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// Small-signal gain at 1 kHz, dB.
    pub gain_db: f64,
    /// Added before the circuit and removed behind it, dB.
    pub drive_db: f64,
}

impl Target {
    /// The point `share` (0..1) of the way to `other`.
    fn towards(self, other: Self, share: f64) -> Self {
        Self {
            gain_db: self.gain_db + share * (other.gain_db - self.gain_db),
            drive_db: self.drive_db + share * (other.drive_db - self.drive_db),
        }
    }
}

/// A factor that runs in a straight line.
#[derive(Clone, Copy, Debug)]
struct Line {
    value: f64,
    step: f64,
}

impl Line {
    fn still(value: f64) -> Self {
        Self { value, step: 0.0 }
    }

    fn new(from: f64, to: f64, frames: usize) -> Self {
        Self {
            value: from,
            step: (to - from) / frames as f64,
        }
    }

    #[inline(always)]
    fn next(&mut self) -> f64 {
        let value = self.value;
        self.value += self.step;
        value
    }
}

/// A circuit with the attenuator, amplifier and polarity that give it the asked gain.
///
/// While the gain moves, the circuit's control goes in small steps. What is missing between them is made up behind the
/// circuit, so that they are not heard.
#[derive(Clone, Debug)]
pub struct Stage<V: Lanes> {
    circuit: Transient<V>,
    control: ControlIndex,
    /// Gain at which the control stands, once it was set.
    control_db: Option<f64>,
    refresh_frames: usize,
    law: GainLaw,
    /// Where the gain stands at the end of the running piece.
    current: Target,
    target: Target,
    /// Frames from the end of the running piece to the target.
    frames_to_target: usize,
    /// Frames left of the running piece; without end where nothing moves.
    frames_in_piece: Option<usize>,
    before: Line,
    after: Line,
}

impl<V: Lanes> Stage<V> {
    /// Stands at `target`. Allocates.
    ///
    /// # Errors
    /// A circuit that cannot be solved or does not have the gain that it states.
    pub fn new(netlist: &Netlist, internal_rate_hz: f64, target: Target) -> Result<Self, Error> {
        let law = GainLaw::new(netlist)?;
        let circuit = Transient::new(netlist, internal_rate_hz, Method::Auto)?;
        let control = super::control(&circuit, netlist, law.control())?;
        let mut stage = Self {
            control,
            control_db: None,
            circuit,
            refresh_frames: ((internal_rate_hz / REFRESH_HZ) as usize).max(1),
            law,
            current: target,
            target,
            frames_to_target: 0,
            frames_in_piece: None,
            before: Line::still(1.0),
            after: Line::still(1.0),
        };
        stage.wake();
        Ok(stage)
    }

    /// Be at `target` after `ramp_frames`; at once for 0.
    pub fn set(&mut self, target: Target, ramp_frames: usize) {
        if target == self.target && ramp_frames > 0 {
            return; // on its way, or there
        }
        self.target = target;
        if ramp_frames == 0 {
            self.settle();
        } else {
            let in_piece = self.frames_in_piece.unwrap_or(0);
            self.frames_to_target = ramp_frames.saturating_sub(in_piece).max(1);
            self.frames_in_piece = Some(in_piece);
        }
    }

    /// At its operating point and target, as new.
    pub fn wake(&mut self) {
        self.settle();
        self.circuit.reset();
    }

    /// Volts in, volts out, in place.
    pub fn process(&mut self, mut frames: &mut [V]) {
        while !frames.is_empty() {
            if self.frames_in_piece == Some(0) {
                self.next_piece();
            }
            let count = self
                .frames_in_piece
                .map_or(frames.len(), |left| left.min(frames.len()));
            let (now, later) = std::mem::take(&mut frames).split_at_mut(count);
            self.run(now);
            self.frames_in_piece = self.frames_in_piece.map(|left| left - count);
            frames = later;
        }
    }

    /// Steps without a solution.
    pub fn solver_failures(&self) -> u64 {
        self.circuit.failures()
    }

    fn run(&mut self, frames: &mut [V]) {
        let rest = V::splat(self.circuit.output_at_rest());
        for frame in frames.iter_mut() {
            *frame = *frame * V::splat(self.before.next());
        }
        self.circuit.process(frames);
        for frame in frames {
            *frame = without_rounding(*frame - rest) * V::splat(self.after.next());
        }
    }

    /// Stands at the target.
    fn settle(&mut self) {
        self.current = self.target;
        self.frames_to_target = 0;
        self.frames_in_piece = None;
        self.turn_control(self.target.gain_db);
        self.before = Line::still(self.before_circuit(self.target));
        self.after = Line::still(self.behind_circuit(self.target));
    }

    /// The next straight piece of the way to the target.
    fn next_piece(&mut self) {
        if self.frames_to_target == 0 {
            self.settle();
            return;
        }
        let frames = self.frames_in_next_piece();
        let start = self.current;
        let end = start.towards(self.target, frames as f64 / self.frames_to_target as f64);
        self.turn_control(start.gain_db);
        let missing_db = self.law.within_range(end.gain_db) - self.law.within_range(start.gain_db);
        self.before = Line::new(self.before_circuit(start), self.before_circuit(end), frames);
        self.after = Line::new(
            self.behind_circuit(start),
            self.behind_circuit(end) * from_db(missing_db),
            frames,
        );
        self.current = end;
        self.frames_to_target -= frames;
        self.frames_in_piece = Some(frames);
    }

    /// Until the move is worth setting the control, or to the target.
    fn frames_in_next_piece(&self) -> usize {
        let way_db = (self.target.gain_db - self.current.gain_db).abs()
            + (self.target.drive_db - self.current.drive_db).abs();
        let steps = (way_db / REFRESH_DB).max(1.0);
        let frames = (self.frames_to_target as f64 / steps) as usize;
        frames.max(self.refresh_frames).min(self.frames_to_target)
    }

    /// Brings the control to a gain. Beyond its end stop there is nothing to do.
    fn turn_control(&mut self, gain_db: f64) {
        let gain_db = self.law.within_range(gain_db);
        if self.control_db != Some(gain_db) {
            self.control_db = Some(gain_db);
            self.circuit
                .set_control(self.control, self.law.control_at(gain_db));
            self.circuit.update();
        }
    }

    /// Factor in front: drive, and the gain above the circuit's range.
    fn before_circuit(&self, target: Target) -> f64 {
        from_db(target.drive_db + (target.gain_db - self.law.within_range(target.gain_db)).max(0.0))
    }

    /// Factor behind: drive taken off again, the gain below the circuit's range, and its polarity turned back.
    fn behind_circuit(&self, target: Target) -> f64 {
        let below_db = (target.gain_db - self.law.within_range(target.gain_db)).min(0.0);
        self.law.polarity() * from_db(below_db - target.drive_db)
    }
}

#[inline(always)]
fn without_rounding<V: Lanes>(volt: V) -> V {
    volt.map(|volt| if volt.abs() < SILENCE_VOLT { 0.0 } else { volt })
}

fn from_db(db: f64) -> f64 {
    10f64.powf(db / 20.0)
}
