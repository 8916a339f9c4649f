//! Conditional requests: reading (RFC 9110 §13.2.2) and writing (Amazon S3 User Guide, "Conditional requests").

use http::header::{IF_MATCH, IF_NONE_MATCH};
use http::{HeaderMap, HeaderName};
use s3s::dto::{ETagCondition, Timestamp};
use s3s::{S3Error, S3Result};
use time::OffsetDateTime;

use super::error::{invalid_argument, no_such_key, not_implemented, precondition_failed};

/// The conditions of a read.
#[derive(Debug, Clone, Default)]
pub(super) struct Reading {
    pub(super) if_match: Option<ETagCondition>,
    pub(super) if_none_match: Option<ETagCondition>,
    pub(super) if_modified_since: Option<Timestamp>,
    pub(super) if_unmodified_since: Option<Timestamp>,
}

/// The outcome of a read's conditions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Proceed,
    NotModified,
    Failed,
}

impl Reading {
    /// Compares with the object's ETag (without quotes) and time.
    pub(super) fn judge(&self, etag: &str, modified_at: OffsetDateTime) -> Verdict {
        let passes = match (&self.if_match, &self.if_unmodified_since) {
            (Some(condition), _) => names(condition, etag),
            (None, Some(since)) => modified_at <= time(since),
            (None, None) => true,
        };
        if !passes {
            return Verdict::Failed;
        }
        let changed = match (&self.if_none_match, &self.if_modified_since) {
            (Some(condition), _) => !names(condition, etag),
            (None, Some(since)) => modified_at > time(since),
            (None, None) => true,
        };
        match changed {
            true => Verdict::Proceed,
            false => Verdict::NotModified,
        }
    }
}

/// The conditions of a write.
#[derive(Debug, Clone, Default)]
pub(super) struct Writing {
    pub(super) if_match: Option<ETagCondition>,
    pub(super) if_none_match: Option<ETagCondition>,
}

/// Why a write does not take place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unmet {
    Failed,
    NoSuchKey,
    Unsupported,
}

impl Writing {
    /// The conditions in the headers of a request.
    pub(super) fn of(headers: &HeaderMap) -> S3Result<Self> {
        let read = |name: HeaderName| match headers.get(name) {
            None => Ok(None),
            Some(value) => ETagCondition::parse_http_header(value.as_bytes())
                .map(Some)
                .map_err(|_| invalid_argument("The condition is not an entity tag")),
        };
        Ok(Self {
            if_match: read(IF_MATCH)?,
            if_none_match: read(IF_NONE_MATCH)?,
        })
    }

    /// Compares with the ETag of the object that is there now.
    pub(super) fn judge(&self, current: Option<&str>) -> Result<(), Unmet> {
        match &self.if_none_match {
            None => {}
            Some(ETagCondition::Any) if current.is_none() => {}
            Some(ETagCondition::Any) => return Err(Unmet::Failed),
            Some(ETagCondition::ETag(_)) => return Err(Unmet::Unsupported),
        }
        match (&self.if_match, current) {
            (None, _) => Ok(()),
            (Some(_), None) => Err(Unmet::NoSuchKey),
            (Some(condition), Some(etag)) if names(condition, etag) => Ok(()),
            (Some(_), Some(_)) => Err(Unmet::Failed),
        }
    }
}

impl From<Unmet> for S3Error {
    fn from(unmet: Unmet) -> Self {
        match unmet {
            Unmet::Failed => precondition_failed(),
            Unmet::NoSuchKey => no_such_key(),
            Unmet::Unsupported => not_implemented(),
        }
    }
}

fn names(condition: &ETagCondition, etag: &str) -> bool {
    match condition {
        ETagCondition::Any => true,
        ETagCondition::ETag(named) => named.value() == etag,
    }
}

fn time(stamp: &Timestamp) -> OffsetDateTime {
    stamp.clone().into()
}

#[cfg(test)]
mod tests {
    use s3s::dto::{ETagCondition, Timestamp};
    use time::macros::datetime;

    use super::{Reading, Unmet, Verdict, Writing};

    fn etag(text: &str) -> Option<ETagCondition> {
        Some(ETagCondition::parse_http_header(text.as_bytes()).expect("an ETag"))
    }

    #[test]
    fn an_etag_condition_hides_the_time_condition_beside_it() {
        let modified = datetime!(2025-03-01 12:00 UTC);
        let before = Some(Timestamp::from(datetime!(2025-02-01 12:00 UTC)));
        let after = Some(Timestamp::from(datetime!(2025-04-01 12:00 UTC)));
        for (reading, expected) in [
            (Reading::default(), Verdict::Proceed),
            (
                Reading {
                    if_match: etag("\"b\""),
                    ..Reading::default()
                },
                Verdict::Failed,
            ),
            (
                Reading {
                    if_match: etag("\"a\""),
                    if_unmodified_since: before.clone(),
                    ..Reading::default()
                },
                Verdict::Proceed,
            ),
            (
                Reading {
                    if_unmodified_since: before.clone(),
                    ..Reading::default()
                },
                Verdict::Failed,
            ),
            (
                Reading {
                    if_none_match: etag("a"),
                    ..Reading::default()
                },
                Verdict::NotModified,
            ),
            (
                Reading {
                    if_none_match: etag("\"b\""),
                    if_modified_since: after.clone(),
                    ..Reading::default()
                },
                Verdict::Proceed,
            ),
            (
                Reading {
                    if_modified_since: after,
                    ..Reading::default()
                },
                Verdict::NotModified,
            ),
            (
                Reading {
                    if_modified_since: before,
                    ..Reading::default()
                },
                Verdict::Proceed,
            ),
        ] {
            assert_eq!(reading.judge("a", modified), expected, "{reading:?}");
        }
    }

    #[test]
    fn a_conditional_write_never_replaces_what_it_did_not_expect() {
        let create = Writing {
            if_none_match: etag("*"),
            ..Writing::default()
        };
        assert_eq!(create.judge(None), Ok(()));
        assert_eq!(create.judge(Some("a")), Err(Unmet::Failed));
        let replace = Writing {
            if_match: etag("\"a\""),
            ..Writing::default()
        };
        assert_eq!(replace.judge(Some("a")), Ok(()));
        assert_eq!(replace.judge(Some("b")), Err(Unmet::Failed));
        assert_eq!(replace.judge(None), Err(Unmet::NoSuchKey));
    }
}
