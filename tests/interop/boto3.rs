//! boto3 against the sandbox. Each script holds every answer against botocore's service model.

use tests::place::{beside_tests, python};
use tests::program::{clean, finish};
use tests::world::World;

async fn run(script: &str) {
    let world = World::fresh().await;
    let mut command = clean(python("python"), world.folder.path());
    command
        .arg(beside_tests("interop/python").join(script))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .env("SANDBOX", world.description());
    let said = finish(command).await;
    assert!(said.contains("answers held against the service model"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_user_gets_from_sign_up_to_files() {
    run("sign_up_to_files.py").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_refusal_bears_the_name_that_aws_gives_it() {
    run("refusals.py").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_password_becomes_a_new_one() {
    run("forgotten_password.py").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_temporary_password_asks_for_a_new_one_and_what_is_missing() {
    run("temporary_password.py").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_question_of_a_sign_in_is_asked_and_answered_as_the_model_says() {
    run("challenges.py").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tokens_hold_what_cognito_puts_in_them_and_end_when_revoked() {
    run("tokens.py").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signed_in_person_cares_for_the_account() {
    run("account.py").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_makes_changes_and_removes_users_and_groups() {
    run("admin.py").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_is_confirmed_and_signs_itself_in() {
    run("devices.py").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passkey_is_made_and_signs_in() {
    run("passkeys.py").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_way_through_the_identity_pool_ends_at_the_files_of_its_role() {
    run("identity_flows.py").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_identity_pool_chooses_the_role_that_it_was_told_to() {
    run("role_choice.py").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sts_gives_no_more_than_trust_duration_and_session_policy_allow() {
    run("sts.py").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_protected_api_takes_what_botocore_signs_and_nothing_else() {
    run("protected_api.py").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn records_are_shared_as_in_cognito_sync() {
    run("cognito_sync.py").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn objects_behave_as_in_s3() {
    run("s3_meaning.py").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn versions_tags_copies_and_archives_behave_as_in_s3() {
    run("s3_versions.py").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn links_forms_and_web_pages_get_what_was_signed_and_no_more() {
    run("s3_web.py").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_right_signature_session_and_role_get_in() {
    run("s3_guard.py").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_of_what_an_unsigned_call_can_raise_misses_nothing() {
    run("unsigned_calls.py").await;
}
