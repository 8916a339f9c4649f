//! Python's canonical XML and cryptography against the assertions of the sandbox's SAML provider.

use tests::place::{beside_tests, python};
use tests::program::{clean, finish};
use tests::world::World;

#[tokio::test(flavor = "multi_thread")]
async fn an_assertion_is_signed_over_its_canonical_form() {
    let world = World::fresh().await;
    let mut command = clean(python("python"), world.folder.path());
    command
        .arg(beside_tests("interop/python/saml.py"))
        .env("SANDBOX", world.description());
    finish(command).await;
}
