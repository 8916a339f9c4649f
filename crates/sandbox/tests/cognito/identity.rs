use serde_json::{Value, json};
use time::Duration;

use crate::stage::{Refused, Stage, assert_refused};

const ADA: &str = "eu-west-1:00000000-0000-4000-8000-00000000ada0";

fn logins(token: &Value) -> Value {
    json!({ "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Gatehouse": token })
}

async fn get_id(stage: &Stage, logins: Value) -> Result<Value, Refused> {
    let pool = &stage.sandbox.world().identity_pool_id;
    stage
        .identity("GetId", json!({ "IdentityPoolId": pool, "Logins": logins }))
        .await
}

async fn credentials(stage: &Stage, identity: &str, logins: Value) -> Result<Value, Refused> {
    stage
        .identity(
            "GetCredentialsForIdentity",
            json!({ "IdentityId": identity, "Logins": logins }),
        )
        .await
}

async fn newcomer(stage: &Stage) -> Value {
    stage
        .sign_up("zoe", sandbox::PASSWORD, "zoe@example.org")
        .await
        .expect("signed up");
    stage
        .confirm("zoe", &stage.newest_code())
        .await
        .expect("confirmed");
    stage.tokens("zoe").await
}

#[tokio::test]
async fn a_login_has_one_lasting_identity_and_gets_credentials_for_an_hour() {
    let stage = Stage::set().await;
    let ada = stage.tokens("ada").await;
    let identity = get_id(&stage, logins(&ada["IdToken"]))
        .await
        .expect("an identity");
    assert_eq!(identity["IdentityId"], ADA);
    let zoe = newcomer(&stage).await;
    let other = get_id(&stage, logins(&zoe["IdToken"]))
        .await
        .expect("an identity");
    assert_ne!(other, identity);
    assert_eq!(
        get_id(&stage, logins(&zoe["IdToken"]))
            .await
            .expect("the same again"),
        other
    );

    let answer = credentials(&stage, ADA, logins(&ada["IdToken"]))
        .await
        .expect("credentials");
    let issued = &answer["Credentials"];
    assert_eq!(answer["IdentityId"], ADA);
    assert_eq!(
        issued["Expiration"],
        json!((stage.now() + Duration::hours(1)).unix_timestamp())
    );
    let key = issued["AccessKeyId"].as_str().expect("a key id");
    assert!(
        key.starts_with("ASIA") && key.len() == 20,
        "{key} looks like AWS's"
    );
    assert_eq!(issued["SecretKey"].as_str().map(str::len), Some(40));
    assert!(issued["SessionToken"].is_string());
    let again = credentials(&stage, ADA, logins(&ada["IdToken"]))
        .await
        .expect("more credentials");
    assert_ne!(again["Credentials"], *issued, "each call issues new ones");
}

#[tokio::test]
async fn a_login_that_proves_nothing_is_refused_in_awss_words() {
    let stage = Stage::set().await;
    let tokens = stage.tokens("ada").await;
    let refused = |outcome, message: &str| assert_refused(outcome, "NotAuthorizedException", message);
    stage
        .change(|settings| settings.identity_pool.guests = false)
        .await;
    let guest = stage
        .identity(
            "GetId",
            json!({ "IdentityPoolId": stage.sandbox.world().identity_pool_id }),
        )
        .await;
    refused(
        guest,
        "Unauthenticated access is not supported for this identity pool.",
    );
    refused(
        get_id(&stage, json!({ "accounts.google.com": tokens["IdToken"] })).await,
        "Token is not from a supported provider of this identity pool.",
    );
    let malformed = "Invalid login token. Not a valid OpenId Connect identity token.";
    refused(get_id(&stage, logins(&tokens["AccessToken"])).await, malformed);
    refused(get_id(&stage, logins(&json!("nonsense"))).await, malformed);
    let id = tokens["IdToken"].as_str().expect("a token");
    let access = tokens["AccessToken"].as_str().expect("a token");
    let (text, _) = id.rsplit_once('.').expect("three parts");
    let (_, foreign) = access.rsplit_once('.').expect("three parts");
    let forged = json!(format!("{text}.{foreign}"));
    refused(
        get_id(&stage, logins(&forged)).await,
        "Invalid login token. Couldn't verify signed token.",
    );

    let issued = stage.now();
    stage.wait(Duration::hours(1) + Duration::seconds(5));
    let (now, expired) = (
        stage.now().unix_timestamp(),
        (issued + Duration::hours(1)).unix_timestamp(),
    );
    refused(
        get_id(&stage, logins(&tokens["IdToken"])).await,
        &format!("Invalid login token. Token expired: {now} >= {expired}"),
    );
}

#[tokio::test]
async fn credentials_are_only_for_whose_identity_it_is() {
    let stage = Stage::set().await;
    let (ada, zoe) = (stage.tokens("ada").await, newcomer(&stage).await);
    get_id(&stage, logins(&ada["IdToken"]))
        .await
        .expect("an identity");

    let stolen = credentials(&stage, ADA, logins(&zoe["IdToken"])).await;
    let mismatch =
        "Logins don't match. Please include at least one valid login for this identity or identity pool.";
    assert_refused(stolen, "NotAuthorizedException", mismatch);
    let bare = credentials(&stage, ADA, json!(null)).await;
    assert_refused(
        bare,
        "NotAuthorizedException",
        &format!("Access to Identity '{ADA}' is forbidden."),
    );
    let unknown = "eu-west-1:11111111-1111-4111-8111-111111111111";
    let missing = credentials(&stage, unknown, logins(&zoe["IdToken"])).await;
    assert_refused(
        missing,
        "ResourceNotFoundException",
        &format!("Identity '{unknown}' not found."),
    );
    let elsewhere = stage.identity(
        "GetId",
        json!({ "IdentityPoolId": unknown, "Logins": logins(&ada["IdToken"]) }),
    );
    assert_refused(
        elsewhere.await,
        "ResourceNotFoundException",
        &format!("IdentityPool '{unknown}' not found."),
    );
}

#[tokio::test]
async fn an_identity_pool_without_a_role_gives_no_credentials() {
    let stage = Stage::set().await;
    let logins = json!({
        stage.sandbox.world().login_provider(): stage.tokens("ada").await["IdToken"],
    });
    let pool = stage.sandbox.world().identity_pool_id.clone();
    let identity = stage
        .identity("GetId", json!({ "IdentityPoolId": pool, "Logins": logins }))
        .await
        .expect("an identity");
    stage
        .change(|settings| {
            settings.identity_pool.authenticated_role = None;
            settings.identity_pool.role_mappings.user_pool = None;
        })
        .await;
    let refused = stage
        .identity(
            "GetCredentialsForIdentity",
            json!({ "IdentityId": identity["IdentityId"], "Logins": logins }),
        )
        .await;
    assert_refused(
        refused,
        "InvalidIdentityPoolConfigurationException",
        "Invalid identity pool configuration. Check assigned IAM roles for this pool.",
    );
}
