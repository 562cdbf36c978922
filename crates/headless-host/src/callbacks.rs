//! What the plugin asks of its host.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use clack_extensions::latency::{HostLatency, HostLatencyImpl};
use clack_extensions::params::{
    HostParams, HostParamsImplMainThread, HostParamsImplShared, ParamClearFlags, ParamRescanFlags,
};
use clack_host::prelude::*;

/// The kind of host that this is: it answers to latency and parameters.
pub struct Headless;

/// Requests from any thread, until the host looks at them.
#[derive(Default)]
pub struct Shared {
    wants_restart: AtomicBool,
    wants_callback: AtomicBool,
    latency_changes: AtomicU32,
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
    fn request_flush(&self) {}
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
        builder.register::<HostLatency>().register::<HostParams>();
    }
}
