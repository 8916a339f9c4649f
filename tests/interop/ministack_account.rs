//! What the app's own crates do with an account, against ministack: second factors, client secrets, forgotten and
//! changed passwords, names that are addresses. Only cases in which ministack does as AWS does.

use auth::{Factor, Snapshot};
use base::{Secret, SystemClock};
use flow::{Intent, Question, Reason, State};
use tests::authenticator;
use tests::person::Person;

use crate::ministack::Ministack;

const PASSWORD: &str = "Long-enough-1";
/// What ministack "sends" for a forgotten password.
const RESET_CODE: &str = "654321";

fn is_in(seen: &Snapshot) -> bool {
    matches!(seen.scene.state, State::SignedIn { .. })
}

fn reason(seen: &Snapshot) -> Option<Reason> {
    seen.scene.refusal.as_ref().map(|refusal| refusal.reason.clone())
}

async fn signs_out(person: &Person) -> Snapshot {
    person.does(Intent::SignOut { everywhere: false }).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_authenticator_app_that_was_set_up_is_asked_for_after_srp() {
    use base::Clock;
    let ministack = Ministack::fresh().await;
    let person = ministack.person();
    assert!(is_in(&person.signs_in("cleo", PASSWORD).await));

    let setup = person.session.begin_totp().await.expect("a key");
    let wrong = person.session.finish_totp(&Secret::from("000000"), "").await;
    assert!(wrong.is_err(), "a wrong code proves nothing");
    let shown = || authenticator::code(setup.secret.expose(), SystemClock.now());
    let proven = person
        .session
        .finish_totp(&Secret::new(shown()), "A telephone")
        .await;
    proven.expect("the code proves the app");
    let switched = person.session.set_factor(Factor::Totp, true, true).await;
    switched.expect("the factor is switched on");
    let profile = person.session.profile().await.expect("a profile");
    assert!(profile.factors.totp.enabled && profile.factors.totp.preferred);
    assert_eq!(profile.groups, ["readers"], "the groups of the token");

    signs_out(&person).await;
    let asked = person.signs_in("cleo", PASSWORD).await;
    let challenge = asked.scene.state.challenge().expect("a challenge");
    assert_eq!(challenge.name.as_str(), "SOFTWARE_TOKEN_MFA");
    let refused = person.answers([("code", "000000")]).await;
    assert_eq!(reason(&refused), Some(Reason::WrongCode));
    let seen = person.answers([("code", &shown())]).await;
    assert!(is_in(&seen), "{:?}", seen.scene);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_with_a_secret_wants_its_hash_from_every_call() {
    let ministack = Ministack::fresh().await;
    let mut pool = ministack.pool.clone();
    pool.client_id = ministack.id("secret_client");
    pool.identity_pool = None;
    let without = ministack.person_in(pool.clone()).signs_in("cleo", PASSWORD).await;
    assert!(!is_in(&without), "{:?}", without.scene);

    pool.client_secret = Some(Secret::from("another secret than that of the client"));
    let wrong = ministack.person_in(pool.clone()).signs_in("cleo", PASSWORD).await;
    assert!(!is_in(&wrong), "{:?}", wrong.scene);

    pool.client_secret = Some(Secret::new(ministack.id("secret")));
    let person = ministack.person_in(pool);
    let seen = person.signs_in("cleo", PASSWORD).await;
    assert!(is_in(&seen), "{:?}", seen.scene);
    signs_out(&person).await;
    let seen = person.signs_in("temp", "Temporary-1").await;
    assert!(
        seen.scene.state.challenge().is_some(),
        "the answers to challenges carry it, too"
    );
    assert!(is_in(&person.answers([("newPassword", "Brand-new-2")]).await));
}

async fn sets_a_new_password(person: &Person) {
    let refused = person
        .answers([("code", "111111"), ("newPassword", "Brand-new-2")])
        .await;
    assert_eq!(reason(&refused), Some(Reason::WrongCode));
    person
        .answers([("code", RESET_CODE), ("newPassword", "Brand-new-2")])
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_password_is_replaced_and_srp_knows_only_the_new_one() {
    let ministack = Ministack::fresh().await;
    let person = ministack.person();
    let username = "cleo".to_owned();
    person
        .does(Intent::ShowForgotPassword {
            username: username.clone(),
        })
        .await;
    person.does(Intent::ForgotPassword { username }).await;
    sets_a_new_password(&person).await;
    let old = person.signs_in("cleo", PASSWORD).await;
    assert_eq!(reason(&old), Some(Reason::WrongCredentials));
    assert!(is_in(&person.signs_in("cleo", "Brand-new-2").await));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_that_an_administrator_ordered_begins_by_itself() {
    let ministack = Ministack::fresh().await;
    let person = ministack.person();
    let asked = person.signs_in("rita", PASSWORD).await;
    assert!(
        matches!(asked.scene.state, State::Answer(Question::ResetPassword { .. })),
        "{:?}",
        asked.scene
    );
    sets_a_new_password(&person).await;
    assert!(is_in(&person.signs_in("rita", "Brand-new-2").await));
}

#[tokio::test(flavor = "multi_thread")]
async fn password_and_attributes_are_changed_from_inside_and_the_account_is_deleted() {
    let ministack = Ministack::fresh().await;
    let person = ministack.person();
    person.signs_in("cleo", PASSWORD).await;
    let session = &person.session;
    let (right, new) = (Secret::from(PASSWORD), Secret::from("Brand-new-2"));
    let wrong = session.change_password(&Secret::from("Wrong-pass-1"), &new).await;
    assert!(wrong.is_err(), "the present password is asked for");
    session
        .change_password(&right, &new)
        .await
        .expect("the password is changed");
    let changes = [("given_name".to_owned(), "Cléo".to_owned())];
    session
        .update_attributes(changes.into())
        .await
        .expect("the name is changed");
    let profile = session.profile().await.expect("a profile");
    let name = profile
        .attributes
        .iter()
        .find(|attribute| attribute.name == "given_name");
    assert_eq!(name.and_then(|name| name.value.as_deref()), Some("Cléo"));

    signs_out(&person).await;
    assert!(is_in(&person.signs_in("cleo", "Brand-new-2").await));
    person.session.delete_user().await.expect("the account is gone");
    let after = person.signs_in("cleo", "Brand-new-2").await;
    assert!(!is_in(&after), "{:?}", after.scene);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_named_by_an_address_proves_the_password_under_the_name_behind_it() {
    let ministack = Ministack::fresh().await;
    let mut pool = ministack.pool.clone();
    (pool.user_pool_id, pool.client_id) = (ministack.id("email_pool"), ministack.id("email_client"));
    pool.identity_pool = None;
    let person = ministack.person_in(pool);
    let seen = person.signs_in("cleo@example.com", PASSWORD).await;
    assert!(is_in(&seen), "{:?}", seen.scene);
    let account = seen.account.expect("an account");
    assert_ne!(
        account.username, "cleo@example.com",
        "the name behind is the pool's"
    );
    assert_eq!(account.email.as_deref(), Some("cleo@example.com"));
}
