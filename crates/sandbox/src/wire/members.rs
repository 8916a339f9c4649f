//! Reads the members of a request the way AWS's front end does before an operation runs: types first, then every
//! broken constraint at once ("2 validation errors detected: …").

use std::ops::RangeInclusive;

use base::Secret;
use serde_json::{Map, Value, json};

use super::Refusal;

/// A pattern that allows certain characters, at least one of them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pattern {
    /// As the model words it.
    pub(crate) words: &'static str,
    pub(crate) allows: fn(char) -> bool,
}

/// A constraint of the API model on one text member.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rule {
    pub(crate) min: usize,
    pub(crate) max: usize,
    pub(crate) pattern: Option<Pattern>,
    /// Sensitive values are not repeated in the message.
    pub(crate) sensitive: bool,
}

/// The members of one request.
#[derive(Debug)]
pub(crate) struct Members {
    map: Map<String, Value>,
    violations: Vec<String>,
}

impl Members {
    /// Reads a request body; an empty one counts as `{}`.
    pub(crate) fn parse(body: &[u8]) -> Result<Self, Refusal> {
        if body.is_empty() {
            return Ok(Self::over(Map::new()));
        }
        match serde_json::from_slice(body) {
            Ok(Value::Object(map)) => Ok(Self::over(map)),
            Ok(_) | Err(_) => Err(Refusal::serialization("The request body is not a JSON object.")),
        }
    }

    /// Members that came in another form than a body of JSON.
    pub(crate) fn over(map: Map<String, Value>) -> Self {
        Self {
            map,
            violations: Vec::new(),
        }
    }

    /// A text member that may be missing.
    pub(crate) fn text(&mut self, name: &str, rule: Rule) -> Result<Option<String>, Refusal> {
        match self.map.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => {
                self.judge(name, &text, rule);
                Ok(Some(text))
            }
            Some(other) => Err(mistyped(&other, "String")),
        }
    }

    /// A text member that has to be there; empty when it is not, which [`Members::done`] then reports.
    pub(crate) fn required(&mut self, name: &str, rule: Rule) -> Result<String, Refusal> {
        let text = self.text(name, rule)?;
        if text.is_none() {
            self.violate(
                name,
                (!rule.sensitive).then_some("null"),
                "Member must not be null",
            );
        }
        Ok(text.unwrap_or_default())
    }

    /// A required secret.
    pub(crate) fn secret(&mut self, name: &str, rule: Rule) -> Result<Secret, Refusal> {
        self.required(name, rule).map(Secret::new)
    }

    /// A required member of an enum.
    pub(crate) fn one_of(&mut self, name: &str, values: &[&str]) -> Result<String, Refusal> {
        let text = self.one_of_or_none(name, values)?;
        if text.is_none() {
            self.violate(name, Some("null"), "Member must not be null");
        }
        Ok(text.unwrap_or_default())
    }

    /// A member of an enum that may be missing.
    pub(crate) fn one_of_or_none(&mut self, name: &str, values: &[&str]) -> Result<Option<String>, Refusal> {
        let free = Rule {
            min: 0,
            max: usize::MAX,
            pattern: None,
            sensitive: false,
        };
        let text = self.text(name, free)?;
        if let Some(text) = text.as_deref().filter(|text| !values.contains(text)) {
            let set = format!("Member must satisfy enum value set: [{}]", values.join(", "));
            self.violate(name, Some(&format!("'{text}'")), &set);
        }
        Ok(text)
    }

    /// A flag; false when missing.
    pub(crate) fn flag(&mut self, name: &str) -> Result<bool, Refusal> {
        self.flag_or(name, false)
    }

    /// A flag; `unset` when missing.
    pub(crate) fn flag_or(&mut self, name: &str, unset: bool) -> Result<bool, Refusal> {
        match self.map.remove(name) {
            None | Some(Value::Null) => Ok(unset),
            Some(Value::Bool(flag)) => Ok(flag),
            Some(other) => Err(mistyped(&other, "Boolean")),
        }
    }

    /// A whole number that may be missing.
    pub(crate) fn number(&mut self, name: &str, range: RangeInclusive<i64>) -> Result<Option<i64>, Refusal> {
        let number = match self.map.remove(name) {
            None | Some(Value::Null) => return Ok(None),
            Some(Value::Number(number)) => number.as_i64().ok_or_else(|| mistyped(&json!(0.5), "Integer"))?,
            Some(other) => return Err(mistyped(&other, "Integer")),
        };
        let shown = format!("'{number}'");
        if number < *range.start() {
            let least = format!(
                "Member must have value greater than or equal to {}",
                range.start()
            );
            self.violate(name, Some(&shown), &least);
        }
        if number > *range.end() {
            let most = format!("Member must have value less than or equal to {}", range.end());
            self.violate(name, Some(&shown), &most);
        }
        Ok(Some(number))
    }

    /// A structure that may be missing; what its members break is handed back with [`Members::absorb`].
    pub(crate) fn structure(&mut self, name: &str) -> Result<Option<Self>, Refusal> {
        match self.map.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Object(map)) => Ok(Some(Self::over(map))),
            Some(other) => Err(mistyped(&other, "Structure")),
        }
    }

    /// A required list of structures, each to be handed back with [`Members::absorb`].
    pub(crate) fn structures(&mut self, name: &str) -> Result<Vec<Self>, Refusal> {
        match self.map.remove(name) {
            None | Some(Value::Null) => {
                self.violate(name, Some("null"), "Member must not be null");
                Ok(Vec::new())
            }
            Some(Value::Array(list)) => list
                .into_iter()
                .map(|entry| {
                    if let Value::Object(map) = entry {
                        Ok(Self::over(map))
                    } else {
                        Err(mistyped(&entry, "Structure"))
                    }
                })
                .collect(),
            Some(other) => Err(mistyped(&other, "List")),
        }
    }

    /// Takes over what the members of a structure broke.
    pub(crate) fn absorb(&mut self, mut structure: Self) {
        self.violations.append(&mut structure.violations);
    }

    /// A required document: any JSON.
    pub(crate) fn document(&mut self, name: &str) -> Value {
        let document = self.map.remove(name).unwrap_or(Value::Null);
        if document.is_null() {
            self.violate(name, Some("null"), "Member must not be null");
        }
        document
    }

    /// A required list of text.
    pub(crate) fn texts(&mut self, name: &str, rule: Rule) -> Result<Vec<String>, Refusal> {
        match self.map.remove(name) {
            None | Some(Value::Null) => {
                self.violate(name, Some("null"), "Member must not be null");
                Ok(Vec::new())
            }
            Some(Value::Array(list)) => list
                .into_iter()
                .map(|entry| {
                    let text = into_text(entry)?;
                    self.judge(name, &text, rule);
                    Ok(text)
                })
                .collect(),
            Some(other) => Err(mistyped(&other, "List")),
        }
    }

    /// The same for a list that may be missing.
    pub(crate) fn texts_or_none(&mut self, name: &str, rule: Rule) -> Result<Option<Vec<String>>, Refusal> {
        match self.map.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(_) => self.texts(name, rule).map(Some),
        }
    }

    /// A map from text to text; empty when missing.
    pub(crate) fn map(&mut self, name: &str) -> Result<Vec<(String, Secret)>, Refusal> {
        match self.map.remove(name) {
            None | Some(Value::Null) => Ok(Vec::new()),
            Some(Value::Object(map)) => map
                .into_iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(key, value)| into_text(value).map(|text| (key, Secret::new(text))))
                .collect(),
            Some(other) => Err(mistyped(&other, "Map")),
        }
    }

    /// Reads what many operations take for threat protection, analytics and triggers (`UserContextData`,
    /// `AnalyticsMetadata`, `ClientMetadata`); nothing here depends on it.
    pub(crate) fn context(&mut self) -> Result<(), Refusal> {
        for (structure, texts) in [
            ("UserContextData", ["EncodedData", "IpAddress"].as_slice()),
            ("AnalyticsMetadata", &["AnalyticsEndpointId"]),
        ] {
            let map = match self.map.remove(structure) {
                None | Some(Value::Null) => continue,
                Some(Value::Object(map)) => map,
                Some(other) => return Err(mistyped(&other, "Structure")),
            };
            for value in texts.iter().filter_map(|name| map.get(*name)) {
                if !value.is_string() && !value.is_null() {
                    return Err(mistyped(value, "String"));
                }
            }
        }
        self.map("ClientMetadata").map(drop)
    }

    /// An `AttributeListType`: a list of `{Name, Value}`.
    pub(crate) fn attributes(&mut self, name: &str) -> Result<Vec<(String, String)>, Refusal> {
        match self.map.remove(name) {
            None | Some(Value::Null) => Ok(Vec::new()),
            Some(Value::Array(list)) => list.into_iter().map(|entry| self.attribute(entry)).collect(),
            Some(other) => Err(mistyped(&other, "List")),
        }
    }

    fn attribute(&mut self, entry: Value) -> Result<(String, String), Refusal> {
        let Value::Object(map) = entry else {
            return Err(mistyped(&entry, "Structure"));
        };
        let mut entry = Self::over(map);
        let name = entry.required(
            "Name",
            Rule {
                min: 1,
                max: 32,
                pattern: None,
                sensitive: false,
            },
        )?;
        let value = entry.text(
            "Value",
            Rule {
                min: 0,
                max: 2048,
                pattern: None,
                sensitive: true,
            },
        )?;
        self.violations.append(&mut entry.violations);
        Ok((name, value.unwrap_or_default()))
    }

    /// Reports every constraint that was broken, together.
    pub(crate) fn done(self) -> Result<(), Refusal> {
        let count = self.violations.len();
        match count {
            0 => Ok(()),
            1 => Err(Refusal::invalid_parameter(format!(
                "1 validation error detected: {}",
                self.violations.concat()
            ))),
            _ => Err(Refusal::invalid_parameter(format!(
                "{count} validation errors detected: {}",
                self.violations.join("; ")
            ))),
        }
    }

    fn judge(&mut self, name: &str, text: &str, rule: Rule) {
        let quoted = format!("'{text}'");
        let shown = (!rule.sensitive).then_some(quoted.as_str());
        let length = text.chars().count();
        if length < rule.min {
            let least = format!("Member must have length greater than or equal to {}", rule.min);
            self.violate(name, shown, &least);
        }
        if length > rule.max {
            let most = format!("Member must have length less than or equal to {}", rule.max);
            self.violate(name, shown, &most);
        }
        if let Some(pattern) = rule.pattern
            && (text.is_empty() || !text.chars().all(pattern.allows))
        {
            let wanted = format!(
                "Member must satisfy regular expression pattern: {}",
                pattern.words
            );
            self.violate(name, shown, &wanted);
        }
    }

    fn violate(&mut self, name: &str, value: Option<&str>, constraint: &str) {
        let mut letters = name.chars();
        let member: String = letters
            .next()
            .map(|first| first.to_ascii_lowercase())
            .into_iter()
            .chain(letters)
            .collect();
        let value = value.map(|value| format!(" {value}")).unwrap_or_default();
        self.violations.push(format!(
            "Value{value} at '{member}' failed to satisfy constraint: {constraint}"
        ));
    }
}

fn into_text(value: Value) -> Result<String, Refusal> {
    if let Value::String(text) = value {
        Ok(text)
    } else {
        Err(mistyped(&value, "String"))
    }
}

fn mistyped(value: &Value, wanted: &str) -> Refusal {
    let found = match value {
        Value::Null => "NULL_VALUE",
        Value::Bool(true) => "TRUE_VALUE",
        Value::Bool(false) => "FALSE_VALUE",
        Value::Number(_) => "NUMBER_VALUE",
        Value::String(_) => "STRING_VALUE",
        Value::Array(_) => "START_ARRAY",
        Value::Object(_) => "START_OBJECT",
    };
    Refusal::serialization(format!("{found} can not be converted to a {wanted}"))
}
