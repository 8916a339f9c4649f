//! The devices of users, where the pool tracks them: handed out with the tokens of a sign-in, confirmed by the device
//! with an SRP verifier of its own, remembered at once or when the person agrees.

use base::Secret;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::account::Account;
use super::caller::Caller;
use super::srp::Verifier;
use crate::random;
use crate::settings::{DeviceMode, DeviceTracking, PoolSettings};
use crate::wire::Refusal;
use crate::world::World;

/// The table of this file.
pub(super) const SCHEMA: &str = "
CREATE TABLE devices (
    device_key TEXT PRIMARY KEY,
    sub TEXT NOT NULL,
    group_key TEXT NOT NULL,
    name TEXT,
    salt BLOB,
    verifier BLOB,
    remembered INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    modified_at INTEGER NOT NULL,
    used_at INTEGER NOT NULL
) STRICT;
CREATE INDEX devices_by_sub ON devices (sub, created_at, device_key);
";

const COLUMNS: &str =
    "device_key, group_key, name, salt, verifier, remembered, created_at, modified_at, used_at";

/// One device of a user.
#[derive(Debug, Clone)]
pub(super) struct Device {
    pub(super) key: String,
    pub(super) group_key: String,
    pub(super) name: Option<String>,
    /// What the device proves itself by, once it was confirmed.
    pub(super) verifier: Option<Verifier>,
    pub(super) remembered: bool,
    /// Seconds since 1970, like the other times.
    pub(super) created_at: i64,
    modified_at: i64,
    used_at: i64,
}

/// How devices of this user are tracked.
pub(super) fn tracking(pool: &PoolSettings, account: &Account) -> DeviceTracking {
    account.own.device_tracking.unwrap_or(pool.device_tracking)
}

/// Refuses where devices are not tracked at all.
pub(super) fn check_tracked(pool: &PoolSettings, account: &Account) -> Result<DeviceMode, Refusal> {
    match tracking(pool, account).mode {
        DeviceMode::Off => Err(Refusal::new(
            "InvalidUserPoolConfigurationException",
            "The user pool does not track devices.",
        )),
        mode @ (DeviceMode::Always | DeviceMode::OptIn) => Ok(mode),
    }
}

/// The device that a sign-in says it comes from; `None` when it names none or devices are not tracked.
pub(super) fn presented(
    connection: &Connection,
    caller: &Caller,
    account: &Account,
) -> Result<Option<Device>, Refusal> {
    match caller.device_key() {
        Some(key) if tracking(caller.pool(), account).mode != DeviceMode::Off => {
            find(connection, account, key)?.map(Some).ok_or_else(unknown)
        }
        Some(_) | None => Ok(None),
    }
}

/// A new device for a sign-in that comes from none that is known; it still has to be confirmed.
pub(super) fn make(
    transaction: &Transaction<'_>,
    world: &World,
    account: &Account,
    now: OffsetDateTime,
) -> Result<Device, Refusal> {
    let now = now.unix_timestamp();
    let device = Device {
        key: format!("{}_{}", world.region, random::uuid()),
        group_key: format!("-{}", random::text(8, random::URL_SAFE)?),
        name: None,
        verifier: None,
        remembered: false,
        created_at: now,
        modified_at: now,
        used_at: now,
    };
    transaction.execute(
        "INSERT INTO devices VALUES (?1, ?2, ?3, NULL, NULL, NULL, 0, ?4, ?4, ?4)",
        params![device.key, account.sub, device.group_key, now],
    )?;
    Ok(device)
}

/// A device of this user, confirmed or not.
pub(super) fn find(
    connection: &Connection,
    account: &Account,
    key: &str,
) -> Result<Option<Device>, rusqlite::Error> {
    connection
        .query_row(
            &format!("SELECT {COLUMNS} FROM devices WHERE sub = ?1 AND device_key = ?2"),
            [&account.sub, key],
            read,
        )
        .optional()
}

/// A device of this user that was confirmed.
pub(super) fn confirmed(connection: &Connection, account: &Account, key: &str) -> Result<Device, Refusal> {
    find(connection, account, key)?
        .filter(|device| device.verifier.is_some())
        .ok_or_else(unknown)
}

/// Up to `count` confirmed devices of this user, oldest first, after the one at `(created_at, key)`.
pub(super) fn list(
    connection: &Connection,
    account: &Account,
    after: &(i64, String),
    count: usize,
) -> Result<Vec<Device>, rusqlite::Error> {
    let sql = format!(
        "SELECT {COLUMNS} FROM devices WHERE sub = ?1 AND verifier IS NOT NULL \
         AND (created_at, device_key) > (?2, ?3) ORDER BY created_at, device_key LIMIT ?4"
    );
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    connection
        .prepare(&sql)?
        .query_map(params![account.sub, after.0, after.1, count], read)?
        .collect()
}

/// Forgets a device.
pub(super) fn forget(transaction: &Transaction<'_>, device: &Device) -> Result<(), rusqlite::Error> {
    transaction.execute("DELETE FROM devices WHERE device_key = ?1", [&device.key])?;
    Ok(())
}

/// Forgets every device of a user.
pub(super) fn forget_all(transaction: &Transaction<'_>, account: &Account) -> Result<(), rusqlite::Error> {
    transaction.execute("DELETE FROM devices WHERE sub = ?1", [&account.sub])?;
    Ok(())
}

/// There is no such device, or it is somebody else's.
pub(super) fn unknown() -> Refusal {
    Refusal::not_found("Device does not exist.")
}

impl Device {
    /// A sign-in came from the device.
    pub(super) fn used(
        &self,
        transaction: &Transaction<'_>,
        now: OffsetDateTime,
    ) -> Result<(), rusqlite::Error> {
        transaction.execute(
            "UPDATE devices SET used_at = ?2 WHERE device_key = ?1",
            params![self.key, now.unix_timestamp()],
        )?;
        Ok(())
    }

    /// Writes name, verifier and whether the device is remembered.
    pub(super) fn save(
        &self,
        transaction: &Transaction<'_>,
        now: OffsetDateTime,
    ) -> Result<(), rusqlite::Error> {
        transaction.execute(
            "UPDATE devices SET name = ?2, salt = ?3, verifier = ?4, remembered = ?5, modified_at = ?6 \
             WHERE device_key = ?1",
            params![
                self.key,
                self.name,
                self.verifier.as_ref().map(|verifier| verifier.salt),
                self.verifier.as_ref().map(|verifier| verifier.value.expose()),
                self.remembered,
                now.unix_timestamp()
            ],
        )?;
        Ok(())
    }

    /// `DeviceType`.
    pub(super) fn view(&self, world: &World, account: &Account) -> Value {
        let arn = format!(
            "arn:aws:cognito-idp:{}:{}:owner/{}.{}/device/{}",
            world.region, world.account_id, world.user_pool_id, account.sub, self.key
        );
        let remembered = if self.remembered {
            "remembered"
        } else {
            "not_remembered"
        };
        let mut attributes = vec![json!({ "Name": "device_status", "Value": "valid" })];
        if let Some(name) = &self.name {
            attributes.push(json!({ "Name": "device_name", "Value": name }));
        }
        attributes.push(json!({ "Name": "dev:device_arn", "Value": arn }));
        attributes.push(json!({ "Name": "dev:device_remembered_status", "Value": remembered }));
        attributes.push(json!({ "Name": "last_ip_used", "Value": "127.0.0.1" }));
        json!({
            "DeviceKey": self.key,
            "DeviceAttributes": attributes,
            "DeviceCreateDate": self.created_at,
            "DeviceLastModifiedDate": self.modified_at,
            "DeviceLastAuthenticatedDate": self.used_at,
        })
    }
}

fn read(row: &Row<'_>) -> Result<Device, rusqlite::Error> {
    let salt: Option<[u8; 16]> = row.get(3)?;
    let verifier: Option<Vec<u8>> = row.get(4)?;
    Ok(Device {
        key: row.get(0)?,
        group_key: row.get(1)?,
        name: row.get(2)?,
        verifier: salt.zip(verifier).map(|(salt, value)| Verifier {
            salt,
            value: Secret::new(value),
        }),
        remembered: row.get(5)?,
        created_at: row.get(6)?,
        modified_at: row.get(7)?,
        used_at: row.get(8)?,
    })
}
