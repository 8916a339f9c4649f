//! Nobody is stranded: time passes, windows close, codes get lost, and the person ends where they were.

use base::Secret;
use flow::{ChallengeName, Credentials, Intent, Method, Outcome, Question, Reason, State};
use sandbox::{MO_TOTP_SECRET, PASSWORD};
use tests::person::values;

use crate::people::{People, asked, is, is_inside, preferring, signs_in_by};

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_comes_too_late_is_replaced_by_a_new_one_at_the_same_step() {
    let people = People::fresh().await;
    let sel = people.at(people.pool()).await;
    sel.signs_in("sel", PASSWORD).await;
    sel.answers([("choice", "EMAIL_OTP")]).await;
    let old = people.code_sent_to("sel@example.com");

    people.seconds_pass(4 * 60);
    let seen = sel.answers([("code", &old)]).await;

    assert_eq!(asked(&seen), "EMAIL_OTP", "the choice was made again by itself");
    assert_eq!(seen.scene.outcome, Some(Outcome::Restarted));
    assert!(seen.scene.refusal.is_none());
    is_inside(
        &sel.answers([("code", &people.code_sent_to("sel@example.com"))])
            .await,
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_of_an_authenticator_app_that_comes_too_late_for_its_session_is_still_good() {
    let people = People::fresh().await;
    let mo = people.at(people.pool()).await;
    mo.signs_in("mo", PASSWORD).await;
    people.seconds_pass(4 * 60);
    is_inside(&mo.answers([("code", &people.totp(MO_TOTP_SECRET))]).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_set_up_that_takes_too_long_goes_on_with_a_new_key() {
    let people = People::fresh().await;
    let nina = people.at(people.pool()).await;
    nina.signs_in("nina", PASSWORD).await;
    nina.answers([("choice", "SOFTWARE_TOKEN_MFA")]).await;
    people.seconds_pass(4 * 60);

    let seen = nina.answers([("code", "123456")]).await;

    let State::Answer(Question::SetUpTotp { setup, .. }) = seen.scene.state else {
        panic!("{:?}", seen.scene)
    };
    assert_eq!(seen.scene.outcome, Some(Outcome::Restarted));
    is_inside(
        &nina
            .answers([("code", &people.totp(setup.secret.expose()))])
            .await,
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_code_is_sent_without_typing_the_password_again() {
    let people = People::fresh().await;
    let sam = people.at(people.pool()).await;
    sam.signs_in("sam", PASSWORD).await;
    let (before, old) = (people.messages(), people.code_sent_to(sandbox::SAM_PHONE));

    let seen = sam.does(Intent::Resend).await;

    assert_eq!(people.messages(), before + 1);
    assert_eq!(
        (asked(&seen), seen.scene.outcome),
        ("SMS_MFA".into(), Some(Outcome::CodeSent))
    );
    let new = people.code_sent_to(sandbox::SAM_PHONE);
    if old != new {
        let seen = sam.answers([("code", &old)]).await;
        assert_eq!(asked(&seen), "SMS_MFA", "the old one is void");
    }
    is_inside(&sam.answers([("code", &new)]).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_the_window_at_a_question_and_opening_it_again_goes_on_there() {
    let people = People::fresh().await;
    let sam = people.at(people.pool()).await;
    sam.signs_in("sam", PASSWORD).await;
    sam.session.close().await;
    people.seconds_pass(60);

    let sam = people.returning(people.pool()).await;
    let seen = sam.session.watch().borrow().clone();
    assert_eq!(asked(&seen), "SMS_MFA");
    is_inside(
        &sam.answers([("code", &people.code_sent_to(sandbox::SAM_PHONE))])
            .await,
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_key_of_an_authenticator_app_is_the_same_after_closing_the_window() {
    let people = People::fresh().await;
    let nina = people.at(people.pool()).await;
    nina.signs_in("nina", PASSWORD).await;
    let seen = nina.answers([("choice", "SOFTWARE_TOKEN_MFA")]).await;
    let State::Answer(Question::SetUpTotp { setup, .. }) = seen.scene.state else {
        panic!("{:?}", seen.scene)
    };
    nina.session.close().await;

    let nina = people.returning(people.pool()).await;
    is_inside(
        &nina
            .answers([("code", &people.totp(setup.secret.expose()))])
            .await,
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_that_was_closed_for_too_long_says_so_and_asks_for_the_password() {
    let people = People::fresh().await;
    let sam = people.at(people.pool()).await;
    sam.signs_in("sam", PASSWORD).await;
    sam.session.close().await;
    people.seconds_pass(4 * 60);

    let sam = people.returning(people.pool()).await;
    let seen = sam.session.watch().borrow().clone();
    assert_eq!(
        seen.scene.state,
        State::SignIn {
            username: "sam".into()
        }
    );
    assert_eq!(seen.scene.outcome, Some(Outcome::Lapsed));
    sam.session.close().await;
    let sam = people.returning(people.pool()).await;
    assert_eq!(
        sam.session.watch().borrow().scene.outcome,
        None,
        "and says it once"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn leaving_a_question_leaves_nothing_to_go_on_with() {
    let people = People::fresh().await;
    let sam = people.at(people.pool()).await;
    sam.signs_in("sam", PASSWORD).await;
    sam.does(Intent::ShowSignIn).await;
    sam.session.close().await;
    people.at(people.pool()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_is_counted_down_and_ends_when_it_says() {
    let people = People::fresh().await;
    let ada = people.at(people.pool()).await;
    let mut until = None;
    for _ in 0..8 {
        let seen = ada.signs_in("ada", "Wrong-pass-1").await;
        until = seen.scene.refusal.and_then(|refusal| refusal.until);
        if until.is_some() {
            break;
        }
    }
    let wait = until.expect("locked out before long") - base::Clock::now(&*people.clock);
    assert!((1..=16).contains(&wait.whole_seconds()), "{wait}");
    people.seconds_pass(wait.whole_seconds() + 1);
    is_inside(&ada.signs_in("ada", PASSWORD).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_is_sent_for_nobody_tells_nothing() {
    let people = People::fresh().await;
    let person = people.at(people.pool()).await;
    let seen = signs_in_by(&person, "nobody", preferring("EMAIL_OTP")).await;
    assert!(is(&seen, &ChallengeName::EmailOtp), "{:?}", seen.scene);
    let seen = person.answers([("code", "12345678")]).await;
    let reason = seen.scene.refusal.map(|refusal| refusal.reason);
    assert!(
        matches!(reason, Some(Reason::WrongCode | Reason::WrongCredentials)),
        "{reason:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_throttled_service_is_waited_for_and_nobody_notices() {
    let people = People::fresh().await;
    let busy = sandbox::Fault::Refuse {
        error: "TooManyRequestsException".into(),
        message: "Rate exceeded".into(),
        status: 400,
    };
    people.world.sandbox.faults().plan("InitiateAuth", busy);
    let ada = people.at(people.pool()).await;
    is_inside(&ada.signs_in("ada", PASSWORD).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_that_is_taken_for_an_attack_says_so() {
    let people = People::fresh().await;
    let mut settings = people.world.sandbox.settings();
    settings.pool.risk = sandbox::Risk::RiskyBlocked;
    people
        .world
        .sandbox
        .change_settings(settings)
        .await
        .expect("changed");
    let ada = people.at(people.pool()).await;
    let seen = ada.signs_in("ada", PASSWORD).await;
    assert_eq!(
        seen.scene.refusal.map(|refusal| refusal.reason),
        Some(Reason::RiskBlocked)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stolen_password_is_refused_where_it_is_chosen_and_must_be_replaced_where_it_is_used() {
    let people = People::fresh().await;
    let stolen = sandbox::COMPROMISED_PASSWORDS[0];
    let ada = people.at(people.pool()).await;
    is_inside(&ada.signs_in("ada", PASSWORD).await);
    let new = Secret::from(stolen);
    let changed = ada.session.change_password(&Secret::from(PASSWORD), &new).await;
    changed.expect("nobody has looked for stolen passwords yet");
    ada.does(Intent::SignOut { everywhere: false }).await;

    let mut settings = people.world.sandbox.settings();
    settings.pool.risk = sandbox::Risk::CompromisedRefused;
    people
        .world
        .sandbox
        .change_settings(settings)
        .await
        .expect("changed");
    ada.does(Intent::ShowSignUp).await;
    let form = values([
        ("username", "bo"),
        ("email", "bo@example.com"),
        ("given_name", "Bo"),
        ("password", stolen),
    ]);
    let sign_up = Intent::SignUp {
        values: form,
        remember: false,
        method: Method::UserSrp,
    };
    let refused = ada.does(sign_up).await;
    assert_eq!(
        refused.scene.refusal.map(|refusal| refusal.reason),
        Some(Reason::CompromisedPassword)
    );
    let credentials = Credentials {
        username: "ada".to_owned(),
        password: new,
        remember: false,
        method: Method::UserPassword,
    };
    ada.does(Intent::ShowSignIn).await;
    let seen = ada.does(Intent::SignIn(credentials)).await;
    assert!(
        matches!(seen.scene.state, State::Answer(Question::ResetPassword { .. })),
        "{:?}",
        seen.scene
    );
    let code = people.code_sent_to("ada@example.com");
    let seen = ada
        .answers([("code", &code), ("newPassword", "Found-nowhere-7")])
        .await;
    assert_eq!(
        seen.scene.outcome,
        Some(Outcome::PasswordChanged),
        "{:?}",
        seen.scene
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_was_confirmed_elsewhere_is_in_with_one_click_or_none() {
    let people = People::fresh().await;
    let una = people.at(people.pool()).await;
    let seen = una.signs_in("una", PASSWORD).await;
    assert!(
        matches!(seen.scene.state, State::Answer(Question::ConfirmSignUp { .. })),
        "{:?}",
        seen.scene
    );
    let seen = una.does(Intent::CheckConfirmed { quiet: false }).await;
    assert_eq!(seen.scene.outcome, Some(Outcome::StillUnconfirmed));

    // Another computer of hers confirms the account.
    let elsewhere = people.world.folder.path().join("elsewhere");
    let other = tests::person::Person::with(
        people.pool(),
        &elsewhere,
        people.clock.clone(),
        tests::keys::MemoryKeys::default(),
    );
    other.signs_in("una", PASSWORD).await;
    is_inside(
        &other
            .answers([("code", &people.code_sent_to("una@example.com"))])
            .await,
    );

    is_inside(&una.does(Intent::CheckConfirmed { quiet: false }).await);
}
