//! Users as CSV with the header of Cognito's import jobs ("Importing users into user pools from a CSV file"). Such users
//! have no password: they are confirmed and asked for a new one.

use std::collections::BTreeMap;

use csv::{ReaderBuilder, WriterBuilder};
use serde_json::{Value, json};

/// The columns of the header, before the pool's own attributes.
const COLUMNS: &[&str] = &[
    "cognito:username",
    "name",
    "given_name",
    "family_name",
    "middle_name",
    "nickname",
    "preferred_username",
    "profile",
    "picture",
    "website",
    "email",
    "email_verified",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "phone_number",
    "phone_number_verified",
    "address",
    "updated_at",
    "cognito:mfa_enabled",
];

/// The document that [`super::import`] takes, from a CSV file; or what is wrong with it, by line.
pub(crate) fn read(text: &str) -> Result<Value, String> {
    let mut reader = ReaderBuilder::new().from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let header = reader.headers().map_err(|error| error.to_string())?.clone();
    if let Some(strange) = header
        .iter()
        .find(|name| !COLUMNS.contains(name) && !name.starts_with("custom:"))
    {
        return Err(format!(
            "the header has a column {strange}, which Cognito does not know"
        ));
    }
    let mut users = Vec::new();
    for (at, record) in reader.records().enumerate() {
        let line = at + 2;
        let record = record.map_err(|error| error.to_string())?;
        let mut attributes: BTreeMap<&str, &str> = header
            .iter()
            .zip(record.iter())
            .filter(|(_, value)| !value.is_empty())
            .collect();
        let username = attributes
            .remove("cognito:username")
            .ok_or_else(|| format!("line {line}: cognito:username is empty"))?;
        let with_mfa = flag(attributes.remove("cognito:mfa_enabled"), line)?;
        let verified = ["email_verified", "phone_number_verified"]
            .into_iter()
            .map(|name| flag(attributes.get(name).copied(), line))
            .collect::<Result<Vec<_>, _>>()?;
        if !verified.contains(&true) {
            return Err(format!(
                "line {line}: neither email_verified nor phone_number_verified is true"
            ));
        }
        users.push(json!({
            "username": username,
            "status": "RESET_REQUIRED",
            "attributes": attributes,
            "mfa": { "sms": with_mfa },
        }));
    }
    Ok(json!({ "users": users }))
}

/// The users of a document that [`super::export`] has made.
pub(crate) fn write(document: &Value) -> Result<String, String> {
    let users = document["users"].as_array().cloned().unwrap_or_default();
    let mut own: Vec<String> = users
        .iter()
        .filter_map(|user| user["attributes"].as_object())
        .flat_map(|attributes| attributes.keys())
        .filter(|name| name.starts_with("custom:"))
        .cloned()
        .collect();
    own.sort();
    own.dedup();
    let mut writer = WriterBuilder::new().from_writer(Vec::new());
    let header = COLUMNS.iter().copied().chain(own.iter().map(String::as_str));
    let columns: Vec<&str> = header.collect();
    writer.write_record(&columns).map_err(|error| error.to_string())?;
    for user in &users {
        let row = columns.iter().map(|name| match *name {
            "cognito:username" => user["username"].as_str().unwrap_or_default().to_owned(),
            "cognito:mfa_enabled" => user["mfa"]["sms"].as_bool().unwrap_or(false).to_string(),
            name => user["attributes"][name].as_str().unwrap_or_default().to_owned(),
        });
        writer.write_record(row).map_err(|error| error.to_string())?;
    }
    let bytes = writer.into_inner().map_err(|error| error.to_string())?;
    String::from_utf8(bytes).map_err(|error| error.to_string())
}

fn flag(text: Option<&str>, line: usize) -> Result<bool, String> {
    match text.map(str::to_ascii_lowercase).as_deref() {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(other) => Err(format!("line {line}: {other} is neither true nor false")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cognitos_header_is_read_and_users_are_asked_for_a_new_password() {
        let text = "cognito:username,email,email_verified,custom:team,cognito:mfa_enabled\n\
                    \"kim, the first\",kim@example.com,TRUE,\"say \"\"hi\"\"\",FALSE\n";
        let document = read(text).expect("a sound file");
        assert_eq!(
            document["users"][0],
            json!({
                "username": "kim, the first",
                "status": "RESET_REQUIRED",
                "attributes": { "email": "kim@example.com", "email_verified": "TRUE", "custom:team": "say \"hi\"" },
                "mfa": { "sms": false },
            })
        );
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        for (text, told) in [
            ("cognito:username,passwort\nkim,x\n", "passwort"),
            ("cognito:username,email\nkim,kim@example.com\n", "line 2"),
            ("cognito:username,email_verified\n,true\n", "line 2"),
            ("cognito:username,email_verified\nkim,true\nada,maybe\n", "line 3"),
        ] {
            let wrong = read(text).expect_err("it is wrong");
            assert!(wrong.contains(told), "{wrong}");
        }
    }

    #[test]
    fn what_is_written_can_be_read_again() {
        let document = json!({ "users": [{
            "username": "kim", "attributes": { "email": "kim@example.com", "email_verified": "true", "custom:a": "b" },
            "mfa": { "sms": true },
        }] });
        let again = read(&write(&document).expect("text")).expect("a sound file");
        assert_eq!(
            again["users"][0]["attributes"],
            document["users"][0]["attributes"]
        );
        assert_eq!(again["users"][0]["mfa"]["sms"], json!(true));
    }
}
