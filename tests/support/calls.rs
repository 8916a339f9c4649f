//! What a device has called, by its timeline.

use crate::device::Device;

impl Device {
    /// The operations of AWS that were called since the timeline stood at `after`, in order.
    pub fn operations(&self, after: u32) -> Vec<String> {
        let at_aws = |service: &str| service.starts_with("Cognito") || ["S3", "STS"].contains(&service);
        let calls = self.api.calls(0).into_iter();
        let calls = calls.filter(|call| call.id > after && at_aws(&call.service));
        calls.map(|call| call.operation).collect()
    }

    /// The number of the last call so far.
    pub fn last_call(&self) -> u32 {
        self.api.calls(0).last().map_or(0, |call| call.id)
    }
}
