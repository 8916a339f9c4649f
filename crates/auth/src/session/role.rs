//! The role that a person has chosen among those that their groups bring. It is kept for the seat; one that the service
//! refuses is given up, so that nobody is locked out by an old choice.

use tokio::sync::oneshot;

use super::Session;
use super::command::Command;
use super::effects::Done;
use super::owner::Owner;
use crate::error::{Error, IdentityReason};
use crate::identity_pool::Issued;

impl Session {
    /// Chooses one of the person's roles (`CustomRoleArn`, or the role of the basic flow); none leaves it to the pool.
    /// What the role may is decided at once, by having credentials issued for it.
    ///
    /// # Errors
    ///
    /// The role is refused, and none is chosen from now on; or it could not be asked for, and the choice of before
    /// stays.
    pub async fn choose_role(&self, role: Option<String>) -> Result<(), Error> {
        let (reply, answer) = oneshot::channel();
        self.owner
            .send(Command::ChooseRole { role, reply })
            .await
            .map_err(|_| Error::Closed)?;
        answer.await.map_err(|_| Error::Closed)?
    }
}

impl Owner {
    /// Has credentials issued for the next role that is to be tried. Says whether there is one.
    pub(super) fn try_role(&mut self) -> bool {
        let (Some(live), Some(pool)) = (&self.live, &self.shared.identity_pool) else {
            return false;
        };
        if self.wants.roles.is_empty() || !self.wants.begin_flight() {
            return false;
        }
        let (role, reply) = self.wants.roles.remove(0);
        let mut wanted = live.wanted(pool);
        wanted.role.clone_from(&role);
        let (pool, sign_in) = (pool.clone(), live.sign_in);
        self.tasks.spawn(async move {
            let result = pool.issue(wanted).await;
            Done::RoleTried {
                sign_in,
                role,
                reply,
                result: result.map(Box::new),
            }
        });
        true
    }

    pub(super) async fn role_tried(
        &mut self,
        sign_in: u64,
        role: Option<String>,
        reply: oneshot::Sender<Result<(), Error>>,
        result: Result<Box<Issued>, Error>,
    ) {
        self.wants.end_flight();
        let Some(live) = self.live.as_mut().filter(|live| live.sign_in == sign_in) else {
            // Whoever asked may have left.
            let _ = reply.send(Err(Error::NotSignedIn));
            return self.serve();
        };
        let told = match result {
            Ok(issued) => {
                live.issued = Some(*issued);
                self.take_role(role).await;
                Ok(())
            }
            Err(error) => {
                if refuses_role(&error) {
                    self.take_role(None).await;
                    if let Some(live) = &mut self.live {
                        live.issued = None;
                    }
                }
                Err(error)
            }
        };
        let _ = reply.send(told);
        self.serve();
    }

    /// Takes a role for chosen, or none.
    pub(super) async fn take_role(&mut self, role: Option<String>) {
        let Some(live) = &mut self.live else { return };
        live.role.clone_from(&role);
        let key = role_key(&self.seat, &live.tokens.id.claims.sub);
        if self.contents.roles.get(&key) == role.as_ref() {
            return;
        }
        self.change_vault(|contents| {
            match role {
                Some(role) => contents.roles.insert(key, role),
                None => contents.roles.remove(&key),
            };
        })
        .await;
    }

    /// The role that this person has chosen at this seat.
    pub(super) fn chosen_role(&self, sub: &str) -> Option<String> {
        self.contents.roles.get(&role_key(&self.seat, sub)).cloned()
    }
}

/// Whether an error is about the role that was asked for.
pub(super) fn refuses_role(error: &Error) -> bool {
    matches!(
        error,
        Error::IdentityPool {
            reason: IdentityReason::RoleNotAllowed | IdentityReason::RoleNotTrusting,
            ..
        }
    )
}

fn role_key(seat: &str, sub: &str) -> String {
    format!("{seat}/{sub}")
}
