//! Which role, and why, as far as it follows from the token, from what was asked, and from what STS answers.

use super::RoleReason;
use crate::identity_pool::Caller;

/// What is known.
pub(super) struct Known<'a> {
    pub(super) guest: bool,
    /// Whether STS was asked for a role by name.
    pub(super) basic: bool,
    /// The role that was asked for.
    pub(super) asked: Option<&'a str>,
    /// `cognito:roles`.
    pub(super) roles: &'a [String],
    /// `cognito:preferred_role`.
    pub(super) preferred: Option<&'a str>,
    /// Whose the credentials are.
    pub(super) caller: Option<&'a Caller>,
}

/// The role and why it is this one. STS names roles without their path, so that a role that the token offers is told by
/// the token's name for it.
pub(super) fn role(known: &Known) -> (Option<String>, RoleReason) {
    if known.basic {
        return (known.asked.map(str::to_owned), RoleReason::ChosenBasic);
    }
    let Some(caller) = known.caller else {
        let reason = if known.guest {
            RoleReason::Guest
        } else if known.asked.is_some() {
            RoleReason::Custom
        } else {
            RoleReason::Unknown
        };
        return (known.asked.map(str::to_owned), reason);
    };
    let offered = known
        .asked
        .into_iter()
        .chain(known.preferred)
        .chain(known.roles.iter().map(String::as_str))
        .find(|role| caller.is(role));
    let arn = offered.map_or_else(|| caller.plain_role_arn(), str::to_owned);
    let reason = if known.guest {
        RoleReason::Guest
    } else if known.asked.is_some_and(|role| caller.is(role)) {
        RoleReason::Custom
    } else if known.preferred.is_some_and(|role| caller.is(role)) {
        RoleReason::TokenPreferred
    } else if let [only] = known.roles
        && caller.is(only)
    {
        RoleReason::OnlyRole
    } else {
        // The pool's own choice: its role for everybody, or one that a rule names. It tells neither which nor why.
        RoleReason::Unknown
    };
    (Some(arn), reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    const EDITORS: &str = "arn:aws:iam::123456789012:role/teams/Editors";
    const READERS: &str = "arn:aws:iam::123456789012:role/Readers";

    fn caller(role: &str) -> Caller {
        Caller {
            partition: "aws".into(),
            account: "123456789012".into(),
            role: role.into(),
            session: "CognitoIdentityCredentials".into(),
        }
    }

    fn told(asked: Option<&str>, roles: &[&str], preferred: Option<&str>, is: &str) -> (String, RoleReason) {
        let roles: Vec<String> = roles.iter().map(|role| (*role).to_owned()).collect();
        let (arn, reason) = role(&Known {
            guest: false,
            basic: false,
            asked,
            roles: &roles,
            preferred,
            caller: Some(&caller(is)),
        });
        (arn.expect("a role"), reason)
    }

    #[test]
    fn a_role_that_the_token_offers_is_told_with_its_path_and_its_reason() {
        let both = [EDITORS, READERS];
        assert_eq!(
            told(None, &both, Some(EDITORS), "Editors"),
            (EDITORS.into(), RoleReason::TokenPreferred)
        );
        assert_eq!(
            told(Some(READERS), &both, Some(EDITORS), "Readers"),
            (READERS.into(), RoleReason::Custom)
        );
        assert_eq!(
            told(None, &[EDITORS], None, "Editors"),
            (EDITORS.into(), RoleReason::OnlyRole)
        );
    }

    #[test]
    fn what_the_pool_chose_by_itself_is_said_to_be_unknown() {
        let authenticated = "arn:aws:iam::123456789012:role/Authenticated";
        for (roles, preferred) in [
            (&[][..], None),
            (&[EDITORS, READERS][..], None),
            (&[EDITORS][..], Some(EDITORS)),
        ] {
            assert_eq!(
                told(None, roles, preferred, "Authenticated"),
                (authenticated.into(), RoleReason::Unknown)
            );
        }
    }

    #[test]
    fn without_an_answer_of_sts_only_what_was_asked_for_is_known() {
        let known = |guest, basic, asked| {
            role(&Known {
                guest,
                basic,
                asked,
                roles: &[],
                preferred: None,
                caller: None,
            })
        };
        assert_eq!(known(true, false, None), (None, RoleReason::Guest));
        assert_eq!(known(false, false, None), (None, RoleReason::Unknown));
        assert_eq!(
            known(false, true, Some(EDITORS)),
            (Some(EDITORS.into()), RoleReason::ChosenBasic)
        );
    }
}
