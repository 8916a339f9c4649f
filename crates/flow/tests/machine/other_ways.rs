//! The ways in beside the form: by browser, as a guest, with a token from elsewhere.

use base::Secret;
use flow::*;

use super::signing_in;
use super::situations::{challenged, replies};
use super::steps::*;

fn in_the_browser() -> Flow {
    let (flow, _) = ask(
        at_sign_in(),
        Intent::OpenBrowser {
            provider: Some("Google".into()),
            remember: true,
        },
    );
    flow
}

fn asks_for_a_passkey() -> Flow {
    answer(signing_in(), Reply::Challenged(challenged("WEB_AUTHN"))).0
}

#[test]
fn the_browser_is_opened_with_what_was_typed_before() {
    let (flow, effect) = ask(
        asks_for_a_passkey(),
        Intent::OpenBrowser {
            provider: None,
            remember: false,
        },
    );
    assert!(
        matches!(&effect, Effect::VisitBrowser { username, provider: None, remember: false, .. } if username == "ada")
    );
    assert!(!flow.holds_secret(), "what was typed here is not needed there");
    assert!(
        flow.pending().is_none() && !flow.busy(),
        "the person acts elsewhere"
    );
    let (flow, _) = flow.step(Event::Intent(Intent::ShowSignIn));
    assert_eq!(flow.state().username(), "ada");
}

#[test]
fn whoever_comes_back_from_the_browser_is_in() {
    let (flow, effects) = answer(
        in_the_browser(),
        Reply::SignedIn {
            sub: "s".into(),
            username: "Google_1".into(),
        },
    );
    assert!(matches!(flow.state(), State::SignedIn { username, .. } if username == "Google_1"));
    assert!(effects.is_empty());
}

#[test]
fn a_visit_that_fails_leads_back_to_sign_in_and_says_why() {
    for reason in [
        Reason::BrowserDeclined,
        Reason::BrowserTimedOut,
        Reason::Unreachable,
    ] {
        let (flow, _) = answer(in_the_browser(), refused(reason.clone()));
        assert_eq!(flow.state().name(), StateName::SignIn);
        assert_eq!(flow.scene().refusal.map(|refusal| refusal.reason), Some(reason));
    }
}

#[test]
fn a_visit_that_was_left_can_no_longer_sign_anybody_in() {
    let flow = in_the_browser();
    let ticket = flow.awaited().expect("the browser is awaited");
    let (left, effects) = flow.step(Event::Intent(Intent::ShowSignIn));
    assert!(left.awaited().is_none() && effects.is_empty());
    for reply in replies() {
        let (next, effects) = left.clone().step(Event::Reply { ticket, reply });
        assert_eq!((next.scene(), effects), (left.scene(), Vec::new()));
    }
}

#[test]
fn a_browser_that_did_not_open_is_told_and_the_visit_goes_on() {
    let flow = in_the_browser();
    let ticket = flow.awaited().expect("the browser is awaited");
    let (flow, effects) = flow.step(Event::BrowserNotOpened(ticket));
    assert_eq!((flow.awaited(), effects), (Some(ticket), Vec::new()));
    assert_eq!(
        flow.scene().refusal.map(|refusal| refusal.reason),
        Some(Reason::BrowserNotOpened)
    );
    let (left, _) = flow.step(Event::Intent(Intent::ShowSignIn));
    let (left, _) = left.step(Event::BrowserNotOpened(ticket));
    assert_eq!(
        left.scene().refusal,
        None,
        "a visit that was left says nothing any more"
    );
}

#[test]
fn a_second_click_does_not_open_a_second_browser() {
    let flow = in_the_browser();
    let awaited = flow.awaited();
    let again = Intent::OpenBrowser {
        provider: None,
        remember: true,
    };
    let (flow, effects) = flow.step(Event::Intent(again));
    assert_eq!((flow.awaited(), effects), (awaited, Vec::new()));
}

#[test]
fn a_guest_looks_around_and_can_go_back_to_sign_in() {
    let (flow, effect) = ask(at_sign_in(), Intent::ContinueAsGuest);
    assert!(matches!(effect, Effect::EnterAsGuest(_)));
    let (flow, _) = answer(flow, Reply::EnteredAsGuest);
    assert_eq!(*flow.state(), State::Guest);
    let (flow, effects) = flow.step(Event::Intent(Intent::ShowSignIn));
    assert_eq!((flow.state().name(), effects), (StateName::SignIn, Vec::new()));

    let (flow, _) = ask(at_sign_in(), Intent::ContinueAsGuest);
    let (flow, _) = answer(flow, refused(Reason::GuestsOff));
    assert_eq!(flow.state().name(), StateName::SignIn);
}

#[test]
fn a_token_from_elsewhere_is_presented_without_what_was_pasted_around_it() {
    let present = |token: &str| Intent::PresentToken {
        provider: "login.acme.app".into(),
        token: Secret::from(token),
        identity_id: Some(" eu-west-1:1 ".into()),
    };
    let (flow, effect) = ask(at_sign_in(), present(" TOKEN\n"));
    let Effect::PresentToken {
        token, identity_id, ..
    } = effect
    else {
        panic!("{effect:?}")
    };
    assert_eq!(token.expose(), "TOKEN");
    assert_eq!(identity_id.as_deref(), Some("eu-west-1:1"));
    let (flow, _) = answer(flow, refused(Reason::ProviderNotTrusted));
    assert_eq!(flow.state().name(), StateName::SignIn);

    let (flow, effects) = flow.step(Event::Intent(present(" ")));
    assert!(effects.is_empty());
    assert_eq!(
        flow.scene().refusal.map(|refusal| refusal.reason),
        Some(Reason::Empty("token".into()))
    );
}
