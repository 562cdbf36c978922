//! Questions about presets: a name to save under, another name, and whether to delete.

use nice_plug_vizia::vizia::prelude::*;
use nice_plug_vizia::widgets::PushButton;

use super::overlay::Overlay;
use crate::editor::presets::{Answer, PresetEvent, Presets, Question};

/// What the user has entered so far.
#[derive(Clone, Copy)]
struct Entered {
    name: Signal<String>,
    with_calibration: Signal<bool>,
    /// Whether what is entered was refused because there is such a preset: the next press replaces it.
    replaces: Signal<bool>,
}

impl Entered {
    fn answer(self) -> PresetEvent {
        PresetEvent::Answered(Answer {
            name: self.name.get_untracked(),
            with_calibration: self.with_calibration.get_untracked(),
            replaces: self.replaces.get_untracked(),
        })
    }
}

/// What of a question comes from its views.
enum EntryEvent {
    Typed(String),
    Confirm,
}

pub fn questions(cx: &mut Context) {
    let presets = Presets::of(cx);
    let question = presets.question();
    Binding::new(cx, question, move |cx| {
        if let Some(asked) = question.get() {
            let presets = presets.clone();
            let name = title_of(&asked);
            Overlay::new(
                cx,
                "question-sheet",
                &name.clone(),
                move |cx| content(cx, &presets, &asked, name),
                |cx| cx.emit(PresetEvent::Dismiss),
            );
        }
    });
}

fn title_of(question: &Question) -> String {
    match question {
        Question::SaveAs => "Save as a preset of your own".to_owned(),
        Question::Rename(name) => format!("Rename \u{201c}{name}\u{201d}"),
        Question::Delete(name) => format!("Delete \u{201c}{name}\u{201d}?"),
    }
}

fn content(cx: &mut Context, presets: &Presets, question: &Question, title: String) {
    let loaded = presets.loaded_user_preset();
    let entered = Entered {
        name: Signal::new(match question {
            Question::SaveAs => loaded.unwrap_or_default(),
            Question::Rename(name) => name.clone(),
            Question::Delete(_) => String::new(),
        }),
        with_calibration: Signal::new(false),
        replaces: Signal::new(false),
    };
    Form { entered }
        .build(cx, |cx| {
            Label::new(cx, title).class("sheet-title");
            match question {
                Question::SaveAs => {
                    name_box(cx, entered);
                    calibration(cx, entered);
                }
                Question::Rename(_) => name_box(cx, entered),
                Question::Delete(_) => {
                    Label::new(
                        cx,
                        "Its file is removed from the folder; what is heard stays.",
                    )
                    .class("sheet-text");
                }
            }
            refusal(cx, presets, entered);
            buttons(cx, question, entered);
        })
        .class("form");
}

/// Hears what is entered.
struct Form {
    entered: Entered,
}

impl View for Form {
    fn element(&self) -> Option<&'static str> {
        Some("form")
    }

    fn event(&mut self, cx: &mut EventContext<'_>, event: &mut Event) {
        event.map(|event, meta| {
            match event {
                EntryEvent::Typed(text) => {
                    self.entered.name.set(text.clone());
                    self.entered.replaces.set_if_changed(false);
                }
                EntryEvent::Confirm => cx.emit(self.entered.answer()),
            }
            meta.consume();
        });
    }
}

fn name_box(cx: &mut Context, entered: Entered) {
    Textbox::new(cx, entered.name.get_untracked())
        .id("preset-entry")
        .class("preset-entry")
        // As wide as the sheet, whatever has been typed so far.
        .width(Stretch(1.0))
        .height(Pixels(28.0))
        .name("Name of the preset")
        .on_edit(|cx, text| cx.emit(EntryEvent::Typed(text)))
        .on_submit(|cx, _, with_enter| {
            if with_enter {
                cx.emit(EntryEvent::Confirm);
            }
        })
        .on_cancel(|cx| cx.emit(PresetEvent::Dismiss))
        .on_build(|cx| {
            cx.emit(TextEvent::StartEdit);
            cx.emit(TextEvent::SelectAll);
        });
}

fn calibration(cx: &mut Context, entered: Entered) {
    let sentence = || {
        "With calibration: also saves the levels of your interfaces, which otherwise stay as they are when the preset is loaded."
            .to_owned()
    };
    let with_calibration = entered.with_calibration;
    PushButton::new(
        cx,
        "With calibration",
        "With calibration",
        sentence,
        move |_| {
            with_calibration.update(|with| *with = !*with);
        },
    )
    .id("preset-calibration")
    .class("sheet-switch")
    .role(Role::Switch)
    .checked(with_calibration);
}

/// Why the answer was not followed.
fn refusal(cx: &mut Context, presets: &Presets, entered: Entered) {
    let refusal = presets.refusal();
    Binding::new(cx, refusal, move |cx| {
        if let Some(text) = refusal.get() {
            Label::new(cx, text).id("refusal").class("refusal");
            entered.replaces.set_if_changed(true);
        }
    });
}

fn buttons(cx: &mut Context, question: &Question, entered: Entered) {
    let (act, replace) = match question {
        Question::SaveAs => ("Save", "Replace"),
        Question::Rename(_) => ("Rename", "Replace"),
        Question::Delete(_) => ("Delete", "Delete"),
    };
    HStack::new(cx, move |cx| {
        Element::new(cx).class("bar-space");
        let sentence = || "Leaves everything as it is.".to_owned();
        PushButton::new(cx, "Cancel", "Cancel", sentence, |cx| {
            cx.emit(PresetEvent::Dismiss)
        })
        .id("question-cancel")
        .class("sheet-button");
        let replaces = entered.replaces;
        Binding::new(cx, replaces, move |cx| {
            let name = if replaces.get() { replace } else { act };
            let sentence = move || format!("{name}: does what is asked here.");
            PushButton::new(cx, name, name, sentence, move |cx| {
                cx.emit(entered.answer())
            })
            .id("question-confirm")
            .class("sheet-button")
            .class("act-button");
        });
    })
    .class("sheet-buttons");
}
