//! Facts, versions and unfinished uploads as the page shows them.

use files::names::{last_part, visible};
use files::{Description, Facts, Location, Restoration, Tag, Unfinished, Version, VersionMark, Versions};

use super::milliseconds;
use crate::view::{
    ChecksumView, DescriptionForm, FactsView, ObjectForm, ObjectTag, UnfinishedView, VersionMarkForm,
    VersionView, VersionsView,
};

pub(crate) fn facts(
    location: &Location,
    endpoint: Option<&str>,
    object: &ObjectForm,
    facts: Facts,
) -> FactsView {
    let (restoring, restored_until) = match facts.restore {
        Some(Restoration::UnderWay) => (true, None),
        Some(Restoration::Until(until)) => (false, until),
        None => (false, None),
    };
    let (encryption, encryption_key) = facts
        .encryption
        .map_or((None, None), |(how, key)| (Some(how), key));
    FactsView {
        name: visible(last_part(&object.key)).into_owned(),
        key: object.key.clone(),
        size: facts.size,
        modified: facts.modified.map(milliseconds),
        command: command(location, endpoint, object),
        etag: facts.etag,
        version: facts.version,
        class: facts.class,
        encryption,
        encryption_key,
        checksums: facts.checksums.into_iter().map(checksum).collect(),
        description: described(facts.description),
        tags: facts.tags.map(|tags| tags.into_iter().map(tag).collect()),
        restoring,
        restored_until: restored_until.map(milliseconds),
        locked_until: facts.locked_until.map(milliseconds),
        legal_hold: facts.legal_hold,
    }
}

/// What a tester types to see the same.
fn command(location: &Location, endpoint: Option<&str>, object: &ObjectForm) -> String {
    let quoted = |text: &str| format!("'{}'", text.replace('\'', r"'\''"));
    let whole = format!("{}{}", location.prefix, object.key);
    let mut line = format!(
        "aws s3api head-object --bucket {} --key {} --checksum-mode ENABLED",
        quoted(&location.bucket),
        quoted(&whole)
    );
    for (flag, value) in [
        ("--version-id", object.version.as_deref()),
        ("--endpoint-url", endpoint),
    ] {
        if let Some(value) = value {
            line.push_str(&format!(" {flag} {}", quoted(value)));
        }
    }
    line
}

fn checksum((name, value, whole): (&'static str, String, bool)) -> ChecksumView {
    ChecksumView {
        name: name.to_owned(),
        value,
        whole,
    }
}

fn tag(tag: Tag) -> ObjectTag {
    ObjectTag {
        key: tag.key,
        value: tag.value,
    }
}

pub(crate) fn tag_of(tag: ObjectTag) -> Tag {
    Tag {
        key: tag.key,
        value: tag.value,
    }
}

fn described(description: Description) -> DescriptionForm {
    DescriptionForm {
        content_type: description.content_type,
        cache_control: description.cache_control,
        content_disposition: description.content_disposition,
        content_encoding: description.content_encoding,
        content_language: description.content_language,
        metadata: description.metadata,
    }
}

/// What was typed. What was emptied is no longer said.
pub(crate) fn description_of(form: DescriptionForm) -> Description {
    let said = |text: Option<String>| {
        text.map(|text| text.trim().to_owned())
            .filter(|text| !text.is_empty())
    };
    Description {
        content_type: said(form.content_type),
        cache_control: said(form.cache_control),
        content_disposition: said(form.content_disposition),
        content_encoding: said(form.content_encoding),
        content_language: said(form.content_language),
        metadata: form.metadata,
    }
}

pub(crate) fn versions(versions: Versions) -> VersionsView {
    VersionsView {
        versions: versions.versions.into_iter().map(version).collect(),
        next: versions.next.map(mark),
    }
}

pub(crate) fn version(version: Version) -> VersionView {
    VersionView {
        name: visible(last_part(&version.key)).into_owned(),
        key: version.key,
        id: version.id,
        size: version.size,
        modified: version.modified.map(milliseconds),
        latest: version.latest,
        deleted: version.deleted,
    }
}

pub(crate) fn mark(mark: VersionMark) -> VersionMarkForm {
    VersionMarkForm {
        key: mark.key,
        version: mark.version,
    }
}

pub(crate) fn mark_of(mark: VersionMarkForm) -> VersionMark {
    VersionMark {
        key: mark.key,
        version: mark.version,
    }
}

pub(crate) fn unfinished(one: Unfinished) -> UnfinishedView {
    UnfinishedView {
        path: visible(&one.key).into_owned(),
        key: one.key,
        upload: one.upload,
        begun: one.begun.map(milliseconds),
        size: one.size,
    }
}

#[cfg(test)]
mod tests {
    use super::command;
    use crate::view::ObjectForm;
    use files::Location;

    #[test]
    fn the_line_for_a_tester_quotes_what_a_shell_would_take_apart() {
        let location = Location {
            id: "l".into(),
            bucket: "b".into(),
            prefix: "p/".into(),
        };
        let object = ObjectForm {
            location: "l".into(),
            key: "it's $HOME.txt".into(),
            version: Some("v1".into()),
        };
        assert_eq!(
            command(&location, Some("http://127.0.0.1:1"), &object),
            r"aws s3api head-object --bucket 'b' --key 'p/it'\''s $HOME.txt' --checksum-mode ENABLED --version-id 'v1' --endpoint-url 'http://127.0.0.1:1'"
        );
    }
}
