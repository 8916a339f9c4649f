//! A part of the key space: what comes after one name, up to and including another.

use super::{Ask, Found, Page};

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Range {
    /// Names up to this one belong to the range on the left.
    after: Option<String>,
    /// Names after this one belong to the range on the right.
    pub(super) until: Option<String>,
    token: Option<String>,
    /// The first name that was found.
    pub(super) first: Option<String>,
    /// The last name that was found.
    pub(super) last: Option<String>,
    pub(super) pages: u32,
    pub(super) done: bool,
}

impl Range {
    pub(super) fn whole() -> Self {
        Self::default()
    }

    /// The page that comes next.
    pub(super) fn ask(&self) -> Ask {
        match &self.token {
            Some(token) => Ask {
                after: None,
                token: Some(token.clone()),
            },
            None => Ask {
                after: self.after.clone(),
                token: None,
            },
        }
    }

    /// Takes a page and keeps of it what belongs here. A service that repeats itself is not asked again.
    pub(super) fn accept(&mut self, page: Page) -> Vec<Found> {
        let Page { mut found, next } = page;
        let past = found.iter().any(|found| self.is_past(&found.name));
        self.done = past || next.is_none() || next == self.token;
        self.token = next;
        self.pages += 1;
        found.retain(|found| {
            !self.is_past(&found.name) && self.after.as_ref().is_none_or(|after| found.name > *after)
        });
        let names = || found.iter().map(|found| found.name.as_str());
        if self.first.is_none() {
            self.first = names().min().map(str::to_owned);
        }
        if let Some(last) = names().max()
            && self.last.as_deref().is_none_or(|before| before < last)
        {
            self.last = Some(last.to_owned());
        }
        found
    }

    /// Ends here at `at` and gives the rest.
    pub(super) fn cut(&mut self, at: String) -> Self {
        Self {
            until: self.until.replace(at.clone()),
            after: Some(at),
            ..Self::default()
        }
    }

    fn is_past(&self, name: &str) -> bool {
        self.until.as_deref().is_some_and(|until| name > until)
    }
}
