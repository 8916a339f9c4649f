//! An authenticator app on somebody's telephone.

use time::OffsetDateTime;
use totp_rs::{Builder, Secret};

/// How long a code is shown, in seconds.
pub const STEP: i64 = 30;

/// The code that it shows at this moment for a key in base32.
pub fn code(key: &str, at: OffsetDateTime) -> String {
    let key = Secret::try_from_base32(key).expect("a key in base32");
    let app = Builder::new()
        .with_secret(key)
        .build()
        .expect("a key of enough bits");
    let seconds = u64::try_from(at.unix_timestamp()).expect("a time after 1970");
    app.generate(seconds).to_string()
}
