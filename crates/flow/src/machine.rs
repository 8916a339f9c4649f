//! The one place where the sign-in changes: [`Flow::step`] takes what happened and says what to do next.
//! A refusal keeps the state. Passwords and challenge sessions are kept in [`Memory`], beside the state, and go
//! with the state that needs them.

mod intents;
mod replies;

use std::collections::BTreeMap;

use base::Secret;

use crate::challenge::ChallengeName;
use crate::event::{Credentials, Effect, Event, Method, SignUpForm, Ticket, Values};
use crate::reason::{Reason, Refusal};
use crate::state::{Outcome, Scene, State};

/// Where a sign-in stands.
#[derive(Debug, Clone)]
pub struct Flow {
    state: State,
    refusal: Option<Refusal>,
    outcome: Option<Outcome>,
    awaited: Option<(Ticket, Awaited)>,
    memory: Memory,
    last_ticket: u64,
}

/// What outlives a round and is not for the eye.
#[derive(Debug, Clone, Default)]
struct Memory {
    /// What the person typed to sign in or up, for as long as a question stands between that and being in.
    held: Option<Held>,
    /// What the answer to the challenge on screen must carry.
    answering: Option<Answering>,
    /// The sign-up form without its password, for whoever must correct an address.
    form: Option<BTreeMap<String, String>>,
}

#[derive(Debug, Clone)]
struct Held {
    credentials: Credentials,
    /// What was chosen on the way, so that a restarted sign-in lands on the same step.
    choices: BTreeMap<ChallengeName, Values>,
}

#[derive(Debug, Clone)]
struct Answering {
    session: Option<Secret>,
    user_id: String,
}

/// What the awaited reply is a reply to.
#[derive(Debug, Clone)]
enum Awaited {
    Restore,
    SignIn(Credentials),
    Restart {
        held: Held,
        target: ChallengeName,
    },
    SignUp {
        form: SignUpForm,
        remember: bool,
        method: Method,
    },
    ConfirmSignUp,
    Resend,
    AutomaticResend {
        username: String,
        credentials: Option<Credentials>,
    },
    ForgotPassword {
        username: String,
    },
    ConfirmForgotPassword {
        username: String,
    },
    Respond {
        chosen: Option<Values>,
        new_password: Option<Secret>,
    },
    SignOut {
        everywhere: bool,
    },
}

/// A machine that has not begun.
impl Default for Flow {
    fn default() -> Self {
        Self {
            state: State::Restoring,
            refusal: None,
            outcome: None,
            awaited: None,
            memory: Memory::default(),
            last_ticket: 0,
        }
    }
}

impl Flow {
    /// A machine that begins by looking for a remembered session.
    pub fn start() -> (Self, Vec<Effect>) {
        let mut flow = Self::default();
        let ticket = flow.await_reply(Awaited::Restore);
        (flow, vec![Effect::Restore(ticket)])
    }

    /// What the person sees.
    pub fn scene(&self) -> Scene {
        Scene {
            state: self.state.clone(),
            busy: self.busy(),
            refusal: self.refusal.clone(),
            outcome: self.outcome,
            resends_left: None,
        }
    }

    /// The screen.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// Whether a reply is awaited.
    pub fn busy(&self) -> bool {
        self.awaited.is_some()
    }

    /// The ticket of the reply that is awaited; any other is stale.
    pub fn awaited(&self) -> Option<Ticket> {
        self.awaited.as_ref().map(|(ticket, _)| *ticket)
    }

    /// Whether a password is kept at the moment.
    pub fn holds_password(&self) -> bool {
        let awaits_with_password = self.awaited.as_ref().is_some_and(|(_, awaited)| match awaited {
            Awaited::SignIn(_) | Awaited::Restart { .. } | Awaited::SignUp { .. } => true,
            Awaited::AutomaticResend { credentials, .. } => credentials.is_some(),
            Awaited::Respond { new_password, .. } => new_password.is_some(),
            Awaited::Restore
            | Awaited::ConfirmSignUp
            | Awaited::Resend
            | Awaited::ForgotPassword { .. }
            | Awaited::ConfirmForgotPassword { .. }
            | Awaited::SignOut { .. } => false,
        });
        self.memory.held.is_some() || awaits_with_password
    }

    /// Takes what happened and returns what to do.
    #[must_use = "the effects must be performed, and the machine kept"]
    pub fn step(mut self, event: Event) -> (Self, Vec<Effect>) {
        let effect = match event {
            Event::Intent(intent) => self.intend(intent),
            Event::Reply { ticket, reply } if self.awaited() == Some(ticket) => {
                let awaited = self.awaited.take().map(|(_, awaited)| awaited);
                awaited.and_then(|awaited| self.reply(awaited, reply))
            }
            Event::Reply { .. } => None,
            Event::SessionEnded(refusal) => self.session_ended(refusal),
        };
        (self, effect.into_iter().collect())
    }

    fn session_ended(&mut self, refusal: Refusal) -> Option<Effect> {
        let State::SignedIn { username, .. } = &self.state else {
            return None;
        };
        let username = username.clone();
        self.awaited = None;
        self.show(State::SignIn { username });
        self.outcome = Some(Outcome::SessionEnded);
        self.refusal = (refusal.reason != Reason::SessionEnded).then_some(refusal);
        None
    }

    /// Shows another screen; everything that was kept for the old one goes.
    fn show(&mut self, state: State) {
        self.memory = Memory::default();
        self.state = state;
    }

    fn await_reply(&mut self, awaited: Awaited) -> Ticket {
        self.last_ticket += 1;
        let ticket = Ticket(self.last_ticket);
        self.awaited = Some((ticket, awaited));
        ticket
    }

    fn sign_in(&mut self, credentials: Credentials) -> Option<Effect> {
        let ticket = self.await_reply(Awaited::SignIn(credentials.clone()));
        Some(Effect::SignIn(ticket, credentials))
    }

    fn refuse(&mut self, refusal: impl Into<Refusal>) -> Option<Effect> {
        self.refusal = Some(refusal.into());
        None
    }
}
