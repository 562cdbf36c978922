//! The preamp: pad, polarity and high-pass, then gain, drive and character.
//!
//! *Gain* is the small-signal gain at 1 kHz from the block's input to its output, the same at any *Character* and never
//! inverting. A circuit does as much of it as its own control reaches; an attenuator behind it or an amplifier in front
//! of it does the rest. *Drive* is added in front of the circuit and removed behind it.
//!
//! *Character* is the tube's share in the sum of the clean circuit and the tube circuit. At its ends only one of them
//! runs; the other is woken at its operating point before it is heard.

mod gain_law;
mod high_pass;
mod stage;

use super::Settings;
use super::settings::{Pad, Polarity};
use crate::dsp::smoothing::Ramp;
use crate::lanes::Lanes;
use crate::spice::netlist::Embedded;
use crate::spice::{ControlIndex, Error, ErrorKind, Netlist, Transient};
use high_pass::HighPass;
use stage::{Stage, Target};

/// How long a switch takes.
const FADE_SECONDS: f64 = 0.01;

/// Frames that both circuits process at a time while *Character* blends them.
const PIECE_FRAMES: usize = 64;

/// Reads a file of `circuits/`.
macro_rules! netlist {
    ($file:literal) => {
        Netlist::parse(
            $file,
            include_str!(concat!("../../circuits/", $file)),
            &Embedded,
            &[],
        )
    };
}

/// Gain, drive and character.
#[derive(Clone, Debug)]
pub struct Preamp<V: Lanes> {
    fade_frames: usize,
    settings: Settings,
    /// Pad and polarity.
    front: Ramp,
    high_pass: HighPass<V>,
    clean: Stage<V>,
    tube: Stage<V>,
    /// Share of the tube, 0..1.
    character: Ramp,
}

impl<V: Lanes> Preamp<V> {
    /// At `settings`. Allocates.
    ///
    /// # Errors
    /// A circuit of ours that cannot be solved.
    pub fn new(internal_rate_hz: f64, settings: &Settings) -> Result<Self, Error> {
        let fade_frames = (FADE_SECONDS * internal_rate_hz).round() as usize;
        let high_pass = netlist!("preamp_highpass.cir")?;
        let clean = netlist!("preamp_clean.cir")?;
        let tube = netlist!("preamp_12ax7.cir")?;
        let choice = settings.highpass;
        Ok(Self {
            fade_frames,
            settings: *settings,
            front: Ramp::new(front(settings)),
            high_pass: HighPass::new(&high_pass, internal_rate_hz, fade_frames, choice)?,
            clean: Stage::new(&clean, internal_rate_hz, target(settings))?,
            tube: Stage::new(&tube, internal_rate_hz, target(settings))?,
            character: Ramp::new(character(settings)),
        })
    }

    /// Be at `settings` after `ramp_frames`, at once for 0; switches take 10 ms.
    pub fn set(&mut self, settings: &Settings, ramp_frames: usize) {
        let is_immediate = ramp_frames == 0;
        self.front.set(
            front(settings),
            if is_immediate { 0 } else { self.fade_frames },
        );
        if is_immediate || settings.highpass != self.settings.highpass {
            self.high_pass.set(settings.highpass, is_immediate);
        }
        let sleeping = self.character.settled();
        self.character.set(character(settings), ramp_frames);
        self.clean.set(target(settings), ramp_frames);
        self.tube.set(target(settings), ramp_frames);
        if sleeping == Some(0.0) && character(settings) > 0.0 {
            self.tube.wake();
        }
        if sleeping == Some(1.0) && character(settings) < 1.0 {
            self.clean.wake();
        }
        self.settings = *settings;
    }

    /// Volts at its input in, volts at its output out.
    pub fn process(&mut self, frames: &mut [V]) {
        self.front.apply(frames);
        self.high_pass.process(frames);
        match self.character.settled() {
            Some(0.0) => self.clean.process(frames),
            Some(1.0) => self.tube.process(frames),
            _ => frames
                .chunks_mut(PIECE_FRAMES)
                .for_each(|piece| self.blend(piece)),
        }
    }

    /// As new at the settings last set.
    pub fn reset(&mut self) {
        let settings = self.settings;
        self.set(&settings, 0);
        self.high_pass.reset();
        self.clean.wake();
        self.tube.wake();
    }

    /// Steps without a solution.
    pub fn solver_failures(&self) -> u64 {
        self.high_pass.solver_failures()
            + self.clean.solver_failures()
            + self.tube.solver_failures()
    }

    /// Both circuits. Where one's share is 0 the sum is exactly the other.
    fn blend(&mut self, frames: &mut [V]) {
        let mut tube = [V::default(); PIECE_FRAMES];
        let tube = &mut tube[..frames.len()];
        tube.copy_from_slice(frames);
        self.clean.process(frames);
        self.tube.process(tube);
        for (frame, tube) in frames.iter_mut().zip(tube) {
            let share = self.character.advance();
            *frame = *frame * V::splat(1.0 - share) + *tube * V::splat(share);
        }
    }
}

/// A control of a circuit by name.
fn control<V: Lanes>(
    circuit: &Transient<V>,
    netlist: &Netlist,
    name: &str,
) -> Result<ControlIndex, Error> {
    circuit.control(name).ok_or_else(|| Error {
        file: netlist.file.clone(),
        line: 0,
        kind: ErrorKind::UnknownParameter(format!("no `*@control {name}`, expected one")),
    })
}

fn front(settings: &Settings) -> f64 {
    let pad = match settings.pad {
        Pad::Off => 1.0,
        Pad::Minus20 => 0.1,
    };
    match settings.polarity {
        Polarity::Normal => pad,
        Polarity::Inverted => -pad,
    }
}

fn target(settings: &Settings) -> Target {
    Target {
        gain_db: settings.gain_db,
        drive_db: settings.drive_db,
    }
}

fn character(settings: &Settings) -> f64 {
    settings.character_pct / 100.0
}
