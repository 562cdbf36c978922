//! The high-pass filter in front of the gain.

use crate::chain::settings::HighPass as Choice;
use crate::dsp::smoothing::{Crossfade, Ramp};
use crate::lanes::Lanes;
use crate::spice::{ControlIndex, Error, Method, Netlist, Transient};

/// Frames between two settings of the corner while it moves.
const REFRESH_FRAMES: usize = 16;

/// A filter that is switched on and off by cross-fades and whose corner glides between the choices. Off, it costs
/// nothing.
#[derive(Clone, Debug)]
pub struct HighPass<V: Lanes> {
    circuit: Transient<V>,
    control: ControlIndex,
    fade_frames: usize,
    amount: Crossfade,
    /// Logarithm of the corner in hertz.
    log_corner: Ramp,
    /// Frames until the circuit's corner follows `log_corner` again.
    refresh_in: usize,
    is_moving: bool,
}

/// Corner of a choice in hertz; `None` where the filter is off.
fn corner_hz(choice: Choice) -> Option<f64> {
    match choice {
        Choice::Off => None,
        Choice::Hz40 => Some(40.0),
        Choice::Hz80 => Some(80.0),
        Choice::Hz120 => Some(120.0),
    }
}

impl<V: Lanes> HighPass<V> {
    /// Stands at `choice`; takes `fade_frames` frames to another one. Allocates.
    ///
    /// # Errors
    /// A circuit that cannot be solved or has no control `corner_hz`.
    pub fn new(
        netlist: &Netlist,
        internal_rate_hz: f64,
        fade_frames: usize,
        choice: Choice,
    ) -> Result<Self, Error> {
        let circuit = Transient::new(netlist, internal_rate_hz, Method::Auto)?;
        let control = super::control(&circuit, netlist, "corner_hz")?;
        let mut filter = Self {
            circuit,
            control,
            fade_frames,
            amount: Crossfade::new(corner_hz(choice).is_some(), fade_frames),
            log_corner: Ramp::new(corner_hz(choice).unwrap_or(40.0).ln()),
            refresh_in: 0,
            is_moving: false,
        };
        filter.reset();
        Ok(filter)
    }

    /// Goes to `choice`; at once where `is_immediate`.
    pub fn set(&mut self, choice: Choice, is_immediate: bool) {
        let was_off = self.amount.settled() == Some(false);
        self.amount.set(corner_hz(choice).is_some(), is_immediate);
        let Some(corner_hz) = corner_hz(choice) else {
            return; // fades out at the corner it has
        };
        if is_immediate || was_off {
            self.log_corner.set(corner_hz.ln(), 0);
            self.is_moving = false;
            self.turn();
        } else {
            self.log_corner.set(corner_hz.ln(), self.fade_frames);
            self.is_moving = true;
        }
        if was_off {
            self.circuit.reset();
        }
    }

    /// At rest.
    pub fn reset(&mut self) {
        self.turn();
        self.circuit.reset();
        self.refresh_in = 0;
    }

    /// Volts in, volts out, in place.
    pub fn process(&mut self, frames: &mut [V]) {
        match self.amount.settled() {
            Some(false) => {}
            Some(true) if !self.is_moving => {
                let rest = V::splat(self.circuit.output_at_rest());
                self.circuit.process(frames);
                frames.iter_mut().for_each(|frame| *frame -= rest);
            }
            _ => frames
                .iter_mut()
                .for_each(|frame| *frame = self.moving_frame(*frame)),
        }
    }

    /// Steps without a solution.
    pub fn solver_failures(&self) -> u64 {
        self.circuit.failures()
    }

    fn moving_frame(&mut self, frame: V) -> V {
        if self.is_moving && self.refresh_in == 0 {
            self.is_moving = self.log_corner.settled().is_none();
            self.turn();
            self.refresh_in = REFRESH_FRAMES;
        }
        self.refresh_in = self.refresh_in.saturating_sub(1);
        self.log_corner.advance();
        let rest = V::splat(self.circuit.output_at_rest());
        let filtered = self.circuit.step(frame) - rest;
        let amount = self.amount.advance();
        frame * V::splat(1.0 - amount) + filtered * V::splat(amount)
    }

    fn turn(&mut self) {
        self.circuit
            .set_control(self.control, self.log_corner.value().exp());
        self.circuit.update();
    }
}
