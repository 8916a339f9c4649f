//! What a person does to an account while signed in: password, second factors, deletion.

use serde_json::{Value, json};

use crate::stage::{Refused, Stage, assert_refused};

async fn change(stage: &Stage, tokens: &Value, previous: &str, chosen: &str) -> Result<Value, Refused> {
    let members = json!({ "PreviousPassword": previous, "ProposedPassword": chosen });
    stage.act(tokens, "ChangePassword", members).await
}

#[tokio::test]
async fn a_password_changes_for_whoever_knows_the_present_one() {
    let stage = Stage::set().await;
    let tokens = stage.tokens("ada").await;
    let wrong = change(&stage, &tokens, "Wrong-pass-1", "Brand-new-2").await;
    assert_refused(wrong, "NotAuthorizedException", "Incorrect username or password.");
    let weak = change(&stage, &tokens, sandbox::PASSWORD, "brand-new-2").await;
    assert_refused(
        weak,
        "InvalidPasswordException",
        "Password does not conform to policy: Password must have uppercase characters",
    );
    let done = change(&stage, &tokens, sandbox::PASSWORD, "Brand-new-2").await;
    assert_eq!(done, Ok(json!({})));
    assert!(stage.sign_in("ada", "Brand-new-2").await.is_ok());
    let old = stage.sign_in("ada", sandbox::PASSWORD).await;
    assert_refused(old, "NotAuthorizedException", "Incorrect username or password.");
    let user = stage.act(&tokens, "GetUser", json!({})).await;
    assert!(user.is_ok(), "tokens outlive the password");
}

#[tokio::test]
async fn wrong_present_passwords_lock_like_wrong_sign_ins_and_five_changes_an_hour_are_let_in() {
    let stage = Stage::set().await;
    let tokens = stage.tokens("ada").await;
    for _ in 0..5 {
        let wrong = change(&stage, &tokens, "Wrong-pass-1", "Brand-new-2").await;
        assert_refused(wrong, "NotAuthorizedException", "Incorrect username or password.");
    }
    let locked = stage.sign_in("ada", sandbox::PASSWORD).await;
    assert_refused(locked, "NotAuthorizedException", "Password attempts exceeded");
    stage.wait(time::Duration::seconds(2));
    let spent = change(&stage, &tokens, sandbox::PASSWORD, "Brand-new-2").await;
    assert_refused(
        spent,
        "LimitExceededException",
        "Attempt limit exceeded, please try after some time.",
    );
}

#[tokio::test]
async fn the_last_passwords_cannot_come_back_while_the_pool_remembers_them() {
    let stage = Stage::set().await;
    stage.change(|settings| settings.pool.password_history = 2).await;
    let tokens = stage.tokens("ada").await;
    let again = change(&stage, &tokens, sandbox::PASSWORD, sandbox::PASSWORD).await;
    let used = "PasswordHistoryPolicyViolationException";
    assert_eq!(again.expect_err("refused").name, used);
    change(&stage, &tokens, sandbox::PASSWORD, "Second-pass-2")
        .await
        .expect("changed");
    let back = change(&stage, &tokens, "Second-pass-2", sandbox::PASSWORD).await;
    assert_eq!(back.expect_err("refused").name, used);
    change(&stage, &tokens, "Second-pass-2", "Third-pass-3")
        .await
        .expect("changed");
    let forgotten = change(&stage, &tokens, "Third-pass-3", sandbox::PASSWORD).await;
    assert_eq!(
        forgotten,
        Ok(json!({})),
        "two passwords are remembered, not three"
    );
}

#[tokio::test]
async fn a_factor_is_switched_on_once_it_could_be_asked_for() {
    let stage = Stage::set().await;
    let tokens = stage.tokens("vera").await;
    let prefer = |members: Value| stage.act(&tokens, "SetUserMFAPreference", members);
    let on = json!({ "Enabled": true });
    for (member, message) in [
        (
            "SMSMfaSettings",
            "User does not have delivery config set to turn on SMS_MFA",
        ),
        (
            "EmailMfaSettings",
            "User does not have delivery config set to turn on EMAIL_OTP",
        ),
        (
            "SoftwareTokenMfaSettings",
            "User has not verified software token mfa",
        ),
        (
            "WebAuthnMfaSettings",
            "User does not have delivery config set to turn on WEB_AUTHN",
        ),
    ] {
        assert_refused(
            prefer(json!({ member: on })).await,
            "InvalidParameterException",
            message,
        );
    }
}

#[tokio::test]
async fn a_preferred_factor_is_asked_for_and_shown() {
    let stage = Stage::set().await;
    let tokens = stage.tokens("otto").await;
    let prefer = |members: Value| stage.act(&tokens, "SetUserMFAPreference", members);
    let preferred = json!({ "Enabled": true, "PreferredMfa": true });
    let two = prefer(json!({ "SMSMfaSettings": preferred, "EmailMfaSettings": preferred })).await;
    assert_eq!(two.expect_err("refused").name, "InvalidParameterException");
    let off = prefer(json!({ "SMSMfaSettings": { "Enabled": false, "PreferredMfa": true } })).await;
    assert_eq!(off.expect_err("refused").name, "InvalidParameterException");

    let both = json!({ "SMSMfaSettings": { "Enabled": true }, "EmailMfaSettings": preferred });
    assert_eq!(prefer(both).await, Ok(json!({})));
    for operation in ["GetUser", "GetUserAuthFactors"] {
        let user = stage.act(&tokens, operation, json!({})).await.expect("a user");
        assert_eq!(user["UserMFASettingList"], json!(["SMS_MFA", "EMAIL_OTP"]));
        assert_eq!(user["PreferredMfaSetting"], "EMAIL_OTP");
    }
    let user = stage.act(&tokens, "GetUser", json!({})).await.expect("a user");
    assert_eq!(
        user["MFAOptions"],
        json!([{ "DeliveryMedium": "SMS", "AttributeName": "phone_number" }])
    );

    let fewer = prefer(json!({ "EmailMfaSettings": { "Enabled": false } })).await;
    assert_eq!(fewer, Ok(json!({})));
    let user = stage.act(&tokens, "GetUser", json!({})).await.expect("a user");
    assert_eq!(user["UserMFASettingList"], json!(["SMS_MFA"]));
    assert!(user.get("PreferredMfaSetting").is_none());

    stage
        .change(|settings| settings.pool.mfa = sandbox::MfaMode::On)
        .await;
    let last = prefer(json!({ "SMSMfaSettings": { "Enabled": false } })).await;
    assert_eq!(last.expect_err("refused").name, "InvalidParameterException");
}

#[tokio::test]
async fn old_apps_switch_text_messages_by_user_settings() {
    let stage = Stage::set().await;
    let tokens = stage.tokens("otto").await;
    let option = json!({ "DeliveryMedium": "SMS", "AttributeName": "phone_number" });
    let set = |options: Value| stage.act(&tokens, "SetUserSettings", json!({ "MFAOptions": options }));
    assert_eq!(set(json!([option])).await, Ok(json!({})));
    let user = stage.act(&tokens, "GetUser", json!({})).await.expect("a user");
    assert_eq!(user["UserMFASettingList"], json!(["SMS_MFA"]));
    assert_eq!(set(json!([])).await, Ok(json!({})));
    let user = stage.act(&tokens, "GetUser", json!({})).await.expect("a user");
    assert!(user.get("UserMFASettingList").is_none() && user.get("MFAOptions").is_none());
    let mail = json!([{ "DeliveryMedium": "EMAIL", "AttributeName": "email" }]);
    assert!(set(mail).await.is_err());
}

#[tokio::test]
async fn a_deleted_user_is_gone_and_the_name_is_free() {
    let stage = Stage::set().await;
    let tokens = stage.tokens("ada").await;
    assert_eq!(stage.act(&tokens, "DeleteUser", json!({})).await, Ok(json!({})));
    let user = stage.act(&tokens, "GetUser", json!({})).await;
    assert_refused(user, "UserNotFoundException", "User does not exist.");
    let renewed = stage
        .pool(
            "GetTokensFromRefreshToken",
            json!({ "RefreshToken": tokens["RefreshToken"] }),
        )
        .await;
    assert_refused(renewed, "UserNotFoundException", "User does not exist.");
    let back = stage.sign_in("ada@example.com", sandbox::PASSWORD).await;
    assert_refused(back, "NotAuthorizedException", "Incorrect username or password.");
    let again = stage.sign_up("ada", "Long-enough-1", "ada@example.com").await;
    assert!(again.is_ok());
}

#[tokio::test]
async fn a_token_that_is_not_an_access_token_of_this_pool_is_invalid_everywhere() {
    let stage = Stage::set().await;
    let tokens = stage.tokens("ada").await;
    let wrong = json!({ "AccessToken": tokens["IdToken"] });
    for (operation, members) in [
        ("ChangePassword", json!({ "ProposedPassword": "Brand-new-2" })),
        ("DeleteUser", json!({})),
        ("SetUserMFAPreference", json!({})),
        ("SetUserSettings", json!({ "MFAOptions": [] })),
        ("GetUserAuthFactors", json!({})),
        ("ListDevices", json!({})),
        ("ListWebAuthnCredentials", json!({})),
        ("StartWebAuthnRegistration", json!({})),
    ] {
        let refused = stage.act(&wrong, operation, members).await;
        assert_refused(refused, "NotAuthorizedException", "Invalid Access Token");
    }
}
