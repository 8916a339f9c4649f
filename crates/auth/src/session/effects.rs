//! Effects and flights as tasks: each does one thing at the service and comes back to the owner with what became of
//! it. Nothing here changes a session.

use std::sync::Arc;

use base::Secret;
use flow::{Credentials, Effect, Reason, Refusal, Reply, Ticket};
use tokio::sync::oneshot;

use super::spending::Spending;
use super::visitor::Entrant;
use crate::error::Error;
use crate::hosted_ui::Found;
use crate::identity_pool::{IdentityPool, Issued, Wanted};
use crate::known::{Known, Learned};
use crate::tokens::{RawTokens, Tokens};
use crate::user_pool::{Round, SignedUp, UserPool};
use crate::vault::Turn;

/// What became of a task.
pub(crate) enum Done {
    /// A sign-in, or one more round of it.
    Round {
        ticket: Ticket,
        typed: String,
        remember: bool,
        result: Result<Round, Refusal>,
        learned: Learned,
    },
    /// Anything else that the machine awaits.
    Replied { ticket: Ticket, reply: Reply },
    /// A refresh token was spent, and these came for it. They are not verified yet.
    Renewed {
        whose: Whose,
        /// Held until they are stored.
        turn: Option<Turn>,
        result: Result<RawTokens, Refusal>,
    },
    /// Tokens were verified, or not.
    Checked {
        whose: Whose,
        result: Result<Box<Tokens>, Refusal>,
    },
    /// Credentials were issued, or not.
    Issued {
        sign_in: u64,
        result: Result<Issued, Error>,
    },
    /// A visit to the browser is over; without a result it was given up.
    Visited {
        ticket: Ticket,
        remember: bool,
        result: Option<Result<Box<Tokens>, Refusal>>,
    },
    /// A provider was asked where people sign in, and a visit can begin there; or not.
    ProviderFound {
        ticket: Ticket,
        login: String,
        result: Result<Box<Found>, Refusal>,
    },
    /// The browser did not open for a visit.
    BrowserNotOpened(Ticket),
    /// A role was tried.
    RoleTried {
        sign_in: u64,
        role: Option<String>,
        reply: oneshot::Sender<Result<(), Error>>,
        result: Result<Box<Issued>, Error>,
    },
    /// Somebody came in past the user pool, or did not.
    Entered {
        ticket: Ticket,
        result: Result<Box<Entry>, Refusal>,
    },
    /// Something that nobody waits for.
    Aside,
}

/// Somebody who came in past the user pool.
pub(crate) struct Entry {
    pub(crate) entrant: Entrant,
    pub(crate) issued: Issued,
}

/// Whose tokens a task is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Whose {
    /// Those of the remembered session that is being restored.
    Remembered(Ticket),
    /// Those of this sign-in.
    Live(u64),
}

/// Performs an effect that needs nothing but the user pool and what is known of the person; restoring, signing out and
/// the ways past the user pool are the owner's.
pub(super) async fn perform(pool: Arc<UserPool>, effect: Effect, mut known: Known) -> Done {
    match effect {
        Effect::SignIn(ticket, credentials) => {
            let result = pool.sign_in(&credentials, &mut known).await;
            round(ticket, credentials, result, known)
        }
        Effect::SignInAfterSignUp {
            ticket,
            credentials,
            session,
        } => {
            let result = pool
                .sign_in_after_sign_up(&credentials, session, &mut known)
                .await;
            round(ticket, credentials, result, known)
        }
        Effect::Respond {
            ticket,
            challenged,
            responses,
            remember,
        } => {
            let typed = challenged.challenge.username.clone();
            let result = pool.respond(challenged, responses, &mut known).await;
            Done::Round {
                ticket,
                typed,
                remember,
                result,
                learned: known.learned,
            }
        }
        Effect::SetUpTotp(ticket, challenged) => {
            let set_up = pool.set_up_totp(challenged).await;
            let reply = |(challenged, setup)| Reply::TotpSetUp(challenged, setup);
            Done::Replied {
                ticket,
                reply: set_up.map_or_else(Reply::Refused, reply),
            }
        }
        Effect::VerifyTotp {
            ticket,
            challenged,
            code,
            remember,
        } => {
            let typed = challenged.challenge.username.clone();
            let result = pool.verify_totp(challenged, &code, &mut known).await;
            Done::Round {
                ticket,
                typed,
                remember,
                result,
                learned: known.learned,
            }
        }
        Effect::SignUp(ticket, form) => {
            let created = pool.sign_up(form).await;
            let signed_up = |created: SignedUp| Reply::SignedUp {
                confirmed: created.confirmed,
                destination: created.destination,
                session: created.session,
            };
            Done::Replied {
                ticket,
                reply: created.map_or_else(Reply::Refused, signed_up),
            }
        }
        Effect::ConfirmSignUp {
            ticket,
            username,
            code,
            session,
        } => {
            let confirmed = pool.confirm_sign_up(&username, &code, session.as_ref()).await;
            Done::Replied {
                ticket,
                reply: confirmed.map_or_else(Reply::Refused, |session| Reply::Confirmed { session }),
            }
        }
        Effect::ResendCode(ticket, username) => {
            let sent = pool.resend_code(&username).await;
            Done::Replied {
                ticket,
                reply: sent.map_or_else(Reply::Refused, Reply::CodeSent),
            }
        }
        Effect::ForgotPassword(ticket, username) => {
            let sent = pool.forgot_password(&username).await;
            Done::Replied {
                ticket,
                reply: sent.map_or_else(Reply::Refused, Reply::CodeSent),
            }
        }
        Effect::ConfirmForgotPassword {
            ticket,
            username,
            code,
            password,
        } => {
            let changed = pool.confirm_forgot_password(&username, &code, &password).await;
            Done::Replied {
                ticket,
                reply: changed.map_or_else(Reply::Refused, |()| Reply::PasswordChanged),
            }
        }
        Effect::Restore(_)
        | Effect::VisitBrowser { .. }
        | Effect::EnterAsGuest(_)
        | Effect::PresentToken { .. }
        | Effect::SignOut { .. } => Done::Aside,
    }
}

fn round(ticket: Ticket, credentials: Credentials, result: Result<Round, Refusal>, known: Known) -> Done {
    Done::Round {
        ticket,
        typed: credentials.username,
        remember: credentials.remember,
        result,
        learned: known.learned,
    }
}

/// Verifies the remembered tokens, or spends the refresh token where they are too old to be of use.
pub(super) async fn restore(spending: Spending, remembered: RawTokens) -> Done {
    let Spending { shared, whose, .. } = &spending;
    match shared.user_pool.verify(remembered).await {
        Ok(tokens) if tokens.expires_at() - shared.clock.now() > tokens.ahead() => Done::Checked {
            whose: *whose,
            result: Ok(Box::new(tokens)),
        },
        Err(refusal) if !matches!(refusal.reason, Reason::Token(_)) => Done::Checked {
            whose: *whose,
            result: Err(refusal),
        },
        Ok(_) | Err(_) => spending.renew().await,
    }
}

/// Verifies new tokens.
pub(super) async fn check(pool: Arc<UserPool>, whose: Whose, raw: RawTokens) -> Done {
    Done::Checked {
        whose,
        result: pool.verify(raw).await.map(Box::new),
    }
}

/// Asks for credentials.
pub(super) async fn issue(pool: Arc<IdentityPool>, sign_in: u64, wanted: Wanted) -> Done {
    Done::Issued {
        sign_in,
        result: pool.issue(wanted).await,
    }
}

/// Tells the service that a session has ended. Here it has ended already.
pub(super) async fn sign_out(pool: Arc<UserPool>, ticket: Ticket, ended: Ended, everywhere: bool) -> Done {
    let told = if everywhere {
        ended.end_everywhere(&pool).await
    } else {
        ended.end_here(&pool).await
    };
    Done::Replied {
        ticket,
        reply: Reply::SignedOut { told },
    }
}

/// Ends a session that nobody wants: its sign-in was given up before it was through.
pub(super) async fn discard(pool: Arc<UserPool>, refresh: Secret) -> Done {
    if let Err(error) = pool.revoke(&refresh).await {
        tracing::debug!(%error, "an abandoned sign-in could not be revoked");
    }
    Done::Aside
}

/// What is needed to end a session at the service.
pub(super) struct Ended {
    pub(super) access: Secret,
    pub(super) username: String,
    pub(super) refresh: Option<Secret>,
    /// What the pool knows this computer by.
    pub(super) device: Option<String>,
    /// Whether the access token is of no more use.
    pub(super) expired: bool,
}

impl Ended {
    async fn end_here(&self, pool: &UserPool) -> bool {
        match &self.refresh {
            Some(refresh) => pool.revoke(refresh).await.is_ok(),
            None => false,
        }
    }

    async fn end_everywhere(mut self, pool: &UserPool) -> bool {
        if self.expired
            && let Some(refresh) = &self.refresh
            && let Ok(raw) = pool
                .refresh(refresh, &self.username, self.device.as_deref())
                .await
        {
            (self.access, self.refresh) = (raw.access, raw.refresh);
        }
        if pool.global_sign_out(&self.access).await.is_ok() {
            return true;
        }
        self.end_here(pool).await;
        false
    }
}
