//! The constraints of the API model on the members that several operations share (shapes of cognito-idp
//! 2016-04-18), as the validation messages quote them.

use crate::wire::{Pattern, Refusal, Rule};

/// `ClientIdType`.
pub(super) const CLIENT_ID: Rule = Rule {
    min: 1,
    max: 128,
    pattern: Some(Pattern {
        words: "[\\w+]+",
        allows: |c| c.is_ascii_alphanumeric() || "_+".contains(c),
    }),
    sensitive: true,
};

/// `UsernameType`.
pub(super) const USERNAME: Rule = Rule {
    min: 1,
    max: 128,
    pattern: Some(Pattern {
        words: "[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+",
        allows: |c| !c.is_whitespace() && !c.is_control(),
    }),
    sensitive: true,
};

/// `PasswordType`.
pub(super) const PASSWORD: Rule = Rule {
    min: 0,
    max: 256,
    pattern: Some(Pattern {
        words: "[\\S]+",
        allows: |c| !c.is_whitespace(),
    }),
    sensitive: true,
};

/// `AdminCreateUser`'s `TemporaryPassword`: empty asks for none.
pub(super) const TEMPORARY_PASSWORD: Rule = Rule {
    min: 0,
    max: 256,
    pattern: None,
    sensitive: true,
};

/// `SecretHashType`.
pub(super) const SECRET_HASH: Rule = Rule {
    min: 1,
    max: 128,
    pattern: Some(Pattern {
        words: "[\\w+=/]+",
        allows: |c| c.is_ascii_alphanumeric() || "_+=/".contains(c),
    }),
    sensitive: true,
};

/// `ConfirmationCodeType`; treated as sensitive here, though the model does not.
pub(super) const CODE: Rule = Rule {
    min: 1,
    max: 2048,
    pattern: Some(Pattern {
        words: "[\\S]+",
        allows: |c| !c.is_whitespace(),
    }),
    sensitive: true,
};

/// `SessionType`.
pub(super) const SESSION: Rule = Rule {
    min: 20,
    max: 4096,
    pattern: None,
    sensitive: true,
};

/// `TokenModelType`.
pub(super) const TOKEN: Rule = Rule {
    min: 0,
    max: usize::MAX,
    pattern: Some(Pattern {
        words: "[A-Za-z0-9-_=.]+",
        allows: |c| c.is_ascii_alphanumeric() || "-_=.".contains(c),
    }),
    sensitive: true,
};

/// `ClientSecretType`.
pub(super) const CLIENT_SECRET: Rule = Rule {
    min: 24,
    max: 64,
    pattern: Some(Pattern {
        words: "[\\w+]+",
        allows: |c| c.is_ascii_alphanumeric() || "_+".contains(c),
    }),
    sensitive: true,
};

/// `SoftwareTokenMFAUserCodeType`.
pub(super) const SOFTWARE_TOKEN_CODE: Rule = Rule {
    min: 6,
    max: 6,
    pattern: Some(Pattern {
        words: "[0-9]+",
        allows: |c| c.is_ascii_digit(),
    }),
    sensitive: true,
};

/// `DeviceKeyType`.
pub(super) const DEVICE_KEY: Rule = Rule {
    min: 1,
    max: 55,
    pattern: Some(Pattern {
        words: "[\\w-]+_[0-9a-f-]+",
        allows: |c| c.is_ascii_alphanumeric() || "_-".contains(c),
    }),
    sensitive: false,
};

/// `StringType` of an authenticator app's name; the model sets no limit, Cognito does.
pub(super) const FRIENDLY_NAME: Rule = Rule {
    min: 0,
    max: 1024,
    pattern: None,
    sensitive: false,
};

/// `DeviceNameType`.
pub(super) const DEVICE_NAME: Rule = Rule {
    min: 1,
    max: 1024,
    pattern: None,
    sensitive: false,
};

/// `SearchPaginationTokenType` and `PaginationKey`.
pub(super) const PAGE: Rule = Rule {
    min: 1,
    max: 131_072,
    pattern: Some(Pattern {
        words: "[\\S]+",
        allows: |c| !c.is_whitespace(),
    }),
    sensitive: false,
};

/// Where the model lets a signed-in action go without the token that it cannot do without.
pub(super) fn no_access_token() -> Refusal {
    Refusal::invalid_parameter("Missing required parameter AccessToken")
}

/// `AttributeNameType`.
pub(super) const ATTRIBUTE_NAME: Rule = Rule {
    min: 1,
    max: 32,
    pattern: Some(Pattern {
        words: "[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+",
        allows: |c| !c.is_whitespace() && !c.is_control(),
    }),
    sensitive: false,
};
