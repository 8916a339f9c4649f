//! `Condition`: operators, their `IfExists` form and their set qualifiers.
//! Source: IAM User Guide, "Condition operators" and "Multivalued context keys".

use serde::Deserialize;

use super::Request;
use super::pattern::{Pattern, fits};
use super::policy::PolicyError;

/// A condition value may be written as text, a number or a truth value.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum RawValue {
    Text(String),
    Truth(bool),
    Number(serde_json::Number),
}

impl RawValue {
    fn text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Truth(truth) => truth.to_string(),
            Self::Number(number) => number.to_string(),
        }
    }
}

/// How a value of the request is compared with a value of the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Equal,
    EqualIgnoringCase,
    Like,
    Truth,
    Absent,
}

/// How the values of a request are put together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quantifier {
    One,
    AnyValue,
    AllValues,
}

/// One key of one operator. Its values are alternatives; conditions are joined by "and".
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Condition {
    comparison: Comparison,
    negated: bool,
    if_exists: bool,
    quantifier: Quantifier,
    key: String,
    values: Vec<Pattern>,
}

impl Condition {
    pub(super) fn new(
        operator: &str,
        key: String,
        values: Vec<RawValue>,
        variables: bool,
    ) -> Result<Self, PolicyError> {
        let (quantifier, rest) = match operator.split_once(':') {
            None => (Quantifier::One, operator),
            Some(("ForAnyValue", rest)) => (Quantifier::AnyValue, rest),
            Some(("ForAllValues", rest)) => (Quantifier::AllValues, rest),
            Some(_) => return Err(PolicyError::Operator(operator.to_owned())),
        };
        let (name, if_exists) = match rest.strip_suffix("IfExists") {
            Some(name) => (name, true),
            None => (rest, false),
        };
        let (comparison, negated) = match name {
            "StringEquals" => (Comparison::Equal, false),
            "StringNotEquals" => (Comparison::Equal, true),
            "StringEqualsIgnoreCase" => (Comparison::EqualIgnoringCase, false),
            "StringNotEqualsIgnoreCase" => (Comparison::EqualIgnoringCase, true),
            "StringLike" => (Comparison::Like, false),
            "StringNotLike" => (Comparison::Like, true),
            "Bool" => (Comparison::Truth, false),
            "Null" if !if_exists => (Comparison::Absent, false),
            _ => return Err(PolicyError::Operator(operator.to_owned())),
        };
        let values: Vec<String> = values.into_iter().map(RawValue::text).collect();
        if matches!(comparison, Comparison::Truth | Comparison::Absent) {
            let wrong = |value: &&String| {
                !["true", "false"].contains(&value.to_ascii_lowercase().as_str()) && !value.contains("${")
            };
            if let Some(value) = values.iter().find(wrong) {
                return Err(PolicyError::Value {
                    operator: operator.to_owned(),
                    value: value.clone(),
                });
            }
        }
        Ok(Self {
            comparison,
            negated,
            if_exists,
            quantifier,
            key,
            values: values
                .iter()
                .map(|value| Pattern::parse(value, variables))
                .collect(),
        })
    }

    /// Whether the condition is met. A key that the request lacks meets no positive operator, every negated one,
    /// every `IfExists` one and every `ForAllValues`.
    pub(super) fn holds(&self, request: &Request) -> bool {
        let present = request.values(&self.key);
        if self.comparison == Comparison::Absent {
            let absent = if present.is_none() { "true" } else { "false" };
            return self.values.iter().any(|value| same_truth(value, absent, request));
        }
        let Some(present) = present else {
            return match self.quantifier {
                Quantifier::AllValues => true,
                Quantifier::AnyValue => self.if_exists,
                Quantifier::One => self.if_exists || self.negated,
            };
        };
        let meets = |value: &String| self.compare(value, request) != self.negated;
        match self.quantifier {
            Quantifier::One if self.negated => present.iter().all(meets),
            Quantifier::One | Quantifier::AnyValue => present.iter().any(meets),
            Quantifier::AllValues => present.iter().all(meets),
        }
    }

    fn compare(&self, value: &str, request: &Request) -> bool {
        self.values.iter().any(|pattern| match self.comparison {
            Comparison::Equal => pattern.text(request).is_some_and(|text| text == value),
            Comparison::EqualIgnoringCase => pattern
                .text(request)
                .is_some_and(|text| text.to_lowercase() == value.to_lowercase()),
            Comparison::Like => pattern.tokens(request).is_some_and(|tokens| fits(&tokens, value)),
            Comparison::Truth | Comparison::Absent => same_truth(pattern, value, request),
        })
    }
}

fn same_truth(pattern: &Pattern, value: &str, request: &Request) -> bool {
    pattern
        .text(request)
        .is_some_and(|text| text.eq_ignore_ascii_case(value))
}
