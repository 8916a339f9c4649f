//! A new password: judged by the pool's policy, by threat protection and against the earlier ones, which are kept as
//! verifiers like the present one.

use base::Secret;
use rusqlite::{Connection, Transaction, params};
use subtle::ConstantTimeEq;

use super::account::Account;
use super::srp::Verifier;
use super::{UserPool, compute, password, risk};
use crate::settings::PoolSettings;
use crate::wire::Refusal;

/// The table of this file.
pub(super) const SCHEMA: &str = "
CREATE TABLE old_passwords (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL,
    salt BLOB NOT NULL,
    verifier BLOB NOT NULL
) STRICT;
CREATE INDEX old_passwords_by_user ON old_passwords (username);
";

/// The most that Cognito remembers.
const LONGEST: u32 = 24;

/// The verifier of a password that `username` may have from now on. `opening` is how the operation words a refusal
/// by the policy.
pub(super) async fn choose(
    pool: &UserPool,
    rules: &PoolSettings,
    username: &str,
    chosen: &Secret,
    opening: &str,
) -> Result<Verifier, Refusal> {
    password::check(&rules.password_policy, chosen, opening)?;
    risk::check_new_password(rules, chosen)?;
    let depth = rules.password_history;
    let earlier = pool
        .read({
            let username = username.to_owned();
            move |_, connection, _| earlier(connection, &username, depth)
        })
        .await?;
    let (pool_name, username, chosen) = (
        pool.world().pool_name().to_owned(),
        username.to_owned(),
        chosen.clone(),
    );
    compute(move || {
        let reused = earlier.iter().any(|old| {
            let again = Verifier::with_salt(&pool_name, &username, chosen.expose(), old.salt);
            again.value.expose().ct_eq(old.value.expose()).into()
        });
        if reused {
            return Err(Refusal::new(
                "PasswordHistoryPolicyViolationException",
                "Password has already been used, choose another one.",
            ));
        }
        Ok(Verifier::create(&pool_name, &username, &chosen)?)
    })
    .await?
}

/// Gives the account a new password, which ends an invitation or an asked-for reset; the old one is remembered. The
/// account is the caller's to save.
pub(super) fn replace(
    transaction: &Transaction<'_>,
    account: &mut Account,
    verifier: Verifier,
) -> Result<(), rusqlite::Error> {
    if let Some(old) = account.verifier.replace(verifier) {
        transaction.execute(
            "INSERT INTO old_passwords (username, salt, verifier) VALUES (?1, ?2, ?3)",
            params![account.username, old.salt, old.value.expose()],
        )?;
        transaction.execute(
            "DELETE FROM old_passwords WHERE username = ?1 AND id NOT IN \
             (SELECT id FROM old_passwords WHERE username = ?1 ORDER BY id DESC LIMIT ?2)",
            params![account.username, LONGEST],
        )?;
    }
    account.invited_at = None;
    Ok(())
}

/// The last `depth` passwords, the present one included.
fn earlier(connection: &Connection, username: &str, depth: u32) -> Result<Vec<Verifier>, Refusal> {
    let Some(before) = depth.checked_sub(1) else {
        return Ok(Vec::new());
    };
    let mut earlier: Vec<Verifier> = connection
        .prepare("SELECT salt, verifier FROM old_passwords WHERE username = ?1 ORDER BY id DESC LIMIT ?2")?
        .query_map(params![username, before], |row| {
            Ok(Verifier {
                salt: row.get(0)?,
                value: Secret::new(row.get(1)?),
            })
        })?
        .collect::<Result<_, _>>()?;
    let account = Account::find(connection, username)?;
    earlier.extend(account.and_then(|account| account.verifier));
    Ok(earlier)
}
