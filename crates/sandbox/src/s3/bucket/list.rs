//! ListObjectsV2 and ListObjects: one page of the index in the words of the protocol.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use s3s::S3Result;
use s3s::dto::*;

use super::Bucket;
use super::attributes::{algorithm_name, coverage_name};
use crate::s3::encoding;
use crate::s3::error::invalid_argument;
use crate::s3::listing::{Listed, Page, Query};

/// The most that a page holds, whatever is asked.
const PAGE: usize = 1000;

/// How the page writes keys.
#[derive(Clone, Copy)]
enum Style {
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
            .page(input.prefix.as_ref(), input.delimiter.as_ref(), after, limit)
            .await?;
        let owner = input.fetch_owner.unwrap_or(false);
        Ok(ListObjectsV2Output {
            key_count: count(page.objects.len() + page.common_prefixes.len()),
            is_truncated: Some(page.next.is_some()),
            next_continuation_token: page.next.as_ref().map(|last| URL_SAFE_NO_PAD.encode(last)),
            continuation_token: input.continuation_token,
            contents: Some(self.contents(&page, style, owner)),
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
            .page(
                input.prefix.as_ref(),
                input.delimiter.as_ref(),
                input.marker.clone(),
                limit,
            )
            .await?;
        let next_marker = page.next.as_ref().filter(|_| input.delimiter.is_some());
        Ok(ListObjectsOutput {
            is_truncated: Some(page.next.is_some()),
            next_marker: next_marker.map(|text| style.write(text)),
            contents: Some(self.contents(&page, style, true)),
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

    async fn page(
        &self,
        prefix: Option<&String>,
        delimiter: Option<&String>,
        after: Option<String>,
        limit: usize,
    ) -> S3Result<Page> {
        let query = Query {
            bucket: self.storage.bucket().to_owned(),
            prefix: prefix.cloned().unwrap_or_default(),
            delimiter: delimiter.cloned(),
            after: after.filter(|after| !after.is_empty()),
            limit,
        };
        Ok(self.storage.list(query).await?)
    }

    fn contents(&self, page: &Page, style: Style, owner: bool) -> Vec<Object> {
        let owner = owner.then(|| self.owner());
        page.objects
            .iter()
            .map(|listed| object(listed, style, owner.clone()))
            .collect()
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
    fn read(encoding: Option<&EncodingType>) -> S3Result<Self> {
        match encoding.map(EncodingType::as_str) {
            None => Ok(Self::Plain),
            Some(EncodingType::URL) => Ok(Self::Url),
            Some(_) => Err(invalid_argument("Invalid Encoding Method specified in Request")),
        }
    }

    fn write(self, text: &str) -> String {
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
        storage_class: Some(ObjectStorageClass::from_static(ObjectStorageClass::STANDARD)),
        checksum_algorithm: checksum.map(|checksum| vec![algorithm_name(checksum.algorithm)]),
        checksum_type: checksum.map(|checksum| coverage_name(checksum.coverage)),
        owner,
        ..Object::default()
    }
}

fn common_prefixes(page: &Page, style: Style) -> Vec<CommonPrefix> {
    let prefixes = page.common_prefixes.iter();
    prefixes
        .map(|prefix| CommonPrefix {
            prefix: Some(style.write(prefix)),
        })
        .collect()
}

fn limit(max_keys: Option<i32>) -> S3Result<usize> {
    match max_keys.map(usize::try_from) {
        None => Ok(PAGE),
        Some(Ok(limit)) => Ok(limit.min(PAGE)),
        Some(Err(_)) => Err(invalid_argument(
            "Argument maxKeys must be an integer between 0 and 2147483647",
        )),
    }
}

fn count(number: usize) -> Option<i32> {
    i32::try_from(number).ok()
}

fn decode_token(token: &str) -> S3Result<String> {
    URL_SAFE_NO_PAD
        .decode(token)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or_else(|| invalid_argument("The continuation token provided is incorrect"))
}
