//! The plugin's parameters as a host sees them.

use std::ffi::CString;

use clack_extensions::params::{ParamInfoBuffer, ParamInfoFlags, PluginParams};
use clack_host::prelude::*;

use crate::Instance;

/// A parameter as a host sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Number that automation is stored under.
    pub id: u32,
    /// Name that users see.
    pub name: String,
    /// Group, with slashes between levels.
    pub module: String,
    /// Smallest value in the host's numbers.
    pub min: f64,
    /// Largest value in the host's numbers.
    pub max: f64,
    /// Value of a fresh instance.
    pub default: f64,
    /// What it can do.
    pub flags: Flags,
}

/// What a parameter can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flags {
    /// Hosts may write automation for it.
    pub is_automatable: bool,
    /// Its values are whole numbers.
    pub is_stepped: bool,
    /// It is what the host's own bypass switch moves.
    pub is_bypass: bool,
}

impl Instance {
    /// All parameters in the plugin's order.
    pub fn parameters(&mut self) -> Vec<Parameter> {
        let mut buffer = ParamInfoBuffer::new();
        let handle = self.plugin.plugin_handle();
        let Some(params) = handle.get_extension::<PluginParams>() else {
            return Vec::new();
        };
        (0..params.count(&handle))
            .filter_map(|index| {
                let info = params.get_info(&handle, index, &mut buffer)?;
                Some(Parameter {
                    id: info.id.get(),
                    name: String::from_utf8_lossy(info.name).into_owned(),
                    module: String::from_utf8_lossy(info.module).into_owned(),
                    min: info.min_value,
                    max: info.max_value,
                    default: info.default_value,
                    flags: Flags {
                        is_automatable: info.flags.contains(ParamInfoFlags::IS_AUTOMATABLE),
                        is_stepped: info.flags.contains(ParamInfoFlags::IS_STEPPED),
                        is_bypass: info.flags.contains(ParamInfoFlags::IS_BYPASS),
                    },
                })
            })
            .collect()
    }

    /// The parameter with this name.
    pub fn parameter(&mut self, name: &str) -> Option<Parameter> {
        self.parameters()
            .into_iter()
            .find(|parameter| parameter.name == name)
    }

    /// A parameter's value in the host's numbers.
    pub fn value(&mut self, id: u32) -> Option<f64> {
        let handle = self.plugin.plugin_handle();
        let params = handle.get_extension::<PluginParams>()?;
        params.get_value(&handle, ClapId::new(id))
    }

    /// What the plugin shows for a value.
    pub fn text_of(&mut self, id: u32, value: f64) -> Option<String> {
        let mut buffer = [0; 256];
        let handle = self.plugin.plugin_handle();
        let params = handle.get_extension::<PluginParams>()?;
        let text = params
            .value_to_text(&handle, ClapId::new(id), value, &mut buffer)
            .ok()?;
        Some(String::from_utf8_lossy(text).into_owned())
    }

    /// The value that the plugin reads from a text.
    pub fn value_of(&mut self, id: u32, text: &str) -> Option<f64> {
        let text = CString::new(text).ok()?;
        let handle = self.plugin.plugin_handle();
        let params = handle.get_extension::<PluginParams>()?;
        params.text_to_value(&handle, ClapId::new(id), &text)
    }
}
