//! The rules of the audio thread.

use crate::allocations::{allocated_bytes, allocator_calls};
use crate::player::{chain, noise};
use preface::chain::settings::{
    Input, InputTransformer, Quality, ReampLoad, SolidState, Source, Tube,
};
use preface::chain::{Monitor, Node, Scope, Settings};
use preface::lanes::Stereo;
use std::sync::Arc;

/// Processing, moving every control and starting over do not touch the allocator.
#[test]
fn nothing_is_allocated() {
    let mut chain = chain::<Stereo>(48e3, Quality::Live, &Settings::default());
    let mut left = noise(1, 0.5, 4800);
    let mut right = noise(2, 0.5, 4800);
    let elsewhere = Settings {
        gain_db: 30.0,
        character_pct: 100.0,
        solid_state: SolidState::ClassAB,
        tube: Tube::T12AU7,
        bias_pct: -40.0,
        tube_feedback_db: 9.0,
        xfmr_in: InputTransformer::OneToTen,
        xfmr_out: true,
        converter_on: false,
        mix_pct: 40.0,
        bypass: true,
        source: Source::Humbucker,
        now_input: Input::HiZ220k,
        noise: true,
        reamp_on: true,
        virtual_pickup: true,
        reamp_load: ReampLoad::FuzzGermanium,
        fuzz_pct: 60.0,
        ..Settings::default()
    };
    let scope = Arc::new(Scope::default());
    scope.ask(Some(Node::Preamp));
    chain.set_scope(scope.clone());
    let calls = allocator_calls(|| {
        chain.process(&mut [&mut left, &mut right]);
        chain.set_watched(true);
        for monitor in [
            Monitor::MatchedDry,
            Monitor::Difference,
            Monitor::Result,
            Monitor::MatchedDry,
        ] {
            chain.set_monitor(monitor);
            chain.process(&mut [&mut left, &mut right]);
        }
        chain.set(&elsewhere);
        chain.process(&mut [&mut left, &mut right]);
        chain.take_taps();
        chain.reset();
        chain.process(&mut [&mut left, &mut right]);
        scope.ask(None);
        chain.process(&mut [&mut left, &mut right]);
    });
    assert_eq!(calls, 0);
}

/// The counter that says so does count.
#[test]
fn an_allocation_would_be_counted() {
    assert_eq!(
        allocator_calls(|| drop(std::hint::black_box(vec![0u8; 64]))),
        2
    );
}

/// An instance with all of its circuits ready, at the highest internal rate, holds no more than 8 MiB.
#[test]
fn an_instance_is_small() {
    for (quality, name) in [(Quality::Live, "live"), (Quality::Render, "render")] {
        let build = || chain::<Stereo>(48e3, quality, &Settings::default());
        let (bytes, _chain) = allocated_bytes(build);
        let megabytes = bytes as f64 / f64::from(1 << 20);
        println!("an instance, {name}: {megabytes:.2} MiB");
        assert!(megabytes < 8.0 && bytes > 10_000, "{name}: {megabytes} MiB");
    }
}
