use rusqlite::Connection;
use serde_json::Value;

use super::super::identities::SCHEMA;
use super::super::login::Kind;
use super::*;
use crate::cognito_sync;

const REGION: &str = "eu-west-1";

fn login(provider: &str, subject: &str) -> Login {
    Login::Provider {
        kind: Kind::Oidc,
        provider: provider.to_owned(),
        subject: subject.to_owned(),
        claims: Value::Null,
        username: None,
    }
}

fn database() -> Connection {
    let connection = Connection::open_in_memory().expect("a database");
    for tables in [SCHEMA, cognito_sync::SCHEMA] {
        connection.execute_batch(tables).expect("tables");
    }
    connection
}

fn name(outcome: Result<Identity, Refusal>) -> &'static str {
    let refusal = outcome.expect_err("refused");
    [
        "NotAuthorizedException",
        "ResourceConflictException",
        "ResourceNotFoundException",
    ]
    .into_iter()
    .find(|name| refusal.is(name))
    .expect("one of these")
}

#[test]
fn logins_shown_together_have_one_identity_ever_after() {
    let mut connection = database();
    let transaction = connection.transaction().expect("a transaction");
    let (a, b) = (login("a", "1"), login("b", "1"));
    let both = identity_of(&transaction, &[a.clone(), b.clone()], REGION).expect("an identity");
    for alone in [a, b] {
        let again = identity_of(&transaction, &[alone], REGION).expect("an identity");
        assert_eq!(again, both);
    }
    let other = identity_of(&transaction, &[login("a", "2")], REGION).expect("an identity");
    assert_ne!(other, both);
}

#[test]
fn a_guest_who_signs_in_for_the_first_time_keeps_the_identity_but_is_no_guest_any_more() {
    let mut connection = database();
    let transaction = connection.transaction().expect("a transaction");
    let guest = identity_of(&transaction, &[], REGION).expect("a guest");
    assert!(!guest.authenticated);
    let signed_in = admit(&transaction, &guest.id, &[login("a", "1")], true).expect("the same");
    assert_eq!(signed_in.id, guest.id);
    assert_eq!(
        name(admit(&transaction, &guest.id, &[], true)),
        "NotAuthorizedException",
        "without the login nobody has what is now a person's"
    );
}

#[test]
fn a_guest_who_is_known_becomes_who_it_is_and_the_guests_identity_is_disabled() {
    let mut connection = database();
    let transaction = connection.transaction().expect("a transaction");
    let known = identity_of(&transaction, &[login("a", "1")], REGION).expect("an identity");
    let guest = identity_of(&transaction, &[], REGION).expect("a guest");
    let signed_in = admit(&transaction, &guest.id, &[login("a", "1")], true).expect("merged");
    assert_eq!(signed_in.id, known.id);
    let refusal = admit(&transaction, &guest.id, &[], true).expect_err("disabled");
    assert_eq!(
        refusal.message(),
        format!("Access to Identity '{}' is forbidden.", guest.id)
    );
}

#[test]
fn a_login_joins_the_identity_of_another_unless_somebody_else_has_it() {
    let mut connection = database();
    let transaction = connection.transaction().expect("a transaction");
    let (a, b, c) = (login("a", "1"), login("b", "1"), login("b", "2"));
    let first = identity_of(&transaction, std::slice::from_ref(&a), REGION).expect("an identity");
    let linked = admit(&transaction, &first.id, &[a.clone(), b.clone()], true).expect("linked");
    assert_eq!(linked.id, first.id);
    assert_eq!(
        identity_of(&transaction, &[b], REGION).expect("an identity").id,
        first.id
    );

    let conflict = "ResourceConflictException";
    let one_of_each = admit(&transaction, &first.id, &[a.clone(), c.clone()], true);
    assert_eq!(name(one_of_each), conflict, "one login of each provider");
    identity_of(&transaction, std::slice::from_ref(&c), REGION).expect("somebody else");
    assert_eq!(
        name(identity_of(&transaction, &[a.clone(), c.clone()], REGION)),
        conflict
    );
    assert_eq!(name(admit(&transaction, &first.id, &[a, c], true)), conflict);
}

#[test]
fn an_identity_is_only_for_its_own_logins() {
    let mut connection = database();
    let transaction = connection.transaction().expect("a transaction");
    let first = identity_of(&transaction, &[login("a", "1")], REGION).expect("an identity");
    identity_of(&transaction, &[login("a", "2")], REGION).expect("another");
    for stranger in [login("a", "2"), login("a", "3")] {
        assert_eq!(
            name(admit(&transaction, &first.id, &[stranger], true)),
            "NotAuthorizedException"
        );
    }
    assert_eq!(
        name(admit(&transaction, "eu-west-1:0", &[login("a", "1")], true)),
        "ResourceNotFoundException"
    );
    let guest = identity_of(&transaction, &[], REGION).expect("a guest");
    assert!(admit(&transaction, &guest.id, &[], true).is_ok());
    assert_eq!(
        name(admit(&transaction, &guest.id, &[], false)),
        "NotAuthorizedException",
        "guests were turned off"
    );
}
