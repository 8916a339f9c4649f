//! Refresh tokens: rotation, the validities of the client, and its secret.

use serde_json::{Value, json};
use time::Duration;

use crate::stage::{Refused, Stage, assert_refused};

async fn rotate(stage: &Stage, grace: Option<u32>) {
    stage
        .change(|settings| settings.clients[0].refresh_rotation = grace)
        .await;
}

async fn renew(stage: &Stage, token: &Value) -> Result<Value, Refused> {
    stage
        .pool("GetTokensFromRefreshToken", json!({ "RefreshToken": token }))
        .await
        .map(|answer| answer["AuthenticationResult"].clone())
}

fn reused(outcome: Result<Value, Refused>) {
    assert_eq!(outcome.expect_err("refused").name, "RefreshTokenReuseException");
}

#[tokio::test]
async fn without_rotation_the_refresh_token_stays() {
    let stage = Stage::set().await;
    let tokens = stage.tokens("ada").await;
    for _ in 0..2 {
        let renewed = renew(&stage, &tokens["RefreshToken"]).await.expect("renewed");
        assert!(renewed.get("RefreshToken").is_none());
    }
}

#[tokio::test]
async fn a_rotated_token_works_for_the_grace_period_and_then_ends_the_whole_sign_in() {
    let stage = Stage::set().await;
    rotate(&stage, Some(10)).await;
    let tokens = stage.tokens("ada").await;
    let first = renew(&stage, &tokens["RefreshToken"]).await.expect("renewed");
    assert_ne!(first["RefreshToken"], tokens["RefreshToken"]);
    stage.wait(Duration::seconds(9));
    let again = renew(&stage, &tokens["RefreshToken"])
        .await
        .expect("within the grace period");
    assert_ne!(
        again["RefreshToken"], first["RefreshToken"],
        "a lost answer is made good by a new token"
    );
    let newest = renew(&stage, &again["RefreshToken"]).await.expect("renewed");

    stage.wait(Duration::seconds(1));
    reused(renew(&stage, &tokens["RefreshToken"]).await);
    let dead = renew(&stage, &newest["RefreshToken"]).await;
    assert_refused(dead, "NotAuthorizedException", "Refresh Token has been revoked");
    let user = stage.act(&newest, "GetUser", json!({})).await;
    assert_refused(user, "NotAuthorizedException", "Access Token has been revoked");
}

#[tokio::test]
async fn without_a_grace_period_a_token_works_once() {
    let stage = Stage::set().await;
    rotate(&stage, Some(0)).await;
    let tokens = stage.tokens("ada").await;
    renew(&stage, &tokens["RefreshToken"]).await.expect("renewed");
    reused(renew(&stage, &tokens["RefreshToken"]).await);
}

#[tokio::test]
async fn the_old_flow_is_refused_while_tokens_rotate() {
    let stage = Stage::set().await;
    rotate(&stage, Some(10)).await;
    let tokens = stage.tokens("ada").await;
    let old = json!({ "REFRESH_TOKEN": tokens["RefreshToken"] });
    let old = stage
        .pool(
            "InitiateAuth",
            json!({ "AuthFlow": "REFRESH_TOKEN_AUTH", "AuthParameters": old }),
        )
        .await;
    assert_refused(
        old,
        "InvalidParameterException",
        "REFRESH_TOKEN_AUTH flow not enabled for this client",
    );
}

#[tokio::test]
async fn a_rotated_token_lives_no_longer_than_the_sign_in() {
    let stage = Stage::set().await;
    rotate(&stage, Some(0)).await;
    stage
        .change(|settings| settings.clients[0].refresh_token_validity = 60)
        .await;
    let tokens = stage.tokens("ada").await;
    stage.wait(Duration::minutes(40));
    let renewed = renew(&stage, &tokens["RefreshToken"]).await.expect("renewed");
    stage.wait(Duration::minutes(20));
    let dead = renew(&stage, &renewed["RefreshToken"]).await;
    assert_refused(dead, "NotAuthorizedException", "Refresh Token has expired");
}

#[tokio::test]
async fn a_client_gets_tokens_that_live_as_long_as_it_says() {
    let stage = Stage::set().await;
    stage
        .change(|settings| settings.clients[0].access_token_validity = 5)
        .await;
    let tokens = stage.tokens("ada").await;
    assert_eq!(tokens["ExpiresIn"], 300);
    stage.wait(Duration::minutes(5));
    let late = stage.act(&tokens, "GetUser", json!({})).await;
    assert_refused(late, "NotAuthorizedException", "Access Token has expired");
}

#[tokio::test]
async fn a_refresh_token_belongs_to_its_client_whose_secret_goes_in_the_clear() {
    let stage = Stage::set().await;
    let tokens = stage.tokens("ada").await;
    let (client, secret) = (
        stage.sandbox.world().secret_client_id.clone(),
        stage.sandbox.world().secret_client_secret.expose().clone(),
    );
    let renew = |secret: Option<&str>| {
        let mut members = json!({ "RefreshToken": tokens["RefreshToken"], "ClientId": client });
        if let Some(secret) = secret {
            members["ClientSecret"] = json!(secret);
        }
        stage.pool("GetTokensFromRefreshToken", members)
    };
    let silent = renew(None).await.expect_err("refused");
    assert!(
        silent
            .message
            .ends_with("is configured for secret but secret was not received")
    );
    let wrong = renew(Some(&secret.chars().rev().collect::<String>())).await;
    assert!(
        wrong
            .expect_err("refused")
            .message
            .starts_with("Unable to verify secret hash")
    );
    assert_refused(
        renew(Some(&secret)).await,
        "NotAuthorizedException",
        "Invalid Refresh Token",
    );
}

#[tokio::test]
async fn revoking_is_refused_to_strangers_for_other_tokens_and_where_it_is_off() {
    let stage = Stage::set().await;
    let tokens = stage.tokens("ada").await;
    let revoke = |members: Value| stage.pool("RevokeToken", members);
    let access = revoke(json!({ "Token": tokens["AccessToken"] })).await;
    assert_eq!(access.expect_err("refused").name, "UnsupportedTokenTypeException");
    let secret_client = stage.sandbox.world().secret_client_id.clone();
    let stranger = revoke(json!({ "Token": tokens["RefreshToken"], "ClientId": secret_client })).await;
    assert_eq!(stranger.expect_err("refused").name, "UnauthorizedException");
    stage
        .change(|settings| settings.clients[0].revocation = false)
        .await;
    let off = revoke(json!({ "Token": tokens["RefreshToken"] })).await;
    assert_eq!(off.expect_err("refused").name, "UnsupportedOperationException");
}
