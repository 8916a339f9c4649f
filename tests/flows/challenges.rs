//! Every challenge that a pool can put, answered by a person.

use flow::{Intent, Method, Outcome, Question, Reason, State};
use sandbox::{MO_TOTP_SECRET, PASSWORD, RIDDLE_ANSWER};

use crate::people::{People, asked, choices, is_inside, preferring, signs_in_by};

#[tokio::test(flavor = "multi_thread")]
async fn a_text_message_is_the_second_step() {
    let people = People::fresh().await;
    let sam = people.at(people.pool()).await;
    let seen = sam.signs_in("sam", PASSWORD).await;
    assert_eq!(asked(&seen), "SMS_MFA");
    let wrong = sam.answers([("code", "00 00 00")]).await;
    assert_eq!(asked(&wrong), "SMS_MFA", "a wrong code leaves the question");
    is_inside(
        &sam.answers([("code", &people.code_sent_to(sandbox::SAM_PHONE))])
            .await,
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_email_is_the_second_step() {
    let people = People::fresh().await;
    let emil = people.at(people.pool()).await;
    assert_eq!(asked(&emil.signs_in("emil", PASSWORD).await), "EMAIL_OTP");
    let code = people.code_sent_to("emil@example.com");
    let spaced: String = code.chars().flat_map(|digit| [digit, ' ']).collect();
    is_inside(&emil.answers([("code", &spaced)]).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_authenticator_app_is_the_second_step_and_a_used_code_waits_for_the_next() {
    let people = People::fresh().await;
    let mo = people.at(people.pool()).await;
    mo.signs_in("mo", PASSWORD).await;
    let code = people.totp(MO_TOTP_SECRET);
    is_inside(&mo.answers([("code", &code)]).await);
    mo.does(Intent::SignOut { everywhere: false }).await;

    assert_eq!(asked(&mo.signs_in("mo", PASSWORD).await), "SOFTWARE_TOKEN_MFA");
    let seen = mo.answers([("code", &code)]).await;
    let refusal = seen.scene.refusal.expect("refused");
    assert_eq!(refusal.reason, Reason::UsedCode);
    let until = refusal.until.expect("when the next code comes");
    assert_eq!(until.unix_timestamp() % 30, 0);
    people.seconds_pass(30);
    is_inside(&mo.answers([("code", &people.totp(MO_TOTP_SECRET))]).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_several_second_steps_chooses_one_as_the_service_spells_it() {
    let people = People::fresh().await;
    let sel = people.at(people.pool()).await;
    let seen = sel.signs_in("sel", PASSWORD).await;
    assert_eq!(asked(&seen), "SELECT_MFA_TYPE");
    let offered = choices(&seen);
    assert!(offered.contains(&"SOFTWARE_TOKEN_MFA".to_owned()), "{offered:?}");
    let seen = sel.answers([("choice", "EMAIL_OTP")]).await;
    assert_eq!(asked(&seen), "EMAIL_OTP");
    is_inside(
        &sel.answers([("code", &people.code_sent_to("sel@example.com"))])
            .await,
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_authenticator_app_is_set_up_in_the_middle_of_a_sign_in() {
    let people = People::fresh().await;
    let nina = people.at(people.pool()).await;
    let seen = nina.signs_in("nina", PASSWORD).await;
    assert_eq!(asked(&seen), "MFA_SETUP");
    assert_eq!(choices(&seen), ["SOFTWARE_TOKEN_MFA", "EMAIL_OTP"]);

    let seen = nina.answers([("choice", "SOFTWARE_TOKEN_MFA")]).await;
    let State::Answer(Question::SetUpTotp { setup, .. }) = seen.scene.state else {
        panic!("{:?}", seen.scene)
    };
    let wrong = nina.answers([("code", "000000")]).await;
    assert_eq!(
        wrong.scene.refusal.map(|refusal| refusal.reason),
        Some(Reason::WrongFirstCode)
    );
    let State::Answer(Question::SetUpTotp { setup: kept, .. }) = wrong.scene.state else {
        panic!("the key stays")
    };
    assert_eq!(setup, kept);
    is_inside(
        &nina
            .answers([("code", &people.totp(setup.secret.expose()))])
            .await,
    );

    nina.does(Intent::SignOut { everywhere: false }).await;
    people.seconds_pass(30);
    assert_eq!(
        asked(&nina.signs_in("nina", PASSWORD).await),
        "SOFTWARE_TOKEN_MFA"
    );
    is_inside(
        &nina
            .answers([("code", &people.totp(setup.secret.expose()))])
            .await,
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn codes_by_email_are_set_up_in_the_middle_of_a_sign_in() {
    let people = People::fresh().await;
    let nina = people.at(people.pool()).await;
    nina.signs_in("nina", PASSWORD).await;
    let seen = nina
        .answers([("choice", "EMAIL_OTP"), ("email", "nina@example.com")])
        .await;
    assert_eq!(asked(&seen), "EMAIL_OTP");
    is_inside(
        &nina
            .answers([("code", &people.code_sent_to("nina@example.com"))])
            .await,
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_factor_is_chosen_from_what_the_account_has() {
    let people = People::fresh().await;
    let otto = people.at(people.pool()).await;
    let seen = signs_in_by(&otto, "otto", Method::UserAuth { preferred: None }).await;
    assert_eq!(asked(&seen), "SELECT_CHALLENGE");
    let offered = choices(&seen);
    for factor in ["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP", "SMS_OTP"] {
        assert!(offered.contains(&factor.to_owned()), "{factor} in {offered:?}");
    }
    is_inside(
        &otto
            .answers([("choice", "PASSWORD_SRP"), ("password", PASSWORD)])
            .await,
    );
    otto.does(Intent::SignOut { everywhere: false }).await;

    signs_in_by(&otto, "otto", Method::UserAuth { preferred: None }).await;
    is_inside(
        &otto
            .answers([("choice", "PASSWORD"), ("password", PASSWORD)])
            .await,
    );
    otto.does(Intent::SignOut { everywhere: false }).await;

    signs_in_by(&otto, "otto", Method::UserAuth { preferred: None }).await;
    let seen = otto.answers([("choice", "SMS_OTP")]).await;
    assert_eq!(asked(&seen), "SMS_OTP");
    let to = seen.scene.state.challenge().expect("asked").destination();
    assert!(to.is_some(), "where the code went is told");
    is_inside(&otto.answers([("code", &people.code_sent_to("+15550102"))]).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preferred_factor_is_asked_at_once() {
    let people = People::fresh().await;
    let otto = people.at(people.pool()).await;
    assert_eq!(
        asked(&signs_in_by(&otto, "otto", preferring("EMAIL_OTP")).await),
        "EMAIL_OTP"
    );
    is_inside(
        &otto
            .answers([("code", &people.code_sent_to("otto@example.com"))])
            .await,
    );
    otto.does(Intent::SignOut { everywhere: false }).await;

    for method in [
        preferring("PASSWORD_SRP"),
        preferring("PASSWORD"),
        Method::UserPassword,
    ] {
        is_inside(&signs_in_by(&otto, "otto", method).await);
        otto.does(Intent::SignOut { everywhere: false }).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_of_the_pools_own_making_are_answered_round_after_round() {
    for method in [Method::Custom, Method::CustomWithSrp] {
        let people = People::fresh().await;
        let cora = people.at(people.pool()).await;
        let seen = signs_in_by(&cora, "cora", method).await;
        assert_eq!(asked(&seen), "CUSTOM_CHALLENGE");
        let seen = cora.answers([("answer", "a wrong guess")]).await;
        assert_eq!(asked(&seen), "CUSTOM_CHALLENGE", "and the newest session counts");
        let seen = cora.answers([("answer", RIDDLE_ANSWER)]).await;
        assert_eq!(asked(&seen), "CUSTOM_CHALLENGE");
        is_inside(
            &cora
                .answers([("answer", &people.code_sent_to("cora@example.com"))])
                .await,
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_temporary_password_is_replaced_with_what_the_account_lacks() {
    let people = People::fresh().await;
    let temp = people.at(people.pool()).await;
    let seen = temp.signs_in("temp", sandbox::TEMPORARY_PASSWORD).await;
    assert_eq!(asked(&seen), "NEW_PASSWORD_REQUIRED");
    let missing = seen.scene.state.challenge().expect("asked").missing_attributes();
    assert_eq!(missing, ["given_name"], "the address that it has is not asked");
    is_inside(
        &temp
            .answers([("newPassword", "Brand-new-2"), ("given_name", "Temp")])
            .await,
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_with_a_secret_is_met_at_every_step_whatever_name_was_typed() {
    let people = People::fresh().await;
    let person = people.at(people.pool_with_secret()).await;
    is_inside(&person.signs_in("ada@example.com", PASSWORD).await);
    person.does(Intent::SignOut { everywhere: false }).await;

    person.signs_in("mo@example.com", PASSWORD).await;
    is_inside(&person.answers([("code", &people.totp(MO_TOTP_SECRET))]).await);
    let out = person.does(Intent::SignOut { everywhere: true }).await;
    assert_eq!(out.scene.outcome, Some(Outcome::SignedOutEverywhere));

    let mut without = people.pool_with_secret();
    without.client_secret = None;
    let stranger = people.at(without).await;
    let seen = stranger.signs_in("ada", PASSWORD).await;
    assert_eq!(
        seen.scene.refusal.map(|refusal| refusal.reason),
        Some(Reason::ClientSecretMissing)
    );
}
