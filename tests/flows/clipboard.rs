//! What is copied: it reaches the clipboard and not the page, a secret only for a while, and each copy leaves a line.

use api::problem::ProblemCode;
use api::view::{Copied, CopyForm, TokenKind};
use base::Secret;
use tests::device::Device;

use crate::setting::Setting;

fn copies(device: &Device) -> Vec<String> {
    let calls = device.api.calls(0).into_iter();
    let copies = calls.filter(|call| call.service == "Clipboard");
    copies
        .inspect(|call| assert!(call.duration.is_some(), "it is over"))
        .map(|call| call.operation)
        .collect()
}

/// What the protected API, which takes access tokens alone, answers to whoever pastes this.
async fn asked_with(setting: &Setting, token: &Secret) -> u16 {
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let address = format!("{}/me", setting.world.sandbox.world().api_url);
    let asked = client.get(address).bearer_auth(token.expose()).send().await;
    asked.expect("an answer").status().as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tester_copies_the_tokens_and_the_page_never_has_them() {
    let setting = Setting::fresh().await;
    let device = &setting.device;
    let refused = device.api.copy_token(TokenKind::Access).await;
    let refused = refused.expect_err("nobody is signed in");
    assert_eq!(refused.code, ProblemCode::SignedOut);
    assert!(device.copied().is_none() && copies(device).is_empty());

    device.sign_in("ada", sandbox::PASSWORD).await;
    for (kind, status) in [(TokenKind::Id, 401), (TokenKind::Access, 200)] {
        device.api.copy_token(kind).await.expect("she is in");
        let token = device.copied().expect("it is on the clipboard");
        assert_eq!(asked_with(&setting, &token).await, status, "{kind:?}");
        let crossed = device.seen().crossed.join("\n");
        let signature = token.expose().rsplit('.').next().expect("a signature");
        assert!(!crossed.contains(signature));
        for call in device.api.calls(0) {
            let detail = device.api.call(call.id).expect("it is there");
            let detail = serde_json::to_string(&detail).expect("JSON");
            assert!(!detail.contains(signature), "{detail}");
        }
    }
    assert_eq!(copies(device), ["CopyIdToken", "CopyAccessToken"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_and_a_setup_key_stay_for_a_while_and_an_id_stays() {
    let setting = Setting::fresh().await;
    let device = &setting.device;
    let copy = async |what, text: &str| {
        let text = Secret::from(text);
        let copied = device.api.copy(CopyForm { what, text }).await;
        copied.expect("there is a clipboard");
    };
    copy(Copied::SetupKey, "KEY").await;
    assert_eq!(device.copied(), Some("KEY".into()));
    copy(Copied::Code, "123456").await;
    assert_eq!(device.copied(), Some("123456".into()));
    assert_eq!(device.copied_to_stay(), None);
    copy(Copied::Id, "eu-west-1:1").await;
    copy(Copied::Request, "a request").await;
    assert_eq!(device.copied_to_stay().as_deref(), Some("a request"));
    assert_eq!(
        copies(device),
        ["CopySetupKey", "CopyCode", "CopyId", "CopyRequest"]
    );
    let told = serde_json::to_string(&device.api.calls(0)).expect("JSON");
    assert!(!told.contains("123456") && !told.contains("KEY\""));
}
