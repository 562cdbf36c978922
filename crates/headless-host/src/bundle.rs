//! A plugin file and what it says about itself.

use std::ffi::{CStr, CString};
use std::path::Path;

use clack_host::entry::EntryDescriptor;
use clack_host::prelude::*;

use crate::callbacks::{Headless, MainThread, Shared};
use crate::{Error, Instance};

/// A loaded plugin file. It must hold one plugin.
pub struct Bundle {
    entry: PluginEntry,
    id: CString,
}

/// What a plugin says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// Reverse domain name that hosts know it by.
    pub id: String,
    /// Name that users see.
    pub name: String,
    /// Who made it.
    pub vendor: String,
    /// Version.
    pub version: String,
    /// What it does, in one sentence.
    pub description: String,
    /// Categories.
    pub features: Vec<String>,
}

impl Bundle {
    /// Loads a plugin from a file, or from a bundle's directory on macOS.
    ///
    /// # Errors
    /// The file cannot be loaded or holds no plugin.
    pub fn load(file: &Path) -> Result<Self, Error> {
        // SAFETY: the file is our own plugin; loading it runs its initialisers, which do nothing but register it.
        let entry = unsafe { PluginEntry::load(file) }.map_err(Error::Load)?;
        Self::of_entry(entry)
    }

    /// A plugin that is linked into this program, so that the program's allocator is the plugin's too.
    ///
    /// # Errors
    /// The entry holds no plugin.
    pub fn linked(entry: &'static EntryDescriptor) -> Result<Self, Error> {
        // SAFETY: the entry lives as long as the program.
        let entry = unsafe { PluginEntry::load_from_raw(entry, c"") }.map_err(Error::Load)?;
        Self::of_entry(entry)
    }

    fn of_entry(entry: PluginEntry) -> Result<Self, Error> {
        let id = entry
            .get_plugin_factory()
            .and_then(|factory| factory.plugin_descriptor(0))
            .and_then(|descriptor| descriptor.id())
            .ok_or(Error::Missing("plugin"))?
            .to_owned();
        Ok(Self { entry, id })
    }

    /// What the plugin says about itself.
    ///
    /// # Errors
    /// The plugin says nothing.
    pub fn description(&self) -> Result<Description, Error> {
        let factory = self
            .entry
            .get_plugin_factory()
            .ok_or(Error::Missing("factory"))?;
        let found = factory
            .plugin_descriptor(0)
            .ok_or(Error::Missing("description"))?;
        Ok(Description {
            id: text(found.id()),
            name: text(found.name()),
            vendor: text(found.vendor()),
            version: text(found.version()),
            description: text(found.description()),
            features: found.features().map(|name| text(Some(name))).collect(),
        })
    }

    /// A new instance of the plugin.
    ///
    /// # Errors
    /// The plugin refuses.
    pub fn instance(&self) -> Result<Instance, Error> {
        let host = HostInfo::new("headless-host", "", "", env!("CARGO_PKG_VERSION"))
            .map_err(|_| Error::Missing("host information"))?;
        let plugin = PluginInstance::<Headless>::new(
            |_| Shared::default(),
            |shared| MainThread { shared },
            &self.entry,
            &self.id,
            &host,
        )?;
        Ok(Instance::new(plugin))
    }
}

fn text(text: Option<&CStr>) -> String {
    text.map_or_else(String::new, |text| text.to_string_lossy().into_owned())
}
