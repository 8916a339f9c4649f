//! The sandbox's clock, which a tester moves: by so much, to a moment, to just after something has expired, back. It is
//! kept with the state, because what the state holds was dated by it.

use std::fmt;
use std::sync::Arc;

use base::{Clock, MovableClock};
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};
use tokio::sync::watch;

use crate::db::{Database, DatabaseError};
use crate::error::Error;
use crate::foundation::Foundation;

/// The farthest that it goes, either way: refresh tokens live ten years at the most.
const FARTHEST: Duration = Duration::days(365 * 20);

/// Whether an app that lives with the sandbox goes along.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AppClock {
    /// Its clock is the sandbox's.
    #[default]
    Follow,
    /// Its clock stays right, so that it finds the service's clock wrong.
    Real,
}

/// What the clock shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClockState {
    /// The sandbox's time.
    pub now: OffsetDateTime,
    /// How far it is ahead of the computer's.
    pub ahead: Duration,
    /// Whether the app goes along.
    pub app: AppClock,
}

/// Something that expires.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lapsing {
    /// The access token that was issued last.
    AccessToken,
    /// The ID token that was issued last.
    IdToken,
    /// The refresh token, and with it the sign-in.
    RefreshToken,
    /// A code that was sent.
    Code,
    /// A question of a sign-in that waits for its answer.
    Session,
    /// AWS credentials.
    Credentials,
}

/// Where to move the clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ClockMove {
    /// On by so much, or back.
    By(Duration),
    /// To a moment.
    To(OffsetDateTime),
    /// To one second after the expiry of something: of one user, or of anybody.
    After(Lapsing, Option<String>),
    /// To the time that it really is.
    Real,
    /// Nowhere; but the app goes along from now on, or no longer.
    App(AppClock),
}

/// The clock itself.
#[derive(Debug)]
pub(crate) struct SandboxClock {
    clock: Arc<MovableClock>,
    state: watch::Sender<Kept>,
}

/// As the database keeps it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
struct Kept {
    /// Seconds.
    ahead: i64,
    app: AppClock,
}

impl SandboxClock {
    /// The clock as the database remembers it, over the computer's.
    pub(crate) async fn load(database: &Database, base: Arc<dyn Clock>) -> Result<Self, DatabaseError> {
        let stored: Option<String> = database
            .read(|connection| {
                Ok::<_, DatabaseError>(
                    connection
                        .query_row("SELECT value FROM facts WHERE name = 'clock'", [], |row| {
                            row.get(0)
                        })
                        .optional()?,
                )
            })
            .await?;
        let kept: Kept = stored
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default();
        let clock = Arc::new(MovableClock::over(base));
        clock.put_ahead(Duration::seconds(kept.ahead));
        Ok(Self {
            clock,
            state: watch::Sender::new(kept),
        })
    }

    /// For whoever only reads it.
    pub(crate) fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock) as Arc<dyn Clock>
    }

    pub(crate) fn state(&self) -> ClockState {
        state(&self.clock, *self.state.borrow())
    }

    pub(crate) fn watch(&self) -> watch::Receiver<ClockState> {
        let (sender, receiver) = watch::channel(self.state());
        let (mut moved, clock) = (self.state.subscribe(), Arc::clone(&self.clock));
        tokio::spawn(async move {
            while moved.changed().await.is_ok() {
                let kept = *moved.borrow_and_update();
                if sender.send(state(&clock, kept)).is_err() {
                    break;
                }
            }
        });
        receiver
    }

    /// What an app goes by.
    pub(crate) fn for_app(own: &Arc<Self>) -> Arc<dyn Clock> {
        Arc::new(ForApp(Arc::clone(own)))
    }

    /// Right again, as after a reset; the database is the caller's to clear.
    pub(crate) fn forget(&self) {
        self.put(Kept::default());
    }

    fn put(&self, kept: Kept) {
        self.clock.put_ahead(Duration::seconds(kept.ahead));
        self.state.send_replace(kept);
    }
}

fn state(clock: &MovableClock, kept: Kept) -> ClockState {
    ClockState {
        now: clock.now(),
        ahead: Duration::seconds(kept.ahead),
        app: kept.app,
    }
}

/// The sandbox's clock, or the computer's where the app does not follow.
struct ForApp(Arc<SandboxClock>);

impl fmt::Debug for ForApp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ForApp")
    }
}

impl Clock for ForApp {
    fn now(&self) -> OffsetDateTime {
        let follows = self.0.state.borrow().app == AppClock::Follow;
        if follows {
            self.0.clock.now()
        } else {
            self.0.clock.base()
        }
    }
}

/// Moves the clock and keeps where it stands.
pub(crate) async fn move_to(foundation: &Foundation, to: ClockMove) -> Result<ClockState, Error> {
    let clock = &foundation.sandbox_clock;
    let present = *clock.state.borrow();
    let base = clock.clock.base();
    let at = |moment: OffsetDateTime| (moment - base).whole_seconds();
    let kept = match to {
        ClockMove::By(by) => Kept {
            ahead: present.ahead.saturating_add(by.whole_seconds()),
            ..present
        },
        ClockMove::To(moment) => Kept {
            ahead: at(moment),
            ..present
        },
        ClockMove::Real => Kept { ahead: 0, ..present },
        ClockMove::App(app) => Kept { app, ..present },
        ClockMove::After(lapsing, username) => {
            let moment = expiry(foundation, lapsing, username).await?;
            Kept {
                // The fraction of a second that has passed already must not keep it alive.
                ahead: at(moment + Duration::seconds(2)),
                ..present
            }
        }
    };
    if Duration::seconds(kept.ahead).abs() > FARTHEST {
        return Err(wrong("twenty years either way are the most"));
    }
    foundation
        .database
        .write(move |transaction| {
            transaction.execute(
                "INSERT OR REPLACE INTO facts VALUES ('clock', ?1)",
                [serde_json::json!(kept).to_string()],
            )?;
            Ok::<_, DatabaseError>(())
        })
        .await?;
    clock.put(kept);
    tracing::info!(ahead = kept.ahead, "the sandbox's clock was moved");
    Ok(clock.state())
}

/// When the last of what is meant expires.
async fn expiry(
    foundation: &Foundation,
    lapsing: Lapsing,
    username: Option<String>,
) -> Result<OffsetDateTime, Error> {
    let (now, provider) = (
        foundation.clock.now().unix_timestamp(),
        foundation.world.login_provider(),
    );
    let whose = username.clone().unwrap_or_else(|| "anybody".to_owned());
    let found = foundation
        .database
        .read(move |connection| {
            latest(connection, lapsing, username.as_deref(), &provider, now).map_err(DatabaseError::from)
        })
        .await?;
    found
        .and_then(|at| OffsetDateTime::from_unix_timestamp(at).ok())
        .ok_or_else(|| wrong(&format!("nothing of this kind of {whose} is still good")))
}

/// The latest expiry that is still to come, in seconds since 1970.
fn latest(
    connection: &Connection,
    lapsing: Lapsing,
    username: Option<&str>,
    provider: &str,
    now: i64,
) -> Result<Option<i64>, rusqlite::Error> {
    let name = "(?1 IS NULL OR username IN (lower(?1), ?1))";
    let subs = format!("SELECT sub FROM accounts WHERE {name}");
    let of_sign_ins = |column: &str| {
        format!("SELECT max({column}) FROM sign_ins WHERE revoked = 0 AND {column} > ?2 AND sub IN ({subs})")
    };
    let waiting = "SELECT username, expires_at FROM challenges WHERE used = 0";
    let sql = match lapsing {
        Lapsing::AccessToken => of_sign_ins("access_until"),
        Lapsing::IdToken => of_sign_ins("id_until"),
        Lapsing::RefreshToken => of_sign_ins("expires_at"),
        Lapsing::Session => {
            format!("SELECT max(expires_at) FROM ({waiting}) WHERE expires_at > ?2 AND {name}")
        }
        Lapsing::Code => format!(
            "SELECT max(expires_at) FROM (SELECT username, expires_at FROM codes \
             UNION ALL SELECT username, expires_at FROM verifications \
             UNION ALL {waiting} AND kind IN ('SMS_MFA', 'EMAIL_OTP', 'SMS_OTP')) \
             WHERE expires_at > ?2 AND {name}"
        ),
        Lapsing::Credentials => {
            let sql = format!(
                "SELECT max(expires_at) FROM credentials WHERE expires_at > ?2 AND (?1 IS NULL OR identity_id IN \
                 (SELECT identity_id FROM linked_logins WHERE provider = ?3 AND subject IN ({subs})))"
            );
            return connection.query_row(&sql, rusqlite::params![username, now, provider], |row| row.get(0));
        }
    };
    connection.query_row(&sql, rusqlite::params![username, now], |row| row.get(0))
}

fn wrong(reason: &str) -> Error {
    Error::Clock {
        reason: reason.to_owned(),
    }
}
