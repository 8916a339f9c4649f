//! The account screen: what the person sees and changes of their own account. Each method is one request of somebody
//! signed in; what goes wrong is the method's own problem, with the field that it belongs to.

use std::collections::BTreeMap;

use auth::{Error, Factor};
use base::Secret;
use flow::{Reason, Refusal, State};

use super::{Api, own_data};
use crate::problem::{Fault, Problem};
use crate::view::{
    AnswerForm, AttributeSentView, DeviceView, FactorForm, FactorName, PasskeyView, ProfileView, SentToView,
    SignInRecordView, TotpView,
};
use crate::words;

impl Api {
    /// What the pool knows of the person.
    ///
    /// # Errors
    ///
    /// Nobody is signed in, or the service refuses; the same goes for all that follow.
    pub async fn profile(&self) -> Result<ProfileView, Problem> {
        let (opened, session) = self.present().await?;
        let profile = session.profile().await;
        let profile = profile.map_err(|error| Problem::of_access(&error))?;
        let pool = &opened.connection.pool;
        Ok(words::account::profile(
            profile,
            pool.sign_up.as_ref(),
            pool.software_passkeys,
        ))
    }

    /// Changes attributes; tells where codes went that prove new addresses.
    pub async fn update_attributes(&self, form: AnswerForm) -> Result<Vec<AttributeSentView>, Problem> {
        let values = form.values.iter();
        let attributes: BTreeMap<String, String> = values
            .map(|(name, value)| (name.clone(), value.expose().trim().to_owned()))
            .collect();
        let field = attributes.keys().next().cloned();
        let sent = self.session().await?.update_attributes(attributes).await;
        let sent = sent.map_err(|error| at_field(&error, field))?;
        let view = |sent: auth::Sent| AttributeSentView {
            name: sent.name,
            sent_to: words::question::sent_to(sent.destination),
        };
        Ok(sent.into_iter().map(view).collect())
    }

    /// Has a code sent that proves an address.
    pub async fn send_attribute_code(&self, name: &str) -> Result<SentToView, Problem> {
        let sent = self.session().await?.send_attribute_code(name).await;
        let sent = sent.map_err(|error| Problem::of_access(&error))?;
        Ok(words::question::sent_to(sent))
    }

    /// Proves an address: `name` and `code`.
    pub async fn verify_attribute(&self, form: AnswerForm) -> Result<(), Problem> {
        let name = text(&form, "name");
        let code = code(&form)?;
        let verified = self.session().await?.verify_attribute(&name, &code).await;
        verified.map_err(|error| at_field(&error, Some("code".to_owned())))
    }

    /// Takes an attribute from the account.
    pub async fn delete_attribute(&self, name: &str) -> Result<(), Problem> {
        let deleted = self.session().await?.delete_attribute(name).await;
        deleted.map_err(|error| Problem::of_access(&error))
    }

    /// Sets another password: `current` and `new`.
    pub async fn change_password(&self, form: AnswerForm) -> Result<(), Problem> {
        let (current, new) = (secret(&form, "current"), secret(&form, "new"));
        if new.expose().is_empty() {
            return Err(missing("new"));
        }
        let changed = self.session().await?.change_password(&current, &new).await;
        changed.map_err(|error| {
            let wrong =
                matches!(&error, Error::UserPool(refusal) if refusal.reason == Reason::WrongCredentials);
            let field = if wrong { "current" } else { "new" };
            at_field(&error, Some(field.to_owned()))
        })
    }

    /// Turns a second factor on or off.
    pub async fn set_factor(&self, form: FactorForm) -> Result<(), Problem> {
        let factor = match form.factor {
            FactorName::Totp => Factor::Totp,
            FactorName::Sms => Factor::Sms,
            FactorName::Email => Factor::Email,
        };
        let session = self.session().await?;
        let set = session.set_factor(factor, form.enabled, form.preferred).await;
        set.map_err(|error| Problem::of_access(&error))
    }

    /// The key of a new authenticator app.
    pub async fn begin_totp(&self) -> Result<TotpView, Problem> {
        let setup = self.session().await?.begin_totp().await;
        let setup = setup.map_err(|error| Problem::of_access(&error))?;
        Ok(words::totp::totp(&setup))
    }

    /// Proves a code of the new authenticator app: `code`, and the app's `name`.
    pub async fn finish_totp(&self, form: AnswerForm) -> Result<(), Problem> {
        let (code, name) = (code(&form)?, text(&form, "name"));
        let finished = self.session().await?.finish_totp(&code, &name).await;
        finished.map_err(|error| at_field(&error, Some("code".to_owned())))
    }

    /// The devices that the pool knows.
    pub async fn devices(&self) -> Result<Vec<DeviceView>, Problem> {
        let devices = self.session().await?.devices().await;
        let devices = devices.map_err(|error| Problem::of_access(&error))?;
        Ok(devices.into_iter().map(words::account::device).collect())
    }

    /// Answers whether this device is to be remembered.
    pub async fn remember_device(&self, remember: bool) -> Result<(), Problem> {
        let told = self.session().await?.remember_device(remember).await;
        told.map_err(|error| Problem::of_access(&error))
    }

    /// Has the pool forget a device.
    pub async fn forget_device(&self, key: &str) -> Result<(), Problem> {
        let forgotten = self.session().await?.forget_device(key).await;
        forgotten.map_err(|error| Problem::of_access(&error))
    }

    /// The passkeys that the pool knows.
    pub async fn passkeys(&self) -> Result<Vec<PasskeyView>, Problem> {
        let passkeys = self.session().await?.passkeys().await;
        let passkeys = passkeys.map_err(|error| Problem::of_access(&error))?;
        Ok(passkeys.into_iter().map(words::account::passkey).collect())
    }

    /// Makes a passkey that this app keeps; the pool names it.
    pub async fn register_passkey(&self) -> Result<(), Problem> {
        let registered = self.session().await?.register_passkey().await;
        registered.map_err(|error| Problem::of_access(&error))
    }

    /// Has the pool forget a passkey.
    pub async fn delete_passkey(&self, id: &str) -> Result<(), Problem> {
        let deleted = self.session().await?.delete_passkey(id).await;
        deleted.map_err(|error| Problem::of_access(&error))
    }

    /// What became of the person's sign-ins on this device, the newest first.
    pub async fn sign_in_history(&self) -> Result<Vec<SignInRecordView>, Problem> {
        let account = self.account().await?;
        let names = [Some(account.username), account.email, account.phone];
        let (connection, names) = (self.connection().await?, names.into_iter().flatten().collect());
        let records = self.0.store.attempts(&connection.id, &account.sub, names).await;
        let records = records.map_err(own_data)?;
        Ok(records.into_iter().map(words::account::sign_in).collect())
    }

    /// Deletes the account, and what this device knows of it. `typed` must be the user name or the email address.
    pub async fn delete_account(&self, form: AnswerForm) -> Result<(), Problem> {
        let account = self.account().await?;
        let typed = text(&form, "typed").to_lowercase();
        let names = [Some(&account.username), account.email.as_ref()];
        if !names
            .into_iter()
            .flatten()
            .any(|name| name.to_lowercase() == typed)
        {
            let problem = Problem::from(Fault::NameDiffers);
            let field = Some("typed".to_owned());
            return Err(Problem { field, ..problem });
        }
        let (opened, session) = self.present().await?;
        let deleted = session.delete_user().await;
        deleted.map_err(|error| Problem::of_access(&error))?;
        let forgotten = self
            .0
            .store
            .forget_account(&opened.connection.id, &account.sub)
            .await;
        self.0.owner.ask(|desk| desk.catch_up()).await?;
        forgotten.map_err(own_data)
    }

    async fn account(&self) -> Result<auth::Account, Problem> {
        let session = self.session().await?;
        let account = session.watch().borrow().account.clone();
        account.ok_or_else(|| Fault::SignedOut.into())
    }
}

fn secret(form: &AnswerForm, name: &str) -> Secret {
    form.values.get(name).cloned().unwrap_or_default()
}

fn text(form: &AnswerForm, name: &str) -> String {
    secret(form, name).expose().trim().to_owned()
}

/// The code, without what people paste along with it.
fn code(form: &AnswerForm) -> Result<Secret, Problem> {
    let typed = secret(form, "code");
    let kept = typed.expose().chars().filter(|c| !c.is_whitespace() && *c != '-');
    let code: String = kept.collect();
    if code.is_empty() {
        return Err(missing("code"));
    }
    Ok(Secret::new(code))
}

fn missing(field: &str) -> Problem {
    Problem::of_refusal(&Refusal::from(Reason::Empty(field.to_owned())), &State::Restoring)
}

/// The problem, at the field that the service names or else at this one.
fn at_field(error: &Error, field: Option<String>) -> Problem {
    let problem = Problem::of_access(error);
    let fits = matches!(problem.retry, crate::problem::Retry::Edit);
    Problem {
        field: problem.field.clone().or(field.filter(|_| fits)),
        ..problem
    }
}
