use super::*;

fn group(name: &str, role: Option<&str>, precedence: Option<i64>) -> Group {
    Group {
        name: name.to_owned(),
        role_arn: role.map(str::to_owned),
        precedence,
        ..Group::default()
    }
}

#[test]
fn the_role_of_the_lowest_precedence_is_preferred() {
    let groups = [
        group("a", Some("role/a"), Some(5)),
        group("b", Some("role/b"), Some(0)),
        group("c", None, Some(0)),
        group("d", Some("role/d"), None),
    ];
    assert_eq!(preferred_role(&groups), Some("role/b"));
    assert_eq!(roles(&groups), ["role/a", "role/b", "role/d"]);
}

#[test]
fn two_roles_that_count_alike_prefer_none_unless_they_are_one() {
    let tie = [
        group("a", Some("role/a"), Some(1)),
        group("b", Some("role/b"), Some(1)),
    ];
    assert_eq!(preferred_role(&tie), None);
    let same = [group("a", Some("role/a"), None), group("b", Some("role/a"), None)];
    assert_eq!(preferred_role(&same), Some("role/a"));
    assert_eq!(roles(&same), ["role/a"]);
}

#[test]
fn groups_without_roles_prefer_nothing() {
    assert_eq!(preferred_role(&[group("a", None, Some(1))]), None);
    assert_eq!(preferred_role(&[]), None);
}
