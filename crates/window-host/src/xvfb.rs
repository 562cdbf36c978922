//! An X server that draws into memory.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use crate::{Desk, Error};

/// A running Xvfb on a display of its own. It ends when this is dropped.
pub struct Xvfb {
    process: Child,
    name: String,
    /// The server ends with its last client: this one keeps it alive, and if this program dies, the server does too.
    _first_client: Desk,
}

impl Xvfb {
    /// Starts one on a free display, with a screen of 2400x1600 pixels of 24 bits: an editor of 1180x620 at twice its
    /// size, or two side by side.
    ///
    /// # Errors
    /// Xvfb is missing or ends at once.
    pub fn start() -> Result<Self, Error> {
        let failed = |error: std::io::Error| Error::Server(error.to_string());
        let mut process = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "2400x1600x24"])
            .args(["-nolisten", "tcp", "-terminate"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(failed)?;
        let mut number = String::new();
        if let Some(output) = process.stdout.take() {
            BufReader::new(output)
                .read_line(&mut number)
                .map_err(failed)?;
        }
        let name = format!(":{}", number.trim());
        match Desk::open(&name) {
            Ok(first_client) => Ok(Self {
                process,
                name,
                _first_client: first_client,
            }),
            Err(error) => {
                end(&mut process);
                Err(Error::Server(format!("display \"{name}\": {error}")))
            }
        }
    }

    /// What to set `DISPLAY` to.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Drop for Xvfb {
    fn drop(&mut self) {
        end(&mut self.process);
    }
}

fn end(process: &mut Child) {
    // Both fail only if it has ended by itself.
    let _has_ended = process.kill();
    let _has_ended = process.wait();
}
