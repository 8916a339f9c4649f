//! The temporary AWS credentials that the identity pool and STS have issued, as S3 and other services look them up
//! again. Expired ones stay known for a day, so that S3 can say "expired" and not "unknown".

use std::sync::Arc;

use base::{Clock, Secret};
use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use serde_json::Value;
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
    identity_id TEXT NOT NULL,
    session TEXT NOT NULL
) STRICT;
CREATE INDEX credentials_by_expiry ON credentials (expires_at);
CREATE INDEX credentials_by_identity ON credentials (identity_id);
";

/// How long expired credentials are remembered.
const REMEMBERED: Duration = Duration::DAY;

/// A role of the account; its documents are `roles/<name>.json`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RoleName {
    /// Everybody who is signed in.
    Authenticated,
    /// Whoever is not.
    Guest,
    /// The members of the group `editors`.
    Editors,
    /// The members of the group `readers`.
    Readers,
}

impl RoleName {
    pub(crate) const ALL: [Self; 4] = [Self::Authenticated, Self::Guest, Self::Editors, Self::Readers];

    /// The name in ARNs and of the role's file.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Authenticated => "authenticated",
            Self::Guest => "guest",
            Self::Editors => "editors",
            Self::Readers => "readers",
        }
    }
}

/// By which way through the identity pool credentials were given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Flow {
    /// GetCredentialsForIdentity with logins.
    Enhanced,
    /// GetOpenIdToken and AssumeRoleWithWebIdentity.
    Basic,
    /// GetCredentialsForIdentity with the token of a developer's backend.
    Developer,
    /// GetCredentialsForIdentity without logins.
    Guest,
}

/// What decided on a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RoleReason {
    /// It is the pool's role for whoever is signed in.
    Default,
    /// It is the pool's role for guests.
    Guest,
    /// The claim `cognito:preferred_role`.
    TokenPreferred,
    /// `CustomRoleArn` named it, and `cognito:roles` allows it.
    Custom,
    /// A rule of the role mapping matched.
    Rule,
    /// The client asked STS for it.
    ChosenBasic,
    /// Roles or rules decided nothing, and `AmbiguousRoleResolution` is `AuthenticatedRole`.
    AmbiguousAuthenticated,
}

/// How a role was come by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Origin {
    pub(crate) flow: Flow,
    pub(crate) reason: RoleReason,
    /// The number of the rule that matched, from one.
    pub(crate) rule: Option<usize>,
    /// The ARNs that the login could have had.
    pub(crate) candidates: Vec<String>,
}

/// One person's use of a role.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Session {
    pub(crate) role: RoleName,
    /// `RoleSessionName`.
    pub(crate) name: String,
    /// What `${cognito-identity.amazonaws.com:sub}` stands for.
    pub(crate) identity_id: String,
    /// The values of `cognito-identity.amazonaws.com:amr`.
    pub(crate) amr: Vec<String>,
    /// What `${aws:PrincipalTag/…}` stands for.
    pub(crate) tags: Vec<(String, String)>,
    /// Documents that narrow the role's own policies.
    pub(crate) policies: Vec<Value>,
    pub(crate) origin: Origin,
}

/// One set of temporary credentials.
#[derive(Debug, Clone)]
pub(crate) struct Issued {
    /// `ASIA…`, 20 characters.
    pub(crate) access_key_id: String,
    pub(crate) secret_key: Secret,
    pub(crate) session_token: Secret,
    pub(crate) expires_at: OffsetDateTime,
    pub(crate) session: Session,
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

    /// New credentials for `session`, good for `valid` from now.
    pub(crate) async fn issue(&self, session: Session, valid: Duration) -> Result<Issued, Error> {
        let now = self.clock.now();
        let issued = Issued {
            access_key_id: format!("ASIA{}", random::text(16, random::BASE32)?),
            secret_key: Secret::new(random::text(40, random::BASE64)?),
            session_token: Secret::new(format!("IQoJb3JpZ2luX2Vj{}", random::text(400, random::BASE64)?)),
            expires_at: now + valid,
            session,
        };
        let row = issued.clone();
        self.database
            .write(move |transaction| {
                let forgotten = (now - REMEMBERED).unix_timestamp();
                transaction.execute("DELETE FROM credentials WHERE expires_at < ?1", [forgotten])?;
                transaction.execute(
                    "INSERT INTO credentials VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    params![
                        row.access_key_id,
                        row.secret_key.expose(),
                        row.session_token.expose(),
                        row.expires_at.unix_timestamp(),
                        row.session.identity_id,
                        serde_json::json!(row.session).to_string(),
                    ],
                )?;
                Ok::<_, DatabaseError>(())
            })
            .await?;
        Ok(issued)
    }

    /// The credentials with this access key id, expired or not.
    pub(crate) async fn find(&self, access_key_id: &str) -> Result<Option<Issued>, DatabaseError> {
        self.first("access_key_id = ?1", access_key_id).await
    }

    /// The credentials that were issued to this identity last, expired or not.
    pub(crate) async fn newest(&self, identity_id: &str) -> Result<Option<Issued>, DatabaseError> {
        self.first("identity_id = ?1 ORDER BY rowid DESC", identity_id)
            .await
    }

    async fn first(&self, condition: &'static str, value: &str) -> Result<Option<Issued>, DatabaseError> {
        let value = value.to_owned();
        self.database
            .read(move |connection| {
                let sql = format!(
                    "SELECT access_key_id, secret_key, session_token, expires_at, session FROM credentials \
                     WHERE {condition} LIMIT 1"
                );
                Ok(connection.query_row(&sql, [value], read).optional()?)
            })
            .await
    }
}

fn read(row: &Row<'_>) -> Result<Issued, rusqlite::Error> {
    let expires_at: i64 = row.get(3)?;
    let session: String = row.get(4)?;
    Ok(Issued {
        access_key_id: row.get(0)?,
        secret_key: Secret::new(row.get(1)?),
        session_token: Secret::new(row.get(2)?),
        expires_at: OffsetDateTime::from_unix_timestamp(expires_at).unwrap_or(OffsetDateTime::UNIX_EPOCH),
        session: serde_json::from_str(&session).map_err(|error| {
            rusqlite::Error::FromSqlConversionFailure(4, rusqlite::types::Type::Text, Box::new(error))
        })?,
    })
}
