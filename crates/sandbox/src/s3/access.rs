//! Who may do what: finds the secret that a signature is checked with, then judges the session token, the expiry and
//! the role's policy. A denied request never reaches the bucket.

use std::sync::Arc;

use base::Clock;
use http::{HeaderMap, HeaderValue, StatusCode};
use s3s::access::{S3Access, S3AccessContext};
use s3s::auth::{S3Auth, SecretKey};
use s3s::dto::{CopySource, PostObjectInput};
use s3s::path::S3Path;
use s3s::post_policy::PostPolicy;
use s3s::{S3Error, S3ErrorCode, S3Request, S3Result};
use subtle::ConstantTimeEq;

use super::buckets::Record;
use super::error::{
    StorageError, invalid_argument, named, no_such_bucket, no_such_key, no_such_version, not_implemented,
    refusal,
};
use super::permission::{Operation, Target, on_object, to_learn_of};
use super::post_form;
use super::signature::Signed;
use super::storage::Storage;
use crate::credentials::{Issued, Registry, Session};
use crate::foundation::Foundation;
use crate::iam::{Decision, Request, Role};
use crate::settings::InForce;
use crate::world::World;

/// Looks up secret keys for the verification of signatures.
pub(super) struct Keys(pub(super) Registry);

/// Judges requests whose signature is right.
pub(super) struct Access {
    registry: Registry,
    clock: Arc<dyn Clock>,
    world: Arc<World>,
    settings: Arc<InForce>,
    storage: Storage,
}

/// Who makes the request. Travels with it to the operation, which may have to ask for more.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    role: Arc<Role>,
    session: Arc<Session>,
    arn: String,
}

#[async_trait::async_trait]
impl S3Auth for Keys {
    async fn get_secret_key(&self, access_key: &str) -> S3Result<SecretKey> {
        match self.0.find(access_key).await.map_err(StorageError::from)? {
            Some(issued) => Ok(SecretKey::from(issued.secret_key.expose().as_str())),
            None => Err(unknown_access_key()),
        }
    }
}

impl Access {
    pub(super) fn new(storage: Storage, foundation: &Foundation) -> Self {
        Self {
            storage,
            registry: foundation.registry.clone(),
            clock: foundation.clock.clone(),
            world: foundation.world.clone(),
            settings: foundation.settings.clone(),
        }
    }

    async fn caller(&self, access_key: &str, token: Option<&str>) -> S3Result<Caller> {
        let issued = self.registry.find(access_key).await.map_err(StorageError::from)?;
        let issued = issued.ok_or_else(unknown_access_key)?;
        self.check_session(&issued, token)?;
        let role = self.settings.roles().get(issued.session.role);
        let role = role.ok_or_else(|| refusal(S3ErrorCode::AccessDenied, "Access Denied"))?;
        Ok(Caller {
            arn: role.session_arn(&self.world.account_id, &issued.session.name),
            role,
            session: Arc::new(issued.session),
        })
    }

    fn check_session(&self, issued: &Issued, token: Option<&str>) -> S3Result<()> {
        let token = token.ok_or_else(unknown_access_key)?;
        let same = token.as_bytes().ct_eq(issued.session_token.expose().as_bytes());
        if !bool::from(same) {
            return Err(refusal(
                S3ErrorCode::InvalidToken,
                "The provided token is malformed or otherwise invalid.",
            ));
        }
        if self.clock.now() >= issued.expires_at {
            return Err(refusal(
                S3ErrorCode::ExpiredToken,
                "The provided token has expired.",
            ));
        }
        Ok(())
    }

    /// The bucket, which has to be there, and to belong to whom the client expects.
    async fn bucket(&self, name: &str, headers: &HeaderMap) -> S3Result<Record> {
        let Some(bucket) = self.storage.bucket(name).await? else {
            return Err(no_such_bucket());
        };
        match headers.get("x-amz-expected-bucket-owner") {
            Some(owner) if owner.as_bytes() != self.world.account_id.as_bytes() => {
                Err(refusal(S3ErrorCode::AccessDenied, "Access Denied"))
            }
            Some(_) | None => Ok(bucket),
        }
    }

    /// A request that was meant for another region's endpoint, or signed for a region that there is not.
    async fn check_region(&self, signed_for: &str, bucket: Option<&Record>) -> S3Result<()> {
        let expected = bucket.map_or(self.world.region.as_str(), |bucket| bucket.region.as_str());
        if signed_for == expected {
            return Ok(());
        }
        let known = self.storage.buckets().await?;
        let elsewhere =
            signed_for == self.world.region || known.iter().any(|bucket| bucket.region == signed_for);
        let mut answer = match bucket.filter(|_| elsewhere) {
            Some(_) => named(
                "PermanentRedirect",
                StatusCode::MOVED_PERMANENTLY,
                "The bucket you are attempting to access must be addressed using the specified endpoint. Please send \
                 all future requests to this endpoint.",
            ),
            None if elsewhere => return Ok(()),
            None => refusal(
                S3ErrorCode::AuthorizationHeaderMalformed,
                format!(
                    "The authorization header is malformed; the region '{signed_for}' is wrong; expecting '{expected}'"
                ),
            ),
        };
        let mut headers = HeaderMap::new();
        if let Ok(region) = HeaderValue::from_str(expected) {
            headers.insert("x-amz-bucket-region", region);
        }
        answer.set_headers(headers);
        Err(answer)
    }
}

#[async_trait::async_trait]
impl S3Access for Access {
    async fn check(&self, context: &mut S3AccessContext<'_>) -> S3Result<()> {
        let Some(credentials) = context.credentials() else {
            return Err(refusal(S3ErrorCode::AccessDenied, "Access Denied"));
        };
        if context.s3_op().name() == "PostObject" {
            return Ok(()); // what signs a form is read by then: `post_object` judges it
        }
        let query = query(context.uri().query().unwrap_or_default())?;
        let headers = context.headers();
        let signed = Signed::read(headers, &query)?;
        signed.check_service()?;
        signed.check_coverage(headers)?;
        signed.check_age(self.clock.now())?;

        let token = match headers.get("x-amz-security-token") {
            Some(token) => token.to_str().ok(),
            None => query
                .iter()
                .find(|(name, _)| name == "X-Amz-Security-Token")
                .map(|(_, value)| value.as_str()),
        };
        let caller = self.caller(&credentials.access_key, token).await?;
        let operation = Operation::named(context.s3_op().name()).ok_or_else(not_implemented)?;
        let source = match headers.get("x-amz-copy-source") {
            Some(source) => Some(copy_source(source)?),
            None => None,
        };
        let (bucket, key) = match context.s3_path() {
            S3Path::Root => ("", ""),
            S3Path::Bucket { bucket } => (&**bucket, ""),
            S3Path::Object { bucket, key } => (&**bucket, &**key),
        };
        let record = match (bucket, operation) {
            ("", _) | (_, Operation::CreateBucket) => None,
            (name, _) => Some(self.bucket(name, headers).await?),
        };
        self.check_region(signed.region(), record.as_ref()).await?;
        let tags = headers.get("x-amz-tagging").is_some_and(|tags| !tags.is_empty());
        for need in operation.needs(Target {
            bucket,
            key,
            query: &query,
            source: source.as_ref(),
            tags,
        }) {
            caller.require(need)?;
        }
        context.extensions_mut().insert(caller);
        if let Some(record) = record {
            context.extensions_mut().insert(record);
        }
        Ok(())
    }

    /// A form is signed by its policy, which names the session token, and ends by the sandbox's clock.
    async fn post_object(&self, request: &mut S3Request<PostObjectInput>) -> S3Result<()> {
        let denied = || refusal(S3ErrorCode::AccessDenied, "Access Denied");
        let access_key = request
            .credentials
            .as_ref()
            .map(|credentials| credentials.access_key.clone());
        let policy = request
            .extensions
            .get::<Arc<PostPolicy>>()
            .cloned()
            .ok_or_else(denied)?;
        post_form::check_age(&policy, self.clock.now())?;
        let token = post_form::value(&policy, "x-amz-security-token");
        let caller = self.caller(&access_key.ok_or_else(denied)?, token).await?;
        let (bucket, key) = (&request.input.bucket, &request.input.key);
        let record = self.bucket(bucket, &request.headers).await?;
        let region = request.region.as_ref().map(|region| region.as_str().to_owned());
        self.check_region(&region.unwrap_or_default(), Some(&record))
            .await?;
        caller.require(on_object("s3:PutObject", bucket, key))?;
        if request.input.tagging.is_some() {
            caller.require(on_object("s3:PutObjectTagging", bucket, key))?;
        }
        request.extensions.insert(caller);
        request.extensions.insert(record);
        Ok(())
    }
}

impl Caller {
    /// Refuses the request unless the role's policy allows it.
    pub(super) fn require(&self, need: Request) -> S3Result<()> {
        let (action, resource) = (need.action().to_owned(), need.resource().to_owned());
        let reason = match self.role.decide(need, &self.session) {
            Decision::Allowed => return Ok(()),
            Decision::ExplicitlyDenied => "with an explicit deny in an identity-based policy".to_owned(),
            Decision::ImplicitlyDenied => {
                format!("because no identity-based policy allows the {action} action")
            }
            Decision::OutsideSession => format!("because no session policy allows the {action} action"),
        };
        let on = if resource == "*" {
            String::new()
        } else {
            format!(" on resource: \"{resource}\"")
        };
        let message = format!(
            "User: {} is not authorized to perform: {action}{on} {reason}",
            self.arn
        );
        Err(refusal(S3ErrorCode::AccessDenied, message))
    }

    /// What a caller is told of a missing object: that it is missing only if they might have listed it.
    pub(super) fn missing(&self, bucket: &str, key: &str) -> S3Error {
        match self.require(to_learn_of(bucket, key)) {
            Ok(()) => no_such_key(),
            Err(denied) => denied,
        }
    }

    /// The same of a missing version.
    pub(super) fn version_missing(&self, bucket: &str, key: &str) -> S3Error {
        match self.require(to_learn_of(bucket, key)) {
            Ok(()) => no_such_version(),
            Err(denied) => denied,
        }
    }
}

fn unknown_access_key() -> S3Error {
    refusal(
        S3ErrorCode::InvalidAccessKeyId,
        "The AWS Access Key Id you provided does not exist in our records.",
    )
}

fn copy_source(value: &http::HeaderValue) -> S3Result<CopySource> {
    value
        .to_str()
        .ok()
        .and_then(|text| CopySource::parse(text).ok())
        .ok_or_else(|| {
            invalid_argument("Copy Source must mention the source bucket and key: sourcebucket/sourcekey")
        })
}

/// The parameters of a query, decoded; `+` is a space. One that is given twice could be judged by one value and
/// carried out with the other, and is refused.
fn query(text: &str) -> S3Result<Vec<(String, String)>> {
    let decode = |part: &str| {
        let spaced = part.replace('+', " ");
        percent_encoding::percent_decode_str(&spaced)
            .decode_utf8_lossy()
            .into_owned()
    };
    let mut parameters: Vec<(String, String)> = Vec::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let name = decode(name);
        if parameters.iter().any(|(known, _)| *known == name) {
            return Err(invalid_argument(format!(
                "The query parameter {name} was specified more than once"
            )));
        }
        parameters.push((name, decode(value)));
    }
    Ok(parameters)
}
