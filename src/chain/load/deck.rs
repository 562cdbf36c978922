//! Decks in time: circuits that load each other, solved as one.
//!
//! A block has its decks as [`Plan`]s, one per topology. What stands in them is [`DeckValues`]: the plan, the values of
//! its elements, and gains in front of it and behind. A [`Deck`] holds the circuits of all plans, of which one runs.

use crate::chain::rounding::without_rounding;
use crate::dsp::smoothing;
use crate::lanes::Lanes;
use crate::spice::{ControlIndex, Error, ErrorKind, Method, Netlist, Transient};

/// Stands for "not there": at audio frequencies no current to speak of.
pub const OPEN_OHM: f64 = 1e12;

/// Stands for "a wire", and for what is left between the end of a pot's track and its wiper, ohm.
pub const WIRE_OHM: f64 = 1e-3;

/// Stands for an inductance that is not there, henry: as good as open from 1 Hz up.
pub const OPEN_HENRY: f64 = 1e9;

macro_rules! elements {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $absent:expr;)*) => {
        /// What can move in decks. A netlist has those elements that it names by `*@control`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Element {
            $($(#[$doc])* $name,)*
        }

        const ELEMENTS: [Element; [$($text),*].len()] = [$(Element::$name),*];

        /// Names in netlists, in the order of [`Element`].
        const NAMES: [&str; ELEMENTS.len()] = [$($text),*];

        /// Where nothing stands in an element's place, or nothing was said of it.
        const ABSENT: [f64; NAMES.len()] = [$($absent),*];
    };
}

elements! {
    /// Inductance of the source, henry.
    PickupHenry = "pickup_henry", 0.0;
    /// Resistance in series with it, ohm.
    PickupOhm = "pickup_ohm", WIRE_OHM;
    /// Inductance of the motional impedance in series with both, henry.
    MotionalHenry = "motional_henry", 1e-3;
    /// Its resistance, ohm.
    MotionalOhm = "motional_ohm", WIRE_OHM;
    /// Its capacitance, farad.
    MotionalFarad = "motional_farad", 1e-6;
    /// Capacitance across the source, farad.
    PickupFarad = "pickup_farad", 0.0;
    /// Eddy-current loss across the inductance, ohm.
    EddyOhm = "eddy_ohm", OPEN_OHM;
    /// Volume and tone pot at 10, ohm each.
    PotOhm = "pot_ohm", OPEN_OHM;
    /// Tone capacitor, farad.
    ToneFarad = "tone_farad", 22e-9;
    /// Capacitance of the recorded cable and input, farad.
    RecordedFarad = "recorded_farad", 0.0;
    /// Resistance of the recorded input, ohm.
    RecordedOhm = "recorded_ohm", OPEN_OHM;
    /// Inductance of the recorded input, henry.
    RecordedHenry = "recorded_henry", OPEN_HENRY;
    /// Resistance in series with it, ohm.
    RecordedCoilOhm = "recorded_coil_ohm", 1e3;
    /// Tone pot as far as it is in series with its capacitor now, ohm.
    ToneOhm = "tone_ohm", OPEN_OHM;
    /// Volume pot above its wiper now, ohm.
    VolumeUpperOhm = "volume_upper_ohm", WIRE_OHM;
    /// Volume pot below its wiper now, ohm.
    VolumeLowerOhm = "volume_lower_ohm", OPEN_OHM;
    /// Output impedance of a re-amp box, ohm.
    SeriesOhm = "series_ohm", WIRE_OHM;
    /// Capacitance of the cable and input of now, farad.
    NowFarad = "now_farad", 0.0;
    /// Resistance of the input of now, or of what hangs beside it, ohm.
    NowOhm = "now_ohm", OPEN_OHM;
    /// Share of the change from the recorded load to the one of now that is made, 0..1.
    Share = "share", 1.0;
    /// Microphone input, alone or behind a box, ohm.
    MicZOhm = "mic_z_ohm", 1500.0;
    /// Input resistance of an active box, ohm.
    InputOhm = "input_ohm", 10e6;
    /// Fuzz control, 0..1.
    Fuzz = "fuzz", 1.0;
    /// Whether the answer is behind the fuzz (1) or at its jack (0).
    AfterFuzz = "after_fuzz", 0.0;
}

/// A topology: a netlist, and which of its controls is which element.
#[derive(Debug)]
pub struct Plan {
    netlist: Netlist,
    /// In the order of the netlist's controls.
    elements: Vec<Element>,
}

impl Plan {
    /// The topology of a netlist.
    ///
    /// # Errors
    /// A control that is no element.
    pub fn new(netlist: Netlist) -> Result<Self, Error> {
        let element = |name: &str| {
            let place = NAMES.iter().position(|known| *known == name);
            place.map(|place| ELEMENTS[place]).ok_or_else(|| {
                let text = format!("control {name}, expected one of {}", NAMES.join(" "));
                Error {
                    file: netlist.file.clone(),
                    line: 0,
                    kind: ErrorKind::UnknownParameter(text),
                }
            })
        };
        let controls = netlist.controls.iter();
        let elements = controls.map(|control| element(&control.name));
        Ok(Self {
            elements: elements.collect::<Result<_, _>>()?,
            netlist,
        })
    }

    /// Its netlist.
    pub fn netlist(&self) -> &Netlist {
        &self.netlist
    }

    /// Names and values of the netlist's controls.
    pub fn controls(&self, values: &DeckValues) -> Vec<(&str, f64)> {
        let controls = self.netlist.controls.iter().zip(&self.elements);
        controls
            .map(|(control, element)| (control.name.as_str(), values.at(*element)))
            .collect()
    }
}

/// What stands in a deck.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DeckValues {
    /// Which plan of the block's; none is a wire.
    pub plan: Option<usize>,
    /// Gain in front of the circuit.
    pub before: f64,
    /// Gain behind it.
    pub behind: f64,
    elements: [f64; NAMES.len()],
}

impl DeckValues {
    /// A wire with a gain.
    pub fn wire(gain: f64) -> Self {
        Self {
            plan: None,
            before: gain,
            behind: 1.0,
            elements: ABSENT,
        }
    }

    /// A plan of the block's in which nothing stands yet.
    pub fn plan(plan: usize) -> Self {
        Self {
            plan: Some(plan),
            ..Self::wire(1.0)
        }
    }

    /// With another value of an element.
    pub fn with(mut self, element: Element, value: f64) -> Self {
        self.elements[element as usize] = value;
        self
    }

    /// The value of an element.
    pub fn at(&self, element: Element) -> f64 {
        self.elements[element as usize]
    }

    /// Between this (0) and `goal` (1), which has the same plan.
    fn towards(&self, goal: &Self, part: f64) -> Self {
        let mut values = *self;
        for (value, goal) in values.elements.iter_mut().zip(&goal.elements) {
            *value += (goal - *value) * part;
        }
        values
    }

    /// The largest change of any element on the way to `goal`, as a share of the larger of both.
    fn largest_change(&self, goal: &Self) -> f64 {
        let pairs = self.elements.iter().zip(&goal.elements);
        pairs
            .filter(|(from, to)| from != to)
            .map(|(from, to)| (to - from).abs() / from.abs().max(to.abs()))
            .fold(0.0, f64::max)
    }
}

/// The coefficients follow a moving value in steps of no more than this share of it, but in no more than so many between
/// two points of the smoothing grid: a knob that is turned costs little, a jump does not click.
const LARGEST_STEP: f64 = 0.03;
const MOST_REFRESHES_PER_RAMP: usize = 8;

/// The same of circuits with devices, whose coefficients cost more.
const MOST_NONLINEAR_REFRESHES_PER_RAMP: usize = 2;

/// Elements of the running circuit on their way.
#[derive(Clone, Copy, Debug)]
struct Ramp {
    from: DeckValues,
    to: DeckValues,
    done: usize,
    frames: usize,
    /// Frames from one refresh of the coefficients to the next.
    period: usize,
}

impl Ramp {
    fn new(from: DeckValues, to: DeckValues, frames: usize, most_refreshes: usize) -> Self {
        let steps = (from.largest_change(&to) / LARGEST_STEP).ceil() as usize;
        Self {
            from,
            to,
            done: 0,
            frames,
            period: frames.div_ceil(steps.clamp(1, most_refreshes)),
        }
    }

    fn values(&self) -> DeckValues {
        self.from
            .towards(&self.to, self.done as f64 / self.frames as f64)
    }

    fn frames_until_refresh(&self) -> usize {
        (self.period - self.done % self.period).min(self.frames - self.done)
    }
}

/// The circuits of a block, of which one runs.
#[derive(Clone, Debug)]
pub struct Deck<V: Lanes> {
    plans: &'static [Plan],
    /// By plan. Of those with devices, which are large, the other deck of a pair may have the only one.
    circuits: Vec<Option<Circuit<V>>>,
    /// What it is at, or on its way to.
    values: DeckValues,
    before: smoothing::Ramp,
    behind: smoothing::Ramp,
    ramp: Option<Ramp>,
}

#[derive(Clone, Debug)]
struct Circuit<V: Lanes> {
    transient: Transient<V>,
    /// Where each element of the plan stands.
    controls: Vec<ControlIndex>,
    is_linear: bool,
}

impl<V: Lanes> Deck<V> {
    /// A wire, with the circuits of all plans ready. Allocates.
    ///
    /// # Errors
    /// A circuit that cannot be solved.
    pub fn new(plans: &'static [Plan], sample_rate_hz: f64) -> Result<Self, Error> {
        Self::with(plans, sample_rate_hz, |_| true)
    }

    /// Two decks, to fade from one to the other, of which the first has all circuits and the second those without
    /// devices; [`fetch`](Self::fetch) gets one from the other. Allocates.
    ///
    /// # Errors
    /// A circuit that cannot be solved.
    pub fn pair(plans: &'static [Plan], sample_rate_hz: f64) -> Result<[Self; 2], Error> {
        let linear = |plan: &Plan| plan.netlist.is_linear();
        Ok([
            Self::new(plans, sample_rate_hz)?,
            Self::with(plans, sample_rate_hz, linear)?,
        ])
    }

    fn with(
        plans: &'static [Plan],
        sample_rate_hz: f64,
        is_wanted: impl Fn(&Plan) -> bool,
    ) -> Result<Self, Error> {
        let circuit = |plan: &Plan| {
            let netlist = &plan.netlist;
            let transient = Transient::new(netlist, sample_rate_hz, Method::Auto)?;
            let names = netlist.controls.iter().map(|control| &control.name);
            Ok(Circuit {
                controls: names.filter_map(|name| transient.control(name)).collect(),
                is_linear: netlist.is_linear(),
                transient,
            })
        };
        let circuits = plans
            .iter()
            .map(|plan| is_wanted(plan).then(|| circuit(plan)).transpose());
        Ok(Self {
            plans,
            circuits: circuits.collect::<Result<_, Error>>()?,
            values: DeckValues::wire(1.0),
            before: smoothing::Ramp::new(1.0),
            behind: smoothing::Ramp::new(1.0),
            ramp: None,
        })
    }

    /// Gets the circuit of a plan that only the other deck of the pair has, and does not run.
    pub fn fetch(&mut self, plan: Option<usize>, other: &mut Self) {
        if let Some(plan) = plan
            && self.circuits[plan].is_none()
        {
            std::mem::swap(&mut self.circuits[plan], &mut other.circuits[plan]);
        }
    }

    /// True where a plan has devices, of which a pair has one circuit only.
    pub fn is_nonlinear(&self, plan: Option<usize>) -> bool {
        plan.is_some_and(|plan| !self.plans[plan].netlist.is_linear())
    }

    /// What it is at, or on its way to.
    pub fn values(&self) -> &DeckValues {
        &self.values
    }

    /// Goes to `values` of the same plan within `frames` frames; its voltages and currents go on.
    pub fn move_to(&mut self, values: &DeckValues, frames: usize) {
        let frames = frames.max(1);
        let from = self.ramp.map_or(self.values, |ramp| ramp.values());
        let most_refreshes = match self.is_nonlinear(values.plan) {
            true => MOST_NONLINEAR_REFRESHES_PER_RAMP,
            false => MOST_REFRESHES_PER_RAMP,
        };
        let is_moving = from.elements != values.elements;
        self.ramp = is_moving.then(|| Ramp::new(from, *values, frames, most_refreshes));
        self.before.set(values.before, frames);
        self.behind.set(values.behind, frames);
        self.values = *values;
    }

    /// At once at `values`, at rest, to the last bit as if it were new.
    pub fn start_at(&mut self, values: &DeckValues) {
        self.place_at(values);
        if let Some(circuit) = self.running() {
            circuit.transient.start_from_rest();
        }
    }

    /// At once at `values`, as if `input` had stood at the recorded jack for ever; a circuit with devices starts from
    /// rest.
    pub fn settle_at(&mut self, values: &DeckValues, input: V) {
        self.start_at(values);
        let input = input * V::splat(values.before);
        if let Some(circuit) = self.running() {
            circuit.transient.settle_at(input);
        }
    }

    /// At once at `values`, and going on from where `other` is, which has the same plan.
    pub fn take_over(&mut self, values: &DeckValues, other: &Self) {
        self.place_at(values);
        if let Some(plan) = values.plan
            && let (Some(circuit), Some(other)) = (&mut self.circuits[plan], &other.circuits[plan])
        {
            circuit.transient.update_keeping_rest();
            circuit.transient.copy_state_from(&other.transient);
        }
    }

    /// Volts in, answers out, in place.
    pub fn process(&mut self, frames: &mut [V]) {
        let mut frames = frames;
        while !frames.is_empty() {
            let until_refresh = self.ramp.map(|ramp| ramp.frames_until_refresh());
            let count = until_refresh.map_or(frames.len(), |until| until.min(frames.len()));
            let (now, later) = frames.split_at_mut(count);
            self.run(now);
            self.advance(count);
            frames = later;
        }
    }

    /// Steps and values without a solution since it was built.
    pub fn solver_failures(&self) -> u64 {
        let circuits = self.circuits.iter().flatten();
        circuits.map(|circuit| circuit.transient.failures()).sum()
    }

    fn running(&mut self) -> Option<&mut Circuit<V>> {
        self.circuits[self.values.plan?].as_mut()
    }

    fn run(&mut self, frames: &mut [V]) {
        self.before.apply(frames);
        if let Some(circuit) = self.running() {
            circuit.transient.process(frames);
            if !circuit.is_linear {
                let rest = V::splat(circuit.transient.output_at_rest());
                for frame in frames.iter_mut() {
                    *frame = without_rounding(*frame - rest);
                }
            }
        }
        self.behind.apply(frames);
    }

    fn advance(&mut self, frames: usize) {
        if let Some(mut ramp) = self.ramp {
            let is_due = ramp.frames_until_refresh() == frames;
            ramp.done += frames;
            self.ramp = (ramp.done < ramp.frames).then_some(ramp);
            if is_due {
                self.turn_controls(&ramp.values());
                if let Some(circuit) = self.running() {
                    circuit.transient.update_keeping_rest();
                }
            }
        }
    }

    fn place_at(&mut self, values: &DeckValues) {
        self.ramp = None;
        self.before = smoothing::Ramp::new(values.before);
        self.behind = smoothing::Ramp::new(values.behind);
        self.values = *values;
        self.turn_controls(values);
    }

    /// Sets the running circuit's controls; its update makes them heard.
    fn turn_controls(&mut self, values: &DeckValues) {
        if let Some(plan) = self.values.plan
            && let Some(circuit) = &mut self.circuits[plan]
        {
            let elements = self.plans[plan].elements.iter();
            for (&control, &element) in circuit.controls.iter().zip(elements) {
                circuit.transient.set_control(control, values.at(element));
            }
        }
    }
}
