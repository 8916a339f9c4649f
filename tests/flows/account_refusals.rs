//! Every error that the service can raise in the care of an account, and every one of the identity pool, as the person
//! sees it. A request that is worth repeating may be repeated by the app itself; anything else is explained.

use api::problem::{Problem, ProblemCode};
use api::view::{FactorForm, FactorName};
use sandbox::Fault;
use tests::device::{Device, answers, inside};

use crate::setting::Setting;

/// Which exceptions each unsigned call can raise; `interop/python/unsigned_calls.py` holds it against the model.
const CALLS: &str = include_str!("../../crates/auth/tests/unsigned_calls.txt");

/// Which exceptions the two calls of the enhanced flow can raise, by the model of Cognito Identity.
const IDENTITY_CALLS: [(&str, &str); 2] = [
    (
        "GetId",
        "ExternalServiceException InternalErrorException InvalidParameterException LimitExceededException \
         NotAuthorizedException ResourceConflictException ResourceNotFoundException TooManyRequestsException",
    ),
    (
        "GetCredentialsForIdentity",
        "ExternalServiceException InternalErrorException InvalidIdentityPoolConfigurationException \
         InvalidParameterException NotAuthorizedException ResourceConflictException ResourceNotFoundException \
         TooManyRequestsException",
    ),
];

fn exceptions_of(call: &str) -> Vec<&'static str> {
    let listed = CALLS.lines().filter_map(|line| line.split_once(": "));
    let (_, names) = listed
        .chain(IDENTITY_CALLS)
        .find(|(name, _)| *name == call)
        .unwrap_or_else(|| panic!("{call} is an unsigned call"));
    names.split(' ').collect()
}

/// Has somebody do something whose call is refused once with each of its errors, as by a service that says a sentence
/// nobody has read before.
async fn each_error_is_explained(
    username: &str,
    call: &str,
    act: impl AsyncFn(&Device) -> Result<(), Problem>,
) {
    let setting = Setting::fresh().await;
    for exception in exceptions_of(call) {
        error_is_explained(&setting, username, call, exception, &act).await;
    }
}

async fn error_is_explained(
    setting: &Setting,
    username: &str,
    call: &str,
    exception: &str,
    act: &impl AsyncFn(&Device) -> Result<(), Problem>,
) {
    let device = &setting.device;
    if !inside(&device.seen()) {
        let back = device.sign_in(username, sandbox::PASSWORD).await;
        assert!(inside(&back), "{call}, {exception}: {:?}", back.auth);
    }
    let before = device.last_call();
    let fault = Fault::Refuse {
        error: exception.to_owned(),
        message: "A sentence of next year.".to_owned(),
        status: 400,
    };
    setting.world.sandbox.faults().plan(call, fault);
    let done = act(device).await;
    setting.world.sandbox.faults().clear();
    let operations = device.operations(before);
    let made = operations.iter().filter(|operation| *operation == call).count();
    assert!(
        made > 0,
        "{call}, {exception}: the call was not made, but {operations:?}"
    );
    let Err(problem) = done else {
        assert!(
            made > 1,
            "{call}, {exception}: nothing is said, and the call was not made again"
        );
        return;
    };
    if problem.code == ProblemCode::Unexpected {
        assert_eq!(
            (problem.title, exception),
            ("The app’s mistake", "InvalidParameterException"),
            "{call}: {problem:?}"
        );
    }
    assert!(
        !problem.title.is_empty() && !problem.detail.is_empty() && problem.reference.is_some(),
        "{call}, {exception}: {problem:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_error_of_reading_the_profile_is_explained() {
    each_error_is_explained("ada", "GetUser", async |device| {
        device.api.profile().await.map(drop)
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_error_of_changing_attributes_is_explained() {
    each_error_is_explained("ada", "UpdateUserAttributes", async |device| {
        let form = answers([("given_name", "Augusta")]);
        device.api.update_attributes(form).await.map(drop)
    })
    .await;
    each_error_is_explained("ada", "DeleteUserAttributes", async |device| {
        device.api.delete_attribute("family_name").await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_error_of_proving_an_address_is_explained() {
    each_error_is_explained("vera", "GetUserAttributeVerificationCode", async |device| {
        device.api.send_attribute_code("email").await.map(drop)
    })
    .await;
    each_error_is_explained("vera", "VerifyUserAttribute", async |device| {
        let form = answers([("name", "email"), ("code", "123456")]);
        device.api.verify_attribute(form).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_error_of_changing_the_password_is_explained() {
    each_error_is_explained("ada", "ChangePassword", async |device| {
        let form = answers([("current", sandbox::PASSWORD), ("new", sandbox::PASSWORD)]);
        device.api.change_password(form).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_error_of_second_steps_is_explained() {
    each_error_is_explained("ada", "SetUserMFAPreference", async |device| {
        let form = FactorForm {
            factor: FactorName::Email,
            enabled: false,
            preferred: false,
        };
        device.api.set_factor(form).await
    })
    .await;
    each_error_is_explained("ada", "AssociateSoftwareToken", async |device| {
        device.api.begin_totp().await.map(drop)
    })
    .await;
    each_error_is_explained("ada", "VerifySoftwareToken", async |device| {
        device.api.begin_totp().await?;
        let form = answers([("code", "123456"), ("name", "")]);
        device.api.finish_totp(form).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_error_of_devices_is_explained() {
    each_error_is_explained("ada", "ListDevices", async |device| {
        device.api.devices().await.map(drop)
    })
    .await;
    let key = "eu-west-1_2f0d7a3c-5b1e-4c55-9a53-6c8f0e9d1b7a";
    each_error_is_explained("ada", "ForgetDevice", async |device| {
        device.api.forget_device(key).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_error_of_passkeys_is_explained() {
    for call in ["StartWebAuthnRegistration", "CompleteWebAuthnRegistration"] {
        each_error_is_explained("ada", call, async |device| device.api.register_passkey().await).await;
    }
    each_error_is_explained("ada", "ListWebAuthnCredentials", async |device| {
        device.api.passkeys().await.map(drop)
    })
    .await;
    each_error_is_explained("ada", "DeleteWebAuthnCredential", async |device| {
        device.api.delete_passkey("a-passkey").await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_error_of_deleting_the_account_is_explained() {
    each_error_is_explained("ada", "DeleteUser", async |device| {
        device.api.delete_account(answers([("typed", "ada")])).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_error_of_the_identity_pool_is_explained() {
    for (call, _) in IDENTITY_CALLS {
        for exception in exceptions_of(call) {
            let setting = Setting::fresh().await;
            error_is_explained(&setting, "ada", call, exception, &async |device: &Device| {
                device.rows("private", "").await.map(drop)
            })
            .await;
        }
    }
}
