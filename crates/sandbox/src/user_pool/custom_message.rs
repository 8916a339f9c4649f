//! The words of a message: Cognito's own, or those of the CustomMessage trigger.

use base::Secret;

use crate::settings::{CustomMessage, PoolSettings};

/// Subject and body of a message that carries a code.
pub(super) struct Words {
    pub(super) subject: String,
    pub(super) body: String,
}

/// The trigger's words where it has some, otherwise these.
pub(super) fn words(
    pool: &PoolSettings,
    username: &str,
    code: &Secret,
    subject: &str,
    body: String,
) -> Words {
    let Some(custom) = &pool.triggers.custom_message else {
        return Words {
            subject: subject.to_owned(),
            body,
        };
    };
    let filled = |text: &str| {
        text.replace(CustomMessage::CODE, code.expose())
            .replace(CustomMessage::NAME, username)
    };
    Words {
        subject: custom
            .subject
            .as_deref()
            .map_or_else(|| subject.to_owned(), filled),
        body: filled(&custom.body),
    }
}
