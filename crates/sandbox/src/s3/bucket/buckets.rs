//! The operations on buckets as such: making, listing and removing them, versioning, and their rules for web pages.

use s3s::dto;
use s3s::dto::*;
use s3s::{S3ErrorCode, S3Result};

use super::{Bucket, Visit};
use crate::s3::buckets::{Record, Versioning};
use crate::s3::cors::{METHODS, Rule};
use crate::s3::error::{invalid_request, malformed_xml, not_implemented, refusal};

/// Where a bucket lies that names no region, and which is not named as a location.
pub(super) const USUAL_REGION: &str = "us-east-1";
/// The most rules of a CORS configuration.
const MOST_RULES: usize = 100;

impl Bucket {
    pub(super) async fn all_buckets(&self) -> S3Result<ListBucketsOutput> {
        let buckets = self.storage.buckets().await?.into_iter();
        Ok(ListBucketsOutput {
            buckets: Some(
                buckets
                    .map(|bucket| dto::Bucket {
                        bucket_region: Some(bucket.region),
                        creation_date: Some(bucket.created_at.into()),
                        name: Some(bucket.name),
                    })
                    .collect(),
            ),
            owner: Some(self.owner()),
            ..ListBucketsOutput::default()
        })
    }

    pub(super) async fn make_bucket(&self, input: CreateBucketInput) -> S3Result<CreateBucketOutput> {
        let region = input
            .create_bucket_configuration
            .and_then(|configuration| configuration.location_constraint)
            .map_or(USUAL_REGION.to_owned(), |region| region.as_str().to_owned());
        let made = self
            .storage
            .make_bucket(Record {
                name: input.bucket.clone(),
                region,
                created_at: self.storage.clock.now(),
                versioning: Versioning::Off,
                cors: Vec::new(),
            })
            .await?;
        match made {
            true => Ok(CreateBucketOutput {
                location: Some(format!("/{}", input.bucket)),
            }),
            false => Err(refusal(
                S3ErrorCode::BucketAlreadyOwnedByYou,
                "Your previous request to create the named bucket succeeded and you already own it.",
            )),
        }
    }

    pub(super) async fn remove_bucket(&self, input: DeleteBucketInput) -> S3Result<DeleteBucketOutput> {
        match self.storage.remove_bucket(&input.bucket).await? {
            true => Ok(DeleteBucketOutput::default()),
            false => Err(refusal(
                S3ErrorCode::BucketNotEmpty,
                "The bucket you tried to delete is not empty. You must delete all versions in the bucket.",
            )),
        }
    }

    pub(super) fn versioning(visit: &Visit) -> GetBucketVersioningOutput {
        let status = match visit.bucket.versioning {
            Versioning::Off => None,
            Versioning::Enabled => Some(BucketVersioningStatus::ENABLED),
            Versioning::Suspended => Some(BucketVersioningStatus::SUSPENDED),
        };
        GetBucketVersioningOutput {
            status: status.map(BucketVersioningStatus::from_static),
            ..GetBucketVersioningOutput::default()
        }
    }

    pub(super) async fn change_versioning(
        &self,
        input: PutBucketVersioningInput,
    ) -> S3Result<PutBucketVersioningOutput> {
        let asked = input.versioning_configuration;
        if asked
            .mfa_delete
            .is_some_and(|mfa| mfa.as_str() != MFADelete::DISABLED)
        {
            return Err(not_implemented());
        }
        let versioning = match asked.status.as_ref().map(BucketVersioningStatus::as_str) {
            Some(BucketVersioningStatus::ENABLED) => Versioning::Enabled,
            Some(BucketVersioningStatus::SUSPENDED) => Versioning::Suspended,
            Some(_) | None => return Err(malformed_xml()),
        };
        self.storage
            .change_bucket(&input.bucket, move |bucket| bucket.versioning = versioning)
            .await?;
        Ok(PutBucketVersioningOutput::default())
    }

    pub(super) fn cors(visit: &Visit) -> S3Result<GetBucketCorsOutput> {
        if visit.bucket.cors.is_empty() {
            return Err(refusal(
                S3ErrorCode::NoSuchCORSConfiguration,
                "The CORS configuration does not exist",
            ));
        }
        let list = |texts: &[String]| (!texts.is_empty()).then(|| texts.to_vec());
        Ok(GetBucketCorsOutput {
            cors_rules: Some(
                visit
                    .bucket
                    .cors
                    .iter()
                    .map(|rule| CORSRule {
                        allowed_headers: list(&rule.headers),
                        allowed_methods: rule.methods.clone(),
                        allowed_origins: rule.origins.clone(),
                        expose_headers: list(&rule.exposed),
                        id: rule.id.clone(),
                        max_age_seconds: rule.max_age,
                    })
                    .collect(),
            ),
        })
    }

    pub(super) async fn change_cors(&self, bucket: &str, rules: Vec<CORSRule>) -> S3Result<()> {
        if rules.len() > MOST_RULES {
            return Err(malformed_xml());
        }
        let rules = rules
            .into_iter()
            .map(|rule| {
                let unknown = rule
                    .allowed_methods
                    .iter()
                    .find(|method| !METHODS.contains(&method.as_str()));
                if let Some(method) = unknown {
                    return Err(invalid_request(format!(
                        "Found unsupported HTTP method in CORS config. Unsupported method is {method}"
                    )));
                }
                Ok(Rule {
                    id: rule.id,
                    origins: rule.allowed_origins,
                    methods: rule.allowed_methods,
                    headers: rule.allowed_headers.unwrap_or_default(),
                    exposed: rule.expose_headers.unwrap_or_default(),
                    max_age: rule.max_age_seconds,
                })
            })
            .collect::<S3Result<Vec<_>>>()?;
        self.storage
            .change_bucket(bucket, move |record| record.cors = rules)
            .await?;
        Ok(())
    }
}
