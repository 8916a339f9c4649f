//! The sandbox's messages and decoded tokens as the page shows them.

use ::sandbox::{Medium, Message};
use auth::DecodedToken;
use serde_json::{Map, Value};

use super::milliseconds;
use crate::view::{ClaimView, MediumView, MessageView, TokenView};

/// A pretend message. Its code is shown, because nobody but the person at this computer gets it.
pub(crate) fn message(message: Message) -> MessageView {
    MessageView {
        id: message.id,
        at: milliseconds(message.at),
        medium: match message.medium {
            Medium::Email => MediumView::Email,
            Medium::Sms => MediumView::Sms,
        },
        to: message.to,
        subject: message.subject,
        body: message.body,
        code: message.code.map(|code| code.expose().clone()),
    }
}

pub(crate) fn token(token: &DecodedToken) -> TokenView {
    TokenView {
        token_use: token.token_use.to_owned(),
        header: claims(&token.header),
        claims: claims(&token.claims),
        issued_at: token.issued_at.saturating_mul(1000),
        expires_at: token.expires_at.saturating_mul(1000),
    }
}

fn claims(members: &Map<String, Value>) -> Vec<ClaimView> {
    let shown = members.iter().map(|(name, value)| ClaimView {
        name: name.clone(),
        value: value.as_str().map_or_else(|| value.to_string(), str::to_owned),
    });
    shown.collect()
}
