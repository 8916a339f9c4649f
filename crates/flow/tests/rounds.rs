//! Challenges of every kind, and sign-ins that begin anew by themselves.

#[path = "machine/situations.rs"]
#[allow(dead_code, reason = "shared with the test of every situation")]
mod situations;
#[path = "machine/steps.rs"]
mod steps;

use base::Secret;
use flow::*;
use situations::*;
use steps::*;

fn signing_in_by(method: Method, password: &str) -> Flow {
    let credentials = Credentials {
        method,
        password: password.into(),
        ..credentials()
    };
    ask(at_sign_in(), Intent::SignIn(credentials)).0
}

fn asked(name: &str) -> Flow {
    let flow = signing_in_by(Method::UserSrp, "Gatehouse-1");
    answer(flow, Reply::Challenged(challenged(name))).0
}

fn inside() -> Reply {
    Reply::SignedIn {
        sub: "s".into(),
        username: "ada".into(),
    }
}

fn typing(pairs: &[(&str, &str)]) -> Intent {
    Intent::Answer {
        values: values(pairs),
    }
}

fn shown(flow: &Flow) -> &str {
    flow.state()
        .challenge()
        .map_or("", |challenge| challenge.name.as_str())
}

fn sent(effect: &Effect, key: &str) -> String {
    let Effect::Respond { responses, .. } = effect else {
        panic!("{effect:?}")
    };
    responses
        .get(key)
        .map(Secret::expose)
        .cloned()
        .unwrap_or_default()
}

#[test]
fn a_code_is_answered_under_the_name_that_its_challenge_wants() {
    for (name, key, typed, code) in [
        ("SMS_MFA", "SMS_MFA_CODE", "12 34-56 78", "12345678"),
        ("EMAIL_OTP", "EMAIL_OTP_CODE", "12 34-56 78", "12345678"),
        ("SMS_OTP", "SMS_OTP_CODE", "12 34-56 78", "12345678"),
        (
            "SOFTWARE_TOKEN_MFA",
            "SOFTWARE_TOKEN_MFA_CODE",
            "12 34-56",
            "123456",
        ),
    ] {
        let (_, effect) = ask(asked(name), typing(&[("code", typed)]));
        assert_eq!(sent(&effect, key), code, "{name}");
    }
}

#[test]
fn where_only_an_authenticator_app_can_be_set_up_its_key_is_fetched_at_once() {
    let flow = signing_in_by(Method::UserSrp, "Gatehouse-1");
    let (flow, effects) = answer(flow, Reply::Challenged(only_totp()));
    assert!(matches!(&effects[..], [Effect::SetUpTotp(..)]), "{effects:?}");

    let (flow, _) = answer(flow, Reply::TotpSetUp(only_totp(), totp_setup()));
    let State::Answer(Question::SetUpTotp { setup, .. }) = flow.state() else {
        panic!("{:?}", flow.state())
    };
    assert_eq!(*setup, totp_setup());

    let (flow, effect) = ask(flow, typing(&[("code", "123 456")]));
    assert!(matches!(&effect, Effect::VerifyTotp { code, remember: true, .. } if code.expose() == "123456"));
    let (flow, _) = answer(flow, refused(Reason::WrongCode));
    let State::Answer(Question::SetUpTotp { setup, .. }) = flow.state() else {
        panic!("{:?}", flow.state())
    };
    assert_eq!(
        *setup,
        totp_setup(),
        "a wrong code keeps the key that was scanned"
    );

    let (flow, _) = ask(flow, typing(&[("code", "654321")]));
    let (flow, _) = answer(flow, inside());
    assert!(matches!(flow.state(), State::SignedIn { .. }) && !flow.holds_secret());
}

#[test]
fn an_address_for_codes_is_set_up_with_its_own_name_and_survives_a_restart() {
    let flow = asked("MFA_SETUP");
    let offered = flow.state().challenge().expect("a challenge").choices();
    assert_eq!(
        offered,
        ["SOFTWARE_TOKEN_MFA", "EMAIL_OTP"],
        "text messages cannot be set up here"
    );

    let (flow, effects) = flow.step(Event::Intent(typing(&[("choice", "EMAIL_OTP")])));
    assert!(effects.is_empty());
    let reason = flow.scene().refusal.map(|refusal| refusal.reason);
    assert_eq!(reason, Some(Reason::Empty("email".into())));

    let (flow, effect) = ask(
        flow,
        typing(&[("choice", "EMAIL_OTP"), ("email", " ada@example.com ")]),
    );
    assert_eq!(sent(&effect, "EMAIL"), "ada@example.com");
    let (flow, _) = answer(flow, Reply::Challenged(challenged("EMAIL_OTP")));

    let (flow, effect) = ask(flow, Intent::Resend);
    assert!(matches!(effect, Effect::SignIn(..)));
    let (flow, effects) = answer(flow, Reply::Challenged(challenged("MFA_SETUP")));
    assert_eq!(sent(&effects[0], "EMAIL"), "ada@example.com");
    let (flow, _) = answer(flow, Reply::Challenged(challenged("EMAIL_OTP")));
    assert_eq!(
        (shown(&flow), flow.scene().outcome),
        ("EMAIL_OTP", Some(Outcome::CodeSent))
    );
}

#[test]
fn a_set_up_that_took_too_long_lands_on_a_new_key() {
    let (flow, _) = ask(
        asked("MFA_SETUP"),
        Intent::Answer {
            values: choosing("SOFTWARE_TOKEN_MFA"),
        },
    );
    let (flow, _) = answer(flow, Reply::TotpSetUp(challenged("MFA_SETUP"), totp_setup()));
    let (flow, _) = ask(flow, typing(&[("code", "111111")]));

    let (flow, effects) = answer(flow, refused(Reason::ChallengeLapsed));
    assert!(matches!(&effects[..], [Effect::SignIn(..)]));
    let (flow, effects) = answer(flow, Reply::Challenged(challenged("MFA_SETUP")));
    assert!(
        matches!(&effects[..], [Effect::SetUpTotp(..)]),
        "the choice is repeated: {effects:?}"
    );
    let (flow, _) = answer(flow, Reply::TotpSetUp(challenged("MFA_SETUP"), totp_setup()));
    assert_eq!(flow.state().name(), StateName::SetUpTotp);
    assert_eq!(flow.scene().outcome, Some(Outcome::Restarted));
}

#[test]
fn an_answer_that_came_too_late_is_given_again_where_it_is_still_good() {
    for (name, key, wanted) in [
        ("NEW_PASSWORD_REQUIRED", "NEW_PASSWORD", "Gatehouse-2"),
        ("SOFTWARE_TOKEN_MFA", "SOFTWARE_TOKEN_MFA_CODE", "123456"),
        ("SELECT_MFA_TYPE", "ANSWER", "SMS_MFA"),
    ] {
        let (flow, _) = ask(asked(name), Intent::Answer { values: answers() });
        let (flow, _) = answer(flow, refused(Reason::ChallengeLapsed));
        let (flow, effects) = answer(flow, Reply::Challenged(challenged(name)));
        assert_eq!(sent(&effects[0], key), wanted, "{name}");

        let (flow, effects) = answer(flow, refused(Reason::ChallengeLapsed));
        assert!(matches!(&effects[..], [Effect::SignIn(..)]), "{effects:?}");
        let (flow, effects) = answer(flow, Reply::Challenged(challenged(name)));
        assert!(effects.is_empty(), "not a third time");
        assert_eq!(shown(&flow), name);
    }
}

#[test]
fn a_new_code_that_cannot_be_had_now_leaves_the_old_question() {
    let (flow, _) = ask(asked("SMS_MFA"), Intent::Resend);
    let (flow, effects) = answer(flow, refused(Reason::Unreachable));
    assert!(effects.is_empty());
    assert_eq!(shown(&flow), "SMS_MFA");
    let (_, effect) = ask(flow, typing(&[("code", "1")]));
    assert_eq!(
        sent(&effect, "SMS_MFA_CODE"),
        "1",
        "the code that came may still be good"
    );
}

#[test]
fn a_factor_is_chosen_with_the_password_that_is_held() {
    let flow = signing_in_by(Method::UserAuth { preferred: None }, "Gatehouse-1");
    let (flow, _) = answer(flow, Reply::Challenged(challenged("SELECT_CHALLENGE")));
    let choices = flow.state().challenge().expect("a challenge").choices();
    assert_eq!(
        choices,
        ["PASSWORD_SRP", "EMAIL_OTP", "WEB_AUTHN"],
        "as the service spells them"
    );

    let (flow, effect) = ask(flow, typing(&[("choice", "PASSWORD_SRP")]));
    assert_eq!(
        (sent(&effect, "ANSWER"), sent(&effect, "PASSWORD")),
        ("PASSWORD_SRP".into(), "Gatehouse-1".into())
    );

    let (flow, _) = answer(flow, Reply::Challenged(challenged("SMS_MFA")));
    let (flow, _) = ask(flow, typing(&[("code", "1")]));
    let (flow, _) = answer(flow, refused(Reason::ChallengeLapsed));
    let (_, effects) = answer(flow, Reply::Challenged(challenged("SELECT_CHALLENGE")));
    assert_eq!(
        sent(&effects[0], "PASSWORD"),
        "Gatehouse-1",
        "typed once, chosen again by itself"
    );
}

#[test]
fn a_method_without_a_password_asks_for_none_and_one_with_it_does() {
    let without = Credentials {
        password: Secret::default(),
        method: Method::UserAuth {
            preferred: Some("EMAIL_OTP".into()),
        },
        ..credentials()
    };
    let (_, effect) = ask(at_sign_in(), Intent::SignIn(without.clone()));
    assert!(matches!(effect, Effect::SignIn(..)));

    for method in [
        Method::UserSrp,
        Method::UserPassword,
        Method::CustomWithSrp,
        Method::UserAuth {
            preferred: Some("PASSWORD_SRP".into()),
        },
    ] {
        let with = Credentials {
            method,
            ..without.clone()
        };
        let (flow, effects) = at_sign_in().step(Event::Intent(Intent::SignIn(with)));
        assert!(effects.is_empty());
        let reason = flow.scene().refusal.map(|refusal| refusal.reason);
        assert_eq!(reason, Some(Reason::Empty("password".into())));
    }
}

#[test]
fn a_sign_in_goes_on_where_it_stood_when_the_app_was_closed() {
    let (flow, _) = answer(Flow::start().0, Reply::Resumed(pending(None)));
    assert_eq!(shown(&flow), "SMS_MFA");
    assert_eq!(flow.pending(), Some(pending(None)), "and can be closed again");
    let (flow, effect) = ask(flow, typing(&[("code", "123456")]));
    assert_eq!(sent(&effect, "SMS_MFA_CODE"), "123456");

    let (flow, effects) = answer(flow, refused(Reason::ChallengeLapsed));
    assert!(effects.is_empty(), "the password was not kept");
    assert_eq!(flow.state().name(), StateName::SignIn);
    assert_eq!(flow.scene().outcome, Some(Outcome::Lapsed));
}

#[test]
fn another_code_after_reopening_needs_the_password_once_more() {
    let (flow, _) = answer(Flow::start().0, Reply::Resumed(pending(None)));
    let (flow, effects) = flow.step(Event::Intent(Intent::Resend));
    assert!(effects.is_empty());
    assert_eq!(flow.state().name(), StateName::SignIn);
    assert_eq!(flow.scene().outcome, Some(Outcome::PasswordNeeded));
}

#[test]
fn what_is_kept_of_a_question_never_holds_the_password() {
    for flow in situations() {
        if let Some(pending) = flow.pending() {
            assert_eq!(
                pending
                    .challenged
                    .session
                    .as_ref()
                    .map(|session| session.expose().as_str()),
                Some("session")
            );
        }
    }
}

#[test]
fn nobody_who_types_a_code_is_disturbed_by_the_quiet_look_for_a_confirmation() {
    let (flow, _) = at_sign_in().step(Event::Intent(Intent::ShowSignUp));
    let form = values(&[("username", "new"), ("password", "Gatehouse-1")]);
    let intent = Intent::SignUp {
        values: form,
        remember: false,
        method: Method::UserSrp,
    };
    let (flow, _) = ask(flow, intent);
    let reply = Reply::SignedUp {
        confirmed: false,
        destination: None,
        session: None,
    };
    let (flow, _) = answer(flow, reply);
    assert!(flow.can_check_confirmed());

    let (flow, effect) = ask(flow, Intent::CheckConfirmed { quiet: true });
    assert!(matches!(effect, Effect::SignIn(..)) && !flow.busy());
    let stale = flow.awaited().expect("a quiet reply");
    let (flow, effect) = ask(flow, typing(&[("code", "1")]));
    assert!(matches!(effect, Effect::ConfirmSignUp { .. }));
    let (flow, _) = flow.step(Event::Reply {
        ticket: stale,
        reply: inside(),
    });
    assert_eq!(
        flow.state().name(),
        StateName::ConfirmSignUp,
        "the typed code counts"
    );

    let (flow, _) = answer(flow, refused(Reason::WrongCode));
    let (flow, _) = ask(flow, Intent::CheckConfirmed { quiet: true });
    let (flow, _) = answer(flow, refused(Reason::NotConfirmed));
    let reason = flow.scene().refusal.map(|refusal| refusal.reason);
    assert_eq!(reason, Some(Reason::WrongCode), "what was said stays");
    let (flow, _) = ask(flow, Intent::CheckConfirmed { quiet: false });
    let (flow, _) = answer(flow, refused(Reason::NotConfirmed));
    assert_eq!(flow.scene().outcome, Some(Outcome::StillUnconfirmed));
    let (flow, _) = ask(flow, Intent::CheckConfirmed { quiet: true });
    let (flow, _) = answer(flow, inside());
    assert!(matches!(flow.state(), State::SignedIn { .. }) && flow.scene().refusal.is_none());
}

#[test]
fn an_account_without_a_password_is_in_by_the_session_of_its_confirmation() {
    let method = Method::UserAuth { preferred: None };
    let (flow, _) = at_sign_in().step(Event::Intent(Intent::ShowSignUp));
    let intent = Intent::SignUp {
        values: values(&[("username", "new"), ("email", "new@example.com")]),
        remember: true,
        method,
    };
    let (flow, effect) = ask(flow, intent);
    assert!(matches!(&effect, Effect::SignUp(_, form) if form.password.expose().is_empty()));
    let reply = Reply::SignedUp {
        confirmed: false,
        destination: None,
        session: Some("of sign-up".into()),
    };
    let (flow, _) = answer(flow, reply);
    let (flow, _) = ask(flow, typing(&[("code", "1")]));
    let (flow, _) = answer(flow, refused(Reason::WrongCode));
    let (flow, effect) = ask(flow, typing(&[("code", "2")]));
    assert!(
        matches!(&effect, Effect::ConfirmSignUp { session: Some(session), .. } if session.expose() == "of sign-up"),
        "a wrong code does not lose it"
    );
    let confirmed = Reply::Confirmed {
        session: Some("of confirmation".into()),
    };
    let (_, effects) = answer(flow, confirmed);
    assert!(
        matches!(&effects[..], [Effect::SignInAfterSignUp { session, .. }] if session.expose() == "of confirmation")
    );
}

#[test]
fn an_attribute_that_has_a_value_is_not_asked_and_not_sent() {
    let mut with_phone = challenged("NEW_PASSWORD_REQUIRED");
    let parameters = &mut with_phone.challenge.parameters;
    parameters.insert(
        "requiredAttributes".into(),
        r#"["userAttributes.phone_number","userAttributes.name"]"#.into(),
    );
    parameters.insert(
        "userAttributes".into(),
        r#"{"phone_number":"+15550100","name":""}"#.into(),
    );
    assert_eq!(with_phone.challenge.missing_attributes(), ["name"]);
    let sent = with_phone.challenge.responses(&answers());
    assert!(!sent.contains_key("userAttributes.phone_number"));
}
