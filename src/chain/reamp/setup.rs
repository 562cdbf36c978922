//! What the settings ask of the block: which circuits, and what stands in them.

use super::amp::Amp;
use super::catalogue::{Catalogue, Topology};
use super::virtual_pickup::VirtualPickup;
use crate::chain::Settings;
use crate::chain::level::{full_scale_volt, gain};
use crate::chain::load::{self, DeckValues, Element, InputCircuit};
use crate::chain::parameter::Choice;
use crate::chain::settings::{
    BoxImpedance, Cable, Input, Listen, Pots, ReampBox, ReampLoad, Source, ThruLoad,
};

/// All that is between a line output and the amp where there is no box, ohm.
const LINE_OUTPUT_OHM: f64 = 100.0;

/// What is to be heard.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setup {
    choices: Choices,
    /// From behind the converter to the EMF at the jack.
    pub sender: DeckValues,
    /// From there on.
    pub deck: DeckValues,
}

/// What does not move but fades.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Choices {
    r#box: ReampBox,
    impedance: BoxImpedance,
    load: ReampLoad,
    cable: Cable,
    listen: Listen,
    /// Those that a virtual pickup depends on.
    pickup: Option<(Source, Pots, bool, Input, ThruLoad)>,
}

impl Setup {
    /// At these settings; `None` while the block is off. Does not allocate.
    pub fn of(
        settings: &Settings,
        catalogue: &Catalogue,
        inputs: &load::Catalogue,
    ) -> Option<Self> {
        if !settings.reamp_on {
            return None;
        }
        let amp = Amp::of(settings);
        let series_ohm = series_ohm(settings);
        let fuzz = settings.fuzz_pct / 100.0;
        let pickup = VirtualPickup::of(settings, inputs);
        let topology = match (&pickup, amp.fuzz) {
            (None, None) => Topology::Direct,
            (None, Some(InputCircuit::FuzzGermanium)) => Topology::FuzzGermanium,
            (None, Some(_)) => Topology::FuzzSilicon,
            (Some(pickup), None) if pickup.is_simple() => Topology::Pickup,
            (Some(_), None) => Topology::AnySource,
            (Some(_), Some(InputCircuit::FuzzGermanium)) => Topology::AnySourceFuzzGermanium,
            (Some(_), Some(_)) => Topology::AnySourceFuzzSilicon,
        };
        let deck = DeckValues::plan(topology as usize)
            .with(Element::SeriesOhm, series_ohm)
            .with(Element::NowFarad, amp.linear.farad)
            .with(Element::NowOhm, amp.linear.ohm)
            .with(Element::Fuzz, fuzz)
            .with(Element::AfterFuzz, after_fuzz(settings));
        let amp_curve = amp.fuzz.map(|which| inputs.law(which).curve(0.0, fuzz));
        Some(Self {
            choices: Choices::of(settings, pickup.is_some()),
            sender: sender(settings, catalogue),
            deck: pickup.map_or(deck, |pickup| {
                pickup.place_in(
                    deck,
                    series_ohm,
                    &amp.linear,
                    amp_curve.as_ref(),
                    settings.repair_limit_db,
                )
            }),
        })
    }

    /// True where the amp is a fuzz.
    pub fn has_fuzz(&self) -> bool {
        self.choices.load.is_fuzz()
    }

    /// True where only numbers differ: the same elements at other values.
    pub fn is_a_move_to(&self, other: &Self) -> bool {
        self.choices == other.choices && self.deck.plan == other.deck.plan
    }
}

impl Choices {
    fn of(settings: &Settings, has_pickup: bool) -> Self {
        let input = match settings.load_on {
            true => settings.now_input,
            false => settings.rec_input.into(),
        };
        Self {
            r#box: settings.r#box,
            impedance: settings.box_z,
            load: settings.reamp_load,
            cable: settings.cable_type,
            listen: settings.listen,
            pickup: has_pickup.then_some((
                settings.source,
                settings.custom_pots,
                settings.load_on,
                input,
                settings.thru_load,
            )),
        }
    }
}

/// What 0 dBFS behind the converter is at the jack with nothing plugged in, V peak; while the block is off, what it is
/// there.
pub fn unloaded_full_scale_volt(settings: &Settings) -> f64 {
    full_scale_volt(match (settings.reamp_on, settings.r#box) {
        (false, _) => settings.conv_cal_dbu,
        (true, ReampBox::None) => settings.line_out_dbu,
        (true, ReampBox::Passive | ReampBox::Active) => settings.send_cal_dbu,
    })
}

/// Line output and box. The trim stands behind the box, so that it does not change how the box is driven.
fn sender(settings: &Settings, catalogue: &Catalogue) -> DeckValues {
    let line = gain(settings.line_out_dbu - settings.conv_cal_dbu);
    let Some(place) = settings.r#box.index().checked_sub(1) else {
        return DeckValues::wire(line);
    };
    let trim = gain(settings.send_cal_dbu - settings.line_out_dbu) / catalogue.box_gain(place);
    let mut values = DeckValues::plan(place);
    values.before = line;
    values.behind = trim;
    values
}

fn series_ohm(settings: &Settings) -> f64 {
    match (settings.r#box, settings.box_z) {
        (ReampBox::None, _) => LINE_OUTPUT_OHM,
        (_, BoxImpedance::Ohm150) => 150.0,
        (_, BoxImpedance::Ohm1k) => 1e3,
        (_, BoxImpedance::Ohm5k) => 5e3,
        (_, BoxImpedance::Ohm10k) => 10e3,
    }
}

fn after_fuzz(settings: &Settings) -> f64 {
    match settings.listen {
        Listen::Jack => 0.0,
        Listen::AfterFuzz => 1.0,
    }
}
