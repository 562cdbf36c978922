//! The plugin linked into this program, whose allocator counts.

use std::hint::black_box;

use headless_host::{Bundle, Change, EntryDescriptor};

use crate::allocations::allocator_calls;
use crate::clap::{id_of, set};
use crate::direct::{SOUND, material};

unsafe extern "C" {
    #[link_name = "clap_entry"]
    static CLAP_ENTRY: EntryDescriptor;
}

/// A callback with automation inside does not touch the allocator: not in the chain, nor in the glue around it.
#[test]
fn a_callback_allocates_nothing() {
    // The library has to be linked for its entry to be there.
    black_box(preface::plugin::Preface::default);
    // SAFETY: the plugin exports it, and it never changes.
    let entry = unsafe { &CLAP_ENTRY };
    let bundle = Bundle::linked(entry).expect("the linked plugin loads");
    let mut plugin = bundle.instance().expect("the plugin can be created");
    set(&mut plugin, &SOUND);
    let id = id_of(&mut plugin, "gain_db");
    plugin.activate(48_000.0, 512).expect("activates");
    let input = material(2, 512);
    let changes =
        [(0, 0.3), (77, 0.4), (400, 0.5)].map(|(sample, value)| Change { sample, id, value });
    for round in 0..4 {
        let audio = plugin.audio().expect("is active");
        audio.prepare(&input, 0..512, &changes);
        let calls = allocator_calls(|| audio.process().expect("processes"));
        // On its first call the framework asks each thread for its name.
        assert!(round == 0 || calls == 0, "{calls} calls in round {round}");
    }
}

/// The counter that says so does count.
#[test]
fn an_allocation_would_be_counted() {
    assert_eq!(allocator_calls(|| drop(black_box(vec![0u8; 64]))), 2);
}
