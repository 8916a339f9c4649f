//! openid-client, a certified OpenID Connect client, against the sandbox's hosted UI.

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
async fn a_client_finds_its_way_from_discovery_to_revocation() {
    run("openid_sign_in.js").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_client_must_be_refused_it_is_refused() {
    run("openid_refusals.js").await;
}
