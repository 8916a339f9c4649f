//! Passkeys: registration by whoever is signed in, and what the pool refuses.

use serde_json::{Value, json};
use time::Duration;

use crate::authenticator::Authenticator;
use crate::stage::{Refused, Stage, assert_refused};

async fn start(stage: &Stage, tokens: &Value) -> Value {
    let answer = stage
        .act(tokens, "StartWebAuthnRegistration", json!({}))
        .await
        .expect("options");
    answer["CredentialCreationOptions"].clone()
}

async fn complete(stage: &Stage, tokens: &Value, credential: Value) -> Result<Value, Refused> {
    stage
        .act(
            tokens,
            "CompleteWebAuthnRegistration",
            json!({ "Credential": credential }),
        )
        .await
}

async fn register(stage: &Stage, tokens: &Value) -> Authenticator {
    let mut authenticator = Authenticator::new();
    let credential = authenticator.create(&start(stage, tokens).await);
    assert_eq!(complete(stage, tokens, credential).await, Ok(json!({})));
    authenticator
}

async fn list(stage: &Stage, tokens: &Value, members: Value) -> Value {
    stage
        .act(tokens, "ListWebAuthnCredentials", members)
        .await
        .expect("passkeys")
}

#[tokio::test]
async fn a_passkey_is_made_listed_and_deleted() {
    let stage = Stage::set().await;
    let tokens = stage.tokens("ada").await;
    let options = start(&stage, &tokens).await;
    assert_eq!(options["rp"]["id"], "localhost");
    assert_eq!(options["user"]["name"], "ada@example.com");
    assert_eq!(options["authenticatorSelection"]["residentKey"], "required");

    let authenticator = register(&stage, &tokens).await;
    let listed = list(&stage, &tokens, json!({})).await;
    let passkey = &listed["Credentials"][0];
    assert_eq!(passkey["CredentialId"], authenticator.id().as_str());
    assert_eq!(passkey["RelyingPartyId"], "localhost");
    assert_eq!(passkey["AuthenticatorAttachment"], "platform");
    assert_eq!(passkey["CreatedAt"], stage.now().unix_timestamp());
    let excluded = &start(&stage, &tokens).await["excludeCredentials"];
    assert_eq!(excluded[0]["id"], authenticator.id().as_str());
    let factors = stage
        .act(&tokens, "GetUserAuthFactors", json!({}))
        .await
        .expect("factors");
    assert_eq!(
        factors["ConfiguredUserAuthFactors"],
        json!(["PASSWORD", "EMAIL_OTP", "WEB_AUTHN"])
    );

    let forget = |tokens: Value, id: String| {
        let stage = &stage;
        async move {
            stage
                .act(&tokens, "DeleteWebAuthnCredential", json!({ "CredentialId": id }))
                .await
        }
    };
    let foreign = forget(stage.tokens("otto").await, authenticator.id()).await;
    assert_eq!(foreign.expect_err("refused").name, "ResourceNotFoundException");
    assert_eq!(forget(tokens.clone(), authenticator.id()).await, Ok(json!({})));
    assert_eq!(
        list(&stage, &tokens, json!({})).await,
        json!({ "Credentials": [] })
    );
}

#[tokio::test]
async fn passkeys_come_in_pages_and_at_most_twenty() {
    let stage = Stage::set().await;
    let tokens = stage.tokens("ada").await;
    let mut ids = Vec::new();
    for _ in 0..20 {
        ids.push(register(&stage, &tokens).await.id());
        stage.wait(Duration::seconds(1));
    }
    let full = stage.act(&tokens, "StartWebAuthnRegistration", json!({})).await;
    assert_eq!(full.expect_err("refused").name, "LimitExceededException");
    let mut seen = Vec::new();
    let mut next = json!({ "MaxResults": 8 });
    loop {
        let page = list(&stage, &tokens, next.clone()).await;
        for passkey in page["Credentials"].as_array().expect("a list") {
            seen.push(passkey["CredentialId"].as_str().expect("an id").to_owned());
        }
        match page.get("NextToken") {
            Some(token) => next["NextToken"] = token.clone(),
            None => break,
        }
    }
    assert_eq!(seen, ids);
}

#[tokio::test]
async fn each_way_to_fail_a_registration_has_its_name() {
    let stage = Stage::set().await;
    let tokens = stage.tokens("ada").await;
    type Spoil = fn(&mut Authenticator);
    let cases: [(Spoil, &str); 5] = [
        (
            |a| a.origin = "https://example.com".to_owned(),
            "WebAuthnOriginNotAllowedException",
        ),
        (
            |a| a.relying_party = "example.com".to_owned(),
            "WebAuthnRelyingPartyMismatchException",
        ),
        (|a| a.algorithm = -8, "WebAuthnCredentialNotSupportedException"),
        (
            |a| a.attestation = "packed",
            "WebAuthnCredentialNotSupportedException",
        ),
        (|a| a.attestation = "none", ""),
    ];
    for (spoil, name) in cases {
        let mut authenticator = Authenticator::new();
        spoil(&mut authenticator);
        let credential = authenticator.create(&start(&stage, &tokens).await);
        let outcome = complete(&stage, &tokens, credential).await;
        assert_eq!(
            outcome.err().map(|refused| refused.name).unwrap_or_default(),
            name
        );
    }

    let late = Authenticator::new().create(&start(&stage, &tokens).await);
    stage.wait(Duration::minutes(5));
    let late = complete(&stage, &tokens, late).await.expect_err("refused");
    assert_eq!(late.name, "WebAuthnChallengeNotFoundException");
    let old = start(&stage, &tokens).await;
    start(&stage, &tokens).await;
    let replaced = complete(&stage, &tokens, Authenticator::new().create(&old)).await;
    assert_eq!(
        replaced.expect_err("refused").name,
        "WebAuthnChallengeNotFoundException"
    );
    let nonsense = complete(&stage, &tokens, json!({ "id": 5 })).await;
    assert_eq!(nonsense.expect_err("refused").name, "InvalidParameterException");

    let options = start(&stage, &tokens).await;
    let mut copied = Authenticator::new();
    assert!(complete(&stage, &tokens, copied.create(&options)).await.is_ok());
    let again = complete(&stage, &tokens, copied.create(&options)).await;
    assert_eq!(
        again.expect_err("refused").name,
        "WebAuthnChallengeNotFoundException"
    );
    let other = stage.tokens("otto").await;
    let stolen = complete(&stage, &other, copied.create(&start(&stage, &other).await)).await;
    assert_eq!(stolen.expect_err("refused").name, "InvalidParameterException");
}

#[tokio::test]
async fn another_client_cannot_finish_a_registration() {
    let stage = Stage::set().await;
    let tokens = stage.tokens("ada").await;
    stage
        .change(|settings| {
            let twin = sandbox::ClientSettings {
                client_id: "twin".to_owned(),
                ..settings.clients[0].clone()
            };
            settings.clients.push(twin);
        })
        .await;
    let parameters = json!({ "USERNAME": "ada", "PASSWORD": sandbox::PASSWORD });
    let members = json!({
        "ClientId": "twin", "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters,
    });
    let twin = stage.pool("InitiateAuth", members).await.expect("signed in");
    let credential = Authenticator::new().create(&start(&stage, &tokens).await);
    let refused = complete(&stage, &twin["AuthenticationResult"], credential).await;
    assert_eq!(
        refused.expect_err("refused").name,
        "WebAuthnClientMismatchException"
    );
}

#[tokio::test]
async fn a_pool_without_passkeys_says_what_it_lacks() {
    let stage = Stage::set().await;
    let tokens = stage.tokens("ada").await;
    stage
        .change(|settings| settings.pool.web_authn.relying_party_id = None)
        .await;
    let refused = stage.act(&tokens, "StartWebAuthnRegistration", json!({})).await;
    assert_eq!(
        refused.expect_err("refused").name,
        "WebAuthnConfigurationMissingException"
    );
    stage
        .change(|settings| settings.pool.first_factors.web_authn = false)
        .await;
    for operation in ["StartWebAuthnRegistration", "CompleteWebAuthnRegistration"] {
        let refused = stage.act(&tokens, operation, json!({ "Credential": {} })).await;
        assert_refused(
            refused,
            "WebAuthnNotEnabledException",
            "WebAuthn is not enabled for this user pool.",
        );
    }
}

async fn ask(stage: &Stage, username: &str) -> Value {
    let parameters = json!({ "USERNAME": username, "PREFERRED_CHALLENGE": "WEB_AUTHN" });
    let members = json!({ "AuthFlow": "USER_AUTH", "AuthParameters": parameters });
    stage.pool("InitiateAuth", members).await.expect("a challenge")
}

fn options(asked: &Value) -> Value {
    assert_eq!(asked["ChallengeName"], "WEB_AUTHN");
    let text = asked["ChallengeParameters"]["CREDENTIAL_REQUEST_OPTIONS"]
        .as_str()
        .expect("options");
    serde_json::from_str(text).expect("JSON")
}

async fn answer(stage: &Stage, asked: &Value, credential: Value) -> Result<Value, Refused> {
    let responses = json!({ "USERNAME": "ada", "CREDENTIAL": credential.to_string() });
    stage.answer("WEB_AUTHN", &asked["Session"], responses).await
}

#[tokio::test]
async fn a_passkey_signs_in_and_no_other_answer_does() {
    let stage = Stage::set().await;
    let tokens = stage.tokens("ada").await;
    let mut passkey = register(&stage, &tokens).await;
    let asked = ask(&stage, "ada").await;
    let request = options(&asked);
    assert_eq!(request["rpId"], "localhost");
    assert_eq!(request["allowCredentials"][0]["id"], passkey.id().as_str());
    let credential = passkey.get(&request);
    let done = answer(&stage, &asked, credential.clone())
        .await
        .expect("signed in");
    assert!(done["AuthenticationResult"]["AccessToken"].is_string());

    let spent = answer(&stage, &asked, credential.clone()).await;
    assert_refused(
        spent,
        "NotAuthorizedException",
        "Invalid session for the user, session can only be used once.",
    );
    let replayed = answer(&stage, &ask(&stage, "ada").await, credential).await;
    let incorrect = ("NotAuthorizedException", "Incorrect username or password.");
    assert_refused(replayed, incorrect.0, incorrect.1);
    let asked = ask(&stage, "ada").await;
    let stranger = Authenticator::new().get(&options(&asked));
    assert_refused(answer(&stage, &asked, stranger).await, incorrect.0, incorrect.1);
    let asked = ask(&stage, "ada").await;
    passkey.origin = "https://example.com".to_owned();
    let phished = passkey.get(&options(&asked));
    assert_refused(answer(&stage, &asked, phished).await, incorrect.0, incorrect.1);
    let asked = ask(&stage, "ada").await;
    let responses = json!({ "USERNAME": "ada", "CREDENTIAL": "{" });
    let broken = stage.answer("WEB_AUTHN", &asked["Session"], responses).await;
    assert_eq!(broken.expect_err("refused").name, "InvalidParameterException");
}

#[tokio::test]
async fn a_passkey_can_be_chosen_among_the_first_factors() {
    let stage = Stage::set().await;
    let tokens = stage.tokens("ada").await;
    let without = ask(&stage, "ada").await;
    assert_eq!(without["ChallengeName"], "SELECT_CHALLENGE");
    let mut passkey = register(&stage, &tokens).await;
    let members = json!({ "AuthFlow": "USER_AUTH", "AuthParameters": { "USERNAME": "ada" } });
    let offered = stage.pool("InitiateAuth", members).await.expect("a choice");
    let challenges = offered["AvailableChallenges"].as_array().expect("a list");
    assert!(challenges.contains(&json!("WEB_AUTHN")));
    let chosen = json!({ "USERNAME": "ada", "ANSWER": "WEB_AUTHN" });
    let asked = stage
        .answer("SELECT_CHALLENGE", &offered["Session"], chosen)
        .await
        .expect("a challenge");
    let credential = passkey.get(&options(&asked));
    assert!(answer(&stage, &asked, credential).await.is_ok());
}

#[tokio::test]
async fn a_passkey_stands_for_a_second_factor_only_where_pool_and_person_say_so() {
    let stage = Stage::set().await;
    let tokens = stage.tokens("otto").await;
    register(&stage, &tokens).await;
    let prefer = |members: Value| stage.act(&tokens, "SetUserMFAPreference", members);
    let on = json!({ "Enabled": true });
    let early = prefer(json!({ "WebAuthnMfaSettings": on })).await;
    assert_eq!(early.expect_err("refused").name, "InvalidParameterException");
    stage
        .change(|settings| settings.pool.web_authn.multi_factor = true)
        .await;
    let alone = prefer(json!({ "WebAuthnMfaSettings": on })).await;
    assert_eq!(alone.expect_err("refused").name, "InvalidParameterException");
    prefer(json!({ "EmailMfaSettings": on }))
        .await
        .expect("switched on");
    let asked = ask(&stage, "otto").await;
    assert_eq!(asked["ChallengeName"], "SELECT_CHALLENGE", "mail comes second");
    prefer(json!({ "WebAuthnMfaSettings": on }))
        .await
        .expect("switched on");
    let asked = ask(&stage, "otto").await;
    assert_eq!(options(&asked)["userVerification"], "required");
}
