//! What stands in place of the documents of the IAM roles, named after the members of IAM's `Role`.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::refused;
use crate::credentials::RoleName;
use crate::error::Error;
use crate::iam::Role;

/// Each role's settings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RolesSettings {
    /// Whoever is signed in.
    pub authenticated: RoleSettings,
    /// Whoever is not.
    pub guest: RoleSettings,
    /// The members of the group `editors`.
    pub editors: RoleSettings,
    /// The members of the group `readers`.
    pub readers: RoleSettings,
}

/// One role's settings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RoleSettings {
    /// `MaxSessionDuration`, in seconds, 3600 to 43200.
    pub max_session_duration: u32,
    /// `AssumeRolePolicyDocument`; nothing: that of the template.
    pub trust: Option<Value>,
    /// The inline policies; nothing: those of the template.
    pub policies: Option<Vec<Value>>,
}

impl RolesSettings {
    /// The settings of the role `name`.
    pub fn of(&self, name: RoleName) -> &RoleSettings {
        match name {
            RoleName::Authenticated => &self.authenticated,
            RoleName::Guest => &self.guest,
            RoleName::Editors => &self.editors,
            RoleName::Readers => &self.readers,
        }
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        for name in RoleName::ALL {
            let settings = self.of(name);
            if !(3600..=43200).contains(&settings.max_session_duration) {
                return Err(refused(&"the longest session of a role is 3600 to 43200 seconds"));
            }
            Role::load(name, settings).map_err(|error| refused(&error))?;
        }
        Ok(())
    }
}

impl Default for RolesSettings {
    fn default() -> Self {
        let for_hours = |hours: u32| RoleSettings {
            max_session_duration: hours * 3600,
            ..RoleSettings::default()
        };
        Self {
            authenticated: for_hours(12),
            guest: for_hours(1),
            editors: for_hours(12),
            readers: for_hours(1),
        }
    }
}

impl Default for RoleSettings {
    fn default() -> Self {
        Self {
            max_session_duration: 3600,
            trust: None,
            policies: None,
        }
    }
}
