//! A part of a long list: at most sixty entries, and a token that says where to go on.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::user_pool::rules;
use crate::wire::{Members, Refusal};

/// `QueryLimitType`.
const MOST: i64 = 60;

/// The part that a request asks for.
#[derive(Debug)]
pub(super) struct Page {
    count: usize,
    after: Option<String>,
}

impl Page {
    /// Reads `Limit` and the token, which is called `PaginationToken` or `NextToken`.
    pub(super) fn read(members: &mut Members, token: &str) -> Result<Self, Refusal> {
        Self::read_of(members, "Limit", token)
    }

    /// The same where the number is called otherwise.
    pub(super) fn read_of(members: &mut Members, limit: &str, token: &str) -> Result<Self, Refusal> {
        let limit = members.number(limit, 0..=MOST)?;
        Ok(Self {
            count: usize::try_from(limit.filter(|limit| *limit > 0).unwrap_or(MOST)).unwrap_or_default(),
            after: members.text(token, rules::PAGE)?,
        })
    }

    /// The entries of this part, and the next token. `all` is in the order of what `key` says.
    pub(super) fn of<T>(
        &self,
        all: Vec<T>,
        key: impl Fn(&T) -> &str,
    ) -> Result<(Vec<T>, Option<String>), Refusal> {
        let after = match &self.after {
            Some(token) => Some(place(token).ok_or_else(invalid)?),
            None => None,
        };
        let mut rest: Vec<T> = all
            .into_iter()
            .filter(|entry| after.as_deref().is_none_or(|after| key(entry) > after))
            .collect();
        let more = rest.len() > self.count;
        rest.truncate(self.count);
        let next = rest
            .last()
            .filter(|_| more)
            .map(|last| URL_SAFE_NO_PAD.encode(key(last)));
        Ok((rest, next))
    }
}

fn place(token: &str) -> Option<String> {
    String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()
}

fn invalid() -> Refusal {
    Refusal::invalid_parameter("Invalid pagination token.")
}
