//! The preamp, in the order of its signal: pad, noise, input transformer, polarity, high-pass, gain and drive through the
//! circuits that *Character* lies between, output transformer.
//!
//! Where the source feels the input transformer it is part of the load's deck; its step-up alone is done here then.
//!
//! *Gain* is the small-signal gain at 1 kHz from the block's input to its output, the same at any *Character*, bias and
//! feedback, with or without transformers, and never inverting. An input transformer does its step-up of it, a circuit as
//! much of the rest as its own control reaches; an attenuator behind the circuit or an amplifier in front of it does what
//! remains. *Drive* is added in front of the circuit and removed behind it.
//!
//! *Character* is the tube's share in the sum of a solid-state circuit and a tube circuit. At its ends only one of them
//! runs; the other is woken at its operating point before it is heard. Other circuits fade in from theirs.

mod catalogue;
mod gain_law;
mod high_pass;
mod selector;
mod stage;
mod transformer;

use super::Settings;
use super::load;
use super::noise::StageNoise;
use super::parameter::Choice;
use super::settings::{InputTransformer, Pad, Polarity};
use crate::dsp::smoothing::Ramp;
use crate::lanes::Lanes;
use crate::spice::{ControlIndex, Error, ErrorKind, Netlist, Transient};
use catalogue::{Catalogue, Circuit};
use gain_law::Colour;
use high_pass::HighPass;
use selector::Selector;
use stage::{Stage, Target};
use transformer::Transformer;

/// How long a switch takes.
const FADE_SECONDS: f64 = 0.01;

/// Of the noise: one for each channel, any two far-apart numbers.
const NOISE_SEEDS: [u64; 2] = [0x243f_6a88_85a3_08d3, 0xa409_3822_299f_31d0];

/// Frames that both circuits process at a time while *Character* blends them.
const PIECE_FRAMES: usize = 64;

/// Gain, drive and character.
#[derive(Clone, Debug)]
pub struct Preamp<V: Lanes> {
    catalogue: &'static Catalogue,
    load_catalogue: &'static load::Catalogue,
    fade_frames: usize,
    settings: Settings,
    pad: Ramp,
    noise: StageNoise,
    input_transformer: Selector<Transformer<V>>,
    /// What the transformer in the load's deck steps up by, if it is there, dB.
    in_deck_db: Option<f64>,
    /// What of the gain the input transformer does, dB.
    step_up_db: Ramp,
    polarity: Ramp,
    high_pass: HighPass<V>,
    solid_state: Selector<Stage<V>>,
    tube: Selector<Stage<V>>,
    /// Share of the tube, 0..1.
    character: Ramp,
    output_transformer: Selector<Transformer<V>>,
}

impl<V: Lanes> Preamp<V> {
    /// At `settings`. Allocates.
    ///
    /// # Errors
    /// A circuit of ours that cannot be solved.
    pub fn new(internal_rate_hz: f64, settings: &Settings) -> Result<Self, Error> {
        let catalogue = Catalogue::get()?;
        let load_catalogue = load::Catalogue::get()?;
        let rate_hz = internal_rate_hz;
        let fade_frames = (FADE_SECONDS * rate_hz).round() as usize;
        let selector = |transformers, choice| Selector::new(transformers, choice, fade_frames);
        let transformers = &catalogue.input_transformers;
        let in_deck_db = load::step_up_db(settings, load_catalogue);
        let input_transformer = selector(
            with_wire(transformers, rate_hz, 0.0)?,
            own_transformer(settings, in_deck_db),
        );
        let step_up_db =
            in_deck_db.unwrap_or_else(|| catalogue.step_up_db(input_transformer.heading()));
        let bank = |circuits: &'static [Circuit], choice| {
            let stages = circuits
                .iter()
                .map(|circuit| Stage::new(circuit, rate_hz, target(settings), step_up_db));
            Ok::<_, Error>(Selector::new(
                stages.collect::<Result<_, _>>()?,
                choice,
                fade_frames,
            ))
        };
        let high_pass = &catalogue.high_pass;
        Ok(Self {
            pad: Ramp::new(pad(settings)),
            noise: StageNoise::new(rate_hz, settings.ein_dbu, settings.noise, NOISE_SEEDS),
            input_transformer,
            in_deck_db,
            step_up_db: Ramp::new(step_up_db),
            polarity: Ramp::new(polarity(settings)),
            high_pass: HighPass::new(high_pass, rate_hz, fade_frames, settings.highpass)?,
            solid_state: bank(&catalogue.solid_state, settings.solid_state.index())?,
            tube: bank(&catalogue.tubes, settings.tube.index())?,
            character: Ramp::new(character(settings)),
            output_transformer: selector(
                with_wire(
                    [&catalogue.output_transformer],
                    rate_hz,
                    catalogue.source_ohm(settings),
                )?,
                usize::from(settings.xfmr_out),
            ),
            catalogue,
            load_catalogue,
            fade_frames,
            settings: *settings,
        })
    }

    /// Be at `settings` after `ramp_frames`, at once for 0; switches take 10 ms.
    pub fn set(&mut self, settings: &Settings, ramp_frames: usize) {
        let before = std::mem::replace(&mut self.settings, *settings);
        if ramp_frames == 0 {
            self.reset();
            return;
        }
        self.pad.set(pad(settings), self.fade_frames);
        self.noise
            .set(settings.ein_dbu, settings.noise, ramp_frames);
        self.polarity.set(polarity(settings), self.fade_frames);
        if settings.highpass != before.highpass {
            self.high_pass.set(settings.highpass, false);
        }
        for stage in (self.solid_state.voices_mut().iter_mut()).chain(self.tube.voices_mut()) {
            stage.set(target(settings), ramp_frames);
        }
        self.choose_circuits(character(settings), ramp_frames);
        self.in_deck_db = load::step_up_db(settings, self.load_catalogue);
        self.input_transformer
            .choose(own_transformer(settings, self.in_deck_db));
        self.follow_input_transformer();
        let source_ohm = self.catalogue.source_ohm(settings);
        for transformer in self.output_transformer.voices_mut() {
            transformer.set_source(source_ohm, self.fade_frames);
        }
        self.output_transformer
            .choose(usize::from(settings.xfmr_out));
    }

    /// Volts at its input in, volts at its output out.
    pub fn process(&mut self, mut frames: &mut [V]) {
        self.pad.apply(frames);
        self.noise.add(frames);
        while !frames.is_empty() {
            // Where one fade of the input transformer ends, the next may begin: the gain behind it follows.
            let fade = self.input_transformer.frames_of_fade();
            let count = fade.map_or(frames.len(), |left| left.min(frames.len()));
            let (now, later) = std::mem::take(&mut frames).split_at_mut(count);
            self.input_transformer.process(now);
            self.step_up(now);
            self.polarity.apply(now);
            self.high_pass.process(now);
            self.amplify(now);
            self.output_transformer.process(now);
            self.follow_input_transformer();
            frames = later;
        }
    }

    /// As new at the settings last set.
    pub fn reset(&mut self) {
        let settings = self.settings;
        self.pad = Ramp::new(pad(&settings));
        self.noise.set(settings.ein_dbu, settings.noise, 0);
        self.noise.reset();
        self.in_deck_db = load::step_up_db(&settings, self.load_catalogue);
        self.input_transformer
            .reset_at(own_transformer(&settings, self.in_deck_db));
        self.step_up_db = Ramp::new(self.wanted_step_up_db());
        self.polarity = Ramp::new(polarity(&settings));
        self.high_pass.set(settings.highpass, true);
        self.high_pass.reset();
        for stage in (self.solid_state.voices_mut().iter_mut()).chain(self.tube.voices_mut()) {
            stage.set_step_up(self.step_up_db);
            stage.set(target(&settings), 0);
        }
        self.solid_state.reset_at(settings.solid_state.index());
        self.tube.reset_at(settings.tube.index());
        self.character = Ramp::new(character(&settings));
        let source_ohm = self.catalogue.source_ohm(&settings);
        for transformer in self.output_transformer.voices_mut() {
            transformer.set_source(source_ohm, 0);
        }
        self.output_transformer
            .reset_at(usize::from(settings.xfmr_out));
    }

    /// Steps without a solution.
    pub fn solver_failures(&self) -> u64 {
        self.input_transformer.solver_failures()
            + self.high_pass.solver_failures()
            + self.solid_state.solver_failures()
            + self.tube.solver_failures()
            + self.output_transformer.solver_failures()
    }

    /// Brings the circuits and their shares to where they shall be. One that was not heard starts from rest.
    fn choose_circuits(&mut self, character: f64, ramp_frames: usize) {
        let (solid_state, tube) = (
            self.settings.solid_state.index(),
            self.settings.tube.index(),
        );
        let silent = self.character.settled();
        self.character.set(character, ramp_frames);
        match silent {
            Some(1.0) if character == 1.0 => {}
            Some(1.0) => self.solid_state.wake_at(solid_state),
            _ => self.solid_state.choose(solid_state),
        }
        match silent {
            Some(0.0) if character == 0.0 => {}
            Some(0.0) => self.tube.wake_at(tube),
            _ => self.tube.choose(tube),
        }
    }

    /// Where another input transformer comes in, its step-up does, and the circuits' gain makes room for it.
    fn follow_input_transformer(&mut self) {
        let step_up_db = self.wanted_step_up_db();
        let before = self.step_up_db;
        self.step_up_db.set(step_up_db, self.fade_frames);
        if before.remaining() != self.step_up_db.remaining() {
            for stage in (self.solid_state.voices_mut().iter_mut()).chain(self.tube.voices_mut()) {
                stage.set_step_up(self.step_up_db);
            }
        }
    }

    /// Of the transformer in the load's deck, else of the one here.
    fn wanted_step_up_db(&self) -> f64 {
        self.in_deck_db
            .unwrap_or_else(|| self.catalogue.step_up_db(self.input_transformer.heading()))
    }

    fn step_up(&mut self, frames: &mut [V]) {
        match self.step_up_db.settled() {
            Some(0.0) => {}
            Some(step_up_db) => {
                let factor = V::splat(from_db(step_up_db));
                frames.iter_mut().for_each(|frame| *frame = *frame * factor);
            }
            None => {
                for frame in frames {
                    *frame = *frame * V::splat(from_db(self.step_up_db.advance()));
                }
            }
        }
    }

    /// The circuits between which *Character* lies.
    fn amplify(&mut self, frames: &mut [V]) {
        match self.character.settled() {
            Some(0.0) => {
                self.solid_state.process(frames);
                self.tube.sleep(frames.len());
            }
            Some(1.0) => {
                self.tube.process(frames);
                self.solid_state.sleep(frames.len());
            }
            _ => frames
                .chunks_mut(PIECE_FRAMES)
                .for_each(|piece| self.blend(piece)),
        }
    }

    /// Both circuits. Where one's share is 0 the sum is exactly the other.
    fn blend(&mut self, frames: &mut [V]) {
        let mut tube = [V::default(); PIECE_FRAMES];
        let tube = &mut tube[..frames.len()];
        tube.copy_from_slice(frames);
        self.solid_state.process(frames);
        self.tube.process(tube);
        for (frame, tube) in frames.iter_mut().zip(tube) {
            let share = self.character.advance();
            *frame = *frame * V::splat(1.0 - share) + *tube * V::splat(share);
        }
    }
}

impl Catalogue {
    /// What a choice of the input transformer does to the level at 1 kHz, dB; the first choice is none.
    fn step_up_db(&self, choice: usize) -> f64 {
        let law = choice
            .checked_sub(1)
            .map(|index| &self.input_transformers[index]);
        law.map_or(0.0, |law| law.step_up_db())
    }

    /// What an output transformer sees of the circuits, ohm: by their shares.
    fn source_ohm(&self, settings: &Settings) -> f64 {
        let of = |circuits: &[Circuit], choice: usize| {
            circuits[choice.min(circuits.len() - 1)].source_ohm.ln()
        };
        let solid_state = of(&self.solid_state, settings.solid_state.index());
        let tube = of(&self.tubes, settings.tube.index());
        (solid_state + character(settings) * (tube - solid_state)).exp()
    }
}

/// Which of the input transformers here is in the path: none while the load's deck has it.
fn own_transformer(settings: &Settings, in_deck_db: Option<f64>) -> usize {
    match in_deck_db {
        Some(_) => InputTransformer::Off.index(),
        None => settings.xfmr_in.index(),
    }
}

/// No transformer, then each of these.
fn with_wire<V: Lanes>(
    laws: impl IntoIterator<Item = &'static transformer::TransformerLaw>,
    internal_rate_hz: f64,
    source_ohm: f64,
) -> Result<Vec<Transformer<V>>, Error> {
    let transformers = laws
        .into_iter()
        .map(|law| Transformer::new(law, internal_rate_hz, source_ohm));
    std::iter::once(Ok(Transformer::Wire))
        .chain(transformers)
        .collect()
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

fn pad(settings: &Settings) -> f64 {
    match settings.pad {
        Pad::Off => 1.0,
        Pad::Minus20 => 0.1,
    }
}

fn polarity(settings: &Settings) -> f64 {
    match settings.polarity {
        Polarity::Normal => 1.0,
        Polarity::Inverted => -1.0,
    }
}

fn target(settings: &Settings) -> Target {
    Target {
        gain_db: settings.gain_db,
        drive_db: settings.drive_db,
        colour: Colour {
            bias: settings.bias_pct / 100.0,
            feedback_db: settings.tube_feedback_db,
        },
    }
}

fn character(settings: &Settings) -> f64 {
    settings.character_pct / 100.0
}

fn from_db(db: f64) -> f64 {
    10f64.powf(db / 20.0)
}
