//! Files that are not what they seem. Each is refused with the place, and the words say what to do.

use api::import::{Kind, LARGEST, Place, Refused, import, read};
use api::problem::{Problem, ProblemCode};
use proptest::prelude::*;

use crate::fixture;

fn refused(bytes: &[u8]) -> Refused {
    let refused = import(bytes).expect_err("it is refused");
    let problem = Problem::of_import(&refused);
    assert_eq!(problem.code, ProblemCode::ImportRefused);
    assert!(problem.hint.is_some(), "{refused}: what to do is said");
    refused
}

fn at(line: u32, column: u32) -> Place {
    Place { line, column }
}

#[test]
fn a_hundred_megabytes_are_never_read_whole() {
    struct Endless(usize);
    impl std::io::Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            self.0 += buffer.len();
            assert!(self.0 <= 4 * LARGEST, "reading goes on and on");
            buffer.fill(b' ');
            Ok(buffer.len())
        }
    }
    let bytes = read(Endless(0)).expect("readable");
    assert_eq!(bytes.len(), LARGEST + 1);
    assert_eq!(refused(&bytes), Refused::TooLarge);
}

#[test]
fn deep_nesting_is_refused_where_it_becomes_too_deep() {
    let deep = |open: &str, close: &str, levels: usize| open.repeat(levels) + &close.repeat(levels);
    assert_eq!(
        refused(deep("[", "]", 65).as_bytes()),
        Refused::TooDeep(at(1, 65))
    );
    assert_eq!(
        refused("[".repeat(200_000).as_bytes()),
        Refused::TooDeep(at(1, 65))
    );
    let objects = format!("{}1{}", "{\"a\":".repeat(65), "}".repeat(65));
    assert!(matches!(refused(objects.as_bytes()), Refused::TooDeep(_)));
    assert_eq!(
        refused(deep("[", "]", 64).as_bytes()),
        Refused::NothingFound,
        "64 levels are read"
    );
}

#[test]
fn a_member_that_occurs_twice_is_named() {
    let text = "{\n  \"auth\": {\"user_pool_id\": \"a\", \"user_pool_id\": \"b\"}}";
    assert_eq!(
        refused(text.as_bytes()),
        Refused::DuplicateKey {
            path: "auth.user_pool_id".to_owned(),
            at: at(2, 33)
        }
    );
    assert!(
        matches!(refused(br#"{"a":1,"\u0061":2}"#), Refused::DuplicateKey { .. }),
        "however it is written"
    );
}

#[test]
fn names_of_javascripts_machinery_are_refused() {
    for name in ["__proto__", "constructor", "prototype", "\\u005f_proto__"] {
        let text = format!("{{\"version\":\"1\",\"auth\":{{\"{name}\":{{}}}}}}");
        assert!(
            matches!(refused(text.as_bytes()), Refused::ReservedKey { .. }),
            "{name}"
        );
    }
}

#[test]
fn a_wrong_type_is_told_with_its_path_and_what_it_should_be() {
    let text = r#"{"version":"1","auth":{"user_pool_id":42}}"#;
    assert_eq!(
        refused(text.as_bytes()),
        Refused::WrongType {
            path: "auth.user_pool_id".to_owned(),
            expected: Kind::Text,
            found: Kind::Number
        }
    );
    for (text, path) in [
        (r#"{"version":"1","auth":[]}"#, "auth"),
        (
            r#"{"version":"1","auth":{"oauth":{"domain":"a.b","scopes":[1]}}}"#,
            "auth.oauth.scopes.0",
        ),
        (
            r#"{"version":"1","auth":{"password_policy":"long"}}"#,
            "auth.password_policy",
        ),
        (r#"{"version":"1","storage":{"buckets":{}}}"#, "storage.buckets"),
        (
            r#"{"aws_project_region":"eu-west-1","aws_user_pools_id":["x"]}"#,
            "aws_user_pools_id",
        ),
        (
            r#"{"CognitoUserPool":{"Default":"x"}}"#,
            "CognitoUserPool.Default",
        ),
        (r#"{"Stacks":{}}"#, "Stacks"),
    ] {
        let reason = refused(text.as_bytes());
        let Refused::WrongType { path: found, .. } = reason else {
            panic!("{text}: {reason}");
        };
        assert_eq!(found, path);
    }
}

#[test]
fn an_id_that_can_be_none_is_told_by_its_path_and_not_quoted() {
    for (text, path) in [
        (
            r#"{"version":"1","auth":{"user_pool_id":"canary"}}"#,
            "auth.user_pool_id",
        ),
        (
            r#"{"version":"1","auth":{"identity_pool_id":"canary"}}"#,
            "auth.identity_pool_id",
        ),
        (
            r#"{"version":"1","auth":{"user_pool_client_id":"canary client"}}"#,
            "auth.user_pool_client_id",
        ),
        (
            r#"{"version":"1","auth":{"password_policy":{"min_length":5}}}"#,
            "auth.password_policy.min_length",
        ),
    ] {
        let reason = refused(text.as_bytes());
        assert_eq!(
            reason,
            Refused::WrongValue {
                path: path.to_owned()
            }
        );
        assert!(!format!("{:?}", Problem::of_import(&reason)).contains("canary"));
    }
}

#[test]
fn other_encodings_are_recognised_and_a_mark_of_utf_8_is_fine() {
    let text = String::from_utf8(fixture("amplify_outputs.json")).expect("UTF-8");
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();

    for bytes in [
        little.clone(),
        big.clone(),
        marked(&[0xff, 0xfe], &little),
        marked(&[0xfe, 0xff], &big),
    ] {
        assert_eq!(refused(&bytes), Refused::Utf16);
    }
    assert_eq!(refused(b"{\"a\": \"\xff\"}"), Refused::NotText);
    assert!(import(&marked("\u{feff}".as_bytes(), text.as_bytes())).is_ok());
}

#[test]
fn nul_and_emptiness_are_refused() {
    assert_eq!(refused(b"{\"version\":\n\"1\0\"}"), Refused::Nul(at(2, 3)));
    for empty in ["", " \n\t", "\u{feff}"] {
        assert_eq!(refused(empty.as_bytes()), Refused::Empty);
    }
}

#[test]
fn what_json_does_not_have_is_told_with_its_place() {
    assert_eq!(refused(b"{\"a\": 1,\n}"), Refused::TrailingComma(at(1, 8)));
    assert_eq!(refused(b"[\"a\",]"), Refused::TrailingComma(at(1, 5)));
    assert_eq!(refused(b"{\n// note\n\"a\": 1}"), Refused::Comment(at(2, 1)));
    assert_eq!(refused(b"/* note */ {\"a\": 1}"), Refused::Comment(at(1, 1)));
    for broken in [
        "{",
        "{\"a\"",
        "{\"a\":}",
        "{\"a\":1 \"b\":2}",
        "{'a':1}",
        "{a:1}",
        "[1,2",
        "{\"a\":01}",
        "{\"a\":tru}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":\"line\nbreak\"}",
        "{\"a\":1}}",
        "{\"a\":NaN}",
    ] {
        assert!(
            matches!(refused(broken.as_bytes()), Refused::Syntax(_)),
            "{broken}"
        );
    }
}

#[test]
fn code_is_never_run_and_always_refused() {
    for program in [
        "const a = { aws_project_region: process.env.REGION };",
        "const a = { aws_project_region: `eu-west-1` };",
        "const a = { ...base, aws_project_region: 'eu-west-1' };",
        "const a = { aws_project_region: region() };",
        "const a = { aws_project_region: 'eu' + '-west-1' };",
        "const a = { ['aws_project_region']: 'eu-west-1' };",
        "const a = { get aws_project_region() { return 1 } };",
        "const a = { f() {} };",
        "const a = (() => ({ aws_project_region: 'eu-west-1' }))();",
        "const a = { aws_project_region: 'eu-west-1' }; fetch('https://evil.example/');",
        "import x from './x'; export default { aws_project_region: 'eu-west-1' };",
        "export default Object.assign({}, { aws_project_region: 'eu-west-1' });",
        "const a = require('./x'); module.exports = a;",
        "const amplifyconfig = '''{\"version\": \"$version\"}''';",
    ] {
        let reason = refused(program.as_bytes());
        assert!(
            matches!(reason, Refused::Code(_) | Refused::Syntax(_)),
            "{program}: {reason}"
        );
    }
}

#[test]
fn values_with_what_cannot_be_seen_are_refused_by_name() {
    for unseen in ["\\u0007", "\\u001b[31m", "\\u202e", "\\u200b", "\\ufeff", "\\n"] {
        let text = format!(r#"{{"version":"1","auth":{{"aws_region":"eu{unseen}-west-1"}}}}"#);
        assert_eq!(
            refused(text.as_bytes()),
            Refused::Unseen {
                path: "auth.aws_region".to_owned()
            },
            "{unseen}"
        );
    }
}

#[test]
fn what_has_no_connection_in_it_says_so() {
    for text in [
        "hello",
        "{}",
        "[]",
        "{\"name\": \"x\"}",
        "null",
        "42",
        "[{\"a\": 1}]",
    ] {
        assert_eq!(refused(text.as_bytes()), Refused::NothingFound, "{text}");
    }
}

/// All fixtures, for what is made of them by chance.
fn fixtures() -> Vec<Vec<u8>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/import");
    let files = std::fs::read_dir(folder).expect("the fixtures");
    files
        .map(|file| std::fs::read(file.expect("a file").path()).expect("readable"))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = import(&bytes);
    }

    #[test]
    fn no_text_makes_it_panic(text in "[\\{\\}\\[\\]:,\"'a-z0-9_=/*.;`$\\\\ \n]{0,200}") {
        let _ = import(text.as_bytes());
        let _ = import(format!("const a = {text}").as_bytes());
    }

    #[test]
    fn no_damage_to_a_real_file_makes_it_panic(
        which in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        with in prop::collection::vec(any::<u8>(), 0..4),
        cut in any::<bool>(),
    ) {
        let all = fixtures();
        let mut bytes = all[which.index(all.len())].clone();
        let at = at.index(bytes.len());
        if cut {
            bytes.truncate(at);
        } else {
            bytes.splice(at..(at + with.len()).min(bytes.len()), with);
        }
        let _ = import(&bytes);
    }
}
