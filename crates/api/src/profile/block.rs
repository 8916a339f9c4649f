//! The block within the text of a config file.

use super::ProfileError;

/// A profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// What the AWS command line calls it.
    pub name: String,
    /// The program and its arguments, as they are.
    pub process: Vec<String>,
    /// The region of the buckets.
    pub region: String,
    /// Where the services answer, if not at AWS.
    pub endpoint: Option<String>,
    /// Whether the bucket stands in the path and not in the host name.
    pub path_style: bool,
}

fn opening(name: &str) -> String {
    format!("# >>> gatehouse {name} >>> written by `gatehouse profile install`; changes are lost")
}

fn closing(name: &str) -> String {
    format!("# <<< gatehouse {name} <<<")
}

/// The text with the profile in it.
pub(super) fn install(text: &str, profile: &Profile) -> Result<String, ProfileError> {
    let name = &profile.name;
    let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    if name.is_empty() || name.len() > 64 || name == "default" || !name.chars().all(letter) {
        return Err(ProfileError::Name(name.clone()));
    }
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let block = lines(profile).join(end) + end;
    if let Some((before, after)) = split(text, name)? {
        if has_section(before, name) || has_section(after, name) {
            return Err(ProfileError::Foreign(name.clone()));
        }
        return Ok(format!("{before}{block}{after}"));
    }
    if has_section(text, name) {
        return Err(ProfileError::Foreign(name.clone()));
    }
    let gap = match text {
        "" => String::new(),
        text if text.ends_with('\n') => end.to_owned(),
        _ => end.repeat(2),
    };
    Ok(format!("{text}{gap}{block}"))
}

/// The text without the profile, and without the empty line that was put before it.
pub(super) fn remove(text: &str, name: &str) -> Result<String, ProfileError> {
    let Some((before, after)) = split(text, name)? else {
        return Err(ProfileError::NotThere(name.to_owned()));
    };
    let before = ["\r\n\r\n", "\n\n"]
        .into_iter()
        .find(|gap| before.ends_with(gap))
        .and_then(|gap| before.get(..before.len() - gap.len() / 2))
        .unwrap_or(before);
    Ok(format!("{before}{after}"))
}

fn lines(profile: &Profile) -> Vec<String> {
    let process: Vec<String> = profile.process.iter().map(|word| quoted(word)).collect();
    let mut lines = vec![
        opening(&profile.name),
        format!("[profile {}]", profile.name),
        format!("credential_process = {}", process.join(" ")),
        format!("region = {}", profile.region),
    ];
    if let Some(endpoint) = &profile.endpoint {
        lines.push(format!("endpoint_url = {endpoint}"));
    }
    if profile.path_style {
        lines.push("s3 =".to_owned());
        lines.push("    addressing_style = path".to_owned());
    }
    lines.push(closing(&profile.name));
    lines
}

/// A word as the SDKs split commands: in double quotes where a shell would take it apart.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | ':' | '@' | '=' | '+');
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else if cfg!(windows) {
        format!("\"{word}\"")
    } else {
        format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

/// What stands before and after our block of this name; none where there is none.
fn split<'a>(text: &'a str, name: &str) -> Result<Option<(&'a str, &'a str)>, ProfileError> {
    let begins = format!("# >>> gatehouse {name} >>>");
    let starts: Vec<usize> = line_starts(text)
        .filter(|at| text[*at..].starts_with(&begins))
        .collect();
    let ends: Vec<usize> = line_starts(text)
        .filter(|at| text[*at..].starts_with(&closing(name)))
        .collect();
    match (starts.as_slice(), ends.as_slice()) {
        ([], []) => Ok(None),
        ([start], [end]) if start < end => {
            let after = text[*end..].find('\n').map_or(text.len(), |line| end + line + 1);
            let within = &text[*start..*end];
            // Somebody may have written a section of theirs between the marks.
            let sections = within.lines().filter(|line| line.trim_start().starts_with('['));
            if sections.count() == 1 && has_section(within, name) {
                Ok(Some((&text[..*start], &text[after..])))
            } else {
                Err(ProfileError::Damaged)
            }
        }
        _ => Err(ProfileError::Damaged),
    }
}

fn line_starts(text: &str) -> impl Iterator<Item = usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1))
}

/// Whether the text has a profile of this name, however it is spaced or quoted.
fn has_section(text: &str, name: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim_start();
        let Some((section, _)) = line.strip_prefix('[').and_then(|rest| rest.split_once(']')) else {
            return false;
        };
        let mut words = section.split_whitespace();
        let own = words.next() == Some("profile");
        let given = words.collect::<Vec<_>>().join(" ");
        own && given.trim_matches(|c| matches!(c, '"' | '\'')) == name
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(name: &str) -> Profile {
        Profile {
            name: name.to_owned(),
            process: ["/opt/Gate house/gatehouse", "credentials", "--connection", "acme"]
                .map(str::to_owned)
                .to_vec(),
            region: "eu-west-1".to_owned(),
            endpoint: None,
            path_style: false,
        }
    }

    const THEIRS: &str = "# mine\n[default]\nregion=us-east-1\n\n[profile  \"acme dev\"]\nregion = eu-west-1";

    #[test]
    fn a_profile_is_added_and_taken_out_and_nothing_else_moves() {
        let with = install(THEIRS, &profile("gatehouse-acme")).expect("written");

        assert!(with.starts_with(THEIRS));
        assert!(with.contains(
            "[profile gatehouse-acme]\ncredential_process = \"/opt/Gate house/gatehouse\" credentials --connection \
             acme\nregion = eu-west-1\n"
        ));
        assert_eq!(
            remove(&with, "gatehouse-acme").expect("taken out"),
            format!("{THEIRS}\n")
        );
        let ended = format!("{THEIRS}\n");
        let with = install(&ended, &profile("gatehouse-acme")).expect("written");
        assert_eq!(remove(&with, "gatehouse-acme").expect("taken out"), ended);
        assert_eq!(
            install("", &profile("a"))
                .map(|text| remove(&text, "a").ok())
                .ok()
                .flatten(),
            Some(String::new())
        );
    }

    #[test]
    fn a_second_time_replaces_its_own_block_alone() {
        let first = install(THEIRS, &profile("a")).expect("written");
        let both = install(&first, &profile("b")).expect("written");
        let moved = Profile {
            region: "eu-central-1".to_owned(),
            endpoint: Some("http://127.0.0.1:1".to_owned()),
            path_style: true,
            ..profile("a")
        };

        let again = install(&both, &moved).expect("written");

        assert_eq!(again.matches("[profile a]").count(), 1);
        assert!(again.contains("endpoint_url = http://127.0.0.1:1\ns3 =\n    addressing_style = path\n"));
        assert_eq!(install(&again, &profile("a")).expect("written"), both);
    }

    #[test]
    fn somebody_elses_profile_of_the_name_is_left_alone() {
        for theirs in [
            "[profile a]\n",
            "[ profile  a ]\nregion=x",
            "[profile 'a']",
            "  [profile \"a\"]  # mine",
        ] {
            assert!(
                matches!(install(theirs, &profile("a")), Err(ProfileError::Foreign(_))),
                "{theirs}"
            );
            assert!(
                matches!(remove(theirs, "a"), Err(ProfileError::NotThere(_))),
                "{theirs}"
            );
        }
        let ours = install("", &profile("a")).expect("written");
        let both = format!("{ours}[profile a]\n");
        assert!(matches!(
            install(&both, &profile("a")),
            Err(ProfileError::Foreign(_))
        ));
    }

    #[test]
    fn a_block_that_somebody_has_changed_is_not_guessed_at() {
        let ours = install("", &profile("a")).expect("written");
        let cut = ours.replace(&closing("a"), "");
        let doubled = format!("{ours}{ours}");
        let filled = ours.replace("region =", "[profile theirs]\nregion =");
        for text in [cut, doubled, filled] {
            assert!(
                matches!(install(&text, &profile("a")), Err(ProfileError::Damaged)),
                "{text}"
            );
            assert!(matches!(remove(&text, "a"), Err(ProfileError::Damaged)), "{text}");
        }
    }

    #[test]
    fn names_that_would_break_the_file_are_refused() {
        for name in ["", "default", "a b", "a]", "a\nb", "ä", &"x".repeat(65)] {
            assert!(
                matches!(install("", &profile(name)), Err(ProfileError::Name(_))),
                "{name}"
            );
        }
    }

    #[test]
    fn the_ends_of_lines_stay_what_they_are() {
        let theirs = "[default]\r\nregion=us-east-1\r\n";
        let with = install(theirs, &profile("a")).expect("written");
        assert_eq!(with.matches('\n').count(), with.matches("\r\n").count());
        assert_eq!(remove(&with, "a").expect("taken out"), theirs);
    }
}
