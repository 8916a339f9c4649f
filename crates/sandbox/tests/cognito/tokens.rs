use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde_json::{Value, json};
use time::Duration;

use crate::stage::{Stage, assert_refused};

/// Verifies a token with another library and the published keys, and returns its claims.
async fn verified(stage: &Stage, token: &Value) -> (String, Value) {
    let token = token.as_str().expect("a token");
    let url = format!(
        "{}/{}/.well-known/jwks.json",
        stage.sandbox.url(),
        stage.sandbox.world().user_pool_id
    );
    let keys = stage
        .http
        .get(url)
        .send()
        .await
        .expect("the keys")
        .text()
        .await
        .expect("text");
    let keys: JwkSet = serde_json::from_str(&keys).expect("a JSON Web Key Set");
    let kid = decode_header(token).expect("a header").kid.expect("a key id");
    let key = keys.find(&kid).expect("the key is published");
    let mut rules = Validation::new(Algorithm::RS256);
    rules.validate_exp = false;
    rules.validate_aud = false;
    rules.set_required_spec_claims(&["exp", "iss"]);
    rules.set_issuer(&[stage.sandbox.world().issuer()]);
    let claims = decode::<Value>(token, &DecodingKey::from_jwk(key).expect("a key"), &rules);
    (
        kid,
        claims.expect("the signature and the issuer are right").claims,
    )
}

fn names(claims: &Value) -> Vec<&str> {
    claims
        .as_object()
        .expect("claims")
        .keys()
        .map(String::as_str)
        .collect()
}

#[tokio::test]
async fn tokens_carry_cognitos_claims_and_verify_against_the_published_keys() {
    let stage = Stage::set().await;
    let tokens = stage.tokens("ada").await;
    assert_eq!(
        (&tokens["ExpiresIn"], &tokens["TokenType"]),
        (&json!(3600), &json!("Bearer"))
    );
    let (id_key, id) = verified(&stage, &tokens["IdToken"]).await;
    let (access_key, access) = verified(&stage, &tokens["AccessToken"]).await;
    assert_ne!(id_key, access_key, "each token has a key of its own");

    assert_eq!(
        names(&id),
        [
            "aud",
            "auth_time",
            "cognito:groups",
            "cognito:preferred_role",
            "cognito:roles",
            "cognito:username",
            "email",
            "email_verified",
            "event_id",
            "exp",
            "family_name",
            "given_name",
            "iat",
            "iss",
            "jti",
            "origin_jti",
            "sub",
            "token_use"
        ]
    );
    assert_eq!(
        names(&access),
        [
            "auth_time",
            "client_id",
            "cognito:groups",
            "event_id",
            "exp",
            "iat",
            "iss",
            "jti",
            "origin_jti",
            "scope",
            "sub",
            "token_use",
            "username"
        ]
    );
    let now = stage.now().unix_timestamp();
    for claims in [&id, &access] {
        assert_eq!(
            claims["iss"],
            "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Gatehouse"
        );
        assert_eq!((&claims["iat"], &claims["auth_time"]), (&json!(now), &json!(now)));
        assert_eq!(claims["exp"], json!(now + 3600));
        assert_eq!(claims["cognito:groups"], json!(["editors"]));
        assert_eq!(claims["origin_jti"], id["origin_jti"]);
        assert_eq!(claims["sub"], id["sub"]);
    }
    assert_eq!(
        (&id["token_use"], &id["aud"]),
        (&json!("id"), &json!(stage.client_id()))
    );
    assert_eq!(
        (&id["email_verified"], &id["given_name"]),
        (&json!(true), &json!("Ada"))
    );
    assert_eq!(
        (&access["token_use"], &access["client_id"]),
        (&json!("access"), &json!(stage.client_id()))
    );
    assert_eq!(
        (&access["username"], &access["scope"]),
        (&json!("ada"), &json!("aws.cognito.signin.user.admin"))
    );
}

#[tokio::test]
async fn a_refresh_token_renews_the_others_for_thirty_days() {
    let stage = Stage::set().await;
    let first = stage.tokens("ada").await;
    let (_, before) = verified(&stage, &first["IdToken"]).await;
    stage.wait(Duration::days(29));

    let flow = json!({ "AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": { "REFRESH_TOKEN": first["RefreshToken"] } });
    let by_flow = stage.pool("InitiateAuth", flow).await.expect("renewed")["AuthenticationResult"].clone();
    let call = json!({ "RefreshToken": first["RefreshToken"] });
    let by_call = stage
        .pool("GetTokensFromRefreshToken", call.clone())
        .await
        .expect("renewed");
    for renewed in [by_flow, by_call["AuthenticationResult"].clone()] {
        assert!(
            renewed.get("RefreshToken").is_none(),
            "without rotation the refresh token stays"
        );
        let (_, after) = verified(&stage, &renewed["IdToken"]).await;
        assert_eq!(
            after["auth_time"], before["auth_time"],
            "the person signed in then"
        );
        assert_eq!(after["origin_jti"], before["origin_jti"]);
        assert_eq!(after["iat"], json!(stage.now().unix_timestamp()));
        assert_ne!(after["jti"], before["jti"]);
    }
    stage.wait(Duration::days(1));
    let late = stage.pool("GetTokensFromRefreshToken", call).await;
    assert_refused(late, "NotAuthorizedException", "Refresh Token has expired");
    let forged = stage
        .pool("GetTokensFromRefreshToken", json!({ "RefreshToken": "nonsense" }))
        .await;
    assert_refused(forged, "NotAuthorizedException", "Invalid Refresh Token");
}

#[tokio::test]
async fn get_user_knows_who_holds_the_access_token_while_it_is_good() {
    let stage = Stage::set().await;
    let tokens = stage.tokens("ada").await;
    let get = |token: &Value| stage.pool("GetUser", json!({ "AccessToken": token }));
    let user = get(&tokens["AccessToken"]).await.expect("a user");
    assert_eq!(user["Username"], "ada");
    let attributes = user["UserAttributes"].as_array().expect("a list");
    assert!(attributes.contains(&json!({ "Name": "email", "Value": "ada@example.com" })));
    assert!(attributes.contains(&json!({ "Name": "email_verified", "Value": "true" })));

    let invalid = ("NotAuthorizedException", "Invalid Access Token");
    assert_refused(get(&tokens["IdToken"]).await, invalid.0, invalid.1);
    let token = tokens["AccessToken"].as_str().expect("a token");
    let (text, signature) = token.rsplit_once('.').expect("three parts");
    let (header, claims) = text.split_once('.').expect("three parts");
    let (_, other) = stage.tokens("ada").await["AccessToken"]
        .as_str()
        .expect("a token")
        .rsplit_once('.')
        .map_or_else(
            || (String::new(), String::new()),
            |(text, signature)| (text.to_owned(), signature.to_owned()),
        );
    let none = "eyJhbGciOiJub25lIn0";
    for forged in [
        format!("{header}.{claims}.{other}"),
        format!("{header}.{claims}."),
        format!("{none}.{claims}."),
        format!("{none}.{claims}.{signature}"),
        format!("{header}.{claims}"),
        "abc".to_owned(),
    ] {
        assert_refused(get(&json!(forged)).await, invalid.0, invalid.1);
    }
    stage.wait(Duration::hours(1));
    assert_refused(
        get(&tokens["AccessToken"]).await,
        "NotAuthorizedException",
        "Access Token has expired",
    );
}

#[tokio::test]
async fn revoking_ends_one_sign_in_and_signing_out_everywhere_ends_all() {
    let stage = Stage::set().await;
    let (here, there, bystander) = (
        stage.tokens("ada").await,
        stage.tokens("ada").await,
        stage.sign_in("temp", "x").await,
    );
    assert!(bystander.is_err());
    let get = |tokens: &Value| stage.pool("GetUser", json!({ "AccessToken": tokens["AccessToken"] }));
    let renew = |tokens: &Value| {
        stage.pool(
            "GetTokensFromRefreshToken",
            json!({ "RefreshToken": tokens["RefreshToken"] }),
        )
    };
    let revoked = ("NotAuthorizedException", "Access Token has been revoked");

    stage
        .pool("RevokeToken", json!({ "Token": here["RefreshToken"] }))
        .await
        .expect("revoked");
    stage
        .pool("RevokeToken", json!({ "Token": here["RefreshToken"] }))
        .await
        .expect("twice is no error");
    assert_refused(get(&here).await, revoked.0, revoked.1);
    assert_refused(
        renew(&here).await,
        "NotAuthorizedException",
        "Refresh Token has been revoked",
    );
    get(&there).await.expect("the other sign-in goes on");

    stage
        .pool("GlobalSignOut", json!({ "AccessToken": there["AccessToken"] }))
        .await
        .expect("signed out");
    assert_refused(get(&there).await, revoked.0, revoked.1);
    assert_refused(
        renew(&there).await,
        "NotAuthorizedException",
        "Refresh Token has been revoked",
    );
    let wrong_kind = stage
        .pool("RevokeToken", json!({ "Token": there["AccessToken"] }))
        .await;
    assert_refused(
        wrong_kind,
        "UnsupportedTokenTypeException",
        "Unsupported token type.",
    );
}
