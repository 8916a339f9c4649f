//! Browsers without a screen: one that is not there, and one that goes where it is sent, fills in the forms that it
//! meets and follows redirects, to the end.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use auth::{Browser, BrowserError};
use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, Url};

/// How many pages one sign-in may take.
const PAGES: usize = 20;

/// A computer without a browser.
pub struct NoBrowser;

#[async_trait]
impl Browser for NoBrowser {
    async fn open(&self, _: &str) -> Result<(), BrowserError> {
        Err(BrowserError)
    }
}

/// A browser with somebody in front of it. Clones are the same one.
#[derive(Clone, Default)]
pub struct Surfer(Arc<Mutex<Inside>>);

#[derive(Default)]
struct Inside {
    opened: Vec<String>,
    typed: BTreeMap<String, String>,
    cookies: BTreeMap<String, String>,
    /// Whether pages are only looked at from afar: an address is noted, and nothing is done.
    idle: bool,
    /// Every address that it was at.
    visited: Vec<String>,
    /// The page that it shows.
    page: String,
}

impl Surfer {
    /// Somebody who types these into the fields of these names.
    pub fn typing<const N: usize>(pairs: [(&str, &str); N]) -> Self {
        let surfer = Self::default();
        surfer.types(pairs);
        surfer
    }

    /// Somebody who looks at what is opened, and does nothing.
    pub fn idle() -> Self {
        let surfer = Self::default();
        surfer.inside(|inside| inside.idle = true);
        surfer
    }

    /// What they type from now on.
    pub fn types<const N: usize>(&self, pairs: [(&str, &str); N]) {
        let typed = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
        self.inside(|inside| inside.typed = BTreeMap::from(typed));
    }

    /// The addresses that the app has opened.
    pub fn opened(&self) -> Vec<String> {
        self.inside(|inside| inside.opened.clone())
    }

    /// Every address that the browser was at.
    pub fn visited(&self) -> Vec<String> {
        self.inside(|inside| inside.visited.clone())
    }

    /// The page that it shows, as HTML.
    pub fn page(&self) -> String {
        self.inside(|inside| inside.page.clone())
    }

    fn inside<T>(&self, look: impl FnOnce(&mut Inside) -> T) -> T {
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Goes there, and on, until a page has neither a form to fill in nor a way on.
    pub async fn goes_to(&self, address: &str) {
        let client = Client::builder().redirect(Policy::none()).no_proxy().build();
        let client = client.expect("a client");
        let mut at = Url::parse(address).expect("an address");
        let mut response = self.get(&client, &at).await;
        for _ in 0..PAGES {
            let Some(page) = response else { return };
            self.keep_cookies(&page);
            let onward = page.headers().get(LOCATION).and_then(|to| to.to_str().ok());
            if let Some(to) = onward {
                at = at.join(to).expect("an address");
                response = self.get(&client, &at).await;
                continue;
            }
            let html = page.text().await.unwrap_or_default();
            let form = self.inside(|inside| Form::of(&html, &inside.typed));
            self.inside(|inside| inside.page = html);
            let Some(form) = form else { return };
            at = at.join(&form.action).expect("an address");
            let filled = self.inside(|inside| form.filled(&inside.typed));
            self.inside(|inside| inside.visited.push(at.to_string()));
            let request = client.post(at.clone()).header(COOKIE, self.cookies());
            let request = request
                .header("content-type", "application/x-www-form-urlencoded")
                .body(filled);
            response = request.send().await.ok();
        }
        panic!("the browser goes round in circles: {:?}", self.visited());
    }

    async fn get(&self, client: &Client, at: &Url) -> Option<Response> {
        self.inside(|inside| inside.visited.push(at.to_string()));
        if !at.scheme().starts_with("http") {
            return None;
        }
        let request = client.get(at.clone()).header(COOKIE, self.cookies());
        request.send().await.ok()
    }

    fn cookies(&self) -> String {
        let pairs = self.inside(|inside| inside.cookies.clone());
        let pairs = pairs.into_iter().map(|(name, value)| format!("{name}={value}"));
        pairs.collect::<Vec<_>>().join("; ")
    }

    fn keep_cookies(&self, page: &Response) {
        for cookie in page.headers().get_all(SET_COOKIE) {
            let pair = cookie.to_str().ok().and_then(|text| text.split(';').next());
            if let Some((name, value)) = pair.and_then(|pair| pair.split_once('=')) {
                self.inside(|inside| {
                    inside
                        .cookies
                        .insert(name.trim().to_owned(), value.trim().to_owned())
                });
            }
        }
    }
}

#[async_trait]
impl Browser for Surfer {
    async fn open(&self, address: &str) -> Result<(), BrowserError> {
        let idle = self.inside(|inside| {
            inside.opened.push(address.to_owned());
            inside.idle
        });
        if !idle {
            let (surfer, address) = (self.clone(), address.to_owned());
            tokio::spawn(async move { surfer.goes_to(&address).await });
        }
        Ok(())
    }
}

/// The first form of a page that is sent by POST.
struct Form {
    action: String,
    /// Names and values of its inputs and buttons.
    fields: Vec<(String, String)>,
}

impl Form {
    /// The first that has a field to type into, else the first.
    fn of(html: &str, typed: &BTreeMap<String, String>) -> Option<Self> {
        let starts = html.match_indices("<form").map(|(at, _)| at);
        let posted = starts
            .map(|at| html[at..].split("</form>").next().unwrap_or_default())
            .filter(|form| form.to_lowercase().contains("method=\"post\""));
        let mut forms: Vec<Self> = posted.map(Self::read).collect();
        let wanted = |form: &Self| form.fields.iter().any(|(name, _)| typed.contains_key(name));
        let place = forms.iter().position(wanted).unwrap_or(0);
        (place < forms.len()).then(|| forms.swap_remove(place))
    }

    fn read(form: &str) -> Self {
        let tags = form.match_indices('<').map(|(at, _)| &form[at..]);
        let inputs = tags.filter(|tag| tag.starts_with("<input") || tag.starts_with("<button"));
        let fields = inputs.filter_map(|tag| {
            let tag = &tag[..=tag.find('>')?];
            Some((
                attribute(tag, "name")?,
                attribute(tag, "value").unwrap_or_default(),
            ))
        });
        Self {
            action: attribute(form, "action").unwrap_or_default(),
            fields: fields.collect(),
        }
    }

    fn filled(&self, typed: &BTreeMap<String, String>) -> String {
        let mut query = Url::parse("http://form/").expect("an address");
        let mut done = Vec::new();
        for (name, value) in &self.fields {
            if !done.contains(name) {
                let value = typed.get(name).unwrap_or(value);
                query.query_pairs_mut().append_pair(name, value);
                done.push(name.clone());
            }
        }
        query.query().unwrap_or_default().to_owned()
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    let value = rest.split('"').next()?;
    let plain = [
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ];
    Some(
        plain
            .iter()
            .fold(value.to_owned(), |text, (from, to)| text.replace(from, to)),
    )
}
