//! Files that appear complete or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// A file that is written beside its destination and takes its place when it is complete. Dropped before that, it
/// leaves nothing behind.
#[derive(Debug)]
pub struct PendingFile {
    path: PathBuf,
    destination: PathBuf,
    is_in_place: bool,
}

impl PendingFile {
    /// Creates an empty file in the directory of `destination`.
    ///
    /// # Errors
    /// The directory does not exist or cannot be written to.
    pub fn create(destination: &Path) -> io::Result<(Self, File)> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let name = destination
            .file_name()
            .ok_or_else(|| io::Error::new(ErrorKind::InvalidInput, "the path names no file"))?;
        loop {
            let mut pending_name = std::ffi::OsString::from(".");
            pending_name.push(name);
            pending_name.push(format!(
                ".{}-{}.part",
                std::process::id(),
                COUNT.fetch_add(1, Ordering::Relaxed)
            ));
            let path = destination.with_file_name(pending_name);
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(file) => {
                    let pending = Self {
                        path,
                        destination: destination.to_owned(),
                        is_in_place: false,
                    };
                    return Ok((pending, file));
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Gives the complete file its name. Without `overwrite`, a file that has this name is kept.
    ///
    /// # Errors
    /// The name is taken, or the directory cannot be written to.
    pub fn put_in_place(mut self, overwrite: bool) -> io::Result<()> {
        if overwrite {
            fs::rename(&self.path, &self.destination)?;
            self.is_in_place = true;
            return Ok(());
        }
        // A link fails where a rename would overwrite what another program wrote in the meantime.
        match fs::hard_link(&self.path, &self.destination) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(error),
            // File systems without links (FAT, some network shares).
            Err(_) if self.destination.exists() => Err(ErrorKind::AlreadyExists.into()),
            Err(_) => {
                fs::rename(&self.path, &self.destination)?;
                self.is_in_place = true;
                Ok(())
            }
        }
    }
}

impl Drop for PendingFile {
    fn drop(&mut self) {
        if !self.is_in_place {
            // Nobody is left to be told, and a stray hidden file does no harm.
            let _ = fs::remove_file(&self.path);
        }
    }
}
