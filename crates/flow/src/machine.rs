//! The one place where the sign-in changes: [`Flow::step`] takes what happened and says what to do next.
//! A refusal keeps the state. Passwords and challenge sessions are kept in [`Memory`], beside the state, and go
//! with the state that needs them.

mod intents;
mod replies;
mod restart;
mod rounds;

use std::collections::BTreeMap;

use base::Secret;

use crate::challenge::{Challenge, ChallengeName};
use crate::event::{Challenged, Credentials, Effect, Event, Method, Pending, SignUpForm, Ticket, Values};
use crate::field::Field;
use crate::question::Question;
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
    /// What the pool asks at sign-up.
    sign_up: Vec<Field>,
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
    /// `Session` of `SignUp`, by which a sign-in without a password goes on.
    sign_up: Option<Secret>,
}

#[derive(Debug, Clone)]
struct Held {
    credentials: Credentials,
    /// What was chosen on the way, so that a restarted sign-in lands on the same step.
    choices: Choices,
}

/// What was chosen at which challenge; never a code or a password.
type Choices = BTreeMap<ChallengeName, Values>;

/// The step on which a restarted sign-in is to land.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Target {
    Challenge(ChallengeName),
    SetUpTotp,
}

/// A restart under way. What was there before it stays, in case it fails.
#[derive(Debug, Clone)]
struct Restart {
    target: Target,
    /// What is still to be chosen again.
    replay: Choices,
    /// What to give as the answer once there, where it is still good.
    answer: Option<Values>,
    /// What to say once there.
    outcome: Outcome,
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
    VisitBrowser,
    EnterAsGuest,
    PresentToken,
    Restart(Restart),
    SignUp {
        form: SignUpForm,
        remember: bool,
        method: Method,
    },
    ConfirmSignUp,
    CheckConfirmed {
        quiet: bool,
    },
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
    Respond(Answered),
    SetUpTotp {
        challenged: Challenged,
        held: Held,
        outcome: Option<Outcome>,
    },
    VerifyTotp,
    SignOut {
        everywhere: bool,
    },
}

/// An answer under way.
#[derive(Debug, Clone, Default)]
struct Answered {
    /// What to choose again if the sign-in must begin anew.
    chosen: Option<Values>,
    /// The password that holds from now on.
    password: Option<Secret>,
    /// The whole answer, where it is still good in another session of the same sign-in.
    again: Option<Values>,
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
            sign_up: Vec::new(),
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

    /// The same for a pool that asks these at sign-up: user name, attributes, password.
    #[must_use]
    pub fn asking_at_sign_up(self, fields: Vec<Field>) -> Self {
        Self {
            sign_up: fields,
            ..self
        }
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

    /// Whether an answer of the service is awaited that the person waits for. A browser is not: there the person acts.
    pub fn busy(&self) -> bool {
        self.awaited.as_ref().is_some_and(|(_, awaited)| {
            !matches!(
                awaited,
                Awaited::CheckConfirmed { quiet: true } | Awaited::VisitBrowser
            )
        })
    }

    /// The ticket of the reply that is awaited; any other is stale.
    pub fn awaited(&self) -> Option<Ticket> {
        self.awaited.as_ref().map(|(ticket, _)| *ticket)
    }

    /// Whether a password, a code or the session of a challenge is kept at the moment.
    pub fn holds_secret(&self) -> bool {
        let awaits_with_secret = self.awaited.as_ref().is_some_and(|(_, awaited)| match awaited {
            Awaited::SignIn(_)
            | Awaited::Restart(_)
            | Awaited::SignUp { .. }
            | Awaited::Respond(_)
            | Awaited::SetUpTotp { .. } => true,
            Awaited::AutomaticResend { credentials, .. } => credentials.is_some(),
            Awaited::Restore
            | Awaited::VisitBrowser
            | Awaited::EnterAsGuest
            | Awaited::PresentToken
            | Awaited::ConfirmSignUp
            | Awaited::CheckConfirmed { .. }
            | Awaited::VerifyTotp
            | Awaited::Resend
            | Awaited::ForgotPassword { .. }
            | Awaited::ConfirmForgotPassword { .. }
            | Awaited::SignOut { .. } => false,
        });
        let Memory {
            held,
            answering,
            form: _,
            sign_up,
        } = &self.memory;
        held.is_some() || answering.is_some() || sign_up.is_some() || awaits_with_secret
    }

    /// Whether it is being looked for what is remembered.
    pub fn awaits_restore(&self) -> bool {
        matches!(self.awaited, Some((_, Awaited::Restore)))
    }

    /// Whether a code for a forgotten password is being sent, as against one that confirms an account.
    pub fn awaits_reset_code(&self) -> bool {
        match &self.awaited {
            Some((_, Awaited::ForgotPassword { .. })) => true,
            Some((_, Awaited::Resend)) => {
                matches!(self.state, State::Answer(Question::ResetPassword { .. }))
            }
            Some(_) | None => false,
        }
    }

    /// What is needed to go on at this question after the app was closed; none where no challenge is asked.
    pub fn pending(&self) -> Option<Pending> {
        let State::Answer(question) = &self.state else {
            return None;
        };
        let challenged = self.challenged_now(question.challenge()?)?;
        let setup = match question {
            Question::SetUpTotp { setup, .. } => Some(setup.clone()),
            Question::Challenge(_) | Question::ConfirmSignUp { .. } | Question::ResetPassword { .. } => None,
        };
        let credentials = &self.memory.held.as_ref()?.credentials;
        Some(Pending {
            challenged,
            setup,
            remember: credentials.remember,
            method: credentials.method.clone(),
        })
    }

    /// Whether it can be found out by itself that the account on the screen was confirmed elsewhere.
    pub fn can_check_confirmed(&self) -> bool {
        matches!(self.state, State::Answer(Question::ConfirmSignUp { .. }))
            && self
                .memory
                .held
                .as_ref()
                .is_some_and(|held| held.credentials.is_proven_by_password())
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
            Event::BrowserNotOpened(ticket) if self.awaited() == Some(ticket) => {
                self.refuse(Reason::BrowserNotOpened)
            }
            Event::BrowserNotOpened(_) => None,
            Event::SessionEnded(refusal) => self.session_ended(refusal),
            Event::AccountDeleted => self.account_deleted(),
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

    fn account_deleted(&mut self) -> Option<Effect> {
        if matches!(self.state, State::SignedIn { .. }) {
            self.awaited = None;
            self.refusal = None;
            self.show(State::SignIn {
                username: String::new(),
            });
            self.outcome = Some(Outcome::AccountDeleted);
        }
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

    /// The challenge on the screen, with what its answer must carry.
    fn challenged_now(&self, challenge: &Challenge) -> Option<Challenged> {
        let Answering { session, user_id } = self.memory.answering.clone()?;
        Some(Challenged {
            challenge: challenge.clone(),
            session,
            user_id,
        })
    }

    fn refuse(&mut self, refusal: impl Into<Refusal>) -> Option<Effect> {
        self.refusal = Some(refusal.into());
        None
    }
}
