//! Single steps of a machine, as tests take them.

use flow::*;

/// Does what leads to an effect.
pub(crate) fn ask(flow: Flow, intent: Intent) -> (Flow, Effect) {
    let (flow, mut effects) = flow.step(Event::Intent(intent));
    (flow, effects.pop().expect("an effect"))
}

/// Gives the reply that is awaited.
pub(crate) fn answer(flow: Flow, reply: Reply) -> (Flow, Vec<Effect>) {
    let ticket = flow.awaited().expect("a reply is awaited");
    flow.step(Event::Reply { ticket, reply })
}

/// A machine at the sign-in form.
pub(crate) fn at_sign_in() -> Flow {
    answer(Flow::start().0, Reply::NothingToRestore { ended: None }).0
}

pub(crate) fn refused(reason: Reason) -> Reply {
    Reply::Refused(reason.into())
}
