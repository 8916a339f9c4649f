//! The sign-in page: whether it answers at the domain, knows the app client, and lets the browser return to each of the
//! addresses that this app listens at. Source: the authorize endpoint of managed login; RFC 6749 §4.1.2.1.

use super::Patient;
use super::ask::{Answer, Ask, Silence};
use super::finding::{Finding, Unknown};
use super::rounds::{Outcome, Rounds};

/// A challenge of PKCE whose verifier nobody has.
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

pub(super) async fn examine(patient: &Patient<'_>, ask: &Ask, rounds: &mut Rounds<'_>, reached: bool) {
    let Some(((hosted, address), client)) = patient.hosted_ui().zip(patient.client) else {
        rounds.skip("hostedUi", Unknown::NotSet).await;
        return;
    };
    let mut redirects: Vec<(String, String)> = Vec::new();
    for (at, port) in hosted.redirect_ports.iter().enumerate() {
        let uri = format!("http://localhost:{port}/callback");
        redirects.push((uri, format!("hostedUi.redirectPorts.{at}")));
    }
    if let Some(link) = &hosted.deep_link {
        redirects.push((link.clone(), "hostedUi.deepLink".to_owned()));
    }
    if !reached {
        rounds.skip("hostedUi", Unknown::Earlier).await;
        return;
    }
    let visit = Visit {
        ask,
        address: &address,
        client,
        scopes: hosted.scopes.join(" "),
    };
    let first = redirects.first().map(|(uri, _)| uri.as_str()).unwrap_or_default();
    let answer = visit.begin(first).await;
    let answers = rounds
        .check("hostedUi", std::future::ready(domain(&answer)))
        .await;
    for (at, (uri, field)) in redirects.into_iter().enumerate() {
        let id = format!("redirect:{uri}");
        if !answers {
            rounds.skip(&id, Unknown::Earlier).await;
        } else if at == 0 {
            rounds
                .check(&id, std::future::ready(redirect(&answer, &uri, field)))
                .await;
        } else {
            let work = async { redirect(&visit.begin(&uri).await, &uri, field) };
            rounds.check(&id, work).await;
        }
    }
}

struct Visit<'a> {
    ask: &'a Ask,
    address: &'a str,
    client: &'a str,
    scopes: String,
}

impl Visit<'_> {
    /// Opens the page as the browser would, and goes nowhere.
    async fn begin(&self, redirect: &str) -> Result<Answer, Silence> {
        let query = [
            ("response_type", "code"),
            ("client_id", self.client),
            ("redirect_uri", redirect),
            ("scope", &self.scopes),
            ("state", "doctor"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ];
        let url = url::Url::parse_with_params(&format!("{}/oauth2/authorize", self.address), query);
        let url = url.map_err(|_| Silence::Unreachable)?;
        self.ask.get(url.as_str()).await
    }
}

/// What an answer says went wrong, in lower case.
fn said(answer: &Answer) -> String {
    let location = answer.location.clone().unwrap_or_default();
    let decoded = percent_encoding::percent_decode_str(&location).decode_utf8_lossy();
    format!("{decoded} {}", answer.body)
        .to_lowercase()
        .replace('+', " ")
}

fn domain(answer: &Result<Answer, Silence>) -> Outcome {
    let Ok(answer) = answer else {
        return Outcome::wrong(Finding::HostedDomainWrong, "hostedUi.domain");
    };
    let said = said(answer);
    let has = |part: &str| said.contains(part);
    if has("redirect_mismatch") || has("redirect_uri") {
        return Outcome::Well;
    }
    let refused = (300..500).contains(&answer.status);
    if refused && (has("invalid_client") || has("unauthorized_client") || (has("client") && has("not exist")))
    {
        return Outcome::wrong(Finding::HostedClientUnknown, "clientId");
    }
    if refused && has("invalid_scope") {
        return Outcome::wrong(Finding::ScopesRefused, "hostedUi.scopes");
    }
    match (answer.status, &answer.location) {
        (300..=399, Some(_)) => Outcome::Well,
        (200, _) if has("<form") || has("login") => Outcome::Well,
        (400..=404, _) => Outcome::wrong(Finding::HostedDomainWrong, "hostedUi.domain"),
        (429 | 500..=599, _) => Outcome::Unknown(Unknown::ServiceTrouble),
        _ => Outcome::Unknown(Unknown::CannotTell),
    }
}

fn redirect(answer: &Result<Answer, Silence>, uri: &str, field: String) -> Outcome {
    let Ok(answer) = answer else {
        return Outcome::Unknown(Unknown::ServiceTrouble);
    };
    let said = said(answer);
    if said.contains("redirect_mismatch") || (answer.status >= 400 && said.contains("redirect")) {
        return Outcome::Wrong(Finding::RedirectNotRegistered(uri.to_owned()), Some(field));
    }
    match (answer.status, &answer.location) {
        (300..=399, Some(location)) if !location.contains("/error") => Outcome::Well,
        (200, _) => Outcome::Well,
        (429 | 500..=599, _) => Outcome::Unknown(Unknown::ServiceTrouble),
        _ => Outcome::Unknown(Unknown::CannotTell),
    }
}
