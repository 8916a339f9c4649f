//! What a request's path and query name. Source: the `http` traits of the API's model.

use std::collections::BTreeMap;

use http::Method;
use http::request::Parts;
use percent_encoding::percent_decode_str;

use super::answer::invalid;
use crate::wire::Refusal;

/// Where every path of the service begins.
const ROOT: &str = "identitypools";

/// The operations that the sandbox has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    ListDatasets,
    DescribeDataset,
    DeleteDataset,
    ListRecords,
    UpdateRecords,
}

impl Operation {
    /// The operation of this method and path, if it is one of the service.
    pub(crate) fn of(method: &Method, path: &str) -> Option<Self> {
        let parts: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
        match (parts.as_slice(), method) {
            ([ROOT, _, "identities", _, "datasets"], &Method::GET) => Some(Self::ListDatasets),
            ([ROOT, _, "identities", _, "datasets", _], &Method::GET) => Some(Self::DescribeDataset),
            ([ROOT, _, "identities", _, "datasets", _], &Method::DELETE) => Some(Self::DeleteDataset),
            ([ROOT, _, "identities", _, "datasets", _], &Method::POST) => Some(Self::UpdateRecords),
            ([ROOT, _, "identities", _, "datasets", _, "records"], &Method::GET) => Some(Self::ListRecords),
            _ => None,
        }
    }

    /// Its name in the API reference.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::ListDatasets => "ListDatasets",
            Self::DescribeDataset => "DescribeDataset",
            Self::DeleteDataset => "DeleteDataset",
            Self::ListRecords => "ListRecords",
            Self::UpdateRecords => "UpdateRecords",
        }
    }
}

/// Whose what.
#[derive(Debug, Clone)]
pub(super) struct Target {
    pub(super) operation: Operation,
    pub(super) identity_pool: String,
    pub(super) identity: String,
    /// Empty where the operation names none.
    pub(super) dataset: String,
    query: BTreeMap<String, String>,
}

impl Target {
    pub(super) fn read(head: &Parts) -> Result<Self, Refusal> {
        let path = head.uri.path();
        let operation = Operation::of(&head.method, path).ok_or_else(Refusal::unknown_operation)?;
        let mut parts = path.split('/').map(decoded);
        let query = head.uri.query().unwrap_or_default();
        let query = query.split('&').filter_map(|pair| pair.split_once('='));
        Ok(Self {
            operation,
            identity_pool: parts.nth(2).unwrap_or_default(),
            identity: parts.nth(1).unwrap_or_default(),
            dataset: parts.nth(1).unwrap_or_default(),
            query: query
                .map(|(name, value)| (decoded(name), decoded(value)))
                .collect(),
        })
    }

    /// Refuses names that no dataset can have.
    pub(super) fn check(&self) -> Result<(), Refusal> {
        let allowed = |letter: char| letter.is_ascii_alphanumeric() || "_.:-".contains(letter);
        let named = self.operation != Operation::ListDatasets;
        if named && (!(1..=128).contains(&self.dataset.len()) || !self.dataset.chars().all(allowed)) {
            return Err(invalid(
                "Value at 'datasetName' failed to satisfy constraint: Member must satisfy regular expression pattern: \
                 [a-zA-Z0-9_.:-]+",
            ));
        }
        Ok(())
    }

    /// A parameter of the query.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.query.get(name).map(String::as_str)
    }

    /// A number of the query.
    pub(super) fn number(&self, name: &str) -> Result<Option<i64>, Refusal> {
        let number = self.text(name).map(str::parse).transpose();
        number.map_err(|_| invalid(format!("Value at '{name}' is no number")))
    }

    /// The page that was asked for: where it begins and how many rows it has.
    pub(super) fn page(&self, most: i64) -> Result<(usize, usize), Refusal> {
        let start = self.text("nextToken").map_or(Ok(0), str::parse);
        let start = start.map_err(|_| invalid("The next token is invalid"))?;
        let rows = self.number("maxResults")?.unwrap_or(most);
        if !(1..=most).contains(&rows) {
            return Err(invalid(format!(
                "Value at 'maxResults' must be between 1 and {most}"
            )));
        }
        Ok((start, usize::try_from(rows).unwrap_or(1)))
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
