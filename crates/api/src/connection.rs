//! A connection: which user pool, which identity pool, which places in which buckets. Nothing in it is tied to the
//! sandbox; a connection to real AWS differs in its values only.

mod check;
mod document;
mod fits;
mod form;
mod tidy;

use url::Url;

pub(crate) use check::{OwnSandbox, check};
pub(crate) use document::{export, read, read_all, write};
pub(crate) use fits::region_of;
pub(crate) use tidy::tidied;

use crate::view::{AppDataPlace, ConnectionView, LocationKind, LocationView, PlaceView};

/// The id of the embedded sandbox's connection.
pub const SANDBOX: &str = "sandbox";

/// What stands in a prefix for the identity pool's id of whoever is signed in.
const IDENTITY: &str = "{identity_id}";

/// A connection.
#[derive(Debug, Clone)]
pub struct Connection {
    /// Its stable id; accounts and sealed sessions are kept under it.
    pub id: String,
    /// Its name, as shown.
    pub name: String,
    /// The two pools.
    pub pool: auth::Pool,
    /// The ways of signing in that people may choose from, in order; the pool's own is one of them.
    pub methods: Vec<flow::Method>,
    /// Where S3 is.
    pub storage: Storage,
    /// What the person can open.
    pub places: Vec<Place>,
    /// Where bookmarks and the like are shared among the person's devices.
    pub app_data: AppDataPlace,
    /// The address of an API that trusts this sign-in, if there is one.
    pub api_url: Option<String>,
}

/// Where S3 is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Storage {
    /// The region of the buckets.
    pub region: String,
    /// The address, if not at AWS.
    pub endpoint: Option<String>,
    /// Whether the bucket stands in the path and not in the host name.
    pub path_style: bool,
}

/// A place in a bucket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its stable id.
    pub id: String,
    /// Who may reach it.
    pub kind: LocationKind,
    /// Its own name, where it has one.
    pub name: Option<String>,
    /// The bucket.
    pub bucket: String,
    /// The bucket's region, where it is not the storage's.
    pub region: Option<String>,
    /// Where it begins: empty, or ending with `/`. `{identity_id}` stands for the person's identity.
    pub prefix: String,
    /// Whether anybody may write here.
    pub can_write: bool,
    /// Whose members are shown it, where not everybody is.
    pub read_groups: Option<Vec<String>>,
    /// Whose members may write here, where not everybody may who can read. What AWS permits is decided there; this only
    /// spares people what would be refused.
    pub write_groups: Option<Vec<String>>,
    /// Whether guests may write here, too.
    pub guests_write: bool,
}

impl Place {
    fn shown_to(&self, who: Who<'_>) -> bool {
        among(self.read_groups.as_ref(), who.groups())
    }

    fn open_to(&self, who: Who<'_>) -> bool {
        let asked = match who {
            Who::Guest => self.guests_write,
            Who::Member(_) => true,
        };
        asked && self.can_write && among(self.write_groups.as_ref(), who.groups())
    }
}

/// Who looks at the places.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Who<'a> {
    /// Nobody in particular.
    Guest,
    /// Somebody who is signed in, and the groups that they are in.
    Member(&'a [String]),
}

impl<'a> Who<'a> {
    fn groups(self) -> &'a [String] {
        match self {
            Self::Guest => &[],
            Self::Member(groups) => groups,
        }
    }
}

/// Whether one of these groups is among the ones that are asked for, if any are.
fn among(asked: Option<&Vec<String>>, groups: &[String]) -> bool {
    asked.is_none_or(|asked| asked.iter().any(|group| groups.contains(group)))
}

impl Connection {
    /// The connection to a sandbox that answers at `url`.
    pub fn to_sandbox(url: &str, world: &sandbox::World) -> Self {
        let place = |kind, id: &str, prefix: &str| Place {
            id: id.to_owned(),
            kind,
            name: None,
            bucket: world.bucket.clone(),
            region: None,
            prefix: prefix.to_owned(),
            can_write: true,
            read_groups: None,
            write_groups: None,
            guests_write: false,
        };
        let team = Place {
            name: Some("Team".to_owned()),
            read_groups: Some(vec!["editors".to_owned(), "readers".to_owned()]),
            write_groups: Some(vec!["editors".to_owned()]),
            ..place(LocationKind::Plain, "team", "editors/")
        };
        let sandbox::PasswordPolicy {
            min_length,
            lowercase,
            uppercase,
            number,
            symbol,
        } = world.password_policy;
        let min_length = crate::words::count(min_length);
        Self {
            id: SANDBOX.to_owned(),
            name: "Sandbox".to_owned(),
            pool: auth::Pool {
                name: "Sandbox".to_owned(),
                region: world.region.clone(),
                user_pool_id: world.user_pool_id.clone(),
                client_id: world.client_id.clone(),
                client_secret: None,
                identity_pool: Some(identity_pool(url, world)),
                hosted_ui: Some(hosted_ui(world)),
                endpoint: Some(url.to_owned()),
                auth_flow: flow::Method::UserSrp,
                session_validity: auth::Pool::SESSION_VALIDITY,
                user_context: false,
                software_passkeys: true,
                sign_up: Some(auth::SignUpRules {
                    attributes: world
                        .required_attributes
                        .iter()
                        .map(|name| auth::AttributeRule::required(name))
                        .collect(),
                    password: auth::PasswordPolicy {
                        min_length,
                        lowercase,
                        uppercase,
                        number,
                        symbol,
                    },
                    sign_in_names: vec![auth::SignInName::Username, auth::SignInName::Email],
                }),
            },
            methods: [crate::words::method::all(), vec![flow::Method::Developer]].concat(),
            storage: Storage {
                region: world.region.clone(),
                endpoint: Some(url.to_owned()),
                path_style: true,
            },
            places: vec![
                place(LocationKind::Private, "private", "private/{identity_id}/"),
                place(LocationKind::Protected, "protected", "protected/{identity_id}/"),
                place(LocationKind::Public, "public", "public/"),
                team,
            ],
            app_data: AppDataPlace::Document,
            api_url: Some(world.api_url.clone()),
        }
    }

    /// Whether some place needs the person's identity.
    pub(crate) fn needs_identity(&self) -> bool {
        self.places.iter().any(|place| place.prefix.contains(IDENTITY))
    }

    /// The places with the person's identity filled in; those that need one are left out where there is none, and
    /// those of groups that the person is in none of.
    pub(crate) fn locations(&self, identity: Option<&str>, who: Who<'_>) -> Vec<LocationView> {
        let shown = self.places.iter().filter(|place| place.shown_to(who));
        let filled = shown.filter_map(|place| {
            let prefix = match identity {
                Some(identity) => place.prefix.replace(IDENTITY, identity),
                None if place.prefix.contains(IDENTITY) => return None,
                None => place.prefix.clone(),
            };
            Some(LocationView {
                id: place.id.clone(),
                kind: place.kind,
                name: place.name.clone(),
                bucket: place.bucket.clone(),
                prefix,
                can_write: place.open_to(who),
            })
        });
        filled.collect()
    }

    /// The bucket and the prefix where a person keeps what is nobody else's business.
    pub(crate) fn own_place(&self, identity: &str) -> Option<(String, String)> {
        let private = |place: &&Place| place.kind == LocationKind::Private && place.prefix.contains(IDENTITY);
        let place = self.places.iter().find(private)?;
        Some((place.bucket.clone(), place.prefix.replace(IDENTITY, identity)))
    }

    /// Where it leads: whoever signs in should know that an emulator is not the real thing.
    fn leads_to(&self) -> PlaceView {
        let pool = &self.pool;
        let identities = pool
            .identity_pool
            .as_ref()
            .and_then(|plan| plan.endpoint.as_ref());
        let emulated = [pool.endpoint.as_ref(), identities]
            .into_iter()
            .flatten()
            .any(|address| at_home(address));
        if self.id == SANDBOX {
            PlaceView::Sandbox
        } else if emulated {
            PlaceView::Emulator
        } else {
            PlaceView::Aws
        }
    }

    pub(crate) fn view(&self) -> ConnectionView {
        ConnectionView {
            id: self.id.clone(),
            name: self.name.clone(),
            sandbox: self.id == SANDBOX,
            place: self.leads_to(),
            region: self.pool.region.clone(),
        }
    }
}

/// The sandbox's identity pool: it admits guests, and trusts both pretend providers and the backend.
fn identity_pool(url: &str, world: &sandbox::World) -> auth::IdentityPoolPlan {
    let provider = |name: &str, login: &str, oidc| auth::ExternalProvider {
        name: name.to_owned(),
        login: login.to_owned(),
        oidc,
    };
    let issuer = &world.oidc_issuer;
    let login = issuer.split_once("://").map_or(issuer.as_str(), |(_, name)| name);
    let oidc = auth::OidcProvider {
        issuer: issuer.clone(),
        client_id: world.oidc_client_id.clone(),
        scopes: ["openid", "email", "profile"].map(str::to_owned).to_vec(),
    };
    auth::IdentityPoolPlan {
        guests: true,
        providers: vec![
            provider("AcmeOIDC", login, Some(oidc)),
            provider("AcmeSAML", &world.saml_provider_arn, None),
        ],
        developer: Some(auth::Developer {
            provider: world.developer_provider.clone(),
            backend: Some(format!("{url}{}", world.developer_backend)),
        }),
        ..auth::IdentityPoolPlan::enhanced(&world.identity_pool_id, &world.region).at(url)
    }
}

/// The sandbox's hosted UI, with its two pretend providers.
fn hosted_ui(world: &sandbox::World) -> auth::HostedUi {
    let loopback = |url: &String| {
        let rest = url.strip_prefix("http://localhost:")?;
        rest.strip_suffix("/callback")?.parse().ok()
    };
    let provider = |name: &str, label: &str, kind| auth::HostedProvider {
        name: name.to_owned(),
        label: label.to_owned(),
        kind,
    };
    let scopes = [
        "openid",
        "email",
        "phone",
        "profile",
        "aws.cognito.signin.user.admin",
    ];
    auth::HostedUi {
        address: world.hosted_ui_url.clone(),
        scopes: scopes.map(str::to_owned).to_vec(),
        redirect_ports: world.callback_urls.iter().filter_map(loopback).collect(),
        deep_link: world
            .callback_urls
            .iter()
            .find(|url| !url.starts_with("http"))
            .cloned(),
        sign_out_to: world.logout_urls.first().cloned(),
        lang: None,
        providers: vec![
            provider(
                "AcmeOIDC",
                "Acme (OpenID Connect)",
                auth::HostedProviderKind::Oidc,
            ),
            provider("AcmeSAML", "Acme (SAML)", auth::HostedProviderKind::Saml),
        ],
    }
}

/// Whether an address leads to this computer.
pub(crate) fn at_home(address: &str) -> bool {
    Url::parse(address).is_ok_and(|url| fits::loopback(&url))
}

#[cfg(test)]
mod tests {
    use super::{Connection, Who};

    #[test]
    fn the_persons_identity_stands_in_the_prefix_and_nowhere_without_one() {
        let connection = Connection::to_sandbox("http://127.0.0.1:1", &sandbox::World::default());

        let prefixes = |identity| -> Vec<String> {
            connection
                .locations(identity, Who::Member(&[]))
                .into_iter()
                .map(|location| location.prefix)
                .collect()
        };

        assert_eq!(
            prefixes(Some("eu-west-1:1")),
            ["private/eu-west-1:1/", "protected/eu-west-1:1/", "public/"]
        );
        assert_eq!(
            prefixes(None),
            ["public/"],
            "a place that needs an identity is not offered without one"
        );
    }

    #[test]
    fn a_place_of_some_groups_can_be_written_by_their_members_and_read_by_the_others() {
        let mut connection = Connection::to_sandbox("http://127.0.0.1:1", &sandbox::World::default());
        connection.places[2].write_groups = Some(vec!["editors".to_owned()]);

        let writable = |groups: &[String]| -> Vec<bool> {
            let places = connection.locations(Some("eu-west-1:1"), Who::Member(groups));
            places.into_iter().map(|place| place.can_write).collect()
        };

        assert_eq!(writable(&["readers".to_owned()]), [true, true, false, false]);
        assert_eq!(
            writable(&["readers".to_owned(), "editors".to_owned()]),
            [true, true, true, true]
        );
        assert_eq!(writable(&[]), [true, true, false]);
    }

    #[test]
    fn a_guest_writes_only_where_the_connection_says_so() {
        let mut connection = Connection::to_sandbox("http://127.0.0.1:1", &sandbox::World::default());
        let writable = |connection: &Connection| -> Vec<bool> {
            let places = connection.locations(None, Who::Guest);
            places.into_iter().map(|place| place.can_write).collect()
        };
        assert_eq!(writable(&connection), [false]);
        connection.places[2].guests_write = true;
        assert_eq!(writable(&connection), [true]);
    }
}
