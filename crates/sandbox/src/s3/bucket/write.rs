//! PutObject, and what every body has in common: which checksum it promises, whether it kept the promise, and what
//! is said when it did not arrive whole.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use http::HeaderMap;
use s3s::dto::*;
use s3s::{S3Error, S3ErrorCode, S3Request, S3Result, TrailingHeaders};

use super::attributes::{ChecksumFields, Described, Extras, coverage_name, encryption, shown_checksum};
use super::{Bucket, visit};
use crate::s3::checksum::{Algorithm, Coverage};
use crate::s3::error::{invalid_request, named, not_implemented, refusal};
use crate::s3::precondition::Writing;
use crate::s3::staging::{ReceiveError, Staged};
use crate::s3::storage::Incoming;

/// The largest body of PutObject and UploadPart, in bytes.
const LARGEST: i64 = 5 * 1024 * 1024 * 1024;

/// What a client says about a body, apart from its bytes.
pub(super) struct Promise {
    content_md5: Option<String>,
    pub(super) algorithm: Option<Algorithm>,
    checksum: Option<String>,
    trailers: Option<TrailingHeaders>,
}

impl Promise {
    /// `default` is the checksum that is kept when the client promises none.
    pub(super) fn read(
        content_md5: Option<String>,
        checksum: ChecksumFields,
        headers: &HeaderMap,
        trailers: Option<TrailingHeaders>,
    ) -> S3Result<Self> {
        let md5_is_sound = |value: &String| BASE64.decode(value).is_ok_and(|bytes| bytes.len() == 16);
        if content_md5.as_ref().is_some_and(|value| !md5_is_sound(value)) {
            return Err(refusal(
                S3ErrorCode::InvalidDigest,
                "The Content-MD5 you specified was invalid.",
            ));
        }
        let announced = headers
            .get_all("x-amz-trailer")
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .find_map(|name| {
                Algorithm::ALL
                    .into_iter()
                    .find(|algorithm| algorithm.header().eq_ignore_ascii_case(name.trim()))
            });
        let (algorithm, checksum) = match checksum.given()? {
            Some((algorithm, value)) => (Some(algorithm), Some(value)),
            None => (announced, None),
        };
        Ok(Self {
            content_md5,
            algorithm,
            checksum,
            trailers,
        })
    }

    /// Compares with what arrived.
    pub(super) fn check(self, staged: &Staged) -> S3Result<()> {
        if let Some(promised) = &self.content_md5 {
            let promised = BASE64.decode(promised).map(hex::encode).unwrap_or_default();
            if promised != staged.md5 {
                return Err(refusal(
                    S3ErrorCode::BadDigest,
                    "The Content-MD5 you specified did not match what we received.",
                ));
            }
        }
        let Some(algorithm) = self.algorithm else {
            return Ok(());
        };
        let promised = match (self.checksum, self.trailers) {
            (Some(value), _) => value,
            (None, Some(trailers)) => trailer(&trailers, algorithm)?,
            (None, None) => return Err(malformed_trailer()),
        };
        if !algorithm.accepts(&promised) {
            return Err(invalid_request(format!(
                "Value for {} header is invalid.",
                algorithm.header()
            )));
        }
        match &staged.checksum {
            Some(found) if found.value == promised => Ok(()),
            Some(_) | None => Err(bad_checksum(algorithm)),
        }
    }
}

/// A body did not have the checksum that came with it.
pub(super) fn bad_checksum(algorithm: Algorithm) -> S3Error {
    let name = algorithm.name();
    refusal(
        S3ErrorCode::BadDigest,
        format!("The {name} you specified did not match the calculated checksum."),
    )
}

fn trailer(trailers: &TrailingHeaders, algorithm: Algorithm) -> S3Result<String> {
    let found = trailers.read(|headers| {
        headers
            .get(algorithm.header())
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned)
    });
    found.flatten().ok_or_else(malformed_trailer)
}

fn malformed_trailer() -> S3Error {
    named(
        "MalformedTrailerError",
        http::StatusCode::BAD_REQUEST,
        "The request contained trailing data that was not well-formed or did not conform to our published schema.",
    )
}

impl From<ReceiveError> for S3Error {
    /// The library's stream errors are private types; their text is all that tells them apart.
    fn from(error: ReceiveError) -> Self {
        match error {
            ReceiveError::Storage(error) => error.into(),
            ReceiveError::Body(source) => {
                let text = source.to_string();
                if text.contains("Sha256Mismatch") {
                    return named(
                        "XAmzContentSHA256Mismatch",
                        http::StatusCode::BAD_REQUEST,
                        "The provided 'x-amz-content-sha256' header does not match what was computed.",
                    );
                }
                if text.contains("SignatureMismatch") {
                    return refusal(
                        S3ErrorCode::SignatureDoesNotMatch,
                        "The request signature we calculated does not match the signature you provided. Check your \
                         key and signing method.",
                    );
                }
                refusal(
                    S3ErrorCode::IncompleteBody,
                    "You did not provide the number of bytes specified by the Content-Length HTTP header",
                )
            }
        }
    }
}

impl Bucket {
    pub(super) async fn put(&self, request: S3Request<PutObjectInput>) -> S3Result<PutObjectOutput> {
        let visit = visit(&request)?;
        let input = request.input;
        Extras {
            acl: input.acl.as_ref(),
            encryption: input.server_side_encryption.as_ref(),
            customer_key: input.sse_customer_algorithm.as_ref(),
        }
        .check()?;
        if input.write_offset_bytes.is_some() {
            return Err(not_implemented());
        }
        let attributes = Described {
            content_type: input.content_type,
            cache_control: input.cache_control,
            content_disposition: input.content_disposition,
            content_encoding: input.content_encoding,
            content_language: input.content_language,
            expires: input.expires,
            metadata: input.metadata,
            storage_class: input.storage_class,
            tagging: input.tagging,
        }
        .attributes()?;
        let checksum = ChecksumFields {
            crc32: input.checksum_crc32,
            crc32c: input.checksum_crc32c,
            crc64nvme: input.checksum_crc64nvme,
            sha1: input.checksum_sha1,
            sha256: input.checksum_sha256,
        };
        let promise = Promise::read(
            input.content_md5,
            checksum,
            &request.headers,
            request.trailing_headers,
        )?;
        let writing = Writing {
            if_match: input.if_match,
            if_none_match: input.if_none_match,
        };
        let staged = self
            .receive(input.body, input.content_length, promise, Algorithm::Crc64Nvme)
            .await?;
        let entry = self
            .storage
            .commit(
                Incoming {
                    bucket: input.bucket,
                    key: input.key,
                    staged,
                    attributes,
                },
                writing,
            )
            .await??;
        let (checksum, _) = shown_checksum(&entry);
        Ok(PutObjectOutput {
            e_tag: Some(ETag::Strong(entry.etag)),
            checksum_crc32: checksum.crc32,
            checksum_crc32c: checksum.crc32c,
            checksum_crc64nvme: checksum.crc64nvme,
            checksum_sha1: checksum.sha1,
            checksum_sha256: checksum.sha256,
            checksum_type: Some(coverage_name(Coverage::FullObject)),
            server_side_encryption: encryption(),
            version_id: visit.shown(&entry.version_id),
            ..PutObjectOutput::default()
        })
    }

    /// Streams a body into a staged file and holds it against its promise; `default` is the checksum that is kept
    /// when none is promised.
    pub(super) async fn receive(
        &self,
        body: Option<StreamingBlob>,
        content_length: Option<i64>,
        promise: Promise,
        default: Algorithm,
    ) -> S3Result<Staged> {
        if content_length.is_some_and(|length| length > LARGEST) {
            return Err(refusal(
                S3ErrorCode::EntityTooLarge,
                "Your proposed upload exceeds the maximum allowed size",
            ));
        }
        let algorithm = promise.algorithm.unwrap_or(default);
        let staged = match body {
            Some(body) => self.storage.receive(algorithm, body).await?,
            None => {
                self.storage
                    .receive(algorithm, futures_util::stream::empty())
                    .await?
            }
        };
        let expected = content_length.and_then(|length| u64::try_from(length).ok());
        if expected.is_some_and(|expected| expected != staged.size) {
            return Err(refusal(
                S3ErrorCode::IncompleteBody,
                "You did not provide the number of bytes specified by the Content-Length HTTP header",
            ));
        }
        promise.check(&staged)?;
        Ok(staged)
    }
}
