//! What an open editor costs, and what is left of it afterwards.

use window_host::{Desk, EditorWindow, Options, wait_for};

use crate::own_display::on_own_display;
use crate::room::{CORNER, instance};

/// Resident size of this process in MiB.
fn resident_mib() -> f64 {
    let rollup = std::fs::read_to_string("/proc/self/smaps_rollup").expect("is readable");
    let line = rollup.lines().find_map(|line| line.strip_prefix("Rss:"));
    let kib = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kib.expect("a size in KiB") / 1024.0
}

/// How many threads this process has.
fn thread_count() -> usize {
    let threads = std::fs::read_dir("/proc/self/task").expect("is readable");
    threads.count()
}

/// Waits for the editor's picture without keeping one.
fn await_drawn(window: &mut EditorWindow<'_>) {
    window.wait_for("a picture", |window| {
        (window.part(CORNER).share_of(Desk::EMPTY) == 0.0).then_some(())
    });
}

#[test]
fn an_open_editor_needs_little_memory() {
    on_own_display(|desk| {
        let mut plugin = instance();
        plugin.activate(48_000.0, 480).expect("activates");
        plugin.play(crate::room::sine()).expect("plays");
        let without = resident_mib();
        let window = EditorWindow::open(desk, plugin, &Options::default());
        let mut window = window.expect("opens");
        await_drawn(&mut window);
        let needed = resident_mib() - without;
        println!("{without:.2} MiB without the editor, {needed:.2} MiB more with it");
        assert!(needed <= 25.0, "{needed} MiB");
    });
}

#[test]
fn closed_editors_leave_nothing_behind() {
    on_own_display(|desk| {
        let mut plugin = instance();
        let threads = thread_count();
        let mut after_20 = 0.0;
        for cycle in 1..=200 {
            let window = EditorWindow::open(desk, plugin, &Options::default());
            let mut window = window.expect("opens");
            await_drawn(&mut window);
            plugin = window.close();
            // What the window's thread still holds is not left behind.
            wait_for("the end of the window's thread", || {
                (thread_count() == threads).then_some(())
            });
            if cycle == 20 {
                after_20 = resident_mib();
            }
        }
        let after_200 = resident_mib();
        println!("{after_20:.2} MiB after 20 cycles, {after_200:.2} MiB after 200");
        assert!(after_200 - after_20 <= 1.0);
    });
}
