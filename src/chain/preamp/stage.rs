//! One preamp circuit under the gain law: whatever *Gain* asks for, its own control does as much of it as it can.

use super::catalogue::Circuit;
use super::from_db;
use super::gain_law::{Colour, GainLaw, Reach};
use super::selector::Voice;
use crate::chain::rounding::without_rounding;
use crate::dsp::smoothing::Ramp;
use crate::lanes::Lanes;
use crate::spice::{ControlIndex, Error, Method, Transient};

/// How often a circuit's controls are set at most while they move: what fast moves leave behind lies above what can be
/// heard.
const REFRESH_HZ: f64 = 22e3;

/// The same where the operating point has to be found each time.
const REST_REFRESH_HZ: f64 = 3e3;

/// Smallest move that a circuit's controls are set for, dB: what slow moves leave behind is 90 dB down, and they are
/// cheap.
const REFRESH_DB: f64 = 0.005;

/// All of the way from the coldest to the hottest bias counts as this much, dB.
const BIAS_TRAVEL_DB: f64 = 20.0;

/// No more than +40 dBu reaches a circuit: an amplifier in front of it has rails, and what would charge its capacitors to
/// hundreds of volts is no signal.
const MOST_VOLT: f64 = 110.0;

/// What a stage is asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// Small-signal gain at 1 kHz from the block's input on, dB.
    pub gain_db: f64,
    /// Added before the circuit and removed behind it, dB.
    pub drive_db: f64,
    /// Bias and feedback of the circuit.
    pub colour: Colour,
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

/// Everything that moves in a stage. Each stands where it is at the end of the running piece.
#[derive(Clone, Copy, Debug)]
struct Motion {
    gain_db: Ramp,
    drive_db: Ramp,
    bias: Ramp,
    feedback_db: Ramp,
    /// What of the gain the input transformer does.
    step_up_db: Ramp,
}

impl Motion {
    fn at(target: Target, step_up_db: Ramp) -> Self {
        Self {
            gain_db: Ramp::new(target.gain_db),
            drive_db: Ramp::new(target.drive_db),
            bias: Ramp::new(target.colour.bias),
            feedback_db: Ramp::new(target.colour.feedback_db),
            step_up_db,
        }
    }

    fn set(&mut self, target: Target, frames: usize) {
        self.gain_db.set(target.gain_db, frames);
        self.drive_db.set(target.drive_db, frames);
        self.bias.set(target.colour.bias, frames);
        self.feedback_db.set(target.colour.feedback_db, frames);
    }

    fn ramps(&mut self) -> [&mut Ramp; 5] {
        [
            &mut self.gain_db,
            &mut self.drive_db,
            &mut self.bias,
            &mut self.feedback_db,
            &mut self.step_up_db,
        ]
    }

    fn is_settled(&mut self) -> bool {
        self.ramps().iter().all(|ramp| ramp.settled().is_some())
    }

    /// How fast it moves, dB per frame.
    fn speed_db(&self) -> f64 {
        (self.gain_db.step() - self.step_up_db.step()).abs()
            + self.drive_db.step().abs()
            + self.feedback_db.step().abs()
            + 0.5 * BIAS_TRAVEL_DB * self.bias.step().abs()
    }

    /// Where it stands.
    fn place(&self, law: &GainLaw) -> Place {
        let colour = Colour {
            bias: self.bias.value(),
            feedback_db: self.feedback_db.value(),
        };
        let reach = law.reach(colour);
        let asked_db = self.gain_db.value() - self.step_up_db.value();
        let gain_db = law.within_range(&reach, asked_db);
        Place {
            colour,
            reach,
            gain_db,
            beyond_db: asked_db - gain_db,
            drive_db: self.drive_db.value(),
        }
    }
}

/// A piece of the way on which factors run in straight lines.
#[derive(Clone, Copy, Debug)]
struct Piece {
    start: Motion,
    frames: usize,
    left: usize,
}

impl Piece {
    /// One that has come to its end.
    fn over(end: Motion) -> Self {
        Self {
            start: end,
            frames: 0,
            left: 0,
        }
    }
}

/// Where a circuit stands, and what is left for others to do.
#[derive(Clone, Copy, Debug)]
struct Place {
    colour: Colour,
    reach: Reach,
    /// The circuit's share of the gain.
    gain_db: f64,
    /// What it cannot do: an amplifier in front of it where positive, an attenuator behind it where negative.
    beyond_db: f64,
    drive_db: f64,
}

impl Place {
    /// Factor in front: drive, and the gain above the circuit's range.
    fn before(&self) -> f64 {
        from_db(self.drive_db + self.beyond_db.max(0.0))
    }

    /// Factor behind: drive taken off again, the gain below the circuit's range, and its polarity turned back.
    fn behind(&self, polarity: f64) -> f64 {
        polarity * from_db(self.beyond_db.min(0.0) - self.drive_db)
    }
}

/// A circuit with the attenuator, amplifier and polarity that give it the asked gain.
///
/// While anything moves, the circuit's controls go in small steps. What is missing between them is made up behind the
/// circuit, so that they are not heard.
#[derive(Clone, Debug)]
pub struct Stage<V: Lanes> {
    circuit: Transient<V>,
    law: &'static GainLaw,
    control: ControlIndex,
    colour_controls: [Option<ControlIndex>; 2],
    /// Where the controls stand, once they were set.
    turned: Option<(f64, Colour)>,
    refresh_frames: usize,
    rest_refresh_frames: usize,
    target: Target,
    motion: Motion,
    /// The running piece of the way; without end where nothing moves.
    piece: Option<Piece>,
    before: Line,
    behind: Line,
}

impl<V: Lanes> Stage<V> {
    /// Stands at `target`, with an input transformer that does `step_up_db` of its gain. Allocates.
    ///
    /// # Errors
    /// A circuit that cannot be solved.
    pub fn new(
        circuit: &'static Circuit,
        internal_rate_hz: f64,
        target: Target,
        step_up_db: f64,
    ) -> Result<Self, Error> {
        let Circuit { netlist, law, .. } = circuit;
        let circuit = Transient::new(netlist, internal_rate_hz, Method::Auto)?;
        let control = super::control(&circuit, netlist, law.control())?;
        let mut colour_controls = [None; 2];
        for (place, name) in colour_controls.iter_mut().zip(law.colour_controls()) {
            *place = name.and_then(|name| circuit.control(name));
        }
        let frames = |hertz: f64| ((internal_rate_hz / hertz) as usize).max(1);
        let mut stage = Self {
            circuit,
            law,
            control,
            colour_controls,
            turned: None,
            refresh_frames: frames(REFRESH_HZ),
            rest_refresh_frames: frames(REST_REFRESH_HZ),
            target,
            motion: Motion::at(target, Ramp::new(step_up_db)),
            piece: None,
            before: Line::still(1.0),
            behind: Line::still(1.0),
        };
        stage.reset();
        Ok(stage)
    }

    /// Be at `target` after `ramp_frames`; at once for 0.
    pub fn set(&mut self, target: Target, ramp_frames: usize) {
        if target == self.target && ramp_frames > 0 {
            return; // on its way, or there
        }
        self.target = target;
        if ramp_frames == 0 {
            self.motion = Motion::at(target, self.motion.step_up_db);
            self.stand();
        } else {
            self.cut_piece();
            self.motion.set(target, ramp_frames);
        }
    }

    /// From now on an input transformer does so much of the gain; it comes in along this way.
    pub fn set_step_up(&mut self, step_up_db: Ramp) {
        self.cut_piece();
        self.motion.step_up_db = step_up_db;
    }

    fn run(&mut self, frames: &mut [V]) {
        let rest = V::splat(self.circuit.output_at_rest());
        let most = V::splat(MOST_VOLT);
        for frame in frames.iter_mut() {
            let volt = *frame * V::splat(self.before.next());
            *frame = volt.smaller(most).larger(-most);
        }
        self.circuit.process(frames);
        for frame in frames {
            *frame = without_rounding(*frame - rest) * V::splat(self.behind.next());
        }
    }

    /// Stands where the motion has come to.
    fn stand(&mut self) {
        let place = self.motion.place(self.law);
        self.turn_controls(&place);
        self.before = Line::still(place.before());
        self.behind = Line::still(place.behind(self.law.polarity()));
        self.piece = (!self.motion.is_settled()).then_some(Piece::over(self.motion));
    }

    /// Ends the running piece where it is, and the next one begins there.
    fn cut_piece(&mut self) {
        if let Some(piece) = &self.piece
            && piece.left > 0
        {
            self.motion = piece.start;
            for ramp in self.motion.ramps() {
                ramp.advance_by(piece.frames - piece.left);
            }
        }
        self.piece = Some(Piece::over(self.motion));
    }

    /// The next straight piece of the way to the target.
    fn next_piece(&mut self) {
        if self.motion.is_settled() {
            self.stand();
            return;
        }
        let frames = self.frames_in_next_piece();
        self.piece = Some(Piece {
            start: self.motion,
            frames,
            left: frames,
        });
        let start = self.motion.place(self.law);
        for ramp in self.motion.ramps() {
            ramp.advance_by(frames);
        }
        let end = self.motion.place(self.law);
        self.turn_controls(&start);
        let polarity = self.law.polarity();
        let missing = from_db(end.gain_db - start.gain_db);
        self.before = Line::new(start.before(), end.before(), frames);
        self.behind = Line::new(
            start.behind(polarity),
            end.behind(polarity) * missing,
            frames,
        );
    }

    /// Until the move is worth setting the controls, or to the next target.
    fn frames_in_next_piece(&mut self) -> usize {
        let colour_moves = [self.motion.bias.step(), self.motion.feedback_db.step()] != [0.0; 2];
        let least = if colour_moves || self.law.gain_moves_rest() {
            self.rest_refresh_frames
        } else {
            self.refresh_frames
        };
        let worth = REFRESH_DB / self.motion.speed_db();
        let remaining = self.motion.ramps().map(|ramp| ramp.remaining());
        let moving = remaining.into_iter().filter(|frames| *frames > 0);
        let soonest = moving.min().unwrap_or(1);
        (worth as usize).max(least).min(soonest)
    }

    /// Brings the controls to a place. Beyond an end stop there is nothing to do.
    fn turn_controls(&mut self, place: &Place) {
        let turned = (place.gain_db, place.colour);
        if self.turned == Some(turned) {
            return;
        }
        let is_recoloured = self.turned.is_none_or(|(_, colour)| colour != place.colour);
        self.turned = Some(turned);
        let control = self.law.control_at(&place.reach, place.gain_db);
        self.circuit.set_control(self.control, control);
        let colour = [place.colour.bias, place.colour.feedback_db];
        for (control, value) in self.colour_controls.into_iter().zip(colour) {
            if let Some(control) = control {
                self.circuit.set_control(control, value);
            }
        }
        let has_colour = self.colour_controls != [None; 2];
        if is_recoloured && has_colour || self.law.gain_moves_rest() {
            self.circuit.update_with_rest();
        } else {
            self.circuit.update_keeping_rest();
        }
    }
}

impl<V: Lanes> Voice<V> for Stage<V> {
    fn process(&mut self, mut frames: &mut [V]) {
        while !frames.is_empty() {
            if self.piece.is_some_and(|piece| piece.left == 0) {
                self.next_piece();
            }
            let left = self.piece.map_or(usize::MAX, |piece| piece.left);
            let count = left.min(frames.len());
            let (now, later) = std::mem::take(&mut frames).split_at_mut(count);
            self.run(now);
            if let Some(piece) = &mut self.piece {
                piece.left -= count;
            }
            frames = later;
        }
    }

    fn sleep(&mut self, frames: usize) {
        self.motion.step_up_db.advance_by(frames);
    }

    fn wake(&mut self) {
        self.motion = Motion::at(self.target, self.motion.step_up_db);
        self.stand();
        self.circuit.settle();
    }

    fn reset(&mut self) {
        self.wake();
        self.circuit.reset();
    }

    fn solver_failures(&self) -> u64 {
        self.circuit.failures()
    }
}
