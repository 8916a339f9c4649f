//! What the desk shows of the sandbox while it is the connection: how many messages there are, and its clock.

use super::Desk;
use crate::connection::SANDBOX;
use crate::view::{InboxView, SandboxClockView, Update};
use crate::words;

impl Desk {
    /// The sandbox's messages, while the sandbox is shown.
    pub(super) fn inbox(&self) -> Option<InboxView> {
        let messages = self.feeds.messages.as_ref();
        let messages = messages.filter(|_| self.connection().id == SANDBOX);
        messages.map(|messages| InboxView {
            total: *messages.borrow(),
        })
    }

    /// The sandbox's clock, while the sandbox is shown.
    pub(super) fn sandbox_clock(&self) -> Option<SandboxClockView> {
        let clock = self.feeds.sandbox_clock.as_ref();
        let clock = clock.filter(|_| self.connection().id == SANDBOX);
        clock.map(|clock| words::sandbox::clock(*clock.borrow()))
    }

    /// The sandbox's clock was moved: the session looks at once whether something has expired.
    pub(super) fn clock_moved(&mut self) {
        self.windows.push(&Update::SandboxClock(self.sandbox_clock()));
        self.windows.push(&Update::Auth(Box::new(self.auth())));
        if self.connection().id == SANDBOX {
            self.parts.session.look();
        }
    }
}
