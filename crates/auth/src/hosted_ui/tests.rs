//! The way out to the browser, the way back, and who may come in by it. O1 to O15 are the requirements of RFC 8252 and
//! RFC 9700 as docs/SECURITY.md numbers them.

mod answers;
mod attempts;
mod doors;

use crate::hosted_ui::HostedUiClient;
use crate::pool::{HostedProvider, HostedProviderKind, HostedUi, Pool};

const ISSUER: &str = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Gatehouse";

fn pool(ports: &[u16]) -> Pool {
    Pool {
        name: "Test".to_owned(),
        region: "eu-west-1".to_owned(),
        user_pool_id: "eu-west-1_Gatehouse".to_owned(),
        client_id: "client".to_owned(),
        client_secret: None,
        identity_pool: None,
        hosted_ui: Some(HostedUi {
            address: "https://acme.auth.eu-west-1.amazoncognito.com/".to_owned(),
            scopes: vec!["openid".to_owned(), "email".to_owned()],
            redirect_ports: ports.to_vec(),
            deep_link: None,
            sign_out_to: None,
            lang: None,
            providers: vec![HostedProvider {
                name: "AcmeSAML".to_owned(),
                label: "Acme".to_owned(),
                kind: HostedProviderKind::Saml,
            }],
        }),
        endpoint: None,
        auth_flow: flow::Method::UserSrp,
        session_validity: Pool::SESSION_VALIDITY,
        user_context: false,
        software_passkeys: false,
        sign_up: None,
    }
}

fn with(change: impl FnOnce(&mut HostedUi)) -> HostedUiClient {
    let mut pool = pool(&[]);
    pool.hosted_ui.as_mut().map(change).expect("a hosted UI");
    HostedUiClient::new(&pool, None).expect("a client")
}
