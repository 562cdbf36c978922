//! Where the editor's views are: in the same tree, shown in memory.

use std::collections::HashMap;
use std::sync::OnceLock;

use nice_plug_vizia::headless::HeadlessEditor;
use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::Pick;
use window_host::Area;

use crate::room::SIZE;

/// The views that tests use.
const USED: [&str; 12] = [
    "volume_db",
    "volume_db-value",
    "gain_db",
    "drive_db",
    "source",
    "scale",
    "slot-a",
    "slot-b",
    "undo",
    "redo",
    "preset-next",
    "preset-save",
];

/// Where the view with this id is in the editor's window at 100 %. What changes a parameter has the parameter's id.
///
/// # Panics
/// There is none.
pub fn area(id: &'static str) -> Area {
    let area = known().get(id);
    *area.unwrap_or_else(|| panic!("the editor has no {id}"))
}

/// Where the line with this number stands in the open menu of the view with this id, in the editor's window at 100 %.
///
/// # Panics
/// There is none.
pub fn line(id: &str, number: usize) -> Area {
    let mut editor = headless();
    editor.click_on(id);
    editor.frame();
    let view = editor.find(id).expect("the editor has it");
    let cx = EventContext::new(editor.context());
    let bounds = cx.get_view_with::<Pick>(view);
    let bounds = bounds.and_then(|pick| pick.bounds_of(number));
    area_of(bounds.unwrap_or_else(|| panic!("{id} has no line {number}")))
}

fn area_of(bounds: BoundingBox) -> Area {
    Area {
        x: bounds.x.round() as i32,
        y: bounds.y.round() as i32,
        width: bounds.w.round() as u32,
        height: bounds.h.round() as u32,
    }
}

fn known() -> &'static HashMap<&'static str, Area> {
    static KNOWN: OnceLock<HashMap<&'static str, Area>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let mut editor = headless();
        USED.into_iter()
            .filter_map(|id| {
                let view = editor.find(id)?;
                let bounds = editor.bounds(view);
                Some((id, area_of(bounds)))
            })
            .collect()
    })
}

/// The editor of a fresh instance in memory.
pub fn headless() -> HeadlessEditor {
    HeadlessEditor::new(SIZE.width, SIZE.height, |cx| {
        preface::editor::build(cx, Default::default(), Default::default());
    })
}
