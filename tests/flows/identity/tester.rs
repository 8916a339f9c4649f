//! What a tester tries: what is in reach, and an API that trusts the sign-in.

use api::Api;
use api::problem::ProblemCode;
use api::view::{ApiAnswerView, ApiCallForm, ApiProofForm, ReachForm, ReachView, Reachable};
use tests::device::Device;

use super::{chain, enters_as_guest, signs_in};
use crate::setting::Setting;

async fn reach(device: &Device, write: bool) -> Vec<ReachView> {
    device
        .api
        .probe_reach(ReachForm { write })
        .await
        .expect("an answer")
}

fn at<'a>(reach: &'a [ReachView], place: &str) -> &'a ReachView {
    reach
        .iter()
        .find(|reach| reach.location == place)
        .expect("the place")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_in_reach_is_found_out_and_leaves_nothing_behind() {
    use Reachable::{No, Unknown, Yes};
    let setting = Setting::fresh().await;
    let device = &setting.device;
    enters_as_guest(device).await;
    let found = reach(device, true).await;
    let public = at(&found, "public");
    assert_eq!(
        (public.list, public.read, public.write, public.delete),
        (Yes, Yes, No, Unknown),
        "a guest reads"
    );
    device.api.show_sign_in().await.expect("the app is open");
    device.until(|seen| seen.account.is_none()).await;

    signs_in(device, "ada").await;
    let before = device.last_call();
    let found = reach(device, false).await;
    assert!(
        found
            .iter()
            .all(|reach| reach.write == Unknown && reach.delete == Unknown)
    );
    let made = device.operations(before);
    assert!(
        !made
            .iter()
            .any(|made| made == "PutObject" || made == "DeleteObject"),
        "{made:?}"
    );
    let found = reach(device, true).await;
    for place in ["private", "protected", "public", "team"] {
        let reach = at(&found, place);
        assert_eq!(
            (reach.list, reach.read, reach.write, reach.delete),
            (Yes, Yes, Yes, Yes),
            "{place}"
        );
        let rows = device.rows(place, "").await.expect("the files");
        assert!(rows.iter().all(|row| !row.name.contains("probe")), "{place}");
    }

    let readers = setting.world.sandbox.world().roles.readers.clone();
    device.sign_out().await;
    signs_in(device, "amy").await;
    device.api.choose_role(Some(readers)).await.expect("her own");
    let found = reach(device, true).await;
    let team = at(&found, "team");
    assert_eq!(
        (team.list, team.write, team.delete),
        (Yes, No, Unknown),
        "a reader reads"
    );
}

async fn asks(api: &Api, method: &str, url: &str, auth: ApiProofForm) -> ApiAnswerView {
    let form = ApiCallForm {
        url: url.to_owned(),
        method: method.to_owned(),
        auth,
        body: (method == "POST").then(|| "{\"text\":\"a note\"}".to_owned()),
        region: None,
        service: None,
    };
    api.call_api(form).await.expect("an answer")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_api_lets_in_whom_token_group_and_signature_allow() {
    use ApiProofForm::{Bearer, SigV4};
    let setting = Setting::fresh().await;
    let device = &setting.device;
    let api = &device.api;
    signs_in(device, "ada").await;
    let me = asks(api, "GET", "me", Bearer).await;
    assert_eq!(me.status, 200, "{}", me.body);
    assert!(me.body.contains("\"username\":\"ada\""), "{}", me.body);
    assert_eq!(asks(api, "POST", "editors/notes", Bearer).await.status, 201);
    let notes = asks(api, "GET", "editors/notes", Bearer).await;
    assert!(
        notes.status == 200 && notes.body.contains("a note"),
        "{}",
        notes.body
    );
    let signed = asks(api, "GET", "signed", SigV4).await;
    let identity = chain(device).await.identity_id.expect("an identity");
    assert!(
        signed.status == 200 && signed.body.contains(&identity),
        "{}",
        signed.body
    );
    assert_eq!(asks(api, "GET", "signed", Bearer).await.status, 401);
    device.sign_out().await;

    signs_in(device, "vera").await;
    let refused = asks(api, "GET", "editors/notes", Bearer).await;
    assert_eq!(refused.status, 403, "{}", refused.body);
    assert!(
        refused
            .headers
            .iter()
            .any(|header| header.value.contains("insufficient_scope"))
    );
    device.sign_out().await;

    enters_as_guest(device).await;
    assert_eq!(
        asks(api, "GET", "signed", SigV4).await.status,
        200,
        "a guest signs too"
    );
    let form = ApiCallForm {
        url: "me".to_owned(),
        method: "GET".to_owned(),
        auth: Bearer,
        body: None,
        region: None,
        service: None,
    };
    let refused = api.call_api(form).await.expect_err("a guest has no token");
    assert_eq!(refused.code, ProblemCode::SignedOut);
}
