//! People in front of a fresh sandbox, without the app's api: what the service asks is seen as `auth` sees it.

use std::sync::Arc;

use auth::{Pool, Snapshot};
use base::{Clock, ManualClock, SystemClock};
use flow::{ChallengeName, Credentials, Intent, Method, State};
use tests::keys::MemoryKeys;
use tests::person::Person;
use tests::world::World;
use time::Duration;
use totp_rs::{Builder, Secret, Totp};

/// A sandbox, its clock, and a keyring.
pub(crate) struct People {
    pub(crate) world: World,
    pub(crate) clock: Arc<ManualClock>,
    keys: MemoryKeys,
}

impl People {
    pub(crate) async fn fresh() -> Self {
        let clock = Arc::new(ManualClock::at(SystemClock.now()));
        Self {
            world: World::at(clock.clone()).await,
            clock,
            keys: MemoryKeys::default(),
        }
    }

    /// The pool, with the public client.
    pub(crate) fn pool(&self) -> Pool {
        let world = self.world.sandbox.world();
        Pool {
            name: "Sandbox".to_owned(),
            region: world.region.clone(),
            user_pool_id: world.user_pool_id.clone(),
            client_id: world.client_id.clone(),
            client_secret: None,
            identity_pool: None,
            hosted_ui: None,
            endpoint: Some(self.world.sandbox.url().to_owned()),
            auth_flow: Method::UserSrp,
            session_validity: Pool::SESSION_VALIDITY,
            user_context: false,
            software_passkeys: true,
            sign_up: None,
        }
    }

    /// The pool, with the client that has a secret.
    pub(crate) fn pool_with_secret(&self) -> Pool {
        let world = self.world.sandbox.world();
        Pool {
            client_id: world.secret_client_id.clone(),
            client_secret: Some(world.secret_client_secret.clone()),
            ..self.pool()
        }
    }

    /// Somebody at the sign-in form.
    pub(crate) async fn at(&self, pool: Pool) -> Person {
        let person = self.returning(pool).await;
        let state = person.session.watch().borrow().scene.state.clone();
        assert!(matches!(state, State::SignIn { .. }), "{state:?}");
        person
    }

    /// Somebody who opens the app, whatever is remembered.
    pub(crate) async fn returning(&self, pool: Pool) -> Person {
        let home = self.world.folder.path().join("home");
        let person = Person::with(pool, &home, self.clock.clone(), self.keys.clone());
        let mut snapshots = person.session.watch();
        let settled = snapshots.wait_for(|seen| !seen.scene.busy);
        tokio::time::timeout(std::time::Duration::from_secs(60), settled)
            .await
            .expect("the vault opens")
            .expect("the session lives");
        person
    }

    /// The newest code sent to an address.
    pub(crate) fn code_sent_to(&self, address: &str) -> String {
        let messages = self.world.sandbox.messages();
        let message = messages
            .iter()
            .find(|message| message.to == address)
            .expect("a message to that address");
        message.code.as_ref().expect("a code in it").expose().clone()
    }

    /// How many messages were sent.
    pub(crate) fn messages(&self) -> usize {
        self.world.sandbox.messages().len()
    }

    /// The code that an authenticator app with this key shows now.
    pub(crate) fn totp(&self, key: &str) -> String {
        let secret = Secret::try_from_base32(key).expect("base32");
        let totp: Totp = Builder::new().with_secret(secret).build().expect("a key");
        let now = self.clock.now().unix_timestamp();
        totp.generate(u64::try_from(now).expect("after 1970")).to_string()
    }

    pub(crate) fn seconds_pass(&self, seconds: i64) {
        self.clock.advance(Duration::seconds(seconds));
    }
}

/// Signs in with `Gatehouse-1` by this method.
pub(crate) async fn signs_in_by(person: &Person, username: &str, method: Method) -> Snapshot {
    let password = if method.needs_password() {
        "Gatehouse-1"
    } else {
        ""
    };
    person
        .does(Intent::SignIn(Credentials {
            username: username.to_owned(),
            password: password.into(),
            remember: true,
            method,
        }))
        .await
}

pub(crate) fn preferring(challenge: &str) -> Method {
    Method::UserAuth {
        preferred: Some(challenge.to_owned()),
    }
}

/// The name of the challenge on the screen.
#[track_caller]
pub(crate) fn asked(seen: &Snapshot) -> String {
    match seen.scene.state.challenge() {
        Some(challenge) => challenge.name.to_string(),
        None => panic!("no challenge: {:?}", seen.scene),
    }
}

#[track_caller]
pub(crate) fn choices(seen: &Snapshot) -> Vec<String> {
    match seen.scene.state.challenge() {
        Some(challenge) => challenge.choices(),
        None => panic!("no challenge: {:?}", seen.scene),
    }
}

#[track_caller]
pub(crate) fn is_inside(seen: &Snapshot) {
    assert!(
        matches!(seen.scene.state, State::SignedIn { .. }),
        "{:?}",
        seen.scene
    );
}

pub(crate) fn is(challenge: &Snapshot, name: &ChallengeName) -> bool {
    challenge
        .scene
        .state
        .challenge()
        .is_some_and(|asked| asked.name == *name)
}
