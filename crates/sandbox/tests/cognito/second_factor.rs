use sandbox::{MO_TOTP_SECRET, Medium, MfaMode, PASSWORD, SAM_PHONE};
use serde_json::{Value, json};
use time::Duration;

use crate::stage::{Stage, app_code, assert_refused, assert_signed_in};

const WRONG: (&str, &str) = (
    "CodeMismatchException",
    "Invalid code or auth state for the user.",
);
const ONCE: &str = "Invalid session for the user, session can only be used once.";
const EXPIRED: &str = "Invalid session for the user, session is expired.";
const REUSED: &str = "Your software token has already been used once.";

async fn challenge(stage: &Stage, username: &str, name: &str) -> Value {
    let challenge = stage.sign_in(username, PASSWORD).await.expect("a challenge");
    assert_eq!(challenge["ChallengeName"], name);
    challenge
}

fn list(challenge: &Value, name: &str) -> Vec<String> {
    serde_json::from_str(challenge["ChallengeParameters"][name].as_str().expect("text")).expect("a JSON list")
}

#[tokio::test]
async fn a_text_message_carries_six_digits_that_sign_in_once() {
    let stage = Stage::set().await;
    let challenge = challenge(&stage, "sam", "SMS_MFA").await;
    let parameters = &challenge["ChallengeParameters"];
    assert_eq!(parameters["CODE_DELIVERY_DELIVERY_MEDIUM"], "SMS");
    assert_eq!(parameters["CODE_DELIVERY_DESTINATION"], "+****0100");
    let message = stage.newest_message();
    assert_eq!((message.medium, message.to.as_str()), (Medium::Sms, SAM_PHONE));
    let code = stage.newest_code();
    assert_eq!(code.len(), 6);

    let answer = |code: &str| {
        let responses = json!({ "USERNAME": "sam", "SMS_MFA_CODE": code });
        stage.answer("SMS_MFA", &challenge["Session"], responses)
    };
    assert_refused(answer("no code").await, WRONG.0, WRONG.1);
    assert_signed_in(&answer(&code).await);
    assert_refused(answer(&code).await, "NotAuthorizedException", ONCE);
}

#[tokio::test]
async fn a_mail_carries_eight_digits_that_die_with_their_session() {
    let stage = Stage::set().await;
    let first = challenge(&stage, "emil", "EMAIL_OTP").await;
    assert_eq!(
        first["ChallengeParameters"]["CODE_DELIVERY_DESTINATION"],
        "e***@e***"
    );
    let code = stage.newest_code();
    assert_eq!(code.len(), 8);
    let answer = |challenge: &Value, code: &str| {
        let responses = json!({ "USERNAME": "emil", "EMAIL_OTP_CODE": code });
        let (session, stage) = (challenge["Session"].clone(), &stage);
        async move { stage.answer("EMAIL_OTP", &session, responses).await }
    };
    stage.wait(Duration::minutes(3));
    assert_refused(answer(&first, &code).await, "NotAuthorizedException", EXPIRED);

    let second = challenge(&stage, "emil", "EMAIL_OTP").await;
    let newer = stage.newest_code();
    if newer != code {
        assert_refused(answer(&second, &code).await, WRONG.0, WRONG.1);
    }
    assert_signed_in(&answer(&second, &newer).await);
}

#[tokio::test]
async fn wrong_codes_lock_as_wrong_passwords_do_and_tries_in_between_do_not_count() {
    let stage = Stage::set().await;
    stage
        .change(|settings| settings.clients[0].session_validity = 15)
        .await;
    let challenge = challenge(&stage, "emil", "EMAIL_OTP").await;
    let code = stage.newest_code();
    let answer = |code: &str| {
        let responses = json!({ "USERNAME": "emil", "EMAIL_OTP_CODE": code });
        stage.answer("EMAIL_OTP", &challenge["Session"], responses)
    };
    for _ in 0..5 {
        assert_refused(answer("no code").await, WRONG.0, WRONG.1);
    }
    for _ in 0..4 {
        assert_refused(
            answer(&code).await,
            "NotAuthorizedException",
            "Password attempts exceeded",
        );
    }
    stage.wait(Duration::seconds(1));
    assert_signed_in(&answer(&code).await);
}

#[tokio::test]
async fn of_several_factors_without_a_preference_one_is_chosen() {
    let stage = Stage::set().await;
    for (choice, name, parameter) in [
        ("SMS_MFA", "SMS_MFA", "SMS_MFA_CODE"),
        ("EMAIL_OTP", "EMAIL_OTP", "EMAIL_OTP_CODE"),
        ("EMAIL_MFA", "EMAIL_OTP", "EMAIL_OTP_CODE"),
        (
            "SOFTWARE_TOKEN_MFA",
            "SOFTWARE_TOKEN_MFA",
            "SOFTWARE_TOKEN_MFA_CODE",
        ),
    ] {
        let challenge = challenge(&stage, "sel", "SELECT_MFA_TYPE").await;
        assert_eq!(
            list(&challenge, "MFAS_CAN_CHOOSE"),
            ["SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"]
        );
        let choose = |answer: &str| {
            let responses = json!({ "USERNAME": "sel", "ANSWER": answer });
            stage.answer("SELECT_MFA_TYPE", &challenge["Session"], responses)
        };
        let nonsense = choose("TELEPATHY").await.expect_err("refused");
        assert_eq!(nonsense.name, "InvalidParameterException");
        let next = choose(choice).await.expect("a refusal kept the session open");
        assert_eq!(next["ChallengeName"], name);
        assert_ne!(
            next["Session"], challenge["Session"],
            "each round has a session of its own"
        );
        assert_refused(choose(choice).await, "NotAuthorizedException", ONCE);

        let code = if name == "SOFTWARE_TOKEN_MFA" {
            app_code(MO_TOTP_SECRET, stage.now())
        } else {
            stage.newest_code()
        };
        let mut responses = json!({ "USERNAME": "sel" });
        responses[parameter] = json!(code);
        assert_signed_in(&stage.answer(name, &next["Session"], responses).await);
    }
}

#[tokio::test]
async fn a_used_code_of_an_app_has_to_be_waited_out_and_the_session_stays_open() {
    let stage = Stage::set().await;
    let answer = |challenge: &Value| {
        let code = app_code(MO_TOTP_SECRET, stage.now());
        let responses = json!({ "USERNAME": "mo", "SOFTWARE_TOKEN_MFA_CODE": code });
        let session = challenge["Session"].clone();
        let stage = &stage;
        async move { stage.answer("SOFTWARE_TOKEN_MFA", &session, responses).await }
    };
    let first = challenge(&stage, "mo", "SOFTWARE_TOKEN_MFA").await;
    assert_signed_in(&answer(&first).await);
    let second = challenge(&stage, "mo", "SOFTWARE_TOKEN_MFA").await;
    assert_refused(answer(&second).await, "ExpiredCodeException", REUSED);
    stage.wait(Duration::seconds(30));
    assert_signed_in(&answer(&second).await);
}

#[tokio::test]
async fn an_authenticator_app_is_set_up_on_the_way_in() {
    let stage = Stage::set().await;
    let challenge = challenge(&stage, "nina", "MFA_SETUP").await;
    assert_eq!(
        list(&challenge, "MFAS_CAN_SETUP"),
        ["SOFTWARE_TOKEN_MFA", "EMAIL_OTP"]
    );
    let finish = |session: &Value| {
        let session = session.clone();
        let stage = &stage;
        async move {
            stage
                .answer("MFA_SETUP", &session, json!({ "USERNAME": "nina" }))
                .await
        }
    };
    let early = finish(&challenge["Session"])
        .await
        .expect_err("nothing is set up");
    assert_eq!(early.name, "SoftwareTokenMFANotFoundException");

    let associated = stage
        .pool(
            "AssociateSoftwareToken",
            json!({ "Session": challenge["Session"] }),
        )
        .await
        .expect("a key");
    let key = associated["SecretCode"].as_str().expect("a key").to_owned();
    let verify = |code: String| {
        let members =
            json!({ "Session": associated["Session"], "UserCode": code, "FriendlyDeviceName": "Pocket" });
        stage.pool("VerifySoftwareToken", members)
    };
    let late = stage.now() + Duration::hours(1);
    assert_refused(
        verify(app_code(&key, late)).await,
        "EnableSoftwareTokenMFAException",
        "Code mismatch and fail enable Software Token MFA",
    );
    let verified = verify(app_code(&key, stage.now()))
        .await
        .expect("the app has the key");
    assert_eq!(verified["Status"], "SUCCESS");
    assert_signed_in(&finish(&verified["Session"]).await);

    let again = stage.sign_in("nina", PASSWORD).await.expect("a challenge");
    assert_eq!(again["ChallengeName"], "SOFTWARE_TOKEN_MFA");
    assert_eq!(again["ChallengeParameters"]["FRIENDLY_DEVICE_NAME"], "Pocket");
    let used = json!({ "USERNAME": "nina", "SOFTWARE_TOKEN_MFA_CODE": app_code(&key, stage.now()) });
    let used = stage.answer("SOFTWARE_TOKEN_MFA", &again["Session"], used).await;
    assert_refused(used, "ExpiredCodeException", REUSED);
}

#[tokio::test]
async fn a_mail_address_is_set_up_on_the_way_in() {
    let stage = Stage::set().await;
    let first = challenge(&stage, "nina", "MFA_SETUP").await;
    let set_up = |email: &str| {
        let responses = json!({ "USERNAME": "nina", "EMAIL": email });
        stage.answer("MFA_SETUP", &first["Session"], responses)
    };
    assert_refused(
        set_up("nowhere").await,
        "InvalidParameterException",
        "Invalid email address format.",
    );
    let sent = set_up("nina@work.example").await.expect("a code");
    assert_eq!(sent["ChallengeName"], "EMAIL_OTP");
    assert_eq!(stage.newest_message().to, "nina@work.example");
    let responses = json!({ "USERNAME": "nina", "EMAIL_OTP_CODE": stage.newest_code() });
    let outcome = stage.answer("EMAIL_OTP", &sent["Session"], responses).await;
    assert_signed_in(&outcome);

    let next = stage
        .sign_in("nina@work.example", PASSWORD)
        .await
        .expect("a new second name");
    assert_eq!(next["ChallengeName"], "EMAIL_OTP");
}

#[tokio::test]
async fn an_address_of_somebody_else_is_no_second_factor() {
    let stage = Stage::set().await;
    let first = challenge(&stage, "nina", "MFA_SETUP").await;
    let responses = json!({ "USERNAME": "nina", "EMAIL": "ada@example.com" });
    let sent = stage
        .answer("MFA_SETUP", &first["Session"], responses)
        .await
        .expect("the code goes to its owner");
    let responses = json!({ "USERNAME": "nina", "EMAIL_OTP_CODE": stage.newest_code() });
    let outcome = stage.answer("EMAIL_OTP", &sent["Session"], responses).await;
    let taken = "An account with the email already exists.";
    assert_refused(outcome, "AliasExistsException", taken);
}

#[tokio::test]
async fn where_the_pool_requires_a_factor_those_without_set_one_up_and_where_it_wants_none_nobody_is_asked() {
    let stage = Stage::set().await;
    stage.change(|settings| settings.pool.mfa = MfaMode::On).await;
    challenge(&stage, "ada", "MFA_SETUP").await;
    challenge(&stage, "sam", "SMS_MFA").await;
    stage.change(|settings| settings.pool.mfa = MfaMode::Off).await;
    assert_signed_in(&stage.sign_in("sam", PASSWORD).await);
    stage
        .change(|settings| {
            settings.pool.mfa = MfaMode::On;
            settings.pool.mfa_types.totp = false;
            settings.pool.mfa_types.email = false;
        })
        .await;
    let stuck = stage
        .sign_in("ada", PASSWORD)
        .await
        .expect_err("nothing can be set up");
    assert_eq!(stuck.name, "InvalidUserPoolConfigurationException");
}

#[tokio::test]
async fn an_app_is_known_to_whoever_is_signed_in_and_proves_it() {
    let stage = Stage::set().await;
    let token = stage.tokens("ada").await["AccessToken"].clone();
    let verify = |code: String| {
        stage.pool(
            "VerifySoftwareToken",
            json!({ "AccessToken": token, "UserCode": code }),
        )
    };
    let early = verify("123456".to_owned()).await.expect_err("no key yet");
    assert_eq!(early.name, "SoftwareTokenMFANotFoundException");
    let answer = stage
        .pool("AssociateSoftwareToken", json!({ "AccessToken": token }))
        .await
        .expect("a key");
    assert!(
        answer.get("Session").is_none(),
        "a session is for those who have no token"
    );
    let key = answer["SecretCode"].as_str().expect("a key");
    let shape = verify("12345a".to_owned()).await.expect_err("six digits");
    assert_eq!(shape.name, "InvalidParameterException");
    let verified = verify(app_code(key, stage.now())).await.expect("proven");
    assert_eq!(verified["Status"], "SUCCESS");
    assert_signed_in(&stage.sign_in("ada", PASSWORD).await);

    stage
        .change(|settings| settings.pool.mfa_types.totp = false)
        .await;
    let off = stage
        .pool("AssociateSoftwareToken", json!({ "AccessToken": token }))
        .await;
    assert_refused(
        off,
        "SoftwareTokenMFANotFoundException",
        "Software Token MFA has not been enabled by the userPool.",
    );
}
