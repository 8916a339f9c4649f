//! ListObjectsV2 and ListObjects: one page of the index in the words of the protocol.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use s3s::S3Result;
use s3s::dto::*;

use super::Bucket;
use super::attributes::{algorithm_name, coverage_name};
use crate::s3::encoding;
use crate::s3::error::invalid_argument;
use crate::s3::index::moment;
use crate::s3::listing::{Listed, Page, Query};
use crate::s3::storage_class::Restored;

/// The most that a page holds, whatever is asked.
const PAGE: usize = 1000;

/// What else a page shows of each object.
#[derive(Clone, Copy)]
struct Shown {
    owner: bool,
    restored: bool,
}

/// How the page writes keys.
#[derive(Clone, Copy)]
pub(super) enum Style {
    Plain,
    Url,
}

impl Bucket {
    pub(super) async fn list_version_2(&self, input: ListObjectsV2Input) -> S3Result<ListObjectsV2Output> {
        let style = Style::read(input.encoding_type.as_ref())?;
        let limit = limit(input.max_keys)?;
        let after = match &input.continuation_token {
            Some(token) => Some(decode_token(token)?),
            None => input.start_after.clone(),
        };
        let page = self
            .page(Query {
                bucket: input.bucket.clone(),
                prefix: input.prefix.clone().unwrap_or_default(),
                delimiter: input.delimiter.clone(),
                after,
                limit,
            })
            .await?;
        let shown = Shown {
            owner: input.fetch_owner.unwrap_or(false),
            restored: asks_for_restored(input.optional_object_attributes.as_ref()),
        };
        Ok(ListObjectsV2Output {
            key_count: count(page.objects.len() + page.common_prefixes.len()),
            is_truncated: Some(page.next.is_some()),
            next_continuation_token: page.next.as_ref().map(|last| URL_SAFE_NO_PAD.encode(last)),
            continuation_token: input.continuation_token,
            contents: Some(self.contents(&page, style, shown)),
            common_prefixes: Some(common_prefixes(&page, style)),
            delimiter: input.delimiter.map(|text| style.write(&text)),
            encoding_type: input.encoding_type,
            max_keys: count(limit),
            name: Some(input.bucket),
            prefix: Some(style.write(&input.prefix.unwrap_or_default())),
            start_after: input.start_after.map(|text| style.write(&text)),
            ..ListObjectsV2Output::default()
        })
    }

    pub(super) async fn list_version_1(&self, input: ListObjectsInput) -> S3Result<ListObjectsOutput> {
        let style = Style::read(input.encoding_type.as_ref())?;
        let limit = limit(input.max_keys)?;
        let page = self
            .page(Query {
                bucket: input.bucket.clone(),
                prefix: input.prefix.clone().unwrap_or_default(),
                delimiter: input.delimiter.clone(),
                after: input.marker.clone(),
                limit,
            })
            .await?;
        let shown = Shown {
            owner: true,
            restored: asks_for_restored(input.optional_object_attributes.as_ref()),
        };
        let next_marker = page.next.as_ref().filter(|_| input.delimiter.is_some());
        Ok(ListObjectsOutput {
            is_truncated: Some(page.next.is_some()),
            next_marker: next_marker.map(|text| style.write(text)),
            contents: Some(self.contents(&page, style, shown)),
            common_prefixes: Some(common_prefixes(&page, style)),
            delimiter: input.delimiter.map(|text| style.write(&text)),
            encoding_type: input.encoding_type,
            marker: Some(style.write(&input.marker.unwrap_or_default())),
            max_keys: count(limit),
            name: Some(input.bucket),
            prefix: Some(style.write(&input.prefix.unwrap_or_default())),
            ..ListObjectsOutput::default()
        })
    }

    async fn page(&self, query: Query) -> S3Result<Page> {
        let query = Query {
            after: query.after.filter(|after| !after.is_empty()),
            ..query
        };
        Ok(self.storage.list(query).await?)
    }

    fn contents(&self, page: &Page, style: Style, shown: Shown) -> Vec<Object> {
        let owner = shown.owner.then(|| self.owner());
        page.objects
            .iter()
            .map(|listed| Object {
                restore_status: match shown.restored {
                    true => self.restore_status(listed.restored),
                    false => None,
                },
                ..object(listed, style, owner.clone())
            })
            .collect()
    }

    /// What a listing shows of a restored copy; nothing once it is gone.
    pub(super) fn restore_status(&self, restored: Option<Restored>) -> Option<RestoreStatus> {
        let now = self.storage.clock.now();
        let copy = restored.filter(|copy| copy.is_under_way(now) || copy.is_ready(now))?;
        let until = copy.is_ready(now).then(|| moment(copy.until).into());
        Some(RestoreStatus {
            is_restore_in_progress: Some(copy.is_under_way(now)),
            restore_expiry_date: until,
        })
    }

    /// The bucket's owner.
    pub(super) fn owner(&self) -> Owner {
        Owner {
            display_name: None,
            id: Some(self.world.account_id.clone()),
        }
    }
}

impl Style {
    pub(super) fn read(encoding: Option<&EncodingType>) -> S3Result<Self> {
        match encoding.map(EncodingType::as_str) {
            None => Ok(Self::Plain),
            Some(EncodingType::URL) => Ok(Self::Url),
            Some(_) => Err(invalid_argument("Invalid Encoding Method specified in Request")),
        }
    }

    pub(super) fn write(self, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Url => encoding::url(text),
        }
    }
}

fn object(listed: &Listed, style: Style, owner: Option<Owner>) -> Object {
    let checksum = listed.checksum.as_ref();
    Object {
        key: Some(style.write(&listed.key)),
        size: i64::try_from(listed.size).ok(),
        e_tag: Some(ETag::Strong(listed.etag.clone())),
        last_modified: Some(listed.modified_at.into()),
        storage_class: Some(ObjectStorageClass::from_static(listed.class.name())),
        checksum_algorithm: checksum.map(|checksum| vec![algorithm_name(checksum.algorithm)]),
        checksum_type: checksum.map(|checksum| coverage_name(checksum.coverage)),
        owner,
        ..Object::default()
    }
}

fn common_prefixes(page: &Page, style: Style) -> Vec<CommonPrefix> {
    shown_prefixes(&page.common_prefixes, style)
}

pub(super) fn shown_prefixes(prefixes: &[String], style: Style) -> Vec<CommonPrefix> {
    prefixes
        .iter()
        .map(|prefix| CommonPrefix {
            prefix: Some(style.write(prefix)),
        })
        .collect()
}

/// Whether `x-amz-optional-object-attributes` names `RestoreStatus`.
pub(super) fn asks_for_restored(asked: Option<&OptionalObjectAttributesList>) -> bool {
    asked.is_some_and(|list| {
        list.iter()
            .flat_map(|names| names.as_str().split(','))
            .any(|name| name.trim() == OptionalObjectAttributes::RESTORE_STATUS)
    })
}

pub(super) fn limit(max_keys: Option<i32>) -> S3Result<usize> {
    match max_keys.map(usize::try_from) {
        None => Ok(PAGE),
        Some(Ok(limit)) => Ok(limit.min(PAGE)),
        Some(Err(_)) => Err(invalid_argument(
            "Argument maxKeys must be an integer between 0 and 2147483647",
        )),
    }
}

pub(super) fn count(number: usize) -> Option<i32> {
    i32::try_from(number).ok()
}

fn decode_token(token: &str) -> S3Result<String> {
    URL_SAFE_NO_PAD
        .decode(token)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or_else(|| invalid_argument("The continuation token provided is incorrect"))
}
