//! What the plugin asks of its host.

use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};

use clack_extensions::gui::{GuiSize, HostGui, HostGuiImpl};
use clack_extensions::latency::{HostLatency, HostLatencyImpl};
use clack_extensions::params::{
    HostParams, HostParamsImplMainThread, HostParamsImplShared, ParamClearFlags, ParamRescanFlags,
};
use clack_host::prelude::*;

/// The kind of host that this is: it answers to latency, parameters and the editor's window.
pub struct Headless;

/// Requests from any thread, until the host looks at them.
#[derive(Default)]
pub struct Shared {
    wants_restart: AtomicBool,
    wants_callback: AtomicBool,
    wants_flush: AtomicBool,
    latency_changes: AtomicU32,
    /// Packed size that the editor wants; zero if it wants none.
    wanted_size: AtomicU64,
    refuses_sizes: AtomicBool,
    refused_sizes: AtomicU32,
    lost_editor: AtomicBool,
}

impl Shared {
    /// True once after each request to deactivate and activate again.
    pub fn take_restart(&self) -> bool {
        self.wants_restart.swap(false, Ordering::SeqCst)
    }

    /// True once after each request to call back on the main thread.
    pub fn take_callback(&self) -> bool {
        self.wants_callback.swap(false, Ordering::SeqCst)
    }

    /// True once after each request to exchange parameter events.
    pub fn take_flush(&self) -> bool {
        self.wants_flush.swap(false, Ordering::SeqCst)
    }

    /// The size in pixels that the editor has asked for last, once.
    pub fn take_wanted_size(&self) -> Option<GuiSize> {
        match self.wanted_size.swap(0, Ordering::SeqCst) {
            0 => None,
            packed => Some(GuiSize::unpack_from_u64(packed)),
        }
    }

    /// Says whether the editor may have other sizes.
    pub fn refuse_sizes(&self, refuses: bool) {
        self.refuses_sizes.store(refuses, Ordering::SeqCst);
    }

    /// How often the editor was refused another size.
    pub fn refused_sizes(&self) -> u32 {
        self.refused_sizes.load(Ordering::SeqCst)
    }

    /// True once after the editor's window was lost.
    pub fn take_lost_editor(&self) -> bool {
        self.lost_editor.swap(false, Ordering::SeqCst)
    }

    /// How often the plugin has announced another latency.
    pub fn latency_changes(&self) -> u32 {
        self.latency_changes.load(Ordering::SeqCst)
    }
}

impl SharedHandler<'_> for Shared {
    fn request_restart(&self) {
        self.wants_restart.store(true, Ordering::SeqCst);
    }

    fn request_process(&self) {}

    fn request_callback(&self) {
        self.wants_callback.store(true, Ordering::SeqCst);
    }
}

impl HostParamsImplShared for Shared {
    fn request_flush(&self) {
        self.wants_flush.store(true, Ordering::SeqCst);
    }
}

impl HostGuiImpl for Shared {
    fn resize_hints_changed(&self) {}

    fn request_resize(&self, new_size: GuiSize) -> Result<(), HostError> {
        if self.refuses_sizes.load(Ordering::SeqCst) {
            self.refused_sizes.fetch_add(1, Ordering::SeqCst);
            return Err(HostError::Message("no other size"));
        }
        self.wanted_size
            .store(new_size.pack_to_u64(), Ordering::SeqCst);
        Ok(())
    }

    fn request_show(&self) -> Result<(), HostError> {
        Ok(())
    }

    fn request_hide(&self) -> Result<(), HostError> {
        Ok(())
    }

    fn closed(&self, _was_destroyed: bool) {
        self.lost_editor.store(true, Ordering::SeqCst);
    }
}

/// Requests on the main thread.
pub struct MainThread<'a> {
    /// Where they are noted.
    pub shared: &'a Shared,
}

impl<'a> MainThreadHandler<'a> for MainThread<'a> {}

impl HostLatencyImpl for MainThread<'_> {
    fn changed(&self) {
        self.shared.latency_changes.fetch_add(1, Ordering::SeqCst);
    }
}

impl HostParamsImplMainThread for MainThread<'_> {
    fn rescan(&self, _flags: ParamRescanFlags) {}

    fn clear(&self, _param_id: ClapId, _flags: ParamClearFlags) {}
}

impl HostHandlers for Headless {
    type Shared<'a> = Shared;
    type MainThread<'a> = MainThread<'a>;
    type AudioProcessor<'a> = ();

    fn declare_extensions(builder: &mut HostExtensions<'_, Self>, _shared: &Self::Shared<'_>) {
        builder
            .register::<HostGui>()
            .register::<HostLatency>()
            .register::<HostParams>();
    }
}
