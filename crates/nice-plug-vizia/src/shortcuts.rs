//! Keys that do something wherever the focus is.

use std::cell::RefCell;
use std::rc::Rc;

use vizia_core::prelude::*;

type Action = dyn Fn(&mut EventContext<'_>);

/// The shortcuts of a tree.
#[derive(Clone, Default)]
pub(crate) struct Shortcuts(Rc<RefCell<Vec<Shortcut>>>);

#[derive(Clone)]
struct Shortcut {
    modifiers: Modifiers,
    code: Code,
    action: Rc<Action>,
}

impl Model for Shortcuts {}

impl Shortcuts {
    /// What this key does with these modifiers, and no others, held.
    pub(crate) fn find(&self, modifiers: Modifiers, code: Code) -> Option<Rc<Action>> {
        let known = self.0.borrow();
        let mut known = known.iter();
        let found = known.find(|known| known.modifiers == modifiers && known.code == code);
        found.map(|found| found.action.clone())
    }
}

/// Adds shortcuts to a tree while it is built.
pub trait ShortcutContext {
    /// Does `action` when this key is pressed with these modifiers, and no others, held, while a view of the tree has the
    /// focus and no text is being edited. The host does not get the key then.
    fn add_shortcut(
        &mut self,
        modifiers: Modifiers,
        code: Code,
        action: impl Fn(&mut EventContext<'_>) + 'static,
    );
}

impl ShortcutContext for Context {
    fn add_shortcut(
        &mut self,
        modifiers: Modifiers,
        code: Code,
        action: impl Fn(&mut EventContext<'_>) + 'static,
    ) {
        // Missing only in a context that no scene has made: no key would ever arrive.
        if let Some(shortcuts) = self.try_data::<Shortcuts>() {
            shortcuts.0.borrow_mut().push(Shortcut {
                modifiers,
                code,
                action: Rc::new(action),
            });
        }
    }
}
