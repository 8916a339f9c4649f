//! What the roles of the template trust and reach.

use serde_json::{Value, json};

use super::super::{AssumeBy, Decision, Request, Role};
use super::BUCKET;
use crate::credentials::{Flow, Origin, RoleName, RoleReason, Session};
use crate::settings::{RoleSettings, RolesSettings};
use crate::world::World;

fn role(name: RoleName) -> Role {
    Role::load(name, RolesSettings::default().of(name)).expect("the role's documents are sound")
}

fn session(role: RoleName, policies: Vec<Value>) -> Session {
    Session {
        role,
        name: "session".to_owned(),
        identity_id: "me".to_owned(),
        amr: vec!["authenticated".to_owned()],
        tags: vec![("team".to_owned(), "red".to_owned())],
        policies,
        origin: Origin {
            flow: Flow::Enhanced,
            reason: RoleReason::Default,
            rule: None,
            candidates: Vec::new(),
        },
    }
}

fn amr(method: &str) -> Vec<String> {
    vec![
        method.to_owned(),
        "cognito-idp.eu-west-1.amazonaws.com/p".to_owned(),
    ]
}

#[test]
fn a_role_trusts_identities_of_the_pool_only_and_guests_only_theirs() {
    let pool = World::default().identity_pool_id;
    for name in RoleName::ALL {
        let trusted = if name == RoleName::Guest {
            "unauthenticated"
        } else {
            "authenticated"
        };
        for (identity_pool_id, amr, expected) in [
            (pool.as_str(), amr("authenticated"), trusted == "authenticated"),
            (
                pool.as_str(),
                amr("unauthenticated"),
                trusted == "unauthenticated",
            ),
            ("eu-west-1:other", amr(trusted), false),
            (pool.as_str(), Vec::new(), false),
        ] {
            let by = AssumeBy {
                identity_pool_id,
                identity_id: "eu-west-1:1",
                amr: &amr,
                tags: &[],
            };
            assert_eq!(
                role(name).may_be_assumed(by),
                expected,
                "{name:?} {identity_pool_id} {amr:?}"
            );
        }
    }
}

#[test]
fn tags_need_a_trust_policy_that_lets_them_be_set() {
    let (pool, amr, tags) = (
        World::default().identity_pool_id,
        amr("authenticated"),
        [("team".to_owned(), "red".to_owned())],
    );
    let by = AssumeBy {
        identity_pool_id: &pool,
        identity_id: "eu-west-1:1",
        amr: &amr,
        tags: &tags,
    };
    assert!(!role(RoleName::Authenticated).may_be_assumed(by));
    let trust = |team: &str| {
        let settings = RoleSettings {
            trust: Some(json!({ "Version": "2012-10-17", "Statement": {
                "Effect": "Allow", "Principal": { "Federated": "cognito-identity.amazonaws.com" },
                "Action": ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"],
                "Condition": { "StringEqualsIfExists": { "aws:RequestTag/team": team } } } })),
            ..RoleSettings::default()
        };
        Role::load(RoleName::Authenticated, &settings).expect("a sound role")
    };
    assert!(trust("red").may_be_assumed(by));
    assert!(!trust("blue").may_be_assumed(by));
}

#[test]
fn a_session_policy_narrows_the_role_and_never_widens_it() {
    let role = role(RoleName::Authenticated);
    let get = |key: &str| Request::new("s3:GetObject", format!("{BUCKET}/{key}"));
    let only = |action: &str, key: &str| {
        json!({ "Version": "2012-10-17", "Statement": {
            "Effect": "Allow", "Action": action, "Resource": format!("{BUCKET}/{key}") } })
    };
    let narrowed = session(RoleName::Authenticated, vec![only("s3:*", "public/*")]);
    assert_eq!(role.decide(get("public/a"), &narrowed), Decision::Allowed);
    assert_eq!(
        role.decide(get("private/me/a"), &narrowed),
        Decision::OutsideSession
    );
    let widened = session(RoleName::Authenticated, vec![only("*", "*")]);
    assert_eq!(role.decide(get("secret"), &widened), Decision::ImplicitlyDenied);
    let both = session(
        RoleName::Authenticated,
        vec![only("s3:*", "public/*"), only("s3:PutObject", "*")],
    );
    assert_eq!(
        role.decide(get("public/a"), &both),
        Decision::OutsideSession,
        "every session policy has to allow it"
    );
}

#[test]
fn a_tag_of_the_session_fills_in_a_policy() {
    let settings = RoleSettings {
        policies: Some(vec![json!({ "Version": "2012-10-17", "Statement": {
            "Effect": "Allow", "Action": "s3:GetObject",
            "Resource": format!("{BUCKET}/teams/${{aws:PrincipalTag/team}}/*") } })]),
        ..RoleSettings::default()
    };
    let role = Role::load(RoleName::Authenticated, &settings).expect("a sound role");
    let session = session(RoleName::Authenticated, Vec::new());
    let get = |key: &str| Request::new("s3:GetObject", format!("{BUCKET}/{key}"));
    assert_eq!(role.decide(get("teams/red/a"), &session), Decision::Allowed);
    assert_eq!(
        role.decide(get("teams/blue/a"), &session),
        Decision::ImplicitlyDenied
    );
}

#[test]
fn each_role_reaches_what_its_members_are_for() {
    let object = |action: &str, key: &str| Request::new(action, format!("{BUCKET}/{key}"));
    let list = |prefix: &str| Request::new("s3:ListBucket", BUCKET).with("s3:prefix", prefix);
    let versions = |prefix: &str| Request::new("s3:ListBucketVersions", BUCKET).with("s3:prefix", prefix);
    // In the order of RoleName::ALL: authenticated, guest, editors, readers.
    for (request, expected) in [
        (object("s3:GetObject", "public/a"), [true, true, true, true]),
        (object("s3:PutObject", "public/a"), [true, false, true, false]),
        (object("s3:DeleteObject", "public/a"), [true, false, true, false]),
        (object("s3:GetObject", "editors/a"), [false, false, true, true]),
        (object("s3:PutObject", "editors/a"), [false, false, true, false]),
        (
            object("s3:GetObject", "protected/me/a"),
            [true, false, true, true],
        ),
        (
            object("s3:PutObject", "protected/me/a"),
            [true, false, true, false],
        ),
        (
            object("s3:GetObject", "protected/you/a"),
            [true, false, true, true],
        ),
        (object("s3:PutObject", "protected/you/a"), [false; 4]),
        (object("s3:GetObject", "private/me/a"), [true, false, true, true]),
        (object("s3:PutObject", "private/me/a"), [true, false, true, true]),
        (
            object("s3:AbortMultipartUpload", "private/me/a"),
            [true, false, true, true],
        ),
        (
            object("s3:GetObjectVersion", "public/a"),
            [true, false, true, false],
        ),
        (
            object("s3:PutObjectTagging", "public/a"),
            [true, false, true, false],
        ),
        (object("s3:RestoreObject", "public/a"), [true, false, true, false]),
        (object("s3:DeleteObjectVersion", "public/a"), [false; 4]),
        (object("s3:DeleteObjectVersion", "editors/a"), [false; 4]),
        (
            object("s3:DeleteObjectVersion", "private/me/a"),
            [true, false, true, true],
        ),
        (object("s3:GetObjectVersion", "protected/you/a"), [false; 4]),
        (object("s3:GetObject", "private/you/a"), [false; 4]),
        (object("s3:GetObject", "private/me"), [false; 4]),
        (object("s3:GetObject", "private/menace/a"), [false; 4]),
        (object("s3:GetObject", "secret"), [false; 4]),
        (list("public/"), [true, true, true, true]),
        (list("editors/"), [false, false, true, true]),
        (list("protected/"), [true, false, true, true]),
        (list("private/me/"), [true, false, true, true]),
        (list("private/me/Photos/"), [true, false, true, true]),
        (list("private/"), [false; 4]),
        (list("private/you/"), [false; 4]),
        (list(""), [false; 4]),
        (versions("public/"), [true, false, true, false]),
        (versions("private/me/"), [true, false, true, true]),
        (versions("protected/you/"), [false; 4]),
        (Request::new("s3:ListBucket", BUCKET), [false; 4]),
        (Request::new("s3:ListAllMyBuckets", "*"), [false; 4]),
        (
            Request::new("s3:CreateBucket", "arn:aws:s3:::another"),
            [false; 4],
        ),
    ] {
        for (name, expected) in RoleName::ALL.into_iter().zip(expected) {
            let decided = role(name).decide(request.clone(), &session(name, Vec::new()));
            assert_eq!(decided == Decision::Allowed, expected, "{name:?} {request:?}");
        }
    }
}
