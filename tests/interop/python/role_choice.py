"""Which role, and why: by token, by custom role, by rules, ambiguous, and with session tags."""

from contract import *

pools = identities()
ROLES = SANDBOX["roles"]


def ask(username, **more):
    """The name of the role that somebody gets, and what the sandbox says about it."""
    logins = {PROVIDER: sign_in(username)["IdToken"]}
    identity = pools.get_id(IdentityPoolId=IDENTITY_POOL, Logins=logins)["IdentityId"]
    held = pools.get_credentials_for_identity(IdentityId=identity, Logins=logins, **more)["Credentials"]
    arn = signed("sts", held).get_caller_identity()["Arn"]
    truth = given_role(identity)
    assert truth["roleArn"].split("/")[1] == arn.split("/")[1], (truth, arn)
    return arn.split("/")[1], truth, held


def denied(username, error, **more):
    logins = {PROVIDER: sign_in(username)["IdToken"]}
    identity = pools.get_id(IdentityPoolId=IDENTITY_POOL, Logins=logins)["IdentityId"]
    call = pools.get_credentials_for_identity
    return refused(error, call, IdentityId=identity, Logins=logins, **more)["Error"]["Message"]


def mapping(**of_pool):
    settings({"identity_pool": {"role_mappings": {"user_pool": of_pool}}})


# By token.
role, truth, _ = ask("ada")
assert (role, truth["reason"], truth["candidates"]) == ("editors", "tokenPreferred", [ROLES["editors"]]), truth
assert ask("lea")[0] == "readers"
role, truth, _ = ask("amy")
assert (role, truth["reason"]) == ("authenticated", "ambiguousAuthenticated"), truth
assert set(truth["candidates"]) == {ROLES["editors"], ROLES["readers"]}, truth
role, truth, _ = ask("otto")
assert (role, truth["reason"]) == ("authenticated", "default"), truth

# A role among those of the token.
role, truth, _ = ask("amy", CustomRoleArn=ROLES["readers"])
assert (role, truth["reason"]) == ("readers", "custom"), truth
denied("ada", "NotAuthorizedException", CustomRoleArn=ROLES["readers"])
denied("otto", "NotAuthorizedException", CustomRoleArn=ROLES["editors"])

# Denied when ambiguous.
mapping(type="Token", ambiguous="Deny", rules=[])
assert denied("amy", "NotAuthorizedException").endswith("denied this request.")
assert ask("ada")[0] == "editors"

# By rules, the first that matches.
mapping(type="Rules", ambiguous="Deny", rules=[
    {"claim": "cognito:groups", "match": "Contains", "value": "nobody", "role": "guest"},
    {"claim": "email", "match": "StartsWith", "value": "otto@", "role": "editors"},
    {"claim": "email", "match": "Contains", "value": "@example.com", "role": "readers"},
])
role, truth, _ = ask("otto")
assert (role, truth["reason"], truth["rule"]) == ("editors", "rule", 2), truth
role, truth, _ = ask("ada")
assert (role, truth["rule"]) == ("readers", 3), truth
mapping(type="Rules", ambiguous="AuthenticatedRole", rules=[
    {"claim": "email", "match": "Equals", "value": "nobody@example.com", "role": "editors"},
])
assert ask("ada")[1]["reason"] == "ambiguousAuthenticated"
# A rule may name a role that does not trust whom it is given to.
mapping(type="Rules", ambiguous="Deny", rules=[{"claim": "sub", "match": "NotEqual", "value": "x", "role": "guest"}])
assert "Check assigned IAM roles" in denied("ada", "InvalidIdentityPoolConfigurationException")

# Session tags need a trust policy that lets them be set, and fill in policies.
settings({"identity_pool": {"role_mappings": {"user_pool": None}, "principal_tags": {
    "user_pool": {"use_defaults": True, "tags": {"name": "given_name"}}}}})
denied("ada", "InvalidIdentityPoolConfigurationException")
settings({"roles": {"authenticated": {
    "trust": {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"Federated": "cognito-identity.amazonaws.com"},
        "Action": ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"],
        "Condition": {"StringEquals": {"cognito-identity.amazonaws.com:aud": IDENTITY_POOL}}}]},
    "policies": [{"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Action": "s3:*", "Resource": f"arn:aws:s3:::{BUCKET}/of/${{aws:PrincipalTag/name}}/*"}]}],
}}})
role, truth, held = ask("ada")
assert (role, truth["reason"]) == ("authenticated", "default"), truth
tags = {tag["key"]: tag["value"] for tag in truth["tags"]}
assert tags["name"] == "Ada" and tags["client"] == CLIENT and "username" in tags, tags
s3(held).put_object(Bucket=BUCKET, Key="of/Ada/x", Body=b"x")
refused("AccessDenied", s3(held).put_object, Bucket=BUCKET, Key="of/Grace/x", Body=b"x")

# No role at all.
settings({"identity_pool": {"authenticated_role": None}})
denied("ada", "InvalidIdentityPoolConfigurationException")
finish()
