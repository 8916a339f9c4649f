//! Storage classes, and the copies that RestoreObject makes for a time of what is archived.
//! Source: Amazon S3 User Guide, "Understanding and managing Amazon S3 storage classes" and "Working with archived objects".

use serde::{Deserialize, Serialize};
use time::macros::format_description;
use time::{Duration, OffsetDateTime, Time};

/// `StorageClass`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Class {
    #[default]
    Standard,
    ReducedRedundancy,
    StandardIa,
    OnezoneIa,
    IntelligentTiering,
    GlacierIr,
    Glacier,
    DeepArchive,
}

/// `Tier` of a restoration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tier {
    Expedited,
    Standard,
    Bulk,
}

/// A temporary copy of an archived object, in seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Restored {
    /// When it can be read.
    pub(super) ready_at: i64,
    /// When it is gone again.
    pub(super) until: i64,
}

impl Class {
    const ALL: [Self; 8] = [
        Self::Standard,
        Self::ReducedRedundancy,
        Self::StandardIa,
        Self::OnezoneIa,
        Self::IntelligentTiering,
        Self::GlacierIr,
        Self::Glacier,
        Self::DeepArchive,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Standard => "STANDARD",
            Self::ReducedRedundancy => "REDUCED_REDUNDANCY",
            Self::StandardIa => "STANDARD_IA",
            Self::OnezoneIa => "ONEZONE_IA",
            Self::IntelligentTiering => "INTELLIGENT_TIERING",
            Self::GlacierIr => "GLACIER_IR",
            Self::Glacier => "GLACIER",
            Self::DeepArchive => "DEEP_ARCHIVE",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.name() == name)
    }

    /// Whether its objects have to be restored before they can be read.
    pub(super) fn is_archive(self) -> bool {
        match self {
            Self::Glacier | Self::DeepArchive => true,
            Self::Standard
            | Self::ReducedRedundancy
            | Self::StandardIa
            | Self::OnezoneIa
            | Self::IntelligentTiering
            | Self::GlacierIr => false,
        }
    }

    /// How long a restoration takes here; `None` when the class does not have the tier. AWS takes minutes to two days,
    /// the sandbox a time that a tester can wait for.
    pub(super) fn retrieval(self, tier: Tier) -> Option<Duration> {
        match (self, tier) {
            (Self::DeepArchive, Tier::Expedited) => None,
            (_, Tier::Expedited) => Some(Duration::seconds(3)),
            (_, Tier::Standard) => Some(Duration::seconds(15)),
            (_, Tier::Bulk) => Some(Duration::seconds(60)),
        }
    }
}

impl Tier {
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "Expedited" => Some(Self::Expedited),
            "Standard" => Some(Self::Standard),
            "Bulk" => Some(Self::Bulk),
            _ => None,
        }
    }
}

impl Restored {
    /// A copy that is ready after `retrieval` and kept for `days`, to the midnight (UTC) that follows.
    pub(super) fn new(now: OffsetDateTime, retrieval: Duration, days: i32) -> Self {
        let ready_at = now + retrieval;
        let last = ready_at + Duration::days(days.into());
        let until = last.replace_time(Time::MIDNIGHT) + Duration::DAY;
        Self {
            ready_at: ready_at.unix_timestamp(),
            until: until.unix_timestamp(),
        }
    }

    pub(super) fn is_ready(&self, now: OffsetDateTime) -> bool {
        (self.ready_at..self.until).contains(&now.unix_timestamp())
    }

    pub(super) fn is_under_way(&self, now: OffsetDateTime) -> bool {
        now.unix_timestamp() < self.ready_at
    }

    /// `x-amz-restore`; `None` once the copy is gone.
    pub(super) fn header(&self, now: OffsetDateTime) -> Option<String> {
        if self.is_under_way(now) {
            return Some("ongoing-request=\"true\"".to_owned());
        }
        let format = format_description!(
            "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
        );
        let until = super::index::moment(self.until).format(format).ok()?;
        self.is_ready(now)
            .then(|| format!("ongoing-request=\"false\", expiry-date=\"{until}\""))
    }
}

#[cfg(test)]
mod tests {
    use time::Duration;
    use time::macros::datetime;

    use super::Restored;

    #[test]
    fn a_restored_copy_is_awaited_then_there_until_a_midnight_and_then_gone() {
        let asked = datetime!(2026-03-01 12:00 UTC);

        let copy = Restored::new(asked, Duration::hours(4), 2);

        assert!(copy.is_under_way(asked) && !copy.is_ready(asked));
        assert_eq!(copy.header(asked).as_deref(), Some("ongoing-request=\"true\""));
        let ready = asked + Duration::hours(4);
        assert!(copy.is_ready(ready) && !copy.is_under_way(ready));
        assert_eq!(
            copy.header(ready).as_deref(),
            Some("ongoing-request=\"false\", expiry-date=\"Wed, 04 Mar 2026 00:00:00 GMT\"")
        );
        let gone = datetime!(2026-03-04 00:00 UTC);
        assert!(!copy.is_ready(gone));
        assert_eq!(copy.header(gone), None);
    }
}
