//! What an authenticator app is given, as the page shows it: the key to type, and the same as a picture to scan.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use flow::TotpSetup;
use qrcode::QrCode;
use qrcode::render::svg;

use crate::view::TotpView;

/// Pixels; the page scales it, and a vector loses nothing.
const SIDE: u32 = 200;

pub(crate) fn totp(setup: &TotpSetup) -> TotpView {
    TotpView {
        secret: setup.secret.expose().clone(),
        image: image(setup.uri.expose()),
        account: setup.account.clone(),
        issuer: setup.issuer.clone(),
    }
}

/// Dark on light with its margin, whatever the theme: a reader expects it so. Empty where the text is longer than a
/// QR code can hold.
pub(crate) fn image(text: &str) -> String {
    let Ok(code) = QrCode::new(text) else {
        return String::new();
    };
    let drawing = code.render::<svg::Color<'_>>().min_dimensions(SIDE, SIDE).build();
    format!("data:image/svg+xml;base64,{}", BASE64_STANDARD.encode(drawing))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setup(uri: &str) -> TotpSetup {
        TotpSetup {
            secret: "JBSWY3DPEHPK3PXP".into(),
            uri: uri.into(),
            account: "mo".into(),
            issuer: "Sandbox".into(),
        }
    }

    #[test]
    fn the_key_can_be_typed_and_the_picture_is_an_address_that_the_page_may_show() {
        let view = totp(&setup(
            "otpauth://totp/Sandbox:mo?secret=JBSWY3DPEHPK3PXP&issuer=Sandbox",
        ));

        assert_eq!(view.secret, "JBSWY3DPEHPK3PXP");
        let drawing = view
            .image
            .strip_prefix("data:image/svg+xml;base64,")
            .map(|text| BASE64_STANDARD.decode(text).expect("base64"))
            .expect("the address of a picture");
        let drawing = String::from_utf8(drawing).expect("text");
        assert!(
            drawing.starts_with("<?xml") && drawing.contains("<svg"),
            "{drawing}"
        );
        assert!(!drawing.contains("<script"), "a picture runs nothing");
        assert!(
            !drawing.contains("JBSWY3DPEHPK3PXP"),
            "the key is in the picture as dots, not as text"
        );
    }

    #[test]
    fn a_text_that_no_picture_can_hold_leaves_the_key_to_be_typed() {
        assert_eq!(totp(&setup(&"x".repeat(4000))).image, "");
    }
}
