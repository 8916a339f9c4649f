//! An upload that was begun in an earlier run: which of its parts have arrived, or whether it has been completed and only
//! the answer was lost.

use std::collections::BTreeMap;

use super::super::digest::Expected;
use super::super::journal::Begun;
use super::super::plan::Parts;
use super::super::source::Source;
use super::super::upload::Object;
use super::super::work::{Stop, Work, blocking};
use super::super::{Integrity, checks::Sum};
use super::{There, Upload};
use crate::Error;

/// What became of the earlier run.
pub(super) enum Before {
    /// There is nothing to go on with.
    Nothing,
    /// Some parts have arrived.
    Begun(Box<Upload>, There),
    /// The object is complete.
    Complete(Integrity),
}

/// Takes up the upload that was begun before.
pub(super) async fn take_up(work: &Work, source: &Source, object: &Object) -> Result<Before, Stop> {
    let Some(Begun::Upload {
        key,
        upload_id,
        part,
        checksum,
        whole,
        stamp,
        ..
    }) = work.mark.get()
    else {
        return Ok(Before::Nothing);
    };
    if stamp != *source.stamp() {
        return Err(source.changed().into());
    }
    let Some(parts) = Parts::of(source.size(), part).filter(|_| key == object.location.whole(&object.key))
    else {
        return Ok(Before::Nothing);
    };
    let upload = Upload {
        files: work.files().clone(),
        object: object.clone(),
        key,
        id: upload_id,
        parts,
        sum: Sum::of_code(checksum),
        whole,
    };
    match work.step(work.with_credentials(|| upload.list())).await {
        Ok(there) => Ok(Before::Begun(Box::new(upload), there)),
        // It was completed or thrown away meanwhile: what is there now has to be looked at.
        Err(Stop::Failed(Error::Gone { .. } | Error::Refused { .. })) => {
            let complete = upload.complete_already(work, source).await?;
            work.record(None);
            match complete {
                Some(integrity) => Ok(Before::Complete(integrity)),
                None => Err(Error::Changed { request_id: None }.into()),
            }
        }
        Err(Stop::Failed(Error::Denied { .. })) => {
            work.record(None);
            work.shared.afterwards.spawn(upload.abort(work.shared.clone()));
            Ok(Before::Nothing)
        }
        Err(stop) => Err(stop),
    }
}

impl Upload {
    /// The parts that have arrived and have the length that they should have (`ListParts`).
    async fn list(&self) -> Result<There, Error> {
        let lengths: BTreeMap<i32, u64> = self
            .parts
            .ranges()
            .map(|(number, range)| (number, range.end - range.start))
            .collect();
        let client = self.files.client();
        let pages = client
            .list_parts()
            .bucket(&self.object.location.bucket)
            .key(&self.key)
            .upload_id(&self.id)
            .into_paginator();
        let mut pages = pages.send();
        let mut there = There::new();
        while let Some(page) = pages.next().await {
            for part in page?.parts() {
                let number = part.part_number().unwrap_or_default();
                let length = part.size().and_then(|size| u64::try_from(size).ok());
                let sum = self.sum.of_part(part).map(str::to_owned);
                if length.is_some() && length.as_ref() == lengths.get(&number) {
                    there.insert(
                        number,
                        self.completed(number, part.e_tag().map(str::to_owned), sum),
                    );
                }
            }
        }
        Ok(there)
    }

    /// Whether the object of that name is this very file: then the app ended before it heard that the upload was
    /// complete.
    async fn complete_already(&self, work: &Work, source: &Source) -> Result<Option<Integrity>, Stop> {
        let object = &self.object;
        let head = match work.step(work.files().head(&object.location, &object.key)).await {
            Ok(head) => head,
            Err(Stop::Failed(_)) => return Ok(None),
            Err(stop) => return Err(stop),
        };
        let of_this_size = head.etag.filter(|_| head.size == source.size());
        let Some(expected) = of_this_size.as_deref().and_then(Expected::of_etag) else {
            return Ok(None);
        };
        let (path, part, cancel) = (source.path().to_owned(), self.parts.part(), work.cancel.clone());
        blocking(move || {
            let mut file = std::fs::File::open(&path).map_err(|error| Error::local(&path, &error))?;
            Ok(expected.verdict_on(&mut file, Some(part), &cancel).ok())
        })
        .await
    }
}
