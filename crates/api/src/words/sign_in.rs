//! The sign-in as the page shows it.

use auth::{HostedProviderKind, Managed};
use flow::{Outcome, Scene, State};
use time::OffsetDateTime;

use super::question::answer;
use super::{fields, method, milliseconds};
use crate::connection::Connection;
use crate::problem::{About, Problem};
use crate::view::{
    AccountView, AuthView, HostedProviderKindView, HostedProviderView, IdentityView, ManagedView,
    OutcomeView, ScreenView, TokenProviderKindView, TokenProviderView,
};

pub(crate) fn auth(snapshot: &auth::Snapshot, connection: &Connection, now: OffsetDateTime) -> AuthView {
    let scene = &snapshot.scene;
    AuthView {
        screen: screen(scene, snapshot.browser_link, connection),
        busy: scene.busy,
        problem: scene.refusal.as_ref().map(|refusal| {
            Problem::of_sign_in(refusal, &scene.state, &About::new(connection, &scene.state, now))
        }),
        outcome: scene.outcome.map(outcome),
        alive_until: snapshot
            .alive_until
            .filter(|_| scene.outcome.is_some_and(leaves_access_behind))
            .map(milliseconds),
    }
}

/// Whether somebody who holds what was handed out is meant to be shut out. Who signs out on this device only holds
/// it alone, and the app has dropped it.
fn leaves_access_behind(outcome: Outcome) -> bool {
    match outcome {
        Outcome::SignedOutEverywhere
        | Outcome::SignedOutHereOnly
        | Outcome::SessionEnded
        | Outcome::AccountDeleted => true,
        Outcome::CodeSent
        | Outcome::Confirmed
        | Outcome::PasswordChanged
        | Outcome::SignedOut
        | Outcome::Restarted
        | Outcome::Lapsed
        | Outcome::PasswordNeeded
        | Outcome::StillUnconfirmed => false,
    }
}

fn screen(scene: &Scene, link: bool, connection: &Connection) -> ScreenView {
    let rules = connection.pool.sign_up.as_ref();
    let username_kind = fields::username_kind(rules);
    match &scene.state {
        State::Restoring => ScreenView::Restoring,
        State::SignIn { username } => ScreenView::SignIn {
            username: username.clone(),
            username_kind,
            can_sign_up: rules.is_some(),
            methods: connection.methods.iter().map(method::view).collect(),
            method: method::id(&connection.pool.auth_flow),
            browser: browser(connection),
            token_providers: token_providers(connection),
            guests: connection
                .pool
                .identity_pool
                .as_ref()
                .is_some_and(|plan| plan.guests),
        },
        State::SignUp { values } => ScreenView::SignUp {
            fields: fields::sign_up(values, rules),
            password_rules: fields::password_rules(rules),
        },
        State::ForgotPassword { username } => ScreenView::ForgotPassword {
            username: username.clone(),
            username_kind,
        },
        State::Answer(question) => {
            ScreenView::Answer(Box::new(answer(question, &connection.pool, scene.resends_left)))
        }
        State::Browser { provider, .. } => ScreenView::Browser {
            provider: provider.clone(),
            can_copy_link: link,
        },
        State::Guest => ScreenView::Guest,
        State::SignedIn { .. } => ScreenView::SignedIn,
    }
}

/// The ways of signing in in the browser: the service's own pages, the providers behind them, and those that the identity
/// pool trusts itself.
fn browser(connection: &Connection) -> Vec<HostedProviderView> {
    let pool = &connection.pool;
    let behind = pool.hosted_ui.iter().flat_map(|hosted_ui| {
        let own = HostedProviderView {
            name: String::new(),
            label: String::new(),
            kind: HostedProviderKindView::HostedUi,
        };
        std::iter::once(own).chain(hosted_ui.providers.iter().map(|provider| HostedProviderView {
            name: provider.name.clone(),
            label: provider.label.clone(),
            kind: match provider.kind {
                HostedProviderKind::Google => HostedProviderKindView::Google,
                HostedProviderKind::Apple => HostedProviderKindView::Apple,
                HostedProviderKind::Facebook => HostedProviderKindView::Facebook,
                HostedProviderKind::Amazon => HostedProviderKindView::Amazon,
                HostedProviderKind::Saml => HostedProviderKindView::Saml,
                HostedProviderKind::Oidc => HostedProviderKindView::Oidc,
            },
        }))
    });
    let trusted = pool.identity_pool.iter().flat_map(|plan| &plan.providers);
    let direct = trusted.filter_map(|provider| {
        Some(HostedProviderView {
            name: provider.oidc.as_ref()?.issuer.clone(),
            label: provider.name.clone(),
            kind: HostedProviderKindView::Direct,
        })
    });
    behind.chain(direct).collect()
}

/// Whose tokens can be presented.
fn token_providers(connection: &Connection) -> Vec<TokenProviderView> {
    let plan = connection.pool.identity_pool.iter();
    plan.flat_map(|plan| {
        let trusted = plan.providers.iter().map(|provider| TokenProviderView {
            name: provider.name.clone(),
            kind: if provider.login.starts_with("arn:") {
                TokenProviderKindView::Saml
            } else {
                TokenProviderKindView::Oidc
            },
        });
        let developer = plan.developer.iter().map(|developer| TokenProviderView {
            name: developer.provider.clone(),
            kind: TokenProviderKindView::Developer,
        });
        trusted.chain(developer)
    })
    .collect()
}

fn outcome(outcome: Outcome) -> OutcomeView {
    match outcome {
        Outcome::CodeSent => OutcomeView::CodeSent,
        Outcome::Confirmed => OutcomeView::Confirmed,
        Outcome::PasswordChanged => OutcomeView::PasswordChanged,
        Outcome::SignedOut => OutcomeView::SignedOut,
        Outcome::SignedOutEverywhere => OutcomeView::SignedOutEverywhere,
        Outcome::SignedOutHereOnly => OutcomeView::SignedOutHereOnly,
        Outcome::SessionEnded => OutcomeView::SessionEnded,
        Outcome::AccountDeleted => OutcomeView::AccountDeleted,
        Outcome::Restarted => OutcomeView::Restarted,
        Outcome::Lapsed => OutcomeView::Lapsed,
        Outcome::PasswordNeeded => OutcomeView::PasswordNeeded,
        Outcome::StillUnconfirmed => OutcomeView::StillUnconfirmed,
    }
}

/// What to call the person: name, else email, else user name.
pub(crate) fn display_name(account: &auth::Account) -> String {
    let name = account.name.as_ref().or(account.email.as_ref());
    name.unwrap_or(&account.username).clone()
}

/// Who is signed in; `record` is what this device remembers of them.
pub(crate) fn account(account: &auth::Account, record: Option<&store::Account>) -> AccountView {
    AccountView {
        username: account.username.clone(),
        display_name: display_name(account),
        sub: account.sub.clone(),
        email: account.email.clone(),
        phone: account.phone.clone(),
        identities: account
            .identities
            .iter()
            .map(|identity| IdentityView {
                provider: identity.provider.clone(),
                provider_type: identity.provider_type.clone(),
                user_id: identity.user_id.clone(),
            })
            .collect(),
        managed: match account.managed {
            Managed::Here => ManagedView::Here,
            Managed::Elsewhere => ManagedView::Elsewhere,
            Managed::NoScope => ManagedView::NoScope,
        },
        groups: account.groups.clone(),
        roles: account.roles.clone(),
        preferred_role: account.preferred_role.clone(),
        identity_id: account.identity_id.clone(),
        role: account.role.clone(),
        guest: account.guest,
        lives_on: account.lives_on.whole_seconds().saturating_mul(1000),
        remembered: account.remembered,
        ask_remember_device: account.ask_remember_device,
        first_sign_in: record.and_then(|record| record.first_sign_in).map(milliseconds),
        last_sign_in: record.and_then(|record| record.last_sign_in).map(milliseconds),
    }
}
