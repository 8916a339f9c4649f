use serde_json::json;

use super::*;

const EDITORS: &str = "arn:aws:iam::123456789012:role/editors";
const READERS: &str = "arn:aws:iam::123456789012:role/readers";
const AUTHENTICATED: &str = "arn:aws:iam::123456789012:role/authenticated";

fn login(claims: Value) -> Vec<Login> {
    vec![Login::Provider {
        kind: Kind::UserPool,
        provider: World::default().login_provider(),
        subject: "1".to_owned(),
        claims,
        username: None,
    }]
}

fn decide(settings: &IdentityPoolSettings, claims: Value, custom: Option<&str>) -> Result<Choice, Refusal> {
    choose(&World::default(), settings, &login(claims), custom)
}

fn decided(outcome: Result<Choice, Refusal>) -> (RoleName, RoleReason, Option<usize>) {
    let choice = outcome.expect("a role");
    (choice.role, choice.origin.reason, choice.origin.rule)
}

fn mapping(kind: MappingType, ambiguous: AmbiguousRole, rules: Vec<MappedRule>) -> IdentityPoolSettings {
    IdentityPoolSettings {
        role_mappings: PerProvider {
            user_pool: Some(RoleMapping {
                kind,
                ambiguous,
                rules,
            }),
            ..PerProvider::default()
        },
        ..IdentityPoolSettings::default()
    }
}

fn rule(claim: &str, matching: MatchType, value: &str, role: RoleName) -> MappedRule {
    MappedRule {
        claim: claim.to_owned(),
        matching,
        value: value.to_owned(),
        role,
    }
}

#[test]
fn the_token_decides_by_its_preferred_role_or_by_the_one_that_was_asked_for() {
    let settings = IdentityPoolSettings::default();
    let two = json!({ "cognito:roles": [EDITORS, READERS], "cognito:preferred_role": READERS });
    assert_eq!(
        decided(decide(&settings, two.clone(), None)),
        (RoleName::Readers, RoleReason::TokenPreferred, None)
    );
    assert_eq!(
        decided(decide(&settings, two.clone(), Some(EDITORS))),
        (RoleName::Editors, RoleReason::Custom, None)
    );
    let choice = decide(&settings, two.clone(), None).expect("a role");
    assert_eq!(choice.origin.candidates, [EDITORS, READERS]);
    for (claims, asked) in [(two, AUTHENTICATED), (json!({}), EDITORS)] {
        let refusal = decide(&settings, claims, Some(asked)).expect_err("not among cognito:roles");
        assert!(refusal.is("NotAuthorizedException"), "{refusal:?}");
    }
}

#[test]
fn a_token_that_decides_nothing_gives_the_default_role_or_nothing() {
    let undecided = json!({ "cognito:roles": [EDITORS, READERS] });
    let lenient = IdentityPoolSettings::default();
    assert_eq!(
        decided(decide(&lenient, undecided.clone(), None)),
        (RoleName::Authenticated, RoleReason::AmbiguousAuthenticated, None)
    );
    assert_eq!(
        decided(decide(&lenient, json!({}), None)),
        (RoleName::Authenticated, RoleReason::Default, None)
    );
    let strict = mapping(MappingType::Token, AmbiguousRole::Deny, Vec::new());
    for claims in [undecided, json!({})] {
        let refusal = decide(&strict, claims, None).expect_err("denied");
        assert_eq!(
            refusal.message(),
            "The ambiguous role mapping rules for: cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Gatehouse denied this \
             request."
        );
    }
}

#[test]
fn the_first_rule_that_matches_decides() {
    let claims = json!({
        "email": "ada@example.com", "cognito:groups": ["editors", "staff"], "custom:level": 7, "email_verified": true
    });
    for (rules, expected) in [
        (
            vec![
                rule("email", MatchType::Equals, "ada@example.org", RoleName::Guest),
                rule("email", MatchType::Equals, "ada@example.com", RoleName::Readers),
                rule("email", MatchType::StartsWith, "ada", RoleName::Editors),
            ],
            Some((RoleName::Readers, 2)),
        ),
        (
            vec![rule("email", MatchType::StartsWith, "ada@", RoleName::Editors)],
            Some((RoleName::Editors, 1)),
        ),
        (
            vec![rule("email", MatchType::Contains, "@example.", RoleName::Editors)],
            Some((RoleName::Editors, 1)),
        ),
        (
            vec![rule(
                "cognito:groups",
                MatchType::Contains,
                "staff",
                RoleName::Editors,
            )],
            Some((RoleName::Editors, 1)),
        ),
        (
            vec![rule("custom:level", MatchType::Equals, "7", RoleName::Editors)],
            Some((RoleName::Editors, 1)),
        ),
        (
            vec![rule(
                "email_verified",
                MatchType::NotEqual,
                "false",
                RoleName::Editors,
            )],
            Some((RoleName::Editors, 1)),
        ),
        (
            vec![rule("custom:none", MatchType::NotEqual, "x", RoleName::Editors)],
            None,
        ),
        (
            vec![rule(
                "email",
                MatchType::Equals,
                "ADA@EXAMPLE.COM",
                RoleName::Editors,
            )],
            None,
        ),
    ] {
        let lenient = mapping(
            MappingType::Rules,
            AmbiguousRole::AuthenticatedRole,
            rules.clone(),
        );
        let found = decided(decide(&lenient, claims.clone(), None));
        let wanted = match expected {
            Some((role, number)) => (role, RoleReason::Rule, Some(number)),
            None => (RoleName::Authenticated, RoleReason::AmbiguousAuthenticated, None),
        };
        assert_eq!(found, wanted, "{rules:?}");
        let strict = mapping(MappingType::Rules, AmbiguousRole::Deny, rules);
        assert_eq!(decide(&strict, claims.clone(), None).is_ok(), expected.is_some());
    }
}

#[test]
fn without_a_mapping_and_for_guests_the_pools_own_roles_count() {
    let none = IdentityPoolSettings {
        role_mappings: PerProvider::default(),
        ..IdentityPoolSettings::default()
    };
    let two = json!({ "cognito:roles": [EDITORS], "cognito:preferred_role": EDITORS });
    assert_eq!(
        decided(decide(&none, two, None)),
        (RoleName::Authenticated, RoleReason::Default, None)
    );
    let world = World::default();
    assert_eq!(
        decided(choose(&world, &none, &[], None)),
        (RoleName::Guest, RoleReason::Guest, None)
    );
    assert!(
        choose(&world, &none, &[], Some(EDITORS)).is_err(),
        "a guest chooses no role"
    );
    let unassigned = IdentityPoolSettings {
        authenticated_role: None,
        unauthenticated_role: None,
        ..none
    };
    for logins in [Vec::new(), login(json!({}))] {
        let refusal = choose(&world, &unassigned, &logins, None).expect_err("no role");
        assert!(refusal.is("InvalidIdentityPoolConfigurationException"));
    }
}

#[test]
fn a_role_that_the_account_does_not_have_is_a_fault_of_the_configuration() {
    let settings = IdentityPoolSettings::default();
    let elsewhere = "arn:aws:iam::999999999999:role/editors";
    let claims = json!({ "cognito:roles": [elsewhere], "cognito:preferred_role": elsewhere });
    let refusal = decide(&settings, claims, None).expect_err("no such role");
    assert!(refusal.is("InvalidIdentityPoolConfigurationException"));
}
