//! A connection in the making, with what is to be told about it.

use base::Secret;

use super::literal::shown;
use super::node::Node;
use super::refused::Refused;
use super::rules::Rules;
use super::shapes;
use crate::view::{
    AttributeKindView, AttributeRuleForm, ConnectionForm, IdentityPoolForm, ImportNoteView, ImportView,
    SignInNameView, SignUpForm, StorageForm,
};

/// How many members that nobody knows are told.
const UNKNOWN: usize = 50;

/// What is told about an import. The page words them by their keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Note {
    /// The file has several of something; one was taken.
    Ambiguous,
    /// A place that can be written to and not listed was left out.
    CannotList,
    /// The file carries the app client's secret.
    ClientSecretTaken,
    /// The file cannot say whether the app client has a secret.
    ClientSecretUnknown,
    /// The file asks for tokens in the address; this app takes a code.
    CodeInsteadOfToken,
    /// Only members of some groups reach the place.
    GroupsOnly,
    /// The groups that the pool has.
    Groups,
    /// Guests may come in, by the file or because it says nothing.
    Guests,
    /// A second factor may be set up.
    MfaOptional,
    /// A second factor is asked of everybody.
    MfaRequired,
    /// There is no bucket.
    NoBucket,
    /// There is no app client.
    NoClient,
    /// There is no identity pool.
    NoIdentityPool,
    /// There is no user pool.
    NoUserPool,
    /// The domain that passkeys belong to.
    PasskeyParty,
    /// A provider that the file names has to be added by hand.
    ProviderByName,
    /// The addresses to return to were assumed.
    RedirectsAssumed,
    /// None of the addresses to return to is one for this app.
    RedirectsElsewhere,
    /// The region is the one in an id, and the file says another.
    RegionFromId,
    /// The rules for new accounts are not in the file.
    SignUpUnknown,
    /// The storage's own address is one of an emulator.
    StorageEndpoint,
    /// The bucket's places were assumed to be Amplify's usual three.
    UsualPlaces,
}

impl Note {
    fn key(self) -> String {
        let name = format!("{self:?}");
        let mut letters = name.chars();
        let first = letters.next().map(|letter| letter.to_ascii_lowercase());
        first.into_iter().chain(letters).collect()
    }
}

/// What came of an import: what the person reviews, and the secret, which the page never sees.
#[derive(Debug, Clone)]
pub struct Imported {
    /// For the review.
    pub view: ImportView,
    /// The app client's secret, where the file has one.
    pub client_secret: Option<Secret>,
}

/// A connection in the making.
pub(super) struct Draft {
    pub(super) form: ConnectionForm,
    pub(super) client_secret: Option<Secret>,
    notes: Vec<(Note, String)>,
    unknown: Vec<String>,
}

impl Draft {
    pub(super) fn new() -> Self {
        Self {
            form: ConnectionForm {
                auth_flow: "USER_SRP_AUTH".to_owned(),
                methods: vec!["USER_SRP_AUTH".to_owned()],
                ..ConnectionForm::default()
            },
            client_secret: None,
            notes: Vec::new(),
            unknown: Vec::new(),
        }
    }

    pub(super) fn note(&mut self, note: Note, detail: String) {
        if !self.notes.contains(&(note, detail.clone())) {
            self.notes.push((note, detail));
        }
    }

    /// Tells of a member that this app does not know, or whose value it does not know.
    pub(super) fn not_known(&mut self, path: String) {
        if self.unknown.len() < UNKNOWN && !self.unknown.contains(&path) {
            self.unknown.push(path);
        }
    }

    /// Tells of all members of an object but these.
    pub(super) fn known(&mut self, node: &Node<'_>, known: &[&str]) {
        for (name, member) in node.members() {
            if !known.contains(&name) {
                self.not_known(member.path().to_owned());
            }
        }
    }

    /// Takes the user pool's id, if it is one.
    pub(super) fn user_pool(&mut self, node: &Node<'_>, name: &str) -> Result<(), Refused> {
        self.take(
            node,
            name,
            |text| shapes::user_pool_region(text).is_some(),
            |form| &mut form.user_pool_id,
        )
    }

    /// Takes the app client's id, if it can be one.
    pub(super) fn client(&mut self, node: &Node<'_>, name: &str) -> Result<(), Refused> {
        self.take(node, name, shapes::client_id, |form| &mut form.client_id)
    }

    fn take(
        &mut self,
        node: &Node<'_>,
        name: &str,
        sound: impl FnOnce(&str) -> bool,
        field: impl FnOnce(&mut ConnectionForm) -> &mut Option<String>,
    ) -> Result<(), Refused> {
        let Some(text) = node.text(name)? else {
            return Ok(());
        };
        if !sound(text) {
            return Err(node.at(name).unwrap_or_else(|| node.clone()).value_not_known());
        }
        *field(&mut self.form) = Some(text.to_owned());
        Ok(())
    }

    /// Takes the identity pool's id, if it is one.
    pub(super) fn identity_pool(&mut self, node: &Node<'_>, name: &str) -> Result<(), Refused> {
        let Some(text) = node.text(name)? else {
            return Ok(());
        };
        if shapes::identity_pool_region(text).is_none() {
            return Err(node.at(name).unwrap_or_else(|| node.clone()).value_not_known());
        }
        self.set_identity_pool(text);
        Ok(())
    }

    pub(super) fn set_identity_pool(&mut self, id: &str) {
        self.form.identity_pool = Some(IdentityPoolForm {
            id: id.to_owned(),
            ..IdentityPoolForm::default()
        });
    }

    /// Takes the rules for new accounts.
    pub(super) fn sign_up(&mut self, rules: Rules) {
        let Rules {
            policy,
            attributes,
            sign_in_names,
        } = rules;
        let Some(password_policy) = policy else {
            self.note(Note::SignUpUnknown, String::new());
            return;
        };
        let mut names = sign_in_names;
        if names.is_empty() {
            names.push(SignInNameView::Username);
        }
        let mut seen = Vec::new();
        for name in attributes {
            // The form asks the name that people sign in with first of all.
            let first = match names.first() {
                Some(SignInNameView::Email) => "email",
                Some(SignInNameView::Phone) => "phone_number",
                Some(SignInNameView::Username) | None => "",
            };
            if name != first && !seen.contains(&name) {
                seen.push(name);
            }
        }
        let attributes = seen.into_iter().map(|name| AttributeRuleForm {
            name,
            kind: AttributeKindView::String,
            required: true,
            mutable: true,
            min: None,
            max: None,
        });
        self.form.sign_up = Some(SignUpForm {
            attributes: attributes.collect(),
            password_policy,
            sign_in_names: names,
        });
    }

    /// The region of the bucket, where it has one of its own.
    pub(super) fn storage_region(&mut self, region: Option<&str>) {
        if let Some(region) = region {
            let storage = self.form.storage.get_or_insert_with(StorageForm::default);
            storage.region.get_or_insert_with(|| region.to_owned());
        }
    }

    /// The whole, with what is missing told.
    pub(super) fn finish(mut self, format: &str) -> Result<Imported, Refused> {
        let form = &self.form;
        if form.user_pool_id.is_none()
            && form.client_id.is_none()
            && form.identity_pool.is_none()
            && form.locations.is_empty()
        {
            return Err(Refused::NothingFound);
        }
        self.settle_region();
        self.tell_what_is_missing();
        self.give_names();
        self.notes.sort_by_key(|(note, _)| *note);
        let notes = self.notes.into_iter().map(|(note, detail)| ImportNoteView {
            key: note.key(),
            detail: shown_detail(&detail),
        });
        self.form.has_client_secret = self.client_secret.is_some();
        Ok(Imported {
            view: ImportView {
                format: format.to_owned(),
                form: self.form,
                notes: notes.collect(),
                unknown: self.unknown,
            },
            client_secret: self.client_secret,
        })
    }

    /// The region is that of the user pool's id, whatever else is said.
    fn settle_region(&mut self) {
        let form = &mut self.form;
        let pool = form.user_pool_id.as_deref().and_then(shapes::user_pool_region);
        let identity = form
            .identity_pool
            .as_ref()
            .and_then(|pool| shapes::identity_pool_region(&pool.id));
        let Some(by_id) = pool.or(identity).map(str::to_owned) else {
            return;
        };
        let said = form.region.replace(by_id.clone());
        if let Some(said) = said.filter(|said| *said != by_id) {
            self.note(Note::RegionFromId, format!("{by_id}, {said}"));
        }
    }

    fn tell_what_is_missing(&mut self) {
        let form = &self.form;
        let missing = [
            (form.user_pool_id.is_none(), Note::NoUserPool),
            (
                form.user_pool_id.is_some() && form.client_id.is_none(),
                Note::NoClient,
            ),
            (form.identity_pool.is_none(), Note::NoIdentityPool),
            (form.locations.is_empty(), Note::NoBucket),
        ];
        let secret = match (&self.client_secret, &form.client_id) {
            (Some(_), _) => Some(Note::ClientSecretTaken),
            (None, Some(_)) => Some(Note::ClientSecretUnknown),
            (None, None) => None,
        };
        for note in missing
            .into_iter()
            .filter(|(is, _)| *is)
            .map(|(_, note)| note)
            .chain(secret)
        {
            self.note(note, String::new());
        }
    }

    /// A name for the connection, and ids for its locations.
    fn give_names(&mut self) {
        let form = &mut self.form;
        if form.name.is_empty() {
            let domain = form.hosted_ui.as_ref().map(|hosted| hosted.domain.as_str());
            let domain = domain.and_then(|domain| domain.split('.').next());
            let bucket = form.locations.first().map(|location| location.bucket.as_str());
            let name = domain.or(bucket).or(form.user_pool_id.as_deref());
            form.name = name.unwrap_or("AWS").to_owned();
        }
        let mut taken: Vec<String> = Vec::new();
        for location in form
            .locations
            .iter_mut()
            .filter(|location| location.id.is_empty())
        {
            let folders = location.prefix.split('/').filter(|folder| !folder.is_empty());
            let wanted = folders
                .filter(|folder| *folder != super::paths::IDENTITY)
                .collect::<Vec<_>>()
                .join("-");
            let wanted = if wanted.is_empty() {
                "files".to_owned()
            } else {
                wanted
            };
            let mut id = wanted.clone();
            let mut number = 2;
            while taken.contains(&id) {
                id = format!("{wanted}-{number}");
                number += 1;
            }
            location.id.clone_from(&id);
            taken.push(id);
        }
    }
}

/// A note's detail as it can be shown.
fn shown_detail(detail: &str) -> String {
    const LONGEST: usize = 200;
    let mut short: String = detail
        .chars()
        .filter(|c| !shapes::unseen(*c))
        .take(LONGEST)
        .collect();
    if detail.chars().count() > LONGEST {
        short.push('…');
    }
    short
}

/// A member's name that free text or an output gives.
pub(super) fn path_of(name: &str) -> String {
    shown(name)
}
