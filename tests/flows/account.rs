//! Whoever is in cares for their account: attributes and their codes, password, factors, passkeys, the end of it.

use auth::{Attribute, Error, Factor, Profile};
use base::Secret;
use flow::{Intent, Outcome, Reason, State};
use sandbox::PASSWORD;
use tests::person::Person;

use crate::people::{People, asked, is_inside, preferring, signs_in_by};

async fn somebody(people: &People, username: &str) -> Person {
    let person = people.at(people.pool()).await;
    is_inside(&person.signs_in(username, PASSWORD).await);
    person
}

fn reason(error: &Error) -> Option<&Reason> {
    match error {
        Error::UserPool(refusal) => Some(&refusal.reason),
        Error::NotSignedIn | Error::NoIdentityPool | Error::IdentityPool { .. } | Error::Closed => None,
    }
}

fn attribute<'a>(profile: &'a Profile, name: &str) -> &'a Attribute {
    let mut attributes = profile.attributes.iter();
    attributes
        .find(|attribute| attribute.name == name)
        .expect("the attribute is listed")
}

fn changing(name: &str, value: &str) -> std::collections::BTreeMap<String, String> {
    [(name.to_owned(), value.to_owned())].into()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_address_counts_once_its_code_was_entered() {
    let people = People::fresh().await;
    let vera = somebody(&people, "vera").await;
    let session = &vera.session;
    let before = session.profile().await.expect("a profile");
    assert_ne!(attribute(&before, "email").verified, Some(true));

    let sent = session
        .update_attributes(changing("email", "verena@example.com"))
        .await;
    let sent = sent.expect("the change begins");
    assert_eq!(
        sent.first().map(|sent| sent.name.as_str()),
        Some("email"),
        "a code is on its way"
    );
    let waiting = session.profile().await.expect("a profile");
    assert_eq!(
        attribute(&waiting, "email").value.as_deref(),
        Some("vera@example.com"),
        "the old address stays in force"
    );

    let wrong = session
        .verify_attribute("email", &Secret::from("000000"))
        .await
        .expect_err("a wrong code");
    assert_eq!(reason(&wrong), Some(&Reason::WrongCode));
    let code = Secret::new(people.code_sent_to("verena@example.com"));
    session
        .verify_attribute("email", &code)
        .await
        .expect("the address is proven");
    let after = session.profile().await.expect("a profile");
    let email = attribute(&after, "email");
    assert_eq!(
        (email.value.as_deref(), email.verified),
        (Some("verena@example.com"), Some(true))
    );
    vera.does(Intent::SignOut { everywhere: false }).await;
    is_inside(&vera.signs_in("verena@example.com", PASSWORD).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_wants_the_present_one_and_keeps_the_session() {
    let people = People::fresh().await;
    let ada = somebody(&people, "ada").await;
    let new = Secret::from("Brand-new-2");
    let wrong = ada
        .session
        .change_password(&Secret::from("Wrong-pass-1"), &new)
        .await;
    assert_eq!(
        reason(&wrong.expect_err("a wrong password")),
        Some(&Reason::WrongCredentials)
    );
    let weak = ada
        .session
        .change_password(&Secret::from(PASSWORD), &Secret::from("short"))
        .await;
    assert_eq!(
        reason(&weak.expect_err("a weak password")),
        Some(&Reason::PasswordRules)
    );
    let changed = ada.session.change_password(&Secret::from(PASSWORD), &new).await;
    changed.expect("the password is changed");
    ada.session.profile().await.expect("the session goes on");
    ada.does(Intent::SignOut { everywhere: false }).await;
    let old = ada.signs_in("ada", PASSWORD).await;
    assert_eq!(
        old.scene.refusal.map(|refusal| refusal.reason),
        Some(Reason::WrongCredentials)
    );
    is_inside(&ada.signs_in("ada", "Brand-new-2").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_factor_that_was_switched_on_is_asked_for_until_it_is_switched_off() {
    let people = People::fresh().await;
    let ada = somebody(&people, "ada").await;
    let setup = ada.session.begin_totp().await.expect("a key");
    let wrong = ada.session.finish_totp(&Secret::from("000000"), "").await;
    wrong.expect_err("a wrong first code");
    let code = || people.totp(setup.secret.expose());
    let setup_again = ada.session.finish_totp(&Secret::new(code()), "Telephone").await;
    setup_again.expect("the app is proven");
    let on = ada.session.set_factor(Factor::Totp, true, true).await;
    on.expect("it is on");
    let factors = ada.session.profile().await.expect("a profile").factors;
    assert!(factors.totp.enabled && factors.totp.preferred);

    ada.does(Intent::SignOut { everywhere: false }).await;
    people.seconds_pass(30);
    assert_eq!(asked(&ada.signs_in("ada", PASSWORD).await), "SOFTWARE_TOKEN_MFA");
    is_inside(&ada.answers([("code", &code())]).await);
    let off = ada.session.set_factor(Factor::Totp, false, false).await;
    off.expect("it is off");
    ada.does(Intent::SignOut { everywhere: false }).await;
    is_inside(&ada.signs_in("ada", PASSWORD).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_of_this_app_signs_in_without_a_password_until_it_is_deleted() {
    let people = People::fresh().await;
    let otto = somebody(&people, "otto").await;
    otto.session.register_passkey().await.expect("a passkey");
    let passkeys = otto.session.passkeys().await.expect("the passkeys");
    assert_eq!(passkeys.len(), 1);
    otto.does(Intent::SignOut { everywhere: false }).await;

    let mut seen = signs_in_by(&otto, "otto", preferring("WEB_AUTHN")).await;
    if seen.scene.state.challenge().is_some() {
        seen = otto.answers([]).await;
    }
    is_inside(&seen);
    let deleted = otto.session.delete_passkey(&passkeys[0].id).await;
    deleted.expect("the passkey is gone");
    let left = otto.session.passkeys().await.expect("the passkeys");
    assert!(left.is_empty(), "{left:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_account_is_gone_from_service_and_device() {
    let people = People::fresh().await;
    let ada = somebody(&people, "ada").await;
    ada.session.delete_user().await.expect("the account is gone");
    let mut snapshots = ada.session.watch();
    let out = snapshots.wait_for(|seen| matches!(seen.scene.state, State::SignIn { .. }));
    let out = tokio::time::timeout(std::time::Duration::from_secs(60), out).await;
    let outcome = out
        .expect("nobody is in any more")
        .expect("the session lives")
        .scene
        .outcome;
    assert_eq!(outcome, Some(Outcome::AccountDeleted));
    let after = ada.signs_in("ada", PASSWORD).await;
    assert_eq!(
        after.scene.refusal.map(|refusal| refusal.reason),
        Some(Reason::WrongCredentials)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_action_withstands_a_bad_connection() {
    let people = People::fresh().await;
    let ada = somebody(&people, "ada").await;
    for fault in [
        sandbox::Fault::DropRequest,
        sandbox::Fault::DropAnswer,
        sandbox::Fault::TruncateAnswer,
    ] {
        let name = format!("{fault:?}");
        people.world.sandbox.faults().plan("UpdateUserAttributes", fault);
        let lost = ada.session.update_attributes(changing("given_name", &name)).await;
        lost.expect_err("the person is told");
        let again = ada.session.update_attributes(changing("given_name", &name)).await;
        again.expect("the same once more");
        let profile = ada.session.profile().await.expect("the session goes on");
        assert_eq!(attribute(&profile, "given_name").value.as_deref(), Some(&*name));
    }
}
