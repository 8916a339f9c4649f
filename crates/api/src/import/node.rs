//! A member of a file with the path to it: what it has to be is asked for, and anything else is refused by name.

use super::literal::{Value, shown};
use super::refused::{Kind, Refused};
use super::shapes::unseen;

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Node<'a> {
    value: &'a Value,
    path: String,
}

impl<'a> Node<'a> {
    pub(super) fn root(value: &'a Value) -> Self {
        Self {
            value,
            path: String::new(),
        }
    }

    pub(super) fn value(&self) -> &'a Value {
        self.value
    }

    pub(super) fn path(&self) -> &str {
        &self.path
    }

    /// The object itself, which it has to be.
    pub(super) fn object(self) -> Result<Self, Refused> {
        match self.value {
            Value::Object(_) => Ok(self),
            Value::Null | Value::Boolean(_) | Value::Number(_) | Value::Text(_) | Value::List(_) => {
                Err(self.wrong(Kind::Object))
            }
        }
    }

    /// A member that is an object; none if it is missing or null.
    pub(super) fn group(&self, name: &str) -> Result<Option<Self>, Refused> {
        self.at(name).map(Self::object).transpose()
    }

    /// What lies along a path of objects.
    pub(super) fn along(&self, names: &[&str]) -> Result<Option<Self>, Refused> {
        let mut here = self.clone();
        for name in names {
            match here.group(name)? {
                Some(next) => here = next,
                None => return Ok(None),
            }
        }
        Ok(Some(here))
    }

    /// A member that is a text, without blanks around it; none if it is missing, null or blank.
    pub(super) fn text(&self, name: &str) -> Result<Option<&'a str>, Refused> {
        match self.at(name) {
            Some(node) => node.own_text(),
            None => Ok(None),
        }
    }

    /// The text that it has to be.
    pub(super) fn own_text(&self) -> Result<Option<&'a str>, Refused> {
        let text = self.value.text().ok_or_else(|| self.wrong(Kind::Text))?.trim();
        if text.chars().any(unseen) {
            return Err(Refused::Unseen {
                path: self.path.clone(),
            });
        }
        Ok((!text.is_empty()).then_some(text))
    }

    /// A member that is true or false.
    pub(super) fn boolean(&self, name: &str) -> Result<Option<bool>, Refused> {
        self.at(name)
            .map(|node| match node.value {
                Value::Boolean(value) => Ok(*value),
                Value::Null | Value::Number(_) | Value::Text(_) | Value::List(_) | Value::Object(_) => {
                    Err(node.wrong(Kind::Boolean))
                }
            })
            .transpose()
    }

    /// A member that is a whole number; one in quotes will do, as some tools write it.
    pub(super) fn count(&self, name: &str) -> Result<Option<u32>, Refused> {
        self.at(name)
            .map(|node| {
                let (Value::Number(digits) | Value::Text(digits)) = node.value else {
                    return Err(node.wrong(Kind::Number));
                };
                digits.trim().parse().map_err(|_| node.value_not_known())
            })
            .transpose()
    }

    /// A member that is a list.
    pub(super) fn list(&self, name: &str) -> Result<Vec<Self>, Refused> {
        match self.at(name) {
            Some(node) => node.items(),
            None => Ok(Vec::new()),
        }
    }

    /// The items of the list that it has to be.
    pub(super) fn items(&self) -> Result<Vec<Self>, Refused> {
        let Value::List(items) = self.value else {
            return Err(self.wrong(Kind::List));
        };
        let place = |(at, value): (usize, &'a Value)| self.below(&at.to_string(), value);
        Ok(items.iter().enumerate().map(place).collect())
    }

    /// A member that is a list of texts; a single one with commas will do.
    pub(super) fn texts(&self, name: &str) -> Result<Vec<&'a str>, Refused> {
        let Some(node) = self.at(name) else {
            return Ok(Vec::new());
        };
        if node.value.text().is_some() {
            let all = node.own_text()?.unwrap_or_default().split(',');
            return Ok(all.map(str::trim).filter(|text| !text.is_empty()).collect());
        }
        let items = node.items()?.into_iter().map(|item| item.own_text());
        Ok(items
            .collect::<Result<Vec<_>, _>>()?
            .into_iter()
            .flatten()
            .collect())
    }

    /// The members, none where it is no object.
    pub(super) fn members(&self) -> Vec<(&'a str, Self)> {
        match self.value {
            Value::Object(members) => members
                .iter()
                .map(|(name, value)| (name.as_str(), self.below(name, value)))
                .collect(),
            Value::Null | Value::Boolean(_) | Value::Number(_) | Value::Text(_) | Value::List(_) => {
                Vec::new()
            }
        }
    }

    /// A member that is there and not null.
    pub(super) fn at(&self, name: &str) -> Option<Self> {
        let value = self.value.get(name)?;
        (*value != Value::Null).then(|| self.below(name, value))
    }

    pub(super) fn value_not_known(&self) -> Refused {
        Refused::WrongValue {
            path: self.path.clone(),
        }
    }

    fn wrong(&self, expected: Kind) -> Refused {
        Refused::WrongType {
            path: self.path.clone(),
            expected,
            found: self.value.kind(),
        }
    }

    fn below(&self, name: &str, value: &'a Value) -> Self {
        let name = shown(name);
        let path = if self.path.is_empty() {
            name
        } else {
            format!("{}.{name}", self.path)
        };
        Self { value, path }
    }
}
