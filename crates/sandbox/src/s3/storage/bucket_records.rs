//! The records of the buckets: found, made, changed and removed.

use time::OffsetDateTime;

use super::Storage;
use crate::s3::buckets::{self, Record, Versioning};
use crate::s3::error::StorageError;
use crate::world::World;

impl Storage {
    /// Makes the first buckets: one that keeps versions, and one in another region that does not.
    pub(crate) async fn plant_buckets(&self, world: &World, now: OffsetDateTime) -> Result<(), StorageError> {
        let records = [
            (&world.bucket, &world.region, Versioning::Enabled),
            (&world.archive_bucket, &world.archive_region, Versioning::Off),
        ]
        .map(|(name, region, versioning)| Record {
            name: name.clone(),
            region: region.clone(),
            created_at: now,
            versioning,
            cors: Vec::new(),
        });
        self.database
            .write(move |transaction| {
                records
                    .iter()
                    .try_for_each(|record| buckets::put(transaction, record))
            })
            .await
    }

    pub(in crate::s3) async fn bucket(&self, name: &str) -> Result<Option<Record>, StorageError> {
        let name = name.to_owned();
        self.database
            .read(move |connection| buckets::find(connection, &name))
            .await
    }

    pub(in crate::s3) async fn buckets(&self) -> Result<Vec<Record>, StorageError> {
        self.database.read(buckets::all).await
    }

    /// Makes a bucket; `false` when there is one of that name.
    pub(in crate::s3) async fn make_bucket(&self, bucket: Record) -> Result<bool, StorageError> {
        self.database
            .write(move |transaction| {
                let free = buckets::find(transaction, &bucket.name)?.is_none();
                if free {
                    buckets::put(transaction, &bucket)?;
                }
                Ok(free)
            })
            .await
    }

    /// Changes the record of a bucket that is there.
    pub(in crate::s3) async fn change_bucket(
        &self,
        name: &str,
        change: impl FnOnce(&mut Record) + Send + 'static,
    ) -> Result<(), StorageError> {
        let name = name.to_owned();
        self.database
            .write(move |transaction| {
                if let Some(mut bucket) = buckets::find(transaction, &name)? {
                    change(&mut bucket);
                    buckets::put(transaction, &bucket)?;
                }
                Ok(())
            })
            .await
    }

    /// Removes an empty bucket; `false` when it is not empty.
    pub(in crate::s3) async fn remove_bucket(&self, name: &str) -> Result<bool, StorageError> {
        let name = name.to_owned();
        self.database
            .write(move |transaction| buckets::remove(transaction, &name))
            .await
    }
}
