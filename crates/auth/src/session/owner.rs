//! The task that owns a session: it alone steps the machine, holds the tokens and opens the vault. Whatever takes
//! time is a task that comes back with a [`Done`], so that the owner always listens.

use std::sync::Arc;
use std::time::Duration;

use flow::{Effect, Event, Flow, Intent, Method, Reason, Reply, State};
use time::OffsetDateTime;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinSet;
use tokio::time::MissedTickBehavior;

use super::Snapshot;
use super::browser::Visiting;
use super::command::Command;
use super::effects::{self, Done, Whose};
use super::entry;
use super::jump::LastLook;
use super::live::Live;
use super::spending::Spending;
use super::tries::Tries;
use super::visitor::Visitor;
use super::wants::Wants;
use crate::seats::Shared;
use crate::vault::{Contents, Remembered, VaultState};

/// How often the owner looks at the clock; a computer that slept is noticed this late.
const LOOK: Duration = Duration::from_secs(15);

/// How often the owner looks whether an account was confirmed elsewhere.
const LOOK_FOR_CONFIRMATION: Duration = Duration::from_secs(5);

/// The owner.
pub(crate) struct Owner {
    pub(super) flow: Flow,
    pub(super) live: Option<Live>,
    pub(super) visiting: Option<Visiting>,
    /// Whoever is in without a session of the user pool.
    pub(super) visitor: Option<Visitor>,
    pub(super) shared: Arc<Shared>,
    /// Under which name the vault keeps this session.
    pub(super) seat: String,
    pub(super) vault_state: VaultState,
    /// The vault as it was last read or changed.
    pub(super) contents: Contents,
    pub(super) wants: Wants,
    pub(super) renewing: bool,
    pub(super) tasks: JoinSet<Done>,
    pub(super) tries: Tries,
    last_look: LastLook,
    pub(super) alive_until: Option<OffsetDateTime>,
    pub(super) sign_ins: u64,
    settling: Vec<oneshot::Sender<()>>,
    snapshots: watch::Sender<Snapshot>,
    first: Vec<Effect>,
}

impl Owner {
    pub(super) fn new(shared: Arc<Shared>, seat: String) -> (Self, watch::Receiver<Snapshot>) {
        let (flow, first) = Flow::start();
        let flow = flow.asking_at_sign_up(shared.sign_up.clone());
        let vault_state = VaultState::Ready;
        let (snapshots, receiver) = watch::channel(Snapshot {
            scene: flow.scene(),
            account: None,
            vault: vault_state,
            vault_set_aside: false,
            alive_until: None,
            browser_link: false,
            skew: time::Duration::ZERO,
        });
        let last_look = LastLook::new(shared.clock.ours(shared.clock.now()));
        let owner = Self {
            flow,
            live: None,
            visiting: None,
            visitor: None,
            shared,
            seat,
            vault_state,
            contents: Contents::default(),
            wants: Wants::default(),
            renewing: false,
            tasks: JoinSet::new(),
            tries: Tries::default(),
            last_look,
            alive_until: None,
            sign_ins: 0,
            settling: Vec::new(),
            snapshots,
            first,
        };
        (owner, receiver)
    }

    /// Runs until it is told to close, or until nobody is left who could ask for anything.
    pub(super) async fn run(mut self, mut commands: mpsc::Receiver<Command>) {
        let user_pool = self.shared.user_pool.clone();
        self.tasks.spawn(async move {
            user_pool.warm_keys().await;
            Done::Aside
        });
        self.open_vault().await;
        for effect in std::mem::take(&mut self.first) {
            self.perform(effect).await;
        }
        self.publish();

        let mut look = tokio::time::interval(LOOK);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        look.reset();
        let mut confirmed = tokio::time::interval(LOOK_FOR_CONFIRMATION);
        confirmed.set_missed_tick_behavior(MissedTickBehavior::Delay);
        confirmed.reset();
        let closed = loop {
            tokio::select! {
                command = commands.recv() => match command {
                    Some(Command::Close { closed }) => break Some(closed),
                    Some(command) => self.obey(command).await,
                    None => break None,
                },
                Some(done) = self.tasks.join_next() => self.take(done).await,
                _ = look.tick() => self.look().await,
                _ = confirmed.tick() => self.look_for_confirmation().await,
            }
            self.publish();
        };
        while self.renewing
            && let Some(done) = self.tasks.join_next().await
        {
            self.take(done).await;
        }
        if let Some(closed) = closed {
            // Whoever closed the session may not have waited.
            let _ = closed.send(());
        }
    }

    async fn obey(&mut self, command: Command) {
        match command {
            Command::Tell { intent, settled } => {
                self.settling.push(settled);
                self.step(Event::Intent(intent)).await;
            }
            Command::Credentials { sign_in, reply } => {
                self.wants.credentials.push((sign_in, reply));
                self.serve();
            }
            Command::CredentialsRefused { sign_in } => {
                if let Some(live) = self.live.as_mut().filter(|live| live.sign_in == sign_in) {
                    live.issued = None;
                }
            }
            Command::IdentityId { reply } => {
                self.wants.identities.push(reply);
                self.serve();
            }
            Command::Tokens { reply } => {
                let decoded = self
                    .live
                    .as_ref()
                    .map(|live| vec![live.tokens.id.decoded.clone(), live.tokens.access.decoded.clone()]);
                // Whoever asked may have left.
                let _ = reply.send(decoded.unwrap_or_default());
            }
            Command::Token { token, reply } => {
                let tokens = self.live.as_ref().map(|live| &live.tokens);
                // Whoever asked may have left.
                let _ = reply.send(tokens.map(|tokens| tokens.raw(token)));
            }
            Command::Facts { reply } => {
                // Whoever asked may have left.
                let _ = reply.send(self.facts());
            }
            Command::ChooseRole { role, reply } => {
                self.wants.roles.push((role, reply));
                self.serve();
            }
            Command::Linked {
                sign_in,
                login,
                issued,
            } => {
                self.logins_changed(sign_in, login, issued.map(|issued| *issued))
                    .await;
            }
            Command::Access { refused, reply } => self.lend(refused, reply),
            Command::BrowserLink { reply } => {
                // Whoever asked may have left.
                let _ = reply.send(self.browser_link());
            }
            Command::BrowserAnswer(delivered) => self.deliver(delivered),
            Command::DeviceAnswered => self.device_answered(),
            Command::DeviceForgotten { key } => self.device_forgotten(&key).await,
            Command::PasskeyMade(passkey) => self.passkey_made(*passkey).await,
            Command::PasskeyDeleted { id } => self.passkey_deleted(&id).await,
            Command::AccountDeleted { settled } => {
                self.settling.push(settled);
                self.account_deleted().await;
            }
            Command::Look => self.look().await,
            Command::Close { closed } => drop(closed),
        }
    }

    /// Renews what is about to end, and looks again for a remembered session that could not be checked before.
    async fn look(&mut self) {
        if self
            .last_look
            .jumped(self.shared.clock.ours(self.shared.clock.now()))
        {
            self.wants.renewal = true;
        }
        self.serve();
        let Snapshot { scene, .. } = self.snapshots.borrow().clone();
        let unchecked = scene.refusal.is_some_and(|refusal| {
            matches!(
                refusal.reason,
                Reason::Unreachable | Reason::ServiceFailed | Reason::TooManyRequests
            )
        });
        if scene.state == State::Restoring && unchecked {
            self.step(Event::Intent(Intent::Restore)).await;
        }
    }

    pub(super) async fn step(&mut self, event: Event) {
        let (flow, effects) = std::mem::take(&mut self.flow).step(event);
        self.flow = flow;
        self.end_left_visit();
        for effect in effects {
            Box::pin(self.perform(effect)).await;
        }
        self.keep_pending().await;
    }

    async fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Restore(ticket) => match self.remembered() {
                Some(remembered) => {
                    self.renewing = true;
                    let tokens = remembered.tokens();
                    let spending = Spending {
                        shared: self.shared.clone(),
                        seat: self.seat.clone(),
                        whose: Whose::Remembered(ticket),
                        device: self.device_key(&remembered.username),
                        by_browser: remembered.by_browser,
                        refresh: remembered.refresh,
                        username: remembered.username,
                        remembered: true,
                    };
                    self.tasks.spawn(effects::restore(spending, tokens));
                }
                None => {
                    let reply = self.restore_pending();
                    self.step(Event::Reply { ticket, reply }).await;
                }
            },
            Effect::VisitBrowser {
                ticket,
                provider,
                username,
                remember,
            } => {
                self.visit_browser(ticket, provider.as_deref(), &username, remember)
                    .await;
            }
            Effect::SignOut { ticket, everywhere } => {
                if self.live.as_ref().is_some_and(|live| live.by_browser) {
                    self.sign_out_of_browser();
                }
                let ended = self.leave(everywhere).await;
                match ended {
                    Some(ended) => {
                        self.tasks.spawn(effects::sign_out(
                            self.shared.user_pool.clone(),
                            ticket,
                            ended,
                            everywhere,
                        ));
                    }
                    None => {
                        // Nobody needs to be told of a visitor.
                        let told = self.visitor_leaves() && !everywhere;
                        let reply = Reply::SignedOut { told };
                        self.step(Event::Reply { ticket, reply }).await;
                    }
                }
            }
            effect @ (Effect::EnterAsGuest(_) | Effect::PresentToken { .. }) => self.begin_entry(effect),
            Effect::SignIn(ticket, credentials) if credentials.method == Method::Developer => {
                let pool = self.shared.identity_pool.clone();
                self.tasks.spawn(entry::by_backend(pool, ticket, credentials));
            }
            effect @ (Effect::SignIn(..)
            | Effect::SignUp(..)
            | Effect::ConfirmSignUp { .. }
            | Effect::ResendCode(..)
            | Effect::ForgotPassword(..)
            | Effect::ConfirmForgotPassword { .. }
            | Effect::SignInAfterSignUp { .. }
            | Effect::SetUpTotp(..)
            | Effect::VerifyTotp { .. }
            | Effect::Respond { .. }) => {
                if self.shared.user_pool.pool().has_user_pool() {
                    let known = self.known(&effect);
                    self.tasks
                        .spawn(effects::perform(self.shared.user_pool.clone(), effect, known));
                } else {
                    let (ticket, reply) = (effect.ticket(), Reply::Refused(Reason::FlowNotEnabled.into()));
                    self.step(Event::Reply { ticket, reply }).await;
                }
            }
        }
    }

    /// The session that is remembered here. Without a user pool there is none to ask, whatever was once kept.
    fn remembered(&self) -> Option<Remembered> {
        let remembered = self.contents.sessions.get(&self.seat).cloned();
        remembered.filter(|_| self.shared.user_pool.pool().has_user_pool())
    }

    fn publish(&mut self) {
        self.see_visitor_off();
        let mut scene = self.flow.scene();
        scene.resends_left = self.tries.resends_left(&scene.state, self.shared.clock.local());
        let snapshot = Snapshot {
            scene,
            account: self
                .live
                .as_ref()
                .map(Live::account)
                .or_else(|| self.visitor.as_ref().map(Visitor::account))
                .filter(|_| self.is_inside()),
            vault: self.vault_state,
            vault_set_aside: self.shared.vault.set_aside(),
            alive_until: self.alive_until,
            browser_link: self.has_browser_link(),
            skew: self.shared.clock.ahead(),
        };
        self.snapshots.send_if_modified(|current| {
            let changed: bool = *current != snapshot;
            *current = snapshot;
            changed
        });
        if !self.flow.busy() {
            for settled in self.settling.drain(..) {
                // Whoever waits may have left.
                let _ = settled.send(());
            }
        }
    }

    async fn open_vault(&mut self) {
        let now = self.shared.vault.load().await;
        (self.contents, self.vault_state) = (now.contents, now.state);
    }

    /// Changes the vault; says whether the change is on disk.
    pub(super) async fn change_vault(&mut self, change: impl FnOnce(&mut Contents)) -> bool {
        let now = self.shared.vault.change(change).await;
        let lasting = now.lasting();
        (self.contents, self.vault_state) = (now.contents, now.state);
        lasting
    }
}
