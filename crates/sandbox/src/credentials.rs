//! The temporary AWS credentials that the identity pool has issued, as S3 looks them up again. Expired ones stay
//! known for a day, so that S3 can say "expired" and not "unknown".

use std::sync::Arc;

use base::{Clock, Secret};
use rusqlite::{OptionalExtension, params};
use time::{Duration, OffsetDateTime};

use crate::db::{Database, DatabaseError};
use crate::error::Error;
use crate::random;

/// The table of this file.
pub(crate) const SCHEMA: &str = "
CREATE TABLE credentials (
    access_key_id TEXT PRIMARY KEY,
    secret_key TEXT NOT NULL,
    session_token TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    role TEXT NOT NULL,
    identity_id TEXT NOT NULL,
    amr TEXT NOT NULL
) STRICT;
CREATE INDEX credentials_by_expiry ON credentials (expires_at);
";

/// How long expired credentials are remembered.
const REMEMBERED: Duration = Duration::DAY;

/// A role that the identity pool may assume for an identity; its documents are `roles/<name>.json`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RoleName {
    /// Everybody who is signed in.
    Authenticated,
}

impl RoleName {
    /// The name in ARNs and of the role's file.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Authenticated => "authenticated",
        }
    }
}

/// One set of temporary credentials.
#[derive(Debug, Clone)]
pub(crate) struct Issued {
    /// `ASIA…`, 20 characters.
    pub(crate) access_key_id: String,
    pub(crate) secret_key: Secret,
    pub(crate) session_token: Secret,
    pub(crate) expires_at: OffsetDateTime,
    /// A [`RoleName`] as text.
    pub(crate) role: String,
    /// What `${cognito-identity.amazonaws.com:sub}` stands for.
    pub(crate) identity_id: String,
    /// The values of `cognito-identity.amazonaws.com:amr`.
    pub(crate) amr: Vec<String>,
}

/// Issues credentials and finds them again; survives a restart.
#[derive(Clone, Debug)]
pub(crate) struct Registry {
    database: Database,
    clock: Arc<dyn Clock>,
}

impl Registry {
    pub(crate) fn new(database: Database, clock: Arc<dyn Clock>) -> Self {
        Self { database, clock }
    }

    /// New credentials for `identity_id` in `role`, good for `valid` from now.
    pub(crate) async fn issue(
        &self,
        role: RoleName,
        identity_id: &str,
        amr: Vec<String>,
        valid: Duration,
    ) -> Result<Issued, Error> {
        let now = self.clock.now();
        let issued = Issued {
            access_key_id: format!("ASIA{}", random::text(16, random::BASE32)?),
            secret_key: Secret::new(random::text(40, random::BASE64)?),
            session_token: Secret::new(format!("IQoJb3JpZ2luX2Vj{}", random::text(400, random::BASE64)?)),
            expires_at: now + valid,
            role: role.as_str().to_owned(),
            identity_id: identity_id.to_owned(),
            amr,
        };
        let row = issued.clone();
        self.database
            .write(move |transaction| {
                let forgotten = (now - REMEMBERED).unix_timestamp();
                transaction.execute("DELETE FROM credentials WHERE expires_at < ?1", [forgotten])?;
                transaction.execute(
                    "INSERT INTO credentials VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                    params![
                        row.access_key_id,
                        row.secret_key.expose(),
                        row.session_token.expose(),
                        row.expires_at.unix_timestamp(),
                        row.role,
                        row.identity_id,
                        row.amr.join("\n"),
                    ],
                )?;
                Ok::<_, DatabaseError>(())
            })
            .await?;
        Ok(issued)
    }

    /// The credentials with this access key id, expired or not.
    pub(crate) async fn find(&self, access_key_id: &str) -> Result<Option<Issued>, DatabaseError> {
        let key = access_key_id.to_owned();
        self.database
            .read(move |connection| {
                let found = connection
                    .query_row(
                        "SELECT access_key_id, secret_key, session_token, expires_at, role, identity_id, amr \
                         FROM credentials WHERE access_key_id = ?1",
                        [key],
                        |row| {
                            let expires_at: i64 = row.get(3)?;
                            let amr: String = row.get(6)?;
                            Ok(Issued {
                                access_key_id: row.get(0)?,
                                secret_key: Secret::new(row.get(1)?),
                                session_token: Secret::new(row.get(2)?),
                                expires_at: OffsetDateTime::from_unix_timestamp(expires_at)
                                    .unwrap_or(OffsetDateTime::UNIX_EPOCH),
                                role: row.get(4)?,
                                identity_id: row.get(5)?,
                                amr: amr.lines().map(str::to_owned).collect(),
                            })
                        },
                    )
                    .optional()?;
                Ok(found)
            })
            .await
    }
}
