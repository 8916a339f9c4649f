"""What STS refuses, in AWS's words, and what a session policy takes away."""

import json

from contract import *

pools = identities()
sts = client("sts", unsigned=True)
logins = {PROVIDER: sign_in("ada")["IdToken"]}
identity = pools.get_id(IdentityPoolId=IDENTITY_POOL, Logins=logins)["IdentityId"]
ROLE = SANDBOX["roles"]["authenticated"]


def ask(**changes):
    token = pools.get_open_id_token(IdentityId=identity, Logins=logins)["Token"]
    return {"RoleArn": ROLE, "RoleSessionName": "session", "WebIdentityToken": token, **changes}


def denied(error, **changes):
    return refused(error, sts.assume_role_with_web_identity, **ask(**changes))["Error"]["Message"]


# Which token.
denied("InvalidIdentityToken", WebIdentityToken="nonsense")
of_user_pool = denied("InvalidIdentityToken", WebIdentityToken=logins[PROVIDER])
assert of_user_pool.startswith("No OpenIDConnect provider found in your account for https://cognito-idp."), of_user_pool
head, body, signature = ask()["WebIdentityToken"].split(".")
denied("InvalidIdentityToken", WebIdentityToken=".".join([head, body, "A" * len(signature)]))

# Which role: one that does not trust whoever is signed in, and none at all.
for role in [SANDBOX["roles"]["guest"], "arn:aws:iam::123456789012:role/nobodys"]:
    assert denied("AccessDenied", RoleArn=role) == "Not authorized to perform sts:AssumeRoleWithWebIdentity"
guest = pools.get_id(IdentityPoolId=IDENTITY_POOL)["IdentityId"]
token = pools.get_open_id_token(IdentityId=guest)["Token"]
denied("AccessDenied", WebIdentityToken=token)
basic_guest = sts.assume_role_with_web_identity(**ask(WebIdentityToken=token, RoleArn=SANDBOX["roles"]["guest"]))
s3(basic_guest["Credentials"]).list_objects_v2(Bucket=BUCKET, Prefix="public/")

# How long.
assert "MaxSessionDuration" in denied("ValidationError", RoleArn=SANDBOX["roles"]["readers"], DurationSeconds=3601)
longest = sts.assume_role_with_web_identity(**ask(DurationSeconds=43200))["Credentials"]["Expiration"]
hour = sts.assume_role_with_web_identity(**ask())["Credentials"]["Expiration"]
assert 10.9 * 3600 < (longest - hour).total_seconds() < 11.1 * 3600, (longest, hour)
settings({"roles": {"authenticated": {"max_session_duration": 3600}}})
denied("ValidationError", DurationSeconds=43200)
denied("ValidationError", RoleSessionName="two words")

# The session policy narrows, and has to be one.
denied("MalformedPolicyDocument", Policy="not a policy")
denied("MalformedPolicyDocument", Policy=json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "Maybe"}}))
policy = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{BUCKET}/*"},
    {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"},
]}
narrowed = sts.assume_role_with_web_identity(**ask(Policy=json.dumps(policy)))
assert 0 < narrowed["PackedPolicySize"] <= 100
held = narrowed["Credentials"]
found = s3(held).list_objects_v2(Bucket=BUCKET, Prefix=f"private/{identity}/")["Contents"][0]["Key"]
s3(held).get_object(Bucket=BUCKET, Key=found)
shut = refused("AccessDenied", s3(held).put_object, Bucket=BUCKET, Key=f"private/{identity}/x", Body=b"x")
assert "because no session policy allows the s3:PutObject action" in shut["Error"]["Message"], shut

# Who asks: only a sound signature.
key = dict(aws_access_key_id=held["AccessKeyId"], aws_secret_access_key=held["SecretAccessKey"])
refused("InvalidClientTokenId", client("sts", **key, aws_session_token="other").get_caller_identity)
key["aws_secret_access_key"] = "x" * 40
refused("SignatureDoesNotMatch", client("sts", **key, aws_session_token=held["SessionToken"]).get_caller_identity)
refused("InvalidClientTokenId", client("sts", aws_access_key_id="ASIAUNKNOWNUNKNOWNUN", aws_secret_access_key="x",
                                       aws_session_token="x").get_caller_identity)
refused("MissingAuthenticationToken", sts.get_caller_identity)
user = client("sts", aws_access_key_id=SANDBOX["backend_access_key_id"],
              aws_secret_access_key=SANDBOX["backend_secret_key"]).get_caller_identity()
assert user["Arn"] == "arn:aws:iam::123456789012:user/backend", user
refused("InvalidAction", sts.get_session_token)

# An identity that has been merged away since.
token = pools.get_open_id_token(IdentityId=guest)["Token"]
pools.get_credentials_for_identity(IdentityId=guest, Logins=logins)
refused("IDPRejectedClaim", sts.assume_role_with_web_identity, RoleArn=SANDBOX["roles"]["guest"],
        RoleSessionName="session", WebIdentityToken=token)
finish()
