use crate::allocations::{allocated_bytes, allocator_calls};
use preface::chain::Settings;
use preface::chain::load::Load;
use preface::chain::reamp::Reamp;
use preface::chain::settings::*;
use preface::lanes::Stereo;
use preface::spice::{Method, Netlist, Transient};

#[test]
fn memory() {
    let mut files: Vec<_> = std::fs::read_dir("circuits")
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    files.sort();
    for path in files {
        if path.extension().is_none_or(|e| e != "cir") {
            continue;
        }
        let netlist = Netlist::read(&path, &[]).unwrap();
        let begin = std::time::Instant::now();
        let (bytes, _c) =
            allocated_bytes(|| Transient::<Stereo>::new(&netlist, 192e3, Method::Auto).unwrap());
        println!(
            "{}: {} kB, {:?}, {} nodes",
            path.display(),
            bytes / 1024,
            begin.elapsed(),
            netlist.nodes.len()
        );
    }
    let (bytes, _c) = allocated_bytes(|| Load::<Stereo>::new(192e3, &Settings::default()).unwrap());
    println!("load {} kB", bytes / 1024);
    let (bytes, _c) =
        allocated_bytes(|| Reamp::<Stereo>::new(192e3, &Settings::default()).unwrap());
    println!("reamp {} kB", bytes / 1024);
}

#[test]
fn calls() {
    let mut reamp = Reamp::<Stereo>::new(192e3, &Settings::default()).unwrap();
    let mut load = Load::<Stereo>::new(192e3, &Settings::default()).unwrap();
    let mut frames = vec![Stereo::splat(0.1); 4000];
    for reamp_load in [ReampLoad::AmpHigh1M, ReampLoad::FuzzGermanium] {
        for virtual_pickup in [false, true] {
            for source in [Source::SingleCoil, Source::RibbonMic] {
                for now_input in [
                    Input::HiZ220k,
                    Input::PassiveDi,
                    Input::FuzzSilicon,
                    Input::ActiveDi10M,
                    Input::Mic,
                ] {
                    let settings = Settings {
                        reamp_on: true,
                        reamp_load,
                        virtual_pickup,
                        source,
                        now_input,
                        ..Settings::default()
                    };
                    let a = allocator_calls(|| reamp.set(&settings, 128));
                    let b = allocator_calls(|| reamp.process(&mut frames));
                    let c = allocator_calls(|| reamp.reset());
                    let d = allocator_calls(|| load.set(&settings, 128));
                    let e = allocator_calls(|| load.process(&mut frames));
                    let f = allocator_calls(|| load.reset());
                    println!(
                        "{reamp_load:?} {virtual_pickup} {source:?} {now_input:?}: reamp {a} {b} {c} load {d} {e} {f}"
                    );
                }
            }
        }
    }
}
