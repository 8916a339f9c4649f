//! The app's ways through an identity pool against ministack: the enhanced and the basic flow, guests, and why somebody
//! has their role.

use auth::{ChainFlow, IdentityFlow, IdentityPoolPlan, RoleReason};
use files::Verdict;
use flow::{Intent, Reason, State};
use tests::person::{Person, location, rows};
use time::Duration;

use crate::ministack::Ministack;

/// Cleo, signed in, with this done to the plan of the identity pool.
async fn cleo(ministack: &Ministack, change: impl FnOnce(&mut IdentityPoolPlan)) -> Person {
    let mut pool = ministack.pool.clone();
    change(pool.identity_pool.as_mut().expect("an identity pool"));
    let person = ministack.person_in(pool);
    let inside = person.signs_in("cleo", "Long-enough-1").await;
    assert!(
        matches!(inside.scene.state, State::SignedIn { .. }),
        "{:?}",
        inside.scene
    );
    person
}

#[tokio::test(flavor = "multi_thread")]
async fn the_enhanced_flow_gives_the_pools_role_and_does_not_say_why() {
    let ministack = Ministack::fresh().await;
    let person = cleo(&ministack, |_| {}).await;

    let chain = person.session.chain().await.expect("a chain");

    assert_eq!(chain.flow, ChainFlow::Enhanced);
    assert_eq!(chain.role_arn, Some(ministack.id("role")));
    assert_eq!(chain.reason, RoleReason::Unknown, "a rule might have named it");
    assert_eq!(chain.login, Some(ministack.pool.login_key()));
    let token = chain.id_token.expect("an ID token");
    assert_eq!(token.issuer, ministack.pool.issuer());
    assert_eq!(token.audience, ministack.pool.client_id);
    assert!(chain.identity_id.starts_with("eu-west-1:"));
    assert!(chain.session_name.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_basic_flow_assumes_the_role_of_the_connection_under_the_persons_name() {
    let ministack = Ministack::fresh().await;
    let role_arn = ministack.id("role");
    let person = cleo(&ministack, |plan| {
        plan.flow = IdentityFlow::Basic {
            role_arn: role_arn.clone(),
            duration: Duration::minutes(15),
        };
    })
    .await;

    let chain = person.session.chain().await.expect("a chain");
    assert_eq!(chain.flow, ChainFlow::Basic);
    assert_eq!(chain.role_arn, Some(role_arn));
    assert_eq!(chain.reason, RoleReason::ChosenBasic);
    assert_eq!(chain.session_name.as_deref(), Some("cleo"));

    let files = person.files();
    let home = location(&ministack.bucket, "home/");
    assert!(!rows(&files, &home, "").await.expect("her files").is_empty());
    let reach = files.probe(&home, Some(".probe")).await.expect("a probe");
    assert_eq!(
        (reach.list, reach.read, reach.write, reach.delete),
        (Verdict::Yes, Verdict::Yes, Verdict::Yes, Verdict::No),
        "the role may not delete"
    );
    let vault = location(&ministack.bucket, "vault/");
    let reach = files.probe(&vault, None).await.expect("a probe");
    assert_eq!(
        (reach.list, reach.read, reach.write, reach.delete),
        (Verdict::No, Verdict::Unknown, Verdict::Unknown, Verdict::Unknown),
        "nothing was written, because nobody agreed to it"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_sees_what_guests_may_see_and_stays_the_same_guest_but_is_never_the_person_who_signs_in() {
    let ministack = Ministack::fresh().await;
    let mut pool = ministack.pool.clone();
    let plan = pool.identity_pool.as_mut().expect("an identity pool");
    plan.id = ministack.id("open_pool");
    plan.guests = true;
    let person = ministack.person_in(pool);

    let inside = person.does(Intent::ContinueAsGuest).await;
    assert_eq!(inside.scene.state, State::Guest, "{:?}", inside.scene);
    let account = inside.account.expect("a guest");
    assert!(account.guest && !account.remembered);
    let open = location(&ministack.bucket, "open/");
    let found = rows(&person.files(), &open, "").await.expect("what is open");
    assert_eq!(found[0].name, "welcome.txt");
    let chain = person.session.chain().await.expect("a chain");
    assert_eq!((chain.flow, chain.reason), (ChainFlow::Guest, RoleReason::Guest));
    assert_eq!((chain.guest, chain.login, chain.id_token), (true, None, None));

    person.does(Intent::ShowSignIn).await;
    let again = person.does(Intent::ContinueAsGuest).await;
    let guest = again.account.expect("a guest").identity_id;
    assert_eq!(guest, account.identity_id, "the same guest");

    person.does(Intent::ShowSignIn).await;
    person.signs_in("cleo", "Long-enough-1").await;
    let cleo = person.session.identity_id().await.expect("an identity");
    assert_ne!(Some(cleo), guest, "a guest's identity is nobody's who signs in");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_without_guests_lets_none_in() {
    let ministack = Ministack::fresh().await;
    let person = ministack.person();

    let refused = person.does(Intent::ContinueAsGuest).await;

    assert!(matches!(refused.scene.state, State::SignIn { .. }));
    let reason = refused.scene.refusal.map(|refusal| refusal.reason);
    assert_eq!(reason, Some(Reason::GuestsOff));
}
