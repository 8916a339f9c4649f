//! Buckets and the paths in them, with who may do what, as locations. Source: `storage.buckets[].paths` of
//! `amplify_outputs.json`: `read` is `get` and `list`.

use super::draft::{Draft, Note};
use super::node::Node;
use super::refused::Refused;
use super::shapes;
use crate::view::{LocationForm, LocationKind};

/// What stands for the person's identity in the policies of AWS, and so in Amplify's paths.
const SUBJECT: &str = "${cognito-identity.amazonaws.com:sub}";

/// What stands for it in our prefixes.
pub(super) const IDENTITY: &str = "{identity_id}";

/// A bucket and where it is.
pub(super) struct Bucket<'a> {
    pub(super) name: &'a str,
    /// What the file calls it, where it has several.
    pub(super) label: Option<&'a str>,
    pub(super) region: Option<&'a str>,
}

/// What a path's rules come to.
#[derive(Default)]
struct Grants {
    /// Whoever is signed in, or the person whose identity stands in the path.
    read: bool,
    write: bool,
    guests: bool,
    guests_write: bool,
    reading_groups: Vec<String>,
    writing_groups: Vec<String>,
}

/// The locations of a bucket by its paths.
pub(super) fn locations(draft: &mut Draft, bucket: &Bucket<'_>, paths: &Node<'_>) -> Result<(), Refused> {
    for (pattern, rules) in paths.clone().object()?.members() {
        let Some(prefix) = prefix(pattern) else {
            draft.not_known(rules.path().to_owned());
            continue;
        };
        let grants = grants(draft, &rules.object()?)?;
        let own = prefix.contains(IDENTITY);
        let any_read = grants.read || grants.guests || !grants.reading_groups.is_empty();
        if !any_read {
            draft.note(Note::CannotList, prefix);
            continue;
        }
        let groups_only = !grants.read && !grants.guests;
        if groups_only {
            draft.note(
                Note::GroupsOnly,
                format!("{prefix}: {}", grants.reading_groups.join(", ")),
            );
        }
        let groups_write = !grants.write && !grants.writing_groups.is_empty();
        let kind = kind(&prefix, own);
        let name = named(&prefix, kind);
        add(draft, bucket, prefix, kind, name, |location| {
            location.can_write = grants.write || groups_write;
            location.guests_write = grants.guests_write;
            let mut shown = grants.reading_groups;
            if groups_write {
                shown.extend(grants.writing_groups.iter().cloned());
                location.write_groups = Some(grants.writing_groups);
            }
            shown.sort();
            shown.dedup();
            location.read_groups = groups_only.then_some(shown);
        });
    }
    Ok(())
}

/// The three places that Amplify's first generation lays out, where nothing is said of paths.
pub(super) fn usual(draft: &mut Draft, bucket: &Bucket<'_>) {
    for (prefix, kind) in [
        (format!("private/{IDENTITY}/"), LocationKind::Private),
        (format!("protected/{IDENTITY}/"), LocationKind::Protected),
        ("public/".to_owned(), LocationKind::Public),
    ] {
        add(draft, bucket, prefix, kind, None, |_| ());
    }
    draft.note(Note::UsualPlaces, bucket.name.to_owned());
}

/// A single place in a bucket.
pub(super) fn single(draft: &mut Draft, bucket: &Bucket<'_>, prefix: &str) {
    let kind = kind(prefix, prefix.contains(IDENTITY));
    add(draft, bucket, prefix.to_owned(), kind, None, |_| ());
}

fn add(
    draft: &mut Draft,
    bucket: &Bucket<'_>,
    prefix: String,
    kind: LocationKind,
    name: Option<String>,
    grant: impl FnOnce(&mut LocationForm),
) {
    let several = draft
        .form
        .locations
        .iter()
        .any(|other| other.bucket != bucket.name);
    let name = match (bucket.label, name) {
        (Some(label), Some(name)) if several => Some(format!("{label}: {name}")),
        (Some(label), None) if several => Some(label.to_owned()),
        (_, name) => name,
    };
    let mut location = LocationForm {
        id: String::new(),
        name,
        kind,
        bucket: bucket.name.to_owned(),
        region: bucket.region.map(str::to_owned),
        prefix,
        can_write: true,
        write_groups: None,
        read_groups: None,
        guests_write: false,
    };
    grant(&mut location);
    let locations = &mut draft.form.locations;
    let same = |other: &LocationForm| other.bucket == location.bucket && other.prefix == location.prefix;
    if !locations.iter().any(same) {
        locations.push(location);
    }
}

/// `public/*` as `public/`; none where a star stands anywhere but at the end.
fn prefix(pattern: &str) -> Option<String> {
    let prefix = pattern
        .replace(SUBJECT, IDENTITY)
        .replace("{entity_id}", IDENTITY);
    let prefix = prefix
        .strip_suffix('*')
        .unwrap_or(&prefix)
        .trim_start_matches('/');
    let sound = !prefix.contains(['*', '?'])
        && !prefix.replace(IDENTITY, "").contains(['{', '}', '$'])
        && !prefix.chars().any(shapes::unseen);
    sound.then(|| {
        if prefix.is_empty() || prefix.ends_with('/') {
            prefix.to_owned()
        } else {
            format!("{prefix}/")
        }
    })
}

fn kind(prefix: &str, own: bool) -> LocationKind {
    match (own, prefix.split('/').next()) {
        (true, Some("protected")) => LocationKind::Protected,
        (true, _) => LocationKind::Private,
        (false, Some("public")) => LocationKind::Public,
        (false, _) => LocationKind::Plain,
    }
}

/// The last folder's name, for places whose kind does not name them.
fn named(prefix: &str, kind: LocationKind) -> Option<String> {
    let usual = prefix
        .strip_suffix(IDENTITY)
        .unwrap_or(prefix)
        .trim_end_matches('/');
    let mut folders = prefix
        .rsplit('/')
        .filter(|folder| !folder.is_empty() && *folder != IDENTITY);
    let last = folders.next().map(str::to_owned);
    match kind {
        LocationKind::Plain => last,
        LocationKind::Private | LocationKind::Protected | LocationKind::Public => {
            let plain = format!("{}/", usual.replace(IDENTITY, "").trim_matches('/'));
            let known = ["private/", "protected/", "public/"].contains(&plain.as_str());
            last.filter(|_| !known)
        }
    }
}

fn grants(draft: &mut Draft, rules: &Node<'_>) -> Result<Grants, Refused> {
    let mut found = Grants::default();
    for (who, list) in rules.members() {
        let actions: Vec<&str> = list
            .items()?
            .iter()
            .map(Node::own_text)
            .collect::<Result<Vec<_>, _>>()?
            .into_iter()
            .flatten()
            .collect();
        let read = actions.iter().any(|action| matches!(*action, "read" | "list"));
        let write = actions.contains(&"write");
        let group = who
            .strip_prefix("groups")
            .map(|name| name.trim_start_matches([':', '.']));
        match (who, group) {
            ("guest", _) => {
                found.guests |= read;
                found.guests_write |= write;
            }
            ("authenticated", _) => {
                found.read |= read;
                found.write |= write;
            }
            (_, Some(group)) if !group.is_empty() => {
                let names = group.split(',').map(|name| name.trim().to_owned());
                if read {
                    found.reading_groups.extend(names.clone());
                }
                if write {
                    found.writing_groups.extend(names);
                }
            }
            (who, _) if who.starts_with("entity") => {
                found.read |= read;
                found.write |= write;
            }
            ("resource", _) => {}
            _ => draft.not_known(list.path().to_owned()),
        }
    }
    Ok(found)
}
