//! When something is drawn.

use std::time::Instant;

use x11rb::connection::Connection;
use x11rb::protocol::Event;
use x11rb::protocol::damage::{ConnectionExt as _, Damage, ReportLevel};
use x11rb::protocol::xfixes::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

use crate::{Error, WindowId};

/// Notices whenever something is drawn in a window, on a connection of its own.
pub struct Frames {
    connection: RustConnection,
    damage: Damage,
}

impl Frames {
    /// Watches a window of the X server with this name.
    ///
    /// # Errors
    /// There is no such window.
    pub fn of(server: &str, window: WindowId) -> Result<Self, Error> {
        let (connection, _) = RustConnection::connect(Some(server))?;
        // Both extensions want to be asked for their versions first.
        connection.damage_query_version(1, 1)?.reply()?;
        connection.xfixes_query_version(5, 0)?.reply()?;
        let damage = connection.generate_id()?;
        connection
            .damage_create(damage, window, ReportLevel::NON_EMPTY)?
            .check()?;
        let frames = Self { connection, damage };
        // What was drawn before counts as drawn now.
        frames.look_again()?;
        while frames.connection.poll_for_event()?.is_some() {}
        Ok(frames)
    }

    /// Asks to be told of what is drawn next.
    fn look_again(&self) -> Result<(), Error> {
        let asked = (self.connection).damage_subtract(self.damage, x11rb::NONE, x11rb::NONE)?;
        Ok(asked.check()?)
    }

    /// The moments at which something was drawn since the last call, as far as they were noticed one by one: call it
    /// several times per frame.
    ///
    /// # Errors
    /// The X server is gone.
    pub fn drawn(&self) -> Result<Vec<Instant>, Error> {
        let mut moments = Vec::new();
        while let Some(event) = self.connection.poll_for_event()? {
            if let Event::DamageNotify(_) = event {
                moments.push(Instant::now());
                self.look_again()?;
            }
        }
        Ok(moments)
    }
}
