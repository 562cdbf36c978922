//! The host's window around the plugin's editor.

use headless_host::Instance;

use crate::{Area, Desk, Error, Key, Picture, Size, WindowId, wait_for};

/// How the host opens the window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Where on the screen.
    pub place: (i32, i32),
    /// The scale that the host suggests; none for a host that does not care.
    pub scale: Option<f64>,
    /// Whether the host sets the editor's size after it has granted a request for it. The standard leaves it open.
    pub echoes_sizes: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            place: (0, 0),
            scale: None,
            echoes_sizes: true,
        }
    }
}

/// A window of the host with the plugin's editor in it.
pub struct EditorWindow<'desk> {
    /// The plugin.
    pub plugin: Instance,
    desk: &'desk Desk,
    window: WindowId,
    echoes_sizes: bool,
    is_lost: bool,
    keys: Vec<Key>,
}

impl<'desk> EditorWindow<'desk> {
    /// Opens the plugin's editor in a new window of the size that it asks for.
    ///
    /// # Errors
    /// The plugin or the X server refuses.
    pub fn open(desk: &'desk Desk, plugin: Instance, options: &Options) -> Result<Self, Error> {
        let mut plugin = plugin;
        let size = plugin.create_editor(options.scale)?;
        let window = desk.create_window(Area {
            x: options.place.0,
            y: options.place.1,
            width: size.width,
            height: size.height,
        })?;
        // SAFETY: the window lives as long as `Self`, or a test wants to see what comes of its loss.
        unsafe { plugin.embed_editor(window) }?;
        Ok(Self {
            plugin,
            desk,
            window,
            echoes_sizes: options.echoes_sizes,
            is_lost: false,
            keys: Vec::new(),
        })
    }

    /// One turn of the host's event loop: lets the plugin do its work on the main thread and grants what it asks for.
    ///
    /// # Panics
    /// The plugin or the X server refuses.
    pub fn turn(&mut self) {
        // A restart is asked for by another quality only, which no window does.
        let _restart = self.plugin.attend();
        let asked = self.plugin.editor_requests();
        self.is_lost |= asked.is_lost;
        if let Some(size) = asked.size {
            self.desk
                .resize(self.window, size)
                .expect("the window is resized");
            if self.echoes_sizes {
                self.plugin
                    .resize_editor(size)
                    .expect("the editor keeps its own size");
            }
        }
        let keys = self.desk.drain_events();
        self.keys.extend(keys.expect("the X server is content"));
    }

    /// Turns until there is a result.
    ///
    /// # Panics
    /// Nothing comes for [`PATIENCE`](crate::PATIENCE).
    pub fn wait_for<T>(&mut self, what: &str, mut look: impl FnMut(&mut Self) -> Option<T>) -> T {
        wait_for(what, || {
            self.turn();
            look(self)
        })
    }

    /// The user drags the window's edge: it gets the size nearest to `size` that the editor can have.
    ///
    /// # Errors
    /// The plugin or the X server refuses.
    pub fn resize(&mut self, size: Size) -> Result<Size, Error> {
        let nearest = self.plugin.resize_editor(size)?;
        self.desk.resize(self.window, nearest)?;
        Ok(nearest)
    }

    /// Where the window is on the screen.
    ///
    /// # Panics
    /// It is gone.
    pub fn area(&self) -> Area {
        self.desk.area(self.window).expect("the window is there")
    }

    /// What is seen in it.
    ///
    /// # Panics
    /// It is gone.
    pub fn picture(&self) -> Picture {
        self.desk.picture(self.window).expect("the window is there")
    }

    /// What is seen in a part of it.
    ///
    /// # Panics
    /// It is gone, or not so large.
    pub fn part(&self, area: Area) -> Picture {
        let (x, y) = self.on_screen((area.x, area.y));
        let part = self.desk.screen_part(Area { x, y, ..area });
        part.expect("it is on the screen")
    }

    /// The screen's coordinates of a place in the window.
    ///
    /// # Panics
    /// It is gone.
    pub fn on_screen(&self, (x, y): (i32, i32)) -> (i32, i32) {
        let area = self.area();
        (area.x + x, area.y + y)
    }

    /// The editor's own window.
    ///
    /// # Panics
    /// The host's is gone.
    pub fn editor(&self) -> Option<WindowId> {
        let inside = self
            .desk
            .children(self.window)
            .expect("the window is there");
        inside.last().copied()
    }

    /// The keys that the host's window has got since the last call, because the editor did not want them.
    pub fn take_keys(&mut self) -> Vec<Key> {
        std::mem::take(&mut self.keys)
    }

    /// True once the plugin has told that its window was lost.
    pub fn is_lost(&self) -> bool {
        self.is_lost
    }

    /// Closes the editor, then the window, as it should be.
    ///
    /// # Panics
    /// The X server refuses.
    pub fn close(mut self) -> Instance {
        self.plugin.close_editor();
        self.desk.destroy(self.window).expect("the window is there");
        self.plugin
    }

    /// Destroys the window first, as hosts do that have crashed or do not know better.
    ///
    /// # Panics
    /// The X server refuses.
    pub fn close_window_first(mut self) -> Instance {
        self.desk.destroy(self.window).expect("the window is there");
        self.plugin.close_editor();
        self.plugin
    }
}
