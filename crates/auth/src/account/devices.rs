//! The devices that a pool tracks for a person.

use aws_sdk_cognitoidentityprovider::types::{DeviceRememberedStatusType, DeviceType};
use aws_smithy_types::DateTime;
use flow::Reason;
use time::OffsetDateTime;

use super::Access;
use crate::error::Error;
use crate::refusals;
use crate::session::Session;
use crate::session::command::Command;

/// How many devices are asked for at once; the most that the API gives.
const PAGE: i32 = 60;
/// The most pages that are read.
const PAGES: usize = 20;

/// A device that the pool knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// The pool's name for it.
    pub key: String,
    /// The name that it gave itself.
    pub name: Option<String>,
    /// When the pool first saw it.
    pub created: Option<OffsetDateTime>,
    /// When somebody last signed in on it.
    pub last_seen: Option<OffsetDateTime>,
    /// From which address that was.
    pub last_ip: Option<String>,
    /// Whether it is remembered, which may spare the second factor.
    pub remembered: bool,
    /// Whether it is this one.
    pub this: bool,
}

impl Session {
    /// The devices of the person (`ListDevices`), this one first, then the one seen last.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn devices(&self) -> Result<Vec<Device>, Error> {
        let (mut devices, mut next) = (Vec::new(), None);
        for _ in 0..PAGES {
            let (page, token) = self.device_page(next).await?;
            devices.extend(page);
            next = token;
            if next.is_none() {
                break;
            }
        }
        devices.sort_by_key(|device| (!device.this, std::cmp::Reverse(device.last_seen)));
        Ok(devices)
    }

    async fn device_page(&self, next: Option<String>) -> Result<(Vec<Device>, Option<String>), Error> {
        let client = self.shared.user_pool.client();
        self.with_access(|access| {
            let request = client
                .list_devices()
                .limit(PAGE)
                .set_pagination_token(next.clone())
                .access_token(access.token.expose());
            async move {
                let answer = request.send().await;
                let answer = answer.map_err(|error| refusals::read(&error, Reason::NotPermitted))?;
                let listed = answer.devices.unwrap_or_default();
                let devices = listed.into_iter().filter_map(|device| read(device, &access));
                Ok((devices.collect(), answer.pagination_token))
            }
        })
        .await
    }

    /// Has the pool remember this device, or not (`UpdateDeviceStatus`).
    ///
    /// # Errors
    ///
    /// See [`Error`]; [`Reason::NotFound`] where the pool does not know this device.
    pub async fn remember_device(&self, remember: bool) -> Result<(), Error> {
        let status = if remember {
            DeviceRememberedStatusType::Remembered
        } else {
            DeviceRememberedStatusType::NotRemembered
        };
        let client = self.shared.user_pool.client();
        self.with_access(|access| {
            let request = client
                .update_device_status()
                .set_device_key(access.device.clone())
                .device_remembered_status(status.clone())
                .access_token(access.token.expose());
            async move {
                access.device.ok_or(Reason::NotFound)?;
                let answer = request.send().await;
                answer.map_err(|error| refusals::read(&error, Reason::NotPermitted))
            }
        })
        .await?;
        self.tell_owner(Command::DeviceAnswered).await
    }

    /// Has the pool forget a device (`ForgetDevice`); sessions that it holds go on.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn forget_device(&self, key: &str) -> Result<(), Error> {
        let client = self.shared.user_pool.client();
        self.with_access(|access| async move {
            let request = client
                .forget_device()
                .device_key(key)
                .access_token(access.token.expose());
            let answer = request.send().await;
            answer.map_err(|error| refusals::read(&error, Reason::NotPermitted))
        })
        .await?;
        self.tell_owner(Command::DeviceForgotten { key: key.to_owned() })
            .await
    }

    pub(super) async fn tell_owner(&self, command: Command) -> Result<(), Error> {
        self.owner.send(command).await.map_err(|_| Error::Closed)
    }
}

fn read(device: DeviceType, access: &Access) -> Option<Device> {
    let key = device.device_key?;
    let attributes = device.device_attributes.unwrap_or_default();
    let value = |name: &str| {
        let found = attributes.iter().find(|given| given.name() == name);
        found.and_then(|given| given.value()).map(str::to_owned)
    };
    Some(Device {
        this: access.device.as_deref() == Some(key.as_str()),
        name: value("device_name").filter(|name| !name.trim().is_empty()),
        created: device.device_create_date.and_then(moment),
        last_seen: device.device_last_authenticated_date.and_then(moment),
        last_ip: value("last_ip_used"),
        remembered: value("dev:device_remembered_status").as_deref() == Some("remembered"),
        key,
    })
}

pub(super) fn moment(date: DateTime) -> Option<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp_nanos(date.as_nanos()).ok()
}
