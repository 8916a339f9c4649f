//! Every situation times every event, and the journeys that people make.

#[path = "machine/other_ways.rs"]
mod other_ways;
#[path = "machine/situations.rs"]
mod situations;
#[path = "machine/steps.rs"]
mod steps;

use std::collections::BTreeSet;

use base::Secret;
use flow::*;
use proptest::prelude::*;
use situations::*;
use steps::*;

fn signing_in() -> Flow {
    ask(at_sign_in(), Intent::SignIn(credentials())).0
}

fn confirm_after_sign_up() -> Flow {
    let (flow, _) = at_sign_in().step(Event::Intent(Intent::ShowSignUp));
    let form = values(&[
        ("username", "new"),
        ("password", "Gatehouse-1"),
        ("email", "new@example.com"),
    ]);
    let (flow, _) = ask(
        flow,
        Intent::SignUp {
            values: form,
            remember: false,
            method: Method::UserSrp,
        },
    );
    answer(
        flow,
        Reply::SignedUp {
            confirmed: false,
            destination: None,
            session: None,
        },
    )
    .0
}

fn code(text: &str) -> Intent {
    Intent::Answer {
        values: values(&[("code", text)]),
    }
}

#[test]
fn the_table_of_moves_is_exactly_what_the_machine_does() {
    let mut made = BTreeSet::new();
    for flow in situations() {
        for event in events(&flow) {
            let (from, named) = (flow.state().name(), name(&event));
            let (next, _) = flow.clone().step(event.clone());
            let to = next.state().name();
            if from != to {
                let on = named.unwrap_or_else(|| panic!("{event:?} moved {from} to {to} but has no name"));
                made.insert(Edge { from, on, to });
            }
        }
    }
    let listed: BTreeSet<Edge> = EDGES.iter().copied().collect();
    assert_eq!(listed.len(), EDGES.len(), "an edge is listed twice");
    let missing: Vec<_> = made.difference(&listed).collect();
    let idle: Vec<_> = listed.difference(&made).collect();
    assert!(
        missing.is_empty() && idle.is_empty(),
        "not listed: {missing:#?}\nnever made: {idle:#?}"
    );
}

#[test]
fn a_refusal_without_a_move_keeps_everything_that_was_typed() {
    for flow in situations() {
        let Some(ticket) = flow.awaited() else { continue };
        let before = flow.state().clone();
        let quiet = !flow.busy();
        let (next, _) = flow.step(Event::Reply {
            ticket,
            reply: refused(Reason::Unreachable),
        });
        let name = next.state().challenge().map(|challenge| &challenge.name);
        let no_key_came = name == Some(&ChallengeName::MfaSetup);
        if next.state().name() == before.name() && !no_key_came {
            assert_eq!(*next.state(), before, "offline must lose nothing");
        }
        assert!(
            quiet || next.busy() || next.scene().refusal.is_some(),
            "the person is told why"
        );
    }
}

#[test]
fn a_stale_reply_is_inert_in_every_situation() {
    let stale = Flow::start().0.awaited().expect("the first ticket");
    for flow in situations() {
        if flow.awaited() == Some(stale) {
            continue;
        }
        for reply in replies() {
            let (next, effects) = flow.clone().step(Event::Reply { ticket: stale, reply });
            assert_eq!((next.scene(), effects), (flow.scene(), Vec::new()));
        }
    }
}

#[test]
fn while_a_reply_is_awaited_a_second_click_does_nothing() {
    for flow in situations().into_iter().filter(Flow::busy) {
        for intent in intents() {
            let (next, effects) = flow.clone().step(Event::Intent(intent));
            assert!(effects.is_empty(), "two effects at once");
            assert!(next.awaited().is_none() || next.awaited() == flow.awaited());
        }
    }
}

#[test]
fn secrets_are_kept_only_while_a_question_or_a_reply_needs_them() {
    for flow in situations() {
        let asked = matches!(
            flow.state(),
            State::Answer(
                Question::ConfirmSignUp { .. } | Question::Challenge(_) | Question::SetUpTotp { .. }
            )
        );
        assert!(
            asked || flow.busy() || !flow.holds_secret(),
            "{:?} keeps a secret",
            flow.state()
        );
    }
}

#[test]
fn no_state_and_no_debug_text_holds_a_secret() {
    for flow in situations() {
        let text = format!("{flow:?}");
        for secret in [
            "Gatehouse-1",
            "Gatehouse-2",
            "123456",
            "\"session\"",
            "TOTPKEY",
            "TOKEN ",
        ] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
}

#[test]
fn sign_up_confirm_and_in_without_typing_the_password_again() {
    let flow = confirm_after_sign_up();
    let (flow, effect) = ask(flow, code(" 123-456 "));
    assert!(
        matches!(effect, Effect::ConfirmSignUp { code, .. } if code.expose() == "123456"),
        "blanks and dashes go"
    );

    let (flow, effects) = answer(flow, refused(Reason::WrongCode));
    assert!(
        effects.is_empty() && flow.holds_secret(),
        "a wrong code loses nothing"
    );

    let (flow, _) = ask(flow, code("654321"));
    let (flow, effects) = answer(flow, Reply::Confirmed { session: None });
    assert!(matches!(&effects[..], [Effect::SignIn(_, held)] if held.password.expose() == "Gatehouse-1"));
    let (flow, _) = answer(
        flow,
        Reply::SignedIn {
            sub: "s".into(),
            username: "new".into(),
        },
    );
    assert!(matches!(flow.state(), State::SignedIn { .. }) && !flow.holds_secret());
    assert_eq!(flow.scene().outcome, Some(Outcome::Confirmed));
}

#[test]
fn an_account_that_was_confirmed_by_link_is_in_as_well() {
    let (flow, _) = ask(confirm_after_sign_up(), Intent::Resend);
    let (_, effects) = answer(flow, refused(Reason::AlreadyConfirmed));
    assert!(matches!(&effects[..], [Effect::SignIn(..)]));
}

#[test]
fn a_wrong_address_is_corrected_with_the_form_kept() {
    let (flow, _) = confirm_after_sign_up().step(Event::Intent(Intent::ChangeAddress));
    let State::SignUp { values } = flow.state() else {
        panic!("{:?}", flow.state())
    };
    assert_eq!(values.get("email").map(String::as_str), Some("new@example.com"));
    assert!(!values.contains_key("password"));
}

#[test]
fn an_unconfirmed_user_is_sent_a_code_and_then_let_in() {
    let (flow, effects) = answer(signing_in(), refused(Reason::NotConfirmed));
    assert!(
        matches!(&effects[..], [Effect::ResendCode(..)]),
        "once, by itself"
    );
    let (flow, _) = answer(flow, Reply::CodeSent(None));
    assert_eq!(flow.state().name(), StateName::ConfirmSignUp);
    let (flow, _) = ask(flow, code("1"));
    let (_, effects) = answer(flow, Reply::Confirmed { session: None });
    assert!(matches!(&effects[..], [Effect::SignIn(_, held)] if held.remember));
}

#[test]
fn an_account_that_must_be_reset_is_sent_a_code() {
    let (flow, effects) = answer(signing_in(), refused(Reason::ResetRequired));
    assert!(matches!(&effects[..], [Effect::ForgotPassword(..)]));
    let (flow, _) = answer(flow, Reply::CodeSent(None));
    assert_eq!(flow.state().name(), StateName::ResetPassword);
    assert!(!flow.holds_secret());
}

#[test]
fn a_lapsed_challenge_restarts_and_lands_on_the_same_step() {
    let (flow, _) = answer(signing_in(), Reply::Challenged(challenged("SELECT_MFA_TYPE")));
    let (flow, _) = ask(flow, Intent::Answer { values: answers() });
    let (flow, _) = answer(flow, Reply::Challenged(challenged("SMS_MFA")));
    let (flow, _) = ask(flow, code("1"));

    let (flow, effects) = answer(flow, refused(Reason::ChallengeLapsed));
    assert!(matches!(&effects[..], [Effect::SignIn(..)]));
    let (flow, effects) = answer(flow, Reply::Challenged(challenged("SELECT_MFA_TYPE")));
    let [Effect::Respond { responses, .. }] = &effects[..] else {
        panic!("the choice is repeated: {effects:?}")
    };
    assert_eq!(
        responses.get("ANSWER").map(Secret::expose).map(String::as_str),
        Some("SMS_MFA")
    );
    let (flow, effects) = answer(flow, Reply::Challenged(challenged("SMS_MFA")));

    assert!(effects.is_empty() && !flow.busy());
    assert_eq!(
        flow.state().challenge().map(|challenge| &challenge.name),
        Some(&ChallengeName::SmsMfa)
    );
    assert_eq!(flow.scene().outcome, Some(Outcome::Restarted));
}

#[test]
fn a_restart_after_a_new_password_uses_the_new_one() {
    let (flow, _) = answer(
        signing_in(),
        Reply::Challenged(challenged("NEW_PASSWORD_REQUIRED")),
    );
    let (flow, effect) = ask(flow, Intent::Answer { values: answers() });
    let Effect::Respond {
        responses,
        challenged: sent,
        ..
    } = effect
    else {
        panic!("{effect:?}")
    };
    assert_eq!(sent.user_id, "ada-id");
    assert!(responses.contains_key("NEW_PASSWORD") && responses.contains_key("userAttributes.given_name"));
    let (flow, _) = answer(flow, Reply::Challenged(challenged("SMS_MFA")));
    let (flow, _) = ask(flow, code("1"));
    let (_, effects) = answer(flow, refused(Reason::ChallengeLapsed));
    assert!(matches!(&effects[..], [Effect::SignIn(_, held)] if held.password.expose() == "Gatehouse-2"));
}

#[test]
fn a_challenge_without_an_answer_is_shown_and_can_be_left() {
    for name in ["DEVICE_SRP_AUTH", "ADMIN_NO_SRP_AUTH", "OF_NEXT_YEAR"] {
        let (flow, _) = answer(signing_in(), Reply::Challenged(challenged(name)));
        let shown = flow.state().challenge().expect(name);
        assert_eq!((shown.name.as_str(), shown.answerable()), (name, false));
        let (flow, effects) = flow.step(Event::Intent(Intent::Answer { values: answers() }));
        assert!(effects.is_empty());
        assert_eq!(
            flow.scene().refusal.map(|refusal| refusal.reason),
            Some(Reason::UnsupportedChallenge)
        );
        let (flow, _) = flow.step(Event::Intent(Intent::ShowSignIn));
        assert_eq!(flow.state().name(), StateName::SignIn);
    }
}

#[test]
fn every_known_challenge_name_survives_being_read() {
    for known in ChallengeName::KNOWN {
        assert_eq!(ChallengeName::from(known.as_str()), known);
    }
    assert_eq!(ChallengeName::from("EMAIL_MFA").as_str(), "EMAIL_MFA");
}

#[test]
fn sign_out_says_honestly_whether_the_service_knows() {
    let outcomes = [
        (false, true, Outcome::SignedOut),
        (true, true, Outcome::SignedOutEverywhere),
        (false, false, Outcome::SignedOutHereOnly),
        (true, false, Outcome::SignedOutHereOnly),
    ];
    for (everywhere, told, outcome) in outcomes {
        let (flow, _) = answer(
            signing_in(),
            Reply::SignedIn {
                sub: "s".into(),
                username: "ada".into(),
            },
        );
        let (flow, _) = ask(flow, Intent::SignOut { everywhere });
        let (flow, _) = answer(flow, Reply::SignedOut { told });
        assert_eq!(
            *flow.state(),
            State::SignIn {
                username: "ada".into()
            }
        );
        assert_eq!(flow.scene().outcome, Some(outcome));
    }
}

#[test]
fn from_everywhere_but_inside_the_way_back_leads_to_sign_in() {
    for flow in situations() {
        let inside = matches!(flow.state(), State::SignedIn { .. });
        let (next, effects) = flow.clone().step(Event::Intent(Intent::ShowSignIn));
        if inside {
            assert_eq!(next.state(), flow.state());
        } else {
            assert_eq!(next.state().name(), StateName::SignIn);
            assert!(effects.is_empty() && !next.busy() && !next.holds_secret());
        }
    }
}

#[test]
fn no_screen_is_without_a_way_out_of_the_persons_own() {
    let at_will = [
        EventName::ShowSignIn,
        EventName::SignedOut,
        EventName::SessionEnded,
    ];
    let screens: BTreeSet<StateName> = EDGES.iter().flat_map(|edge| [edge.from, edge.to]).collect();
    for screen in screens {
        let leaves = |edge: &&Edge| edge.from == screen && at_will.contains(&edge.on);
        assert!(
            screen == StateName::SignIn || EDGES.iter().any(|edge| leaves(&edge)),
            "{screen} strands people"
        );
    }
}

proptest! {
    #[test]
    fn nobody_is_in_without_verified_tokens(choices in prop::collection::vec(any::<prop::sample::Index>(), 1..60)) {
        let mut flow = Flow::start().0;
        let mut verified = false;
        for choice in choices {
            let event = choice.get(&events(&flow)).clone();
            let tokens = matches!(&event, Event::Reply { reply: Reply::SignedIn { .. }, .. });
            let was_in = matches!(flow.state(), State::SignedIn { .. });
            let (next, effects) = flow.step(event);
            let is_in = matches!(next.state(), State::SignedIn { .. });
            verified = is_in && (tokens || (was_in && verified));
            prop_assert!(!is_in || verified);
            prop_assert!(effects.len() <= 1);
            prop_assert!(next.awaited().is_some() || effects.is_empty());
            let asked = matches!(
                next.state(),
                State::Answer(Question::ConfirmSignUp { .. } | Question::Challenge(_) | Question::SetUpTotp { .. })
            );
            prop_assert!(asked || next.awaited().is_some() || !next.holds_secret(), "a secret outlived its state");
            prop_assert_eq!(next.pending().is_some(), next.state().challenge().is_some());
            flow = next;
        }
    }
}
