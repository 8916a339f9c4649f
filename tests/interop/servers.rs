//! One and the same suite of file operations, by the app's own `files`, on the sandbox and on two S3 servers that this
//! project did not write. What a server does otherwise than AWS is left out by name, with the reason.

mod bytes;
mod content;
mod deeds;
mod errors;
mod listings;
mod moves;

use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;

use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use base::SystemClock;
use files::{Access, Files, Location};
use serde_json::Value;
use tempfile::TempDir;
use tests::person::{http, location};
use tests::place::{beside_tests, python};
use tests::program::{accepts, clean, finish, free_port, serve};
use tests::world::World;
use tokio::process::Child;

use crate::ministack::started;

/// A server with a bucket, and the keys to it.
struct Server {
    url: String,
    region: String,
    bucket: String,
    prefix: String,
    key: Key,
    folder: TempDir,
    _process: Option<Child>,
    _sandbox: Option<World>,
}

#[derive(Clone)]
struct Key {
    id: String,
    secret: String,
    token: Option<String>,
}

/// A row at work.
type Holding = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Something that holds on every S3.
struct Row {
    name: &'static str,
    holds: fn(Arc<Server>) -> Holding,
}

/// A row that a server does otherwise than AWS.
struct LeftOut {
    row: &'static str,
    because: &'static str,
}

impl Key {
    fn of(given: &Value) -> Self {
        let text = |name: &str| given[name].as_str().map(str::to_owned);
        Self {
            id: text("id").expect("an access key's id"),
            secret: text("secret").expect("its secret"),
            token: text("token"),
        }
    }
}

impl Server {
    async fn sandbox() -> Self {
        let world = World::fresh().await;
        let mut command = peer(world.folder.path());
        command.arg("credentials").env("SANDBOX", world.description());
        let given: Value = serde_json::from_str(&finish(command).await).expect("credentials");
        Self {
            url: world.sandbox.url().to_owned(),
            region: world.sandbox.world().region.clone(),
            bucket: world.sandbox.world().bucket.clone(),
            prefix: format!(
                "private/{}/suite/",
                given["identity"].as_str().expect("an identity")
            ),
            key: Key::of(&given),
            folder: tempfile::tempdir().expect("a folder"),
            _process: None,
            _sandbox: Some(world),
        }
    }

    async fn ministack() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let (url, process) = started(folder.path(), "s3,iam,sts").await;
        Self::elsewhere(url, folder, process).await
    }

    async fn moto() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let port = free_port();
        let mut server = clean(python("moto_server"), folder.path());
        server.args(["-H", "127.0.0.1", "-p", &port.to_string()]);
        let process = serve(server, async || accepts(port).await).await;
        Self::elsewhere(format!("http://127.0.0.1:{port}"), folder, process).await
    }

    /// A server whose root key is `test`, and who checks nobody's signature but a user's.
    async fn elsewhere(url: String, folder: TempDir, process: Child) -> Self {
        let (region, bucket) = ("eu-west-1".to_owned(), "suite-bucket".to_owned());
        let mut command = peer(folder.path());
        command
            .args(["bucket", &url, &region, &bucket])
            .env("AWS_ACCESS_KEY_ID", "test")
            .env("AWS_SECRET_ACCESS_KEY", "test");
        let given: Value = serde_json::from_str(&finish(command).await).expect("a key");
        Self {
            url,
            region,
            bucket,
            prefix: "suite/".to_owned(),
            key: Key::of(&given),
            folder,
            _process: Some(process),
            _sandbox: None,
        }
    }

    /// Lets boto3 do something in a folder, and gives what it says.
    async fn boto3(&self, what: &str, folder: &str) -> Value {
        let mut command = peer(self.folder.path());
        command
            .args([what, &self.url, &self.region, &self.bucket])
            .arg(format!("{}{folder}", self.prefix))
            .env("AWS_ACCESS_KEY_ID", &self.key.id)
            .env("AWS_SECRET_ACCESS_KEY", &self.key.secret);
        if let Some(token) = &self.key.token {
            command.env("AWS_SESSION_TOKEN", token);
        }
        serde_json::from_str(&finish(command).await).expect("JSON")
    }

    fn files(&self) -> Files {
        self.files_of(&self.key)
    }

    /// The files as whoever has this key sees them.
    fn files_of(&self, key: &Key) -> Files {
        let Key { id, secret, token } = key.clone();
        Files::open(Access {
            region: self.region.clone(),
            regions: Default::default(),
            endpoint: Some(self.url.clone()),
            path_style: true,
            credentials: SharedCredentialsProvider::new(Credentials::new(id, secret, token, None, "test")),
            http: http(),
            interceptor: None,
            clock: Arc::new(SystemClock),
        })
    }

    fn home(&self) -> Location {
        location(&self.bucket, &self.prefix)
    }

    /// An empty folder of this device.
    fn local(&self, name: &str) -> std::path::PathBuf {
        let folder = self.folder.path().join(name);
        std::fs::create_dir_all(&folder).expect("a folder");
        folder
    }
}

fn peer(home: &Path) -> tokio::process::Command {
    let mut command = clean(python("python"), home);
    command
        .arg(beside_tests("interop/python/s3_peer.py"))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("AWS_EC2_METADATA_DISABLED", "true");
    command
}

fn rows() -> impl Iterator<Item = &'static Row> {
    [listings::ROWS, bytes::ROWS, deeds::ROWS, errors::ROWS]
        .into_iter()
        .flatten()
}

/// Runs every row but those left out, and tells of all that do not hold.
async fn suite(server: Server, left_out: &[LeftOut]) {
    for LeftOut { row, because } in left_out {
        assert!(
            rows().any(|other| other.name == *row),
            "`{row}` is left out ({because}), and is no row"
        );
    }
    let server = Arc::new(server);
    server.boto3("write", "theirs/").await;
    let mut broken = Vec::new();
    let here = |row: &&Row| left_out.iter().all(|out| out.row != row.name);
    for row in rows().filter(here) {
        let held = tokio::spawn((row.holds)(Arc::clone(&server))).await;
        if held.is_err() {
            broken.push(row.name);
        }
    }
    assert_eq!(broken, Vec::<&str>::new(), "what each says is above");
}

/// Neither keeps the checksum of all bytes of an object that goes up in parts.
const NO_WHOLE_CHECKSUM: LeftOut = LeftOut {
    row: "the checksum of an object that went up in parts is kept",
    because: "it answers with another checksum than the one that was asked for",
};

#[tokio::test(flavor = "multi_thread")]
async fn files_do_on_the_sandbox_what_they_do_on_s3() {
    suite(Server::sandbox().await, &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_do_on_ministack_what_they_do_on_s3() {
    suite(Server::ministack().await, &[NO_WHOLE_CHECKSUM]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn files_do_on_moto_what_they_do_on_s3() {
    let left_out = [
        NO_WHOLE_CHECKSUM,
        LeftOut {
            row: "all tags are taken away",
            because: "an empty set of tags is answered with 500",
        },
        LeftOut {
            row: "an unfinished upload is found and thrown away",
            because: "ListParts has another root element than S3's",
        },
        LeftOut {
            row: "a wrong secret and an unknown key are refused",
            because: "signatures are not checked",
        },
        LeftOut {
            row: "a link that was tampered with is refused",
            because: "signatures are not checked",
        },
    ];
    suite(Server::moto().await, &left_out).await;
}
