//! Outputs of what builds on AWS: `describe-stacks` and its list of outputs, CDK's `outputs.json`,
//! `terraform output -json`, a flat document of names and values. Our own template's `AmplifyOutputs` says all by
//! itself; the others add what is missing. Source: the CloudFormation API's `Output`; `cdk deploy --outputs-file`.

use super::amplify_outputs;
use super::draft::Draft;
use super::literal;
use super::names::{Found, Meaning, meaning};
use super::node::Node;
use super::refused::{Kind, Refused};

/// How many names and values are looked at.
const MOST: usize = 5000;

/// Reads the outputs and says which format they were in.
pub(super) fn read(draft: &mut Draft, root: &Node<'_>) -> Result<&'static str, Refused> {
    let mut pairs = Pairs::default();
    let format = if let Some(stacks) = root.at("Stacks") {
        for stack in stacks.items()? {
            pairs.outputs(&stack.object()?.list("Outputs")?)?;
        }
        "cloudFormation"
    } else if root.at("Outputs").is_some_and(|outputs| outputs.items().is_ok()) {
        pairs.outputs(&root.list("Outputs")?)?;
        "cloudFormation"
    } else if let Ok(items) = root.items() {
        if items.iter().any(|item| item.at("OutputKey").is_none()) {
            return Err(Refused::NothingFound);
        }
        pairs.outputs(&items)?;
        "cloudFormation"
    } else if root.at("terraform_version").is_some() {
        let outputs = root.group("outputs")?.ok_or(Refused::NothingFound)?;
        pairs.terraform(&outputs)?;
        "terraform"
    } else if terraform(root) {
        pairs.terraform(root)?;
        "terraform"
    } else {
        let nested = root
            .members()
            .iter()
            .any(|(_, member)| member.value().kind() == Kind::Object);
        pairs.everything(root);
        if nested { "cdk" } else { "names" }
    };
    pairs.settle(draft)?;
    Ok(format)
}

/// Whether every member is one of `terraform output -json`.
fn terraform(root: &Node<'_>) -> bool {
    let members = root.members();
    let one = |member: &Node<'_>| member.at("value").is_some() && member.at("sensitive").is_some();
    !members.is_empty() && members.iter().all(|(_, member)| one(member))
}

#[derive(Default)]
struct Pairs(Vec<(String, String)>);

impl Pairs {
    fn add(&mut self, name: &str, value: &str) {
        if self.0.len() < MOST {
            self.0.push((name.to_owned(), value.to_owned()));
        }
    }

    /// `[{OutputKey, OutputValue}]`.
    fn outputs(&mut self, items: &[Node<'_>]) -> Result<(), Refused> {
        for item in items {
            let item = item.clone().object()?;
            let value = item.at("OutputValue").and_then(|value| value.value().text());
            if let (Some(name), Some(value)) = (item.text("OutputKey")?, value) {
                self.add(name, value);
            }
        }
        Ok(())
    }

    /// `{name: {value, type, sensitive}}`.
    fn terraform(&mut self, outputs: &Node<'_>) -> Result<(), Refused> {
        for (name, output) in outputs.members() {
            let Some(value) = output.object()?.at("value") else {
                continue;
            };
            match value.value().text() {
                Some(text) => self.add(name, text),
                None => self.everything(&value),
            }
        }
        Ok(())
    }

    /// Every text, under its own name.
    fn everything(&mut self, node: &Node<'_>) {
        for (name, member) in node.members() {
            match member.value().text() {
                Some(text) => self.add(name, text),
                None => self.everything(&member),
            }
        }
    }

    fn settle(self, draft: &mut Draft) -> Result<(), Refused> {
        let whole = self.0.iter().find(|(name, value)| {
            meaning(name) == Some(Meaning::Whole) && value.trim_start().starts_with('{')
        });
        if let Some((_, text)) = whole {
            let value = literal::json(text)?;
            amplify_outputs::read(draft, &Node::root(&value).object()?)?;
        }
        let mut found = Found::default();
        for (name, value) in &self.0 {
            if value.chars().any(super::shapes::unseen) && meaning(name) != Some(Meaning::Whole) {
                continue;
            }
            if !found.take(name, value) && meaning(name).is_some_and(|meaning| meaning != Meaning::Whole) {
                draft.not_known(super::draft::path_of(name));
            }
        }
        found.settle(draft);
        Ok(())
    }
}
