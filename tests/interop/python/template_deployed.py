"""Asks a ministack on which the template was just deployed what it has, and what its guests may do."""

import json
import sys

import boto3
from botocore.exceptions import ClientError

from template_world import REGION, deploy, object_of_another, over_plain_http, service

url = sys.argv[1]
ids = deploy(url, "AllowGuests=true", "MinimumPasswordLength=14")
cognito, identities, s3 = (service(url, name) for name in ["cognito-idp", "cognito-identity", "s3"])


def refused(code, call, **members):
    try:
        call(**members)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
    else:
        raise AssertionError(f"{call} is to be refused")


pool = cognito.describe_user_pool(UserPoolId=ids["UserPoolId"])["UserPool"]
assert pool["Policies"]["PasswordPolicy"]["MinimumLength"] == 14, pool
assert pool["DeletionProtection"] == "ACTIVE" and pool["MfaConfiguration"] == "OPTIONAL", pool
assert pool["UsernameAttributes"] == pool["AutoVerifiedAttributes"] == ["email"], pool
assert pool["DeviceConfiguration"] == {"ChallengeRequiredOnNewDevice": True,
                                       "DeviceOnlyRememberedOnUserPrompt": True}, pool
assert [way["Name"] for way in pool["AccountRecoverySetting"]["RecoveryMechanisms"]] == ["verified_email"], pool
mfa = cognito.get_user_pool_mfa_config(UserPoolId=ids["UserPoolId"])
assert mfa["SoftwareTokenMfaConfiguration"] == {"Enabled": True} and "SmsMfaConfiguration" not in mfa, mfa

client = cognito.describe_user_pool_client(UserPoolId=ids["UserPoolId"], ClientId=ids["UserPoolClientId"])
client = client["UserPoolClient"]
assert "ClientSecret" not in client and client["AllowedOAuthFlows"] == ["code"], client
assert client["ExplicitAuthFlows"] == ["ALLOW_USER_SRP_AUTH"] and client["EnableTokenRevocation"], client
assert client["PreventUserExistenceErrors"] == "ENABLED", client

told = json.loads(ids["AmplifyOutputs"])
auth, oauth, storage = told["auth"], told["auth"]["oauth"], told["storage"]
assert (auth["aws_region"], auth["user_pool_id"], auth["user_pool_client_id"], auth["identity_pool_id"]) == (
    ids["Region"], ids["UserPoolId"], ids["UserPoolClientId"], ids["IdentityPoolId"]), auth
asked = pool["Policies"]["PasswordPolicy"]
assert auth["password_policy"] == {
    "min_length": asked["MinimumLength"], "require_lowercase": asked["RequireLowercase"],
    "require_uppercase": asked["RequireUppercase"], "require_numbers": asked["RequireNumbers"],
    "require_symbols": asked["RequireSymbols"]}, auth
assert auth["username_attributes"] == pool["UsernameAttributes"], auth
required = [attribute["Name"] for attribute in pool["SchemaAttributes"] if attribute["Required"]]
assert auth["standard_required_attributes"] == [name for name in required if name != "sub"], required
assert oauth["redirect_sign_in_uri"] == client["CallbackURLs"], client
assert oauth["redirect_sign_out_uri"] == client["LogoutURLs"], client
assert oauth["scopes"] == client["AllowedOAuthScopes"] and oauth["domain"] == ids["UserPoolDomain"], client
prefix = ids["UserPoolDomain"].removesuffix(f".auth.{REGION}.amazoncognito.com")
domain = cognito.describe_user_pool_domain(Domain=prefix)["DomainDescription"]
assert domain["UserPoolId"] == ids["UserPoolId"] and domain["ManagedLoginVersion"] == 2, domain
assert (storage["bucket_name"], storage["aws_region"]) == (ids["BucketName"], ids["Region"]), storage

bucket = {"Bucket": ids["BucketName"]}
assert all(s3.get_public_access_block(**bucket)["PublicAccessBlockConfiguration"].values())
rules = s3.get_bucket_encryption(**bucket)["ServerSideEncryptionConfiguration"]["Rules"]
assert rules[0]["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}, rules
assert s3.get_bucket_versioning(**bucket)["Status"] == "Enabled"
owner = s3.get_bucket_ownership_controls(**bucket)["OwnershipControls"]["Rules"]
assert owner == [{"ObjectOwnership": "BucketOwnerEnforced"}], owner
refused("NoSuchCORSConfiguration", s3.get_bucket_cors, **bucket)

pool_of_identities = identities.describe_identity_pool(IdentityPoolId=ids["IdentityPoolId"])
assert not pool_of_identities["AllowClassicFlow"] and pool_of_identities["AllowUnauthenticatedIdentities"]
assert pool_of_identities["CognitoIdentityProviders"][0]["ServerSideTokenCheck"], pool_of_identities
roles = identities.get_identity_pool_roles(IdentityPoolId=ids["IdentityPoolId"])
assert set(roles["Roles"]) == {"authenticated", "unauthenticated"}, roles
[mapping] = roles["RoleMappings"].values()
assert mapping == {"Type": "Token", "AmbiguousRoleResolution": "AuthenticatedRole"}, roles

guest = identities.get_id(IdentityPoolId=ids["IdentityPoolId"])["IdentityId"]
given = identities.get_credentials_for_identity(IdentityId=guest)["Credentials"]
files = boto3.client("s3", endpoint_url=url, region_name=REGION, aws_access_key_id=given["AccessKeyId"],
                     aws_secret_access_key=given["SecretKey"], aws_session_token=given["SessionToken"])
object_of_another(url, "public/notice.txt")
object_of_another(url, "protected/somebody/draft.txt")
refused("AccessDenied", files.get_object, **bucket, Key="public/notice.txt")
over_plain_http(url)
assert files.get_object(**bucket, Key="public/notice.txt")["Body"].read() == b"of another"
assert files.list_objects_v2(**bucket, Prefix="public/")["KeyCount"] == 1
refused("AccessDenied", files.list_objects_v2, **bucket)
refused("AccessDenied", files.list_objects_v2, **bucket, Prefix="protected/")
refused("AccessDenied", files.get_object, **bucket, Key="protected/somebody/draft.txt")
for key in ["public/mine.txt", f"private/{guest}/mine.txt", f"protected/{guest}/mine.txt"]:
    refused("AccessDenied", files.put_object, **bucket, Key=key, Body=b"")
print("deployed as written, and guests only read what is public")
