//! Links that carry their own permission (query-string signatures). A link ends with the credentials that signed it,
//! whatever it says of itself: so it is never made to say more, and its end is told as it is.

use std::time::{Duration, SystemTime};

use aws_credential_types::provider::ProvideCredentials as _;
use aws_sdk_s3::config::{Config, RequestChecksumCalculation};
use aws_sdk_s3::presigning::PresigningConfig;
use base::Secret;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use time::OffsetDateTime;

use crate::{Error, Files, Location, names};

/// The longest that S3 lets a link hold.
const LONGEST: Duration = Duration::from_hours(7 * 24);

/// A link, and when it ends.
#[derive(Debug, Clone)]
pub struct Link {
    /// The address with its signature: whoever has it may do what it says until it ends.
    pub url: Secret,
    /// When it ends.
    pub until: OffsetDateTime,
    /// Whether it ends earlier than was wished, because the access that signs it does.
    pub shortened: bool,
}

/// How a link is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opens {
    /// Shown by the browser, where it can.
    Inline,
    /// Saved as a file.
    Download,
}

impl Files {
    /// A link to an object, in one of its versions or the newest (`GetObject`). Nothing is sent.
    ///
    /// # Errors
    ///
    /// There are no credentials to sign with.
    pub async fn link(
        &self,
        location: &Location,
        key: &str,
        version: Option<String>,
        (lasts, opens): (Duration, Opens),
    ) -> Result<Link, Error> {
        let (config, until, shortened) = self.presigning(lasts).await?;
        let name = utf8_percent_encode(names::last_part(key), NON_ALPHANUMERIC);
        let disposition = match opens {
            Opens::Inline => "inline".to_owned(),
            Opens::Download => format!("attachment; filename*=UTF-8''{name}"),
        };
        let signed = self
            .client()
            .get_object()
            .bucket(&location.bucket)
            .key(location.whole(key))
            .set_version_id(version)
            .response_content_disposition(disposition)
            .presigned(config)
            .await?;
        Ok(Link {
            url: Secret::new(signed.uri().to_owned()),
            until,
            shortened,
        })
    }

    /// A link by which one file can be put in place (`PutObject`). Nothing is sent.
    ///
    /// # Errors
    ///
    /// There are no credentials to sign with.
    pub async fn upload_link(&self, location: &Location, key: &str, lasts: Duration) -> Result<Link, Error> {
        let (config, until, shortened) = self.presigning(lasts).await?;
        let plain = Config::builder().request_checksum_calculation(RequestChecksumCalculation::WhenRequired);
        let signed = self
            .client()
            .put_object()
            .bucket(&location.bucket)
            .key(location.whole(key))
            .customize()
            // The file is not known yet, and so neither is its checksum.
            .config_override(plain)
            .presigned(config)
            .await?;
        Ok(Link {
            url: Secret::new(signed.uri().to_owned()),
            until,
            shortened,
        })
    }

    /// How long a link may hold that is wished to last so long.
    pub(super) async fn presigning(
        &self,
        lasts: Duration,
    ) -> Result<(PresigningConfig, OffsetDateTime, bool), Error> {
        let credentials = self.signing.credentials.provide_credentials().await;
        let credentials = credentials.map_err(|_| Error::NoCredentials)?;
        let now = SystemTime::from(self.signing.clock.now());
        let wished = lasts.min(LONGEST);
        let left = credentials
            .expiry()
            .map(|end| end.duration_since(now).unwrap_or_default());
        let holds = left.map_or(wished, |left| left.min(wished));
        let holds = Duration::from_secs(holds.as_secs());
        if holds.is_zero() {
            return Err(Error::Expired { request_id: None });
        }
        let config = PresigningConfig::builder()
            .start_time(now)
            .expires_in(holds)
            .build();
        let config = config.map_err(|_| Error::NoCredentials)?;
        Ok((config, OffsetDateTime::from(now + holds), holds < lasts))
    }
}
