"""Guest, enhanced, basic, developer and several logins: each way ends at the files that its role reaches."""

import json
import urllib.request
from urllib.error import HTTPError

from contract import *

pools = identities()
sts = client("sts", unsigned=True)
DEVELOPER = "cognito-identity.amazonaws.com"


def credentials(identity, logins=None, **more):
    answer = pools.get_credentials_for_identity(IdentityId=identity, Logins=logins or {}, **more)
    return answer["IdentityId"], answer["Credentials"]


def may(held, key):
    try:
        s3(held).put_object(Bucket=BUCKET, Key=key, Body=b"x")
        return True
    except ClientError as refusal:
        assert refusal.response["Error"]["Code"] == "AccessDenied", refusal
        return False


# A guest reads what is public and nothing else.
guest = pools.get_id(IdentityPoolId=IDENTITY_POOL)["IdentityId"]
assert guest != pools.get_id(IdentityPoolId=IDENTITY_POOL)["IdentityId"], "each guest is somebody else"
_, held = credentials(guest)
assert not may(held, "public/from-a-guest") and not may(held, f"private/{guest}/x")
s3(held).list_objects_v2(Bucket=BUCKET, Prefix="public/")
refused("AccessDenied", s3(held).list_objects_v2, Bucket=BUCKET, Prefix=f"private/{guest}/")
caller = signed("sts", held).get_caller_identity()
assert caller["Arn"] == "arn:aws:sts::123456789012:assumed-role/guest/CognitoIdentityCredentials", caller
assert (given_role(guest)["flow"], given_role(guest)["reason"]) == ("guest", "guest")

# The guest signs in for the first time, and keeps the identity.
otto = {PROVIDER: sign_in("otto")["IdToken"]}
kept, held = credentials(guest, otto)
assert kept == guest and may(held, f"private/{guest}/x")
refused("NotAuthorizedException", pools.get_credentials_for_identity, IdentityId=guest)
# The next guest turns out to be known: that identity is disabled.
other = pools.get_id(IdentityPoolId=IDENTITY_POOL)["IdentityId"]
merged, _ = credentials(other, otto)
assert merged == guest
gone = refused("NotAuthorizedException", pools.get_credentials_for_identity, IdentityId=other)
assert gone["Error"]["Message"] == f"Access to Identity '{other}' is forbidden.", gone

# The enhanced flow, by the role of the group.
ada = {PROVIDER: sign_in("ada")["IdToken"]}
identity = pools.get_id(IdentityPoolId=IDENTITY_POOL, Logins=ada)["IdentityId"]
_, held = credentials(identity, ada)
assert may(held, "editors/plan.txt") and may(held, f"private/{identity}/x")
caller = signed("sts", held).get_caller_identity()
assert caller["Arn"] == "arn:aws:sts::123456789012:assumed-role/editors/CognitoIdentityCredentials", caller

# The basic flow: the client chooses role, session name and duration itself.
token = pools.get_open_id_token(IdentityId=identity, Logins=ada)
assert token["IdentityId"] == identity
basic = sts.assume_role_with_web_identity(
    RoleArn=SANDBOX["roles"]["authenticated"], RoleSessionName="my-session", WebIdentityToken=token["Token"],
    DurationSeconds=7200,
)
assert basic["SubjectFromWebIdentityToken"] == identity and basic["Audience"] == IDENTITY_POOL, basic
assert basic["AssumedRoleUser"]["Arn"].endswith(":assumed-role/authenticated/my-session"), basic
held = basic["Credentials"]
assert not may(held, "editors/plan.txt") and may(held, f"private/{identity}/x")
assert signed("sts", held).get_caller_identity()["Arn"].endswith("/my-session")
assert given_role(identity)["reason"] == "chosenBasic"
settings({"identity_pool": {"classic_flow": False}})
off = refused("InvalidParameterException", pools.get_open_id_token, IdentityId=identity, Logins=ada)
assert "enhanced flow" in off["Error"]["Message"], off
settings({"identity_pool": {"classic_flow": True}})

# The administrator's own backend vouches.
provider = SANDBOX["developer_provider"]
named = backend().get_open_id_token_for_developer_identity(
    IdentityPoolId=IDENTITY_POOL, Logins={provider: "user-7"}, TokenDuration=600, PrincipalTags={},
)
_, held = credentials(named["IdentityId"], {DEVELOPER: named["Token"]})
assert may(held, f"private/{named['IdentityId']}/x")
assert given_role(named["IdentityId"])["flow"] == "developer"
found = backend().lookup_developer_identity(IdentityPoolId=IDENTITY_POOL, DeveloperUserIdentifier="user-7")
assert (found["IdentityId"], found["DeveloperUserIdentifierList"]) == (named["IdentityId"], ["user-7"])
refused("DeveloperUserAlreadyRegisteredException", backend().get_open_id_token_for_developer_identity,
        IdentityPoolId=IDENTITY_POOL, IdentityId=identity, Logins={provider: "user-7"})
second = backend().get_open_id_token_for_developer_identity(IdentityPoolId=IDENTITY_POOL, Logins={provider: "user-8"})
one = backend().merge_developer_identities(
    SourceUserIdentifier="user-8", DestinationUserIdentifier="user-7", DeveloperProviderName=provider,
    IdentityPoolId=IDENTITY_POOL,
)
assert one["IdentityId"] == named["IdentityId"]
refused("NotAuthorizedException", pools.get_credentials_for_identity, IdentityId=second["IdentityId"],
        Logins={DEVELOPER: second["Token"]})
backend().unlink_developer_identity(IdentityId=named["IdentityId"], IdentityPoolId=IDENTITY_POOL,
                                    DeveloperProviderName=provider, DeveloperUserIdentifier="user-8")
refused("ResourceNotFoundException", backend().lookup_developer_identity, IdentityPoolId=IDENTITY_POOL,
        DeveloperUserIdentifier="user-8")
stranger = signed("cognito-identity", held)
refused("AccessDeniedException", stranger.get_open_id_token_for_developer_identity,
        IdentityPoolId=IDENTITY_POOL, Logins={provider: "user-7"})
forger = client("cognito-identity", aws_access_key_id=SANDBOX["backend_access_key_id"], aws_secret_access_key="x" * 40)
refused("InvalidSignatureException", forger.get_open_id_token_for_developer_identity,
        IdentityPoolId=IDENTITY_POOL, Logins={provider: "user-7"})

# The same through the backend's own page.
def backend_sign_in(password):
    request = urllib.request.Request(
        URL + SANDBOX["developer_backend"], data=json.dumps({"username": "ada", "password": password}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


vouched = backend_sign_in("Gatehouse-1")
_, held = credentials(vouched["IdentityId"], {DEVELOPER: vouched["Token"]})
assert may(held, f"private/{vouched['IdentityId']}/x")
try:
    backend_sign_in("Wrong-pass-1")
    raise AssertionError("a wrong password was taken")
except HTTPError as refusal:
    assert refusal.code == 401

# Two logins of one person, linked; each alone leads to the same identity, until it is unlinked.
lea = {PROVIDER: sign_in("lea")["IdToken"]}
hers = pools.get_id(IdentityPoolId=IDENTITY_POOL, Logins=lea)["IdentityId"]
linked = backend().get_open_id_token_for_developer_identity(
    IdentityPoolId=IDENTITY_POOL, Logins={**lea, provider: "lea-at-work"},
)
assert linked["IdentityId"] == hers
again = backend().get_open_id_token_for_developer_identity(IdentityPoolId=IDENTITY_POOL, Logins={provider: "lea-at-work"})
assert again["IdentityId"] == hers
refused("NotAuthorizedException", pools.get_credentials_for_identity, IdentityId=hers, Logins=ada)
pools.unlink_identity(IdentityId=hers, Logins=lea, LoginsToRemove=[PROVIDER])
assert pools.get_id(IdentityPoolId=IDENTITY_POOL, Logins=lea)["IdentityId"] != hers

# A pool that takes no guests.
settings({"identity_pool": {"guests": False}})
off = refused("NotAuthorizedException", pools.get_id, IdentityPoolId=IDENTITY_POOL)
assert off["Error"]["Message"] == "Unauthenticated access is not supported for this identity pool.", off

# Whoever has signed out everywhere gets nothing more by an old token.
pool().global_sign_out(AccessToken=sign_in("ada")["AccessToken"])
refused("NotAuthorizedException", pools.get_credentials_for_identity, IdentityId=identity, Logins=ada)
finish()
