//! amazon-cognito-identity-js, AWS's own client with its own SRP, against the sandbox.

use tests::place::{beside_tests, node_modules};
use tests::program::{clean, finish};
use tests::world::World;

async fn run(script: &str) {
    let world = World::fresh().await;
    let mut command = clean("node", world.folder.path());
    command
        .arg(beside_tests("interop/node").join(script))
        .env("NODE_MODULES", node_modules())
        .env("SANDBOX", world.description());
    finish(command).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn srp_lets_in_with_the_right_password_only() {
    run("srp_sign_in.js").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_user_signs_up_confirms_and_signs_in_by_srp() {
    run("sign_up.js").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn srp_with_a_temporary_password_leads_to_a_new_one() {
    run("new_password.js").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn srp_works_with_the_password_that_replaced_a_forgotten_one() {
    run("forgotten_password.js").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_code_of_an_authenticator_app_follows_srp() {
    run("authenticator.js").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_renewed_and_ends_everywhere() {
    run("session.js").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_by_text_message_follows_srp() {
    run("text_message.js").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_several_factors_chooses_one() {
    run("choice_of_factors.js").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_authenticator_app_is_set_up_while_signing_in() {
    run("set_up.js").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_questions_of_a_custom_challenge_come_one_after_the_other() {
    run("custom_challenge.js").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_remembered_device_proves_itself_in_place_of_the_second_factor() {
    run("device.js").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_cares_for_their_account() {
    run("account.js").await;
}
