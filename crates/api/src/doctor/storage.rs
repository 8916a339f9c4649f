//! The buckets: whether they are there, and in the region that the connection says. S3 tells a bucket's region to
//! anybody who asks. Source: `HeadBucket`, `x-amz-bucket-region`.

use super::Patient;
use super::ask::Ask;
use super::finding::{Finding, Unknown};
use super::rounds::{Outcome, Rounds};

pub(super) async fn examine(patient: &Patient<'_>, ask: &Ask, rounds: &mut Rounds<'_>) {
    let locations = &patient.form().locations;
    if locations.is_empty() {
        rounds.skip("bucket", Unknown::NotSet).await;
        return;
    }
    let mut seen: Vec<&str> = Vec::new();
    for (at, location) in locations.iter().enumerate() {
        if seen.contains(&location.bucket.as_str()) {
            continue;
        }
        seen.push(&location.bucket);
        let id = format!("bucket:{}", location.bucket);
        rounds.check(&id, bucket(patient, ask, at)).await;
    }
}

async fn bucket(patient: &Patient<'_>, ask: &Ask, at: usize) -> Outcome {
    let Some(location) = patient.form().locations.get(at) else {
        return Outcome::Unknown(Unknown::NotSet);
    };
    let Some(region) = patient.bucket_region(at) else {
        return Outcome::Unknown(Unknown::NotSet);
    };
    let name = &location.bucket;
    let url = match patient.storage_endpoint() {
        Some(endpoint) => format!("{}/{name}", endpoint.trim_end_matches('/')),
        // With the bucket in the path, so that a dot in its name does not spoil the certificate.
        None => format!("{}/{name}", patient.subject.aws.service("s3", region)),
    };
    let Ok(answer) = ask.head(&url).await else {
        return Outcome::Unknown(Unknown::ServiceTrouble);
    };
    let field = |name: &str| format!("locations.{at}.{name}");
    let own = location.region.as_deref().is_some_and(|own| !own.is_empty());
    let region_field = if own || patient.form().storage.is_none() {
        field("region")
    } else {
        "storage.region".to_owned()
    };
    match (answer.status, answer.bucket_region.as_deref()) {
        (404, _) => Outcome::Wrong(Finding::BucketUnknown, Some(field("bucket"))),
        (_, Some(found)) if found != region => {
            Outcome::Wrong(Finding::BucketElsewhere(found.to_owned()), Some(region_field))
        }
        (200 | 403, Some(_)) => Outcome::Well,
        (429 | 500..=599, _) => Outcome::Unknown(Unknown::ServiceTrouble),
        _ => Outcome::Unknown(Unknown::CannotTell),
    }
}
