use super::*;

fn read(field: &Field, text: &str) -> Result<String, Reason> {
    let values = Values::from([(field.name.clone(), Secret::from(text))]);
    field.read(&values).map(|value| value.expose().clone())
}

fn fault(field: &Field, text: &str) -> Option<FieldFault> {
    match read(field, text) {
        Err(Reason::Malformed { field: name, fault }) => {
            assert_eq!(name, field.name, "a fault names its field");
            Some(fault)
        }
        Err(other) => panic!("{text:?}: {other:?}"),
        Ok(_) => None,
    }
}

fn every_field() -> Vec<Field> {
    vec![
        Field::username(FieldKind::Username),
        Field::username(FieldKind::Email),
        Field::password(),
        Field::first_password(),
        Field::totp(),
        Field::required("code", FieldKind::Code),
        Field::attribute("email", true),
        Field::attribute("phone_number", true),
        Field::attribute("birthdate", true),
        Field::attribute("given_name", true),
        Field::attribute("custom:age", false).of_kind(FieldKind::Number),
        Field::attribute("custom:agreed", false).of_kind(FieldKind::Boolean),
    ]
}

#[test]
fn ten_thousand_characters_are_refused_everywhere_before_anything_is_sent() {
    for field in every_field() {
        assert!(fault(&field, &"7".repeat(10_000)).is_some(), "{field:?}");
        assert!(fault(&field, &"é".repeat(10_000)).is_some(), "{field:?}");
    }
}

#[test]
fn control_characters_are_refused_everywhere() {
    for field in every_field() {
        for text in ["a\u{0}b", "a\u{7}b", "a\u{1b}[31mb", "\u{9b}b"] {
            assert_eq!(fault(&field, text), Some(FieldFault::Unprintable), "{field:?}");
        }
    }
}

#[test]
fn nothing_typed_is_no_fault_because_only_the_form_knows_whether_it_may_be_empty() {
    for field in every_field() {
        assert_eq!(read(&field, ""), Ok(String::new()), "{field:?}");
        assert_eq!(field.read(&Values::new()), Ok(Secret::default()), "{field:?}");
    }
}

#[test]
fn blanks_around_are_dropped_but_never_from_a_password() {
    assert_eq!(
        read(&Field::username(FieldKind::Username), " ada \n"),
        Ok("ada".into())
    );
    assert_eq!(
        read(&Field::attribute("given_name", true), "  Ada King "),
        Ok("Ada King".into())
    );
    for field in [Field::password(), Field::first_password()] {
        assert_eq!(fault(&field, " Gatehouse-1"), Some(FieldFault::Blank));
        assert_eq!(fault(&field, "Gate house-1"), Some(FieldFault::Blank));
    }
}

#[test]
fn a_code_is_taken_however_it_is_pasted() {
    let code = Field::required("code", FieldKind::Code);
    for text in [
        "123 456",
        "123-456",
        "12–34–56",
        "\u{200E}123456\u{200F}",
        "1 2 3 4 5 6",
    ] {
        assert_eq!(read(&code, text), Ok("123456".into()), "{text:?}");
    }
    assert_eq!(
        read(&code, "12345678"),
        Ok("12345678".into()),
        "the length of a sent code is the service's own affair"
    );
}

#[test]
fn an_authenticator_app_shows_six_digits() {
    assert_eq!(read(&Field::totp(), "123 456"), Ok("123456".into()));
    for text in ["12345", "1234567", "12345a", "١٢٣٤٥٦"] {
        assert_eq!(
            fault(&Field::totp(), text),
            Some(FieldFault::NotSixDigits),
            "{text}"
        );
    }
}

#[test]
fn names_of_all_scripts_pass_and_marks_that_nobody_sees_do_not_travel() {
    let username = Field::username(FieldKind::Username);
    for text in ["Žofia", "مریم", "שרה", "李雷", "ada🦀"] {
        assert_eq!(read(&username, text), Ok(text.into()), "{text}");
    }
    assert_eq!(
        read(&username, "\u{202A}ada@example.com\u{202C}\u{200B}"),
        Ok("ada@example.com".into())
    );
    let name = Field::attribute("given_name", true);
    for text in ["👩‍👩‍👧", "می‌خواهم", "O’Neill"] {
        assert_eq!(
            read(&name, text),
            Ok(text.into()),
            "joiners belong to the spelling of a name"
        );
    }
}

#[test]
fn limits_are_those_of_the_service() {
    let username = Field::username(FieldKind::Username);
    assert_eq!(fault(&username, &"é".repeat(128)), None);
    assert_eq!(fault(&username, &"é".repeat(129)), Some(FieldFault::TooLong(128)));
    assert_eq!(fault(&username, "ada lovelace"), Some(FieldFault::Blank));
    assert_eq!(fault(&Field::password(), &"x".repeat(256)), None);
    assert_eq!(
        fault(&Field::password(), &"x".repeat(257)),
        Some(FieldFault::TooLong(256))
    );
    let name = Field::attribute("given_name", true);
    assert_eq!(fault(&name, &"x".repeat(2048)), None);
    assert_eq!(fault(&name, &"x".repeat(2049)), Some(FieldFault::TooLong(2048)));
}

#[test]
fn addresses_telephone_numbers_and_dates_are_held_to_their_form() {
    let email = Field::attribute("email", true);
    for text in ["ada@example.com", "\"a@b\"@example.com", "é@例え.jp"] {
        assert_eq!(fault(&email, text), None, "{text}");
    }
    for text in ["ada", "@example.com", "ada@", "a da@example.com"] {
        assert_eq!(fault(&email, text), Some(FieldFault::NotEmail), "{text}");
    }
    let phone = Field::attribute("phone_number", true);
    assert_eq!(read(&phone, "+1 (555) 010-0100"), Ok("+15550100100".into()));
    for text in [
        "5550100100",
        "+0555010010",
        "+12",
        "+1234567890123456",
        "+1555O10010",
    ] {
        assert_eq!(fault(&phone, text), Some(FieldFault::NotPhone), "{text}");
    }
    let date = Field::attribute("birthdate", true);
    assert_eq!(fault(&date, "2000-02-29"), None);
    for text in ["1900-02-29", "2000-2-29", "29.02.2000", "2000-02", "+200-02-03"] {
        assert_eq!(fault(&date, text), Some(FieldFault::NotDate), "{text}");
    }
}

#[test]
fn an_attribute_of_the_pools_own_is_held_to_its_rule() {
    let age = Field::attribute("custom:age", false)
        .of_kind(FieldKind::Number)
        .within(Some(18), Some(120));
    assert_eq!(fault(&age, "18"), None);
    assert_eq!(fault(&age, "17"), Some(FieldFault::TooLittle(18)));
    assert_eq!(fault(&age, "121"), Some(FieldFault::TooMuch(120)));
    assert_eq!(fault(&age, "many"), Some(FieldFault::NotNumber));
    let team = Field::attribute("custom:team", false).within(Some(2), Some(4));
    assert_eq!(fault(&team, "x"), Some(FieldFault::TooShort(2)));
    assert_eq!(fault(&team, "teams"), Some(FieldFault::TooLong(4)));
    let agreed = Field::attribute("custom:agreed", false).of_kind(FieldKind::Boolean);
    assert_eq!(fault(&agreed, "true"), None);
    assert_eq!(fault(&agreed, "yes"), Some(FieldFault::NotYesNo));
}
