use serde_json::json;
use time::Duration;

use crate::stage::{Stage, assert_refused, other_than};

const EXPIRED: (&str, &str) = (
    "ExpiredCodeException",
    "Invalid code provided, please request a code again.",
);
const MISMATCH: (&str, &str) = (
    "CodeMismatchException",
    "Invalid verification code provided, please try again.",
);

#[tokio::test]
async fn a_person_signs_up_mistypes_the_code_confirms_and_signs_in_by_name_and_address() {
    let stage = Stage::set().await;

    let answer = stage
        .sign_up("Zoe", "Long-enough-1", "zoe@example.org")
        .await
        .expect("signed up");
    assert_eq!(answer["UserConfirmed"], false);
    assert_eq!(
        answer["CodeDeliveryDetails"]["Destination"], "z***@e***",
        "the address is masked"
    );
    let message = stage.newest_message();
    assert_eq!(message.to, "zoe@example.org");
    let code = stage.newest_code();
    assert!(message.body.contains(&code));
    assert!(
        code.len() == 6 && code.bytes().all(|digit| digit.is_ascii_digit()),
        "six digits: {code}"
    );

    let early = stage.sign_in("zoe", "whatever-it-is").await;
    assert_refused(early, "UserNotConfirmedException", "User is not confirmed.");
    assert_refused(
        stage.confirm("zoe", other_than(&code)).await,
        MISMATCH.0,
        MISMATCH.1,
    );
    stage.confirm("zoe", &code).await.expect("confirmed");
    let again = stage.confirm("zoe", &code).await;
    assert_refused(
        again,
        "NotAuthorizedException",
        "User cannot be confirmed. Current status is CONFIRMED",
    );

    for name in ["zoe", "ZOE", "zoe@example.org", "Zoe@Example.org"] {
        let answer = stage
            .sign_in(name, "Long-enough-1")
            .await
            .expect("names ignore case, the address is one");
        assert!(answer["AuthenticationResult"]["IdToken"].is_string());
    }
}

#[tokio::test]
async fn the_newest_code_counts_and_dies_after_a_day() {
    let stage = Stage::set().await;
    stage
        .sign_up("zoe", "Long-enough-1", "zoe@example.org")
        .await
        .expect("signed up");
    let first = stage.newest_code();
    stage
        .pool("ResendConfirmationCode", json!({ "Username": "zoe" }))
        .await
        .expect("sent again");
    let second = stage.newest_code();

    if first != second {
        assert_refused(stage.confirm("zoe", &first).await, MISMATCH.0, MISMATCH.1);
    }
    stage.wait(Duration::hours(24));
    assert_refused(stage.confirm("zoe", &second).await, EXPIRED.0, EXPIRED.1);
    stage
        .pool("ResendConfirmationCode", json!({ "Username": "zoe" }))
        .await
        .expect("sent once more");
    stage
        .confirm("zoe", &stage.newest_code())
        .await
        .expect("confirmed");
}

#[tokio::test]
async fn five_codes_an_hour_are_sent_again_and_fifteen_tries_are_let_in() {
    let stage = Stage::set().await;
    let limit = (
        "LimitExceededException",
        "Attempt limit exceeded, please try after some time.",
    );
    let resend = || stage.pool("ResendConfirmationCode", json!({ "Username": "una" }));
    for _ in 0..5 {
        resend().await.expect("within the budget");
    }
    assert_refused(resend().await, limit.0, limit.1);

    let code = stage.newest_code();
    for _ in 0..15 {
        assert_refused(
            stage.confirm("una", other_than(&code)).await,
            MISMATCH.0,
            MISMATCH.1,
        );
    }
    assert_refused(stage.confirm("una", &code).await, limit.0, limit.1);

    stage.wait(Duration::hours(1));
    resend().await.expect("a new hour, a new budget");
    stage
        .confirm("una", &stage.newest_code())
        .await
        .expect("confirmed");
}

#[tokio::test]
async fn what_breaks_the_pools_rules_is_refused_in_its_words() {
    let stage = Stage::set().await;
    for (password, rule) in [
        ("Short-1", "Password not long enough"),
        ("no-upper-1", "Password must have uppercase characters"),
        ("NO-LOWER-1", "Password must have lowercase characters"),
        ("No-number", "Password must have numeric characters"),
        ("NoSymbol1", "Password must have symbol characters"),
    ] {
        let message = format!("Password did not conform with policy: {rule}");
        let outcome = stage.sign_up("zoe", password, "zoe@example.org").await;
        assert_refused(outcome, "InvalidPasswordException", &message);
    }

    let with = |attributes| {
        stage.pool(
            "SignUp",
            json!({ "Username": "zoe", "Password": "Long-enough-1", "UserAttributes": attributes }),
        )
    };
    let both = "Attributes did not conform to the schema: email: The attribute is required\n\
                given_name: The attribute is required\n";
    assert_refused(with(json!([])).await, "InvalidParameterException", both);
    let bad_email = with(json!([{ "Name": "email", "Value": "zoe" }])).await;
    assert_refused(
        bad_email,
        "InvalidParameterException",
        "Invalid email address format.",
    );
    let forged = with(json!([{ "Name": "email_verified", "Value": "true" }])).await;
    assert_refused(
        forged,
        "NotAuthorizedException",
        "A client attempted to write unauthorized attribute",
    );
    let taken = stage.sign_up("ADA", "Long-enough-1", "other@example.org").await;
    assert_refused(taken, "UsernameExistsException", "User already exists");
    let stranger = stage.pool(
        "SignUp",
        json!({ "ClientId": "elsewhere", "Username": "zoe", "Password": "Long-enough-1" }),
    );
    assert_refused(
        stranger.await,
        "ResourceNotFoundException",
        "User pool client elsewhere does not exist.",
    );
}

#[tokio::test]
async fn an_address_that_somebody_verified_moves_only_by_force() {
    let stage = Stage::set().await;
    stage
        .sign_up("zoe", "Long-enough-1", "ada@example.com")
        .await
        .expect("AWS looks at confirmation only");
    let code = stage.newest_code();
    let quietly = stage.confirm("zoe", &code).await;
    assert_refused(
        quietly,
        "AliasExistsException",
        "An account with the email already exists.",
    );

    let members = json!({ "Username": "zoe", "ConfirmationCode": code, "ForceAliasCreation": true });
    stage.pool("ConfirmSignUp", members).await.expect("confirmed");
    stage
        .sign_in("ada@example.com", "Long-enough-1")
        .await
        .expect("the address is zoe's now");
    stage
        .sign_in("ada", sandbox::PASSWORD)
        .await
        .expect("ada keeps her name");
}

#[tokio::test]
async fn a_name_without_an_account_is_answered_as_if_it_had_one() {
    let stage = Stage::set().await;
    let before = stage.sandbox.messages().len();
    let resend = || stage.pool("ResendConfirmationCode", json!({ "Username": "nobody" }));

    let first = resend().await.expect("a simulated delivery");
    assert_eq!(
        first,
        resend().await.expect("the same again"),
        "an answer that changed would tell"
    );
    assert_eq!(stage.sandbox.messages().len(), before, "nothing is sent");
    assert_refused(stage.confirm("nobody", "123456").await, EXPIRED.0, EXPIRED.1);
    let known = stage
        .pool("ResendConfirmationCode", json!({ "Username": "ada" }))
        .await;
    assert_refused(known, "InvalidParameterException", "User is already confirmed.");
}
