//! Ways of signing in under the names that the page knows them by.

use flow::Method;

use crate::view::MethodView;

/// All of them, the safest first.
pub(crate) fn all() -> Vec<Method> {
    let user_auth = |preferred: Option<&str>| Method::UserAuth {
        preferred: preferred.map(str::to_owned),
    };
    vec![
        Method::UserSrp,
        Method::UserPassword,
        user_auth(None),
        user_auth(Some("EMAIL_OTP")),
        user_auth(Some("SMS_OTP")),
        user_auth(Some("WEB_AUTHN")),
        user_auth(Some("PASSWORD")),
        Method::Custom,
        Method::CustomWithSrp,
    ]
}

/// The name of `AuthFlow`; behind a colon, what is preferred or added.
pub(crate) fn id(method: &Method) -> String {
    match method {
        Method::UserSrp => "USER_SRP_AUTH".to_owned(),
        Method::UserPassword => "USER_PASSWORD_AUTH".to_owned(),
        Method::UserAuth { preferred: None } => "USER_AUTH".to_owned(),
        Method::UserAuth {
            preferred: Some(preferred),
        } => format!("USER_AUTH:{preferred}"),
        Method::Custom => "CUSTOM_AUTH".to_owned(),
        Method::CustomWithSrp => "CUSTOM_AUTH:SRP_A".to_owned(),
        Method::Developer => "DEVELOPER".to_owned(),
    }
}

pub(crate) fn view(method: &Method) -> MethodView {
    MethodView {
        id: id(method),
        needs_password: method.needs_password(),
    }
}
