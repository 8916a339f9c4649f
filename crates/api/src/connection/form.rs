//! A connection's form made into what `auth` and `files` take. The form was checked before: what does not fit is left
//! out here.

use auth::{
    AttributeKind, AttributeRule, Developer, ExternalProvider, HostedProvider, HostedProviderKind, HostedUi,
    IdentityFlow, IdentityPoolPlan, OidcProvider, PasswordPolicy, Pool, SignInName, SignUpRules,
};
use flow::Method;
use time::Duration;

use super::{Connection, Place, Storage, region_of};
use crate::view::{
    AttributeKindView, ConnectionForm, EndpointsForm, ExternalProviderForm, HostedProviderKindForm,
    HostedUiForm, IdentityFlowView, IdentityPoolForm, SignInNameView, SignUpForm,
};
use crate::words;

/// How long credentials of the basic flow last where the form does not say.
const AN_HOUR: Duration = Duration::hours(1);

impl Connection {
    /// The connection that a form describes, under this id. It has no secret: that is in the vault.
    pub(crate) fn of_form(id: &str, form: &ConnectionForm) -> Self {
        let region = region(form);
        let methods: Vec<Method> = form.methods.iter().filter_map(|id| method(id)).collect();
        let auth_flow = method(&form.auth_flow).unwrap_or(Method::UserSrp);
        let storage = form.storage.as_ref();
        let endpoint = |address: &Option<String>| address.as_deref().map(trimmed);
        Self {
            id: id.to_owned(),
            name: form.name.clone(),
            pool: Pool {
                name: form.name.clone(),
                region: region.clone(),
                user_pool_id: form.user_pool_id.clone().unwrap_or_else(|| Pool::NONE.to_owned()),
                client_id: form.client_id.clone().unwrap_or_else(|| Pool::NONE.to_owned()),
                client_secret: None,
                identity_pool: form
                    .identity_pool
                    .as_ref()
                    .map(|pool| plan(pool, &form.endpoints)),
                hosted_ui: form.hosted_ui.as_ref().map(hosted_ui),
                endpoint: endpoint(&form.endpoints.user_pool),
                auth_flow: auth_flow.clone(),
                session_validity: Pool::SESSION_VALIDITY,
                user_context: form.user_context,
                software_passkeys: false,
                sign_up: form.sign_up.as_ref().map(sign_up),
            },
            methods: if methods.is_empty() {
                vec![auth_flow]
            } else {
                methods
            },
            storage: Storage {
                region: storage
                    .and_then(|storage| storage.region.clone())
                    .unwrap_or(region),
                endpoint: storage.and_then(|storage| endpoint(&storage.endpoint)),
                path_style: storage.is_some_and(|storage| storage.path_style),
            },
            places: form
                .locations
                .iter()
                .map(|location| Place {
                    id: location.id.clone(),
                    kind: location.kind,
                    name: location.name.clone(),
                    bucket: location.bucket.clone(),
                    region: location.region.clone(),
                    prefix: location.prefix.clone(),
                    can_write: location.can_write,
                    read_groups: location.read_groups.clone(),
                    write_groups: location.write_groups.clone(),
                    guests_write: location.guests_write,
                })
                .collect(),
            app_data: form.app_data,
            api_url: form.api.as_ref().map(|api| api.url.clone()),
        }
    }
}

/// The region of the user pool; of the identity pool where there is no user pool.
pub(super) fn region(form: &ConnectionForm) -> String {
    let of_pool = form.user_pool_id.as_deref().and_then(|id| region_of(id, '_'));
    let of_identities = form
        .identity_pool
        .as_ref()
        .and_then(|pool| region_of(&pool.id, ':'));
    form.region
        .clone()
        .or(of_pool)
        .or(of_identities)
        .unwrap_or_default()
}

/// The way of signing in of this id.
pub(super) fn method(id: &str) -> Option<Method> {
    words::method::all()
        .into_iter()
        .chain([Method::Developer])
        .find(|method| words::method::id(method) == id)
}

fn plan(pool: &IdentityPoolForm, endpoints: &EndpointsForm) -> IdentityPoolPlan {
    let minutes = pool
        .duration_minutes
        .map(|minutes| Duration::minutes(minutes.into()));
    IdentityPoolPlan {
        id: pool.id.clone(),
        region: region_of(&pool.id, ':').unwrap_or_default(),
        flow: match pool.flow {
            IdentityFlowView::Enhanced => IdentityFlow::Enhanced,
            IdentityFlowView::Basic => IdentityFlow::Basic {
                role_arn: pool.role_arn.clone().unwrap_or_default(),
                duration: minutes.unwrap_or(AN_HOUR),
            },
        },
        custom_role: pool.custom_role.clone(),
        guests: pool.guests,
        providers: pool.providers.iter().map(external).collect(),
        developer: pool.developer_provider.as_ref().map(|provider| Developer {
            provider: provider.clone(),
            backend: pool.developer_backend.clone(),
        }),
        endpoint: endpoints.identity_pool.as_deref().map(trimmed),
        sts_endpoint: endpoints.sts.as_deref().map(trimmed),
    }
}

fn external(provider: &ExternalProviderForm) -> ExternalProvider {
    let oidc = provider.issuer.as_ref().zip(provider.client_id.as_ref());
    ExternalProvider {
        name: provider.name.clone(),
        login: provider.login.clone(),
        oidc: oidc.map(|(issuer, client_id)| OidcProvider {
            issuer: issuer.clone(),
            client_id: client_id.clone(),
            scopes: provider.scopes.clone(),
        }),
    }
}

fn hosted_ui(form: &HostedUiForm) -> HostedUi {
    let domain = trimmed(&form.domain);
    HostedUi {
        address: if domain.contains("://") {
            domain
        } else {
            format!("https://{domain}")
        },
        scopes: form.scopes.clone(),
        redirect_ports: form.redirect_ports.clone(),
        deep_link: form.deep_link.clone(),
        sign_out_to: form.sign_out_to.clone(),
        lang: form.lang.clone(),
        providers: form
            .providers
            .iter()
            .map(|provider| HostedProvider {
                name: provider.name.clone(),
                label: provider.label.clone(),
                kind: match provider.kind {
                    HostedProviderKindForm::Google => HostedProviderKind::Google,
                    HostedProviderKindForm::Apple => HostedProviderKind::Apple,
                    HostedProviderKindForm::Facebook => HostedProviderKind::Facebook,
                    HostedProviderKindForm::Amazon => HostedProviderKind::Amazon,
                    HostedProviderKindForm::Saml => HostedProviderKind::Saml,
                    HostedProviderKindForm::Oidc => HostedProviderKind::Oidc,
                },
            })
            .collect(),
    }
}

fn sign_up(form: &SignUpForm) -> SignUpRules {
    let policy = form.password_policy;
    SignUpRules {
        attributes: form
            .attributes
            .iter()
            .map(|rule| AttributeRule {
                name: rule.name.clone(),
                kind: match rule.kind {
                    AttributeKindView::String => AttributeKind::String,
                    AttributeKindView::Number => AttributeKind::Number,
                    AttributeKindView::DateTime => AttributeKind::DateTime,
                    AttributeKindView::Boolean => AttributeKind::Boolean,
                },
                required: rule.required,
                mutable: rule.mutable,
                min: rule.min,
                max: rule.max,
            })
            .collect(),
        password: PasswordPolicy {
            min_length: policy.min_length,
            lowercase: policy.lowercase,
            uppercase: policy.uppercase,
            number: policy.number,
            symbol: policy.symbol,
        },
        sign_in_names: form
            .sign_in_names
            .iter()
            .map(|name| match name {
                SignInNameView::Username => SignInName::Username,
                SignInNameView::Email => SignInName::Email,
                SignInNameView::Phone => SignInName::Phone,
            })
            .collect(),
    }
}

fn trimmed(address: &str) -> String {
    address.trim_end_matches('/').to_owned()
}
