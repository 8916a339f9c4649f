//! `GetUserPoolMfaConfig` and `SetUserPoolMfaConfig`: whether the pool asks for second factors, and which.

use serde_json::{Map, Value, json};

use super::configure;
use crate::settings::{MfaMode, PoolSettings, Settings};
use crate::user_pool::UserPool;
use crate::wire::{Members, Refusal};

/// `GetUserPoolMfaConfig`.
pub(super) fn get(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let pool_id = UserPool::pool_named(&mut members)?;
    members.done()?;
    pool.check_pool(&pool_id)?;
    Ok(view(&pool.settings().pool))
}

/// `SetUserPoolMfaConfig`: a factor that is not named is off.
pub(super) async fn set(pool: &UserPool, mut members: Members) -> Result<Value, Refusal> {
    let pool_id = UserPool::pool_named(&mut members)?;
    let mode = members.one_of_or_none("MfaConfiguration", &["OFF", "ON", "OPTIONAL"])?;
    let sms = members.structure("SmsMfaConfiguration")?.is_some();
    let email = members.structure("EmailMfaConfiguration")?.is_some();
    let mut software = members
        .structure("SoftwareTokenMfaConfiguration")?
        .unwrap_or_else(|| Members::over(Map::new()));
    let totp = software.flag("Enabled")?;
    members.absorb(software);
    members.done()?;
    pool.check_pool(&pool_id)?;
    let mode = match mode.as_deref() {
        Some("ON") => MfaMode::On,
        Some("OPTIONAL") => MfaMode::Optional,
        Some(_) | None => MfaMode::Off,
    };
    if mode != MfaMode::Off && !(sms || email || totp) {
        return Err(Refusal::invalid_parameter(
            "Invalid MFA configuration given, can't turn on MFA and have no MFA enabled.",
        ));
    }
    let mut settings = Settings::clone(&pool.settings());
    settings.pool.mfa = mode;
    settings.pool.mfa_types.sms = sms;
    settings.pool.mfa_types.email = email;
    settings.pool.mfa_types.totp = totp;
    let answer = view(&settings.pool);
    configure(pool, settings).await?;
    Ok(answer)
}

fn view(pool: &PoolSettings) -> Value {
    let mut view = json!({
        "MfaConfiguration": pool.mfa,
        "SoftwareTokenMfaConfiguration": { "Enabled": pool.mfa_types.totp },
    });
    for (member, on) in [
        ("SmsMfaConfiguration", pool.mfa_types.sms),
        ("EmailMfaConfiguration", pool.mfa_types.email),
    ] {
        if on {
            view[member] = json!({});
        }
    }
    view
}
