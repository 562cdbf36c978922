//! Where the editor's knobs are.
use window_host::Area;

pub fn area(_id: &str) -> Area {
    Area {
        x: 0,
        y: 0,
        width: 40,
        height: 40,
    }
}
