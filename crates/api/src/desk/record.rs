//! Writing down who is here: the account that this device knows, and its seat.

use super::Desk;
use super::owner::{self, Job};

impl Desk {
    /// Writes down who is here, and shows what was known of them.
    pub(super) fn record(&mut self, signed_in: bool) {
        let Some(visit) = self.visit.as_ref().filter(|visit| !visit.is_a_guests()) else {
            return;
        };
        let (store, now) = (self.parts.store.clone(), self.parts.clock.now());
        let (profile, sign_in) = (visit.profile(&self.connection().id), visit.sign_in());
        let seat = self.parts.seat.clone();
        self.tasks.spawn(async move {
            let seated = store.seat_taken(&profile.connection, &seat, &profile.sub).await;
            if let Err(error) = seated {
                tracing::warn!(%error, "whose seat it is could not be written down");
            }
            let recorded = if signed_in {
                store.record_sign_in(profile, now).await
            } else {
                store.record_sign_up(profile, now).await
            };
            let job: Job = match recorded {
                Ok(record) => Box::new(move |desk| desk.recall(&seat, sign_in, record)),
                Err(error) => {
                    tracing::warn!(%error, "the account could not be recorded");
                    owner::nothing()
                }
            };
            job
        });
    }

    fn recall(&mut self, seat: &str, sign_in: u64, record: store::Account) {
        if self.parts.seat == seat
            && let Some(visit) = &mut self.visit
            && visit.sign_in() == sign_in
        {
            visit.recall(record);
            self.push_account();
        }
    }
}
