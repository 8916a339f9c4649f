//! The buckets' first objects: a person's files as they might be, the same after every reset. Everything is made by
//! arithmetic when it is planted, so that no binaries lie in the repository.

mod archive;
mod document;
mod noise;
mod picture;
mod sound;
mod tree;

use std::collections::BTreeMap;
use std::thread;

use time::OffsetDateTime;

use crate::foundation::Foundation;
use crate::s3::{Attributes, Incoming, Staging, Storage, StorageError};
use crate::world::World;
use tree::{Content, Sketch};

/// The identity of the first account `ada`, whose files are seeded.
pub(crate) const ADA_IDENTITY: &str = "eu-west-1:00000000-0000-4000-8000-00000000ada0";

/// How many threads make the objects.
const HANDS: usize = 4;

/// Puts the first objects into an empty bucket.
pub(crate) async fn plant(foundation: &Foundation) -> Result<(), StorageError> {
    let storage = Storage::new(foundation);
    let (now, world) = (foundation.clock.now(), foundation.world.clone());
    storage.plant_buckets(&world, now).await?;
    let maker = storage.clone();
    let made = tokio::task::spawn_blocking(move || make_all(&maker, &world, now));
    let objects = made.await.unwrap_or(Err(StorageError::Stopping))?;
    storage.plant(objects).await
}

fn make_all(
    storage: &Storage,
    world: &World,
    now: OffsetDateTime,
) -> Result<Vec<(Incoming, OffsetDateTime)>, StorageError> {
    let sketches = tree::sketches();
    thread::scope(|scope| {
        let hands: Vec<_> = (0..HANDS)
            .map(|hand| {
                let mine = sketches.iter().skip(hand).step_by(HANDS);
                scope.spawn(move || {
                    mine.map(|sketch| make(storage, world, sketch, now))
                        .collect::<Result<Vec<_>, _>>()
                })
            })
            .collect();
        let mut all = Vec::with_capacity(sketches.len());
        for hand in hands {
            all.extend(hand.join().unwrap_or(Err(StorageError::Stopping))?);
        }
        for sketch in archive::sketches() {
            let (mut incoming, modified_at) = make(storage, world, &sketch.of, now)?;
            incoming.bucket.clone_from(&world.archive_bucket);
            incoming.attributes.class = sketch.class;
            all.push((incoming, modified_at));
        }
        Ok(all)
    })
}

/// Makes one object. None is younger than the sandbox's clock.
fn make(
    storage: &Storage,
    world: &World,
    sketch: &Sketch,
    now: OffsetDateTime,
) -> Result<(Incoming, OffsetDateTime), StorageError> {
    let mut staging = storage.stage()?;
    write(&mut staging, &sketch.content)?;
    let incoming = Incoming {
        bucket: world.bucket.clone(),
        key: sketch.key.clone(),
        staged: staging.finish(),
        attributes: Attributes {
            content_type: Some(content_type(sketch)),
            metadata: BTreeMap::from([("author".to_owned(), sketch.author.to_owned())]),
            ..Attributes::default()
        },
    };
    Ok((incoming, sketch.modified_at.min(now)))
}

fn write(staging: &mut Staging, content: &Content) -> Result<(), StorageError> {
    match content {
        Content::Nothing => Ok(()),
        Content::Text(text) => staging.write(text.as_bytes()),
        Content::Page { title, lines } => staging.write(&document::pdf(title, lines)),
        Content::Photo { scene, width, height } => staging.write(&picture::jpeg(*scene, *width, *height)?),
        Content::Drawing { scene, width, height } => staging.write(&picture::png(*scene, *width, *height)?),
        Content::Tone { hertz, seconds } => staging.write(&sound::wav(*hertz, *seconds)),
        Content::Noise { mebibytes } => noise::blocks(*mebibytes).try_for_each(|block| staging.write(&block)),
    }
}

fn content_type(sketch: &Sketch) -> String {
    match &sketch.content {
        Content::Nothing => "application/x-directory; charset=UTF-8".to_owned(),
        Content::Text(_)
        | Content::Page { .. }
        | Content::Photo { .. }
        | Content::Drawing { .. }
        | Content::Tone { .. }
        | Content::Noise { .. } => {
            let guess = mime_guess::from_path(&sketch.key).first_or_octet_stream();
            match guess.type_() == mime_guess::mime::TEXT {
                true => format!("{guess}; charset=utf-8"),
                false => guess.to_string(),
            }
        }
    }
}

#[cfg(test)]
mod tests;
