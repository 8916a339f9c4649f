//! The client of S3, and where it looks.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use aws_credential_types::provider::SharedCredentialsProvider;
use aws_sdk_s3::Client;
use aws_sdk_s3::config::{
    BehaviorVersion, Builder, Config, IdentityCache, Region, RequestChecksumCalculation,
    ResponseChecksumValidation, SharedHttpClient, SharedInterceptor, StalledStreamProtectionConfig,
};
use aws_smithy_async::time::{SharedTimeSource, TimeSource};
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use base::Clock;
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use crate::refusals::Refusals;
use crate::region::Regions;
use crate::renewal::{Renew, Renewal};
use crate::{Action, Listing, SortBy, Wanted, Watch};

/// How long a connection may take to come about.
const CONNECT: Duration = Duration::from_millis(3_100);
/// How long the service may take to begin its answer. An upload's body does not count: see `Files::sending`.
const READ: Duration = Duration::from_secs(20);
/// How long a download may stand still before its connection is given up.
const STALLED_DOWN: Duration = Duration::from_secs(20);
/// How long an upload may stand still; slow uplinks buffer for long (awslabs/aws-sdk-rust#1141).
const STALLED_UP: Duration = Duration::from_secs(60);
/// How long the service may think about a body that has arrived.
const ANSWER: Duration = Duration::from_secs(60);
/// The slowest uplink that is waited for, in bytes a second.
const SLOWEST_UPLINK: u64 = 16 << 10;
/// How many requests may share a limit.
const SHARING: u64 = 64;

/// Everything that is needed to reach a bucket.
pub struct Access {
    /// The region of the buckets.
    pub region: String,
    /// The regions of buckets that are elsewhere, by bucket.
    pub regions: BTreeMap<String, String>,
    /// Where S3 is, if not at AWS.
    pub endpoint: Option<String>,
    /// Whether the bucket stands in the path and not in the host name.
    pub path_style: bool,
    /// Asked for every request and every part.
    pub credentials: SharedCredentialsProvider,
    /// The HTTP client.
    pub http: SharedHttpClient,
    /// What listens to the calls, for the timeline.
    pub interceptor: Option<SharedInterceptor>,
    /// The time of day.
    pub clock: Arc<dyn Clock>,
}

impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Access")
            .field("region", &self.region)
            .field("regions", &self.regions)
            .field("endpoint", &self.endpoint)
            .field("path_style", &self.path_style)
            .finish_non_exhaustive()
    }
}

/// A place in a bucket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    /// Its stable id, given out by whoever configures it.
    pub id: String,
    /// The bucket.
    pub bucket: String,
    /// Where it begins: empty, or ending with `/`.
    pub prefix: String,
}

impl Location {
    /// The object's whole key, from its key below this location.
    pub(crate) fn whole(&self, key: &str) -> String {
        format!("{}{key}", self.prefix)
    }
}

/// The files of one account. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Files {
    client: Client,
    refusals: Refusals,
    renewal: Option<Renewal>,
    /// Objects above this size are copied in parts, in bytes.
    pub(crate) largest_copy: u64,
    /// Where links get their signature, and how long it holds.
    pub(crate) signing: Signing,
}

/// What a link is signed with.
#[derive(Clone)]
pub(crate) struct Signing {
    pub(crate) credentials: SharedCredentialsProvider,
    pub(crate) clock: Arc<dyn Clock>,
}

impl fmt::Debug for Signing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signing").finish_non_exhaustive()
    }
}

impl Files {
    /// A client that finds each bucket in its region. Nothing is sent yet.
    pub fn open(access: Access) -> Self {
        let signing = Signing {
            credentials: access.credentials.clone(),
            clock: Arc::clone(&access.clock),
        };
        let mut config = Config::builder()
            .behavior_version(BehaviorVersion::v2026_01_12())
            .region(Region::new(access.region))
            .credentials_provider(access.credentials)
            .identity_cache(IdentityCache::no_cache())
            .http_client(access.http)
            .force_path_style(access.path_style)
            .disable_s3_express_session_auth(true)
            .retry_config(RetryConfig::standard().with_max_attempts(3))
            .timeout_config(
                TimeoutConfig::builder()
                    .connect_timeout(CONNECT)
                    .read_timeout(READ)
                    .build(),
            )
            .stalled_stream_protection(
                StalledStreamProtectionConfig::enabled()
                    .grace_period(STALLED_DOWN)
                    .build(),
            )
            .request_checksum_calculation(RequestChecksumCalculation::WhenSupported)
            .response_checksum_validation(ResponseChecksumValidation::WhenSupported);
        config.set_endpoint_url(access.endpoint);
        let refusals = Refusals::default();
        config.set_interceptors(access.interceptor);
        config.push_interceptor(SharedInterceptor::new(refusals.clone()));
        config.set_time_source(Some(SharedTimeSource::new(Time(access.clock))));
        let regions = Regions::new(access.regions);
        config.push_interceptor(SharedInterceptor::new(regions.clone()));
        let config = config
            .endpoint_resolver(regions.clone())
            .retry_classifier(regions)
            .build();
        Self {
            renewal: None,
            client: Client::from_conf(config),
            largest_copy: crate::actions::LARGEST_COPY,
            signing,
            refusals,
        }
    }

    /// Begins to list `folder`, which is empty or ends with `/`, below `location`. Pages arrive in the background;
    /// dropping the listing stops them (`ListObjectsV2`).
    pub fn list(&self, location: &Location, folder: &str, sort: SortBy, descending: bool) -> Listing {
        Listing::begin(self.clone(), location, folder, (sort, descending), None, None)
    }

    /// As [`Files::list`], for a folder that has been listed before: what was filtered and selected stays so.
    pub fn list_again(
        &self,
        location: &Location,
        before: &Listing,
        sort: SortBy,
        descending: bool,
    ) -> Listing {
        let folder = before.folder();
        Listing::begin(
            self.clone(),
            location,
            folder,
            (sort, descending),
            None,
            Some(before),
        )
    }

    /// Begins to look for what is `wanted` below `folder`, however deep. Only what is found is kept. Pages arrive in the
    /// background; dropping the listing stops them (`ListObjectsV2`).
    pub fn search(
        &self,
        location: &Location,
        folder: &str,
        wanted: &Wanted,
        sort: SortBy,
        descending: bool,
    ) -> Listing {
        Listing::begin(
            self.clone(),
            location,
            folder,
            (sort, descending),
            Some(wanted),
            None,
        )
    }

    /// What requests are sent by. Each finds its way to the region of its bucket.
    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// Whether the service has refused this kind of action in a folder below `location`, as far as is known.
    pub fn refuses(&self, action: Action, location: &Location, folder: &str) -> bool {
        self.refusals.refuses(action, location, folder)
    }

    /// Forgets what the service has refused in a folder, so that it is tried once more.
    pub fn forget_refusals_in(&self, location: &Location, folder: &str) {
        self.refusals.forget(location, folder);
    }

    /// Forgets everything that the service has refused, as with another role.
    pub fn forget_refusals(&self) {
        self.refusals.forget_all();
    }

    /// Tells when the service has refused something new, or does no longer.
    pub fn watch_refusals(&self) -> Watch {
        self.refusals.watch()
    }

    /// The same, with a way to have credentials renewed before their time, for a service that refuses those it gave.
    pub fn renewing(mut self, renew: impl Renew + 'static) -> Self {
        self.renewal = Some(Renewal::new(renew));
        self
    }

    /// Has the credentials renewed with which a request was signed at `asked`, unless that has happened since.
    pub(crate) async fn renew_credentials(&self, asked: Instant) {
        if let Some(renewal) = &self.renewal {
            renewal.renew(asked).await;
        }
    }

    /// What differs for requests that carry `bytes` of a file, at no more than `limit` bytes a second: the answer cannot
    /// begin before the body has gone, so the whole attempt is limited by what a slow uplink needs, and a standstill by
    /// the stream itself.
    pub(crate) fn sending(bytes: u64, limit: Option<u64>) -> Builder {
        let slowest = limit.map_or(SLOWEST_UPLINK, |limit| (limit / SHARING).clamp(1, SLOWEST_UPLINK));
        let patience = ANSWER + Duration::from_secs(bytes / slowest);
        Config::builder()
            .timeout_config(
                TimeoutConfig::builder()
                    .connect_timeout(CONNECT)
                    .disable_read_timeout()
                    .operation_attempt_timeout(patience)
                    .build(),
            )
            .stalled_stream_protection(
                StalledStreamProtectionConfig::enabled()
                    .grace_period(STALLED_UP)
                    .build(),
            )
    }
}

/// The app's clock as the SDK asks for it, to sign with.
#[derive(Debug)]
struct Time(Arc<dyn Clock>);

impl TimeSource for Time {
    fn now(&self) -> SystemTime {
        self.0.now().into()
    }
}
