//! A host that keeps a record.

use std::collections::BTreeMap;
use std::sync::Arc;

use nice_plug_core::context::PluginApi;
use nice_plug_core::context::gui::{GuiContext, GuiContextInner};
use nice_plug_core::params::Param;
use nice_plug_core::params::internals::ParamPtr;
use nice_plug_core::plugin::PluginState;
use parking_lot::Mutex;

/// What an editor has asked its host for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum HostCall {
    /// A gesture on this parameter begins.
    Begin(ParamPtr),
    /// This parameter shall have this normalized value.
    Set(ParamPtr, f32),
    /// The gesture on this parameter is over.
    End(ParamPtr),
    /// The whole state shall be replaced.
    SetState,
    /// The plugin shall be restarted.
    Restart,
}

/// A host that sets parameters at once and keeps a record of what it was asked for.
#[derive(Clone, Default)]
pub struct Host {
    calls: Arc<Mutex<Vec<HostCall>>>,
}

impl Host {
    /// The way to this host.
    pub fn gui_context(&self) -> GuiContext {
        GuiContext::new(Arc::new(self.clone()))
    }

    /// Everything that was asked for since the last call, in order.
    pub fn take_calls(&self) -> Vec<HostCall> {
        std::mem::take(&mut self.calls.lock())
    }

    /// Sets a parameter as a host's automation does, without a word to the editor.
    pub fn automate<P: Param>(&self, param: &P, normalized: f32) {
        // SAFETY: the parameter is borrowed for as long as its pointer is used.
        unsafe {
            param.as_ptr()._internal_set_normalized_value(normalized);
        }
    }

    fn record(&self, call: HostCall) {
        self.calls.lock().push(call);
    }
}

impl GuiContextInner for Host {
    fn plugin_api(&self) -> PluginApi {
        PluginApi::Standalone
    }

    unsafe fn raw_begin_set_parameter(&self, param: ParamPtr) {
        self.record(HostCall::Begin(param));
    }

    unsafe fn raw_set_parameter_normalized(&self, param: ParamPtr, normalized: f32) {
        // SAFETY: the caller vouches for the parameter to be alive.
        unsafe {
            param._internal_set_normalized_value(normalized);
        }
        self.record(HostCall::Set(param, normalized));
    }

    unsafe fn raw_end_set_parameter(&self, param: ParamPtr) {
        self.record(HostCall::End(param));
    }

    fn get_state(&self) -> PluginState {
        PluginState {
            version: String::new(),
            params: BTreeMap::new(),
            fields: BTreeMap::new(),
        }
    }

    fn set_state(&self, _: PluginState) {
        self.record(HostCall::SetState);
    }

    fn request_restart(&self) {
        self.record(HostCall::Restart);
    }
}
