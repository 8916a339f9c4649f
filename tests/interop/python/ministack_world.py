"""Gives a fresh ministack a user pool, an identity pool with a role, a bucket and an account made by hand; says
their ids as JSON. The identity pool trusts the OpenID providers that are named after the address, too. The policy
variable of the identity id is not filled in there, so the role has plain prefixes."""

import json
import sys

import boto3

url, region = sys.argv[1], "eu-west-1"


def service(name):
    return boto3.client(name, endpoint_url=url, region_name=region, aws_access_key_id="test", aws_secret_access_key="test")


cognito, identities, iam, s3 = (service(name) for name in ["cognito-idp", "cognito-identity", "iam", "s3"])
pool = cognito.create_user_pool(
    PoolName="acme",
    AutoVerifiedAttributes=["email"],
    Schema=[{"Name": "email", "AttributeDataType": "String", "Required": True, "Mutable": True}],
    Policies={"PasswordPolicy": {"MinimumLength": 8, "RequireUppercase": True, "RequireLowercase": True,
                                 "RequireNumbers": True, "RequireSymbols": True}},
)["UserPool"]["Id"]
client = cognito.create_user_pool_client(
    UserPoolId=pool, ClientName="desktop", PreventUserExistenceErrors="ENABLED",
    ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
)["UserPoolClient"]["ClientId"]
cognito.admin_create_user(UserPoolId=pool, Username="temp", TemporaryPassword="Temporary-1", MessageAction="SUPPRESS",
                          UserAttributes=[{"Name": "email", "Value": "temp@example.com"}])
confidential = cognito.create_user_pool_client(
    UserPoolId=pool, ClientName="with a secret", GenerateSecret=True, PreventUserExistenceErrors="ENABLED",
    ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
)["UserPoolClient"]
cognito.set_user_pool_mfa_config(UserPoolId=pool, SoftwareTokenMfaConfiguration={"Enabled": True},
                                 MfaConfiguration="OPTIONAL")
for name in ["cleo", "rita"]:
    cognito.admin_create_user(UserPoolId=pool, Username=name, MessageAction="SUPPRESS",
                              UserAttributes=[{"Name": "email", "Value": f"{name}@example.com"},
                                              {"Name": "email_verified", "Value": "true"}])
    cognito.admin_set_user_password(UserPoolId=pool, Username=name, Password="Long-enough-1", Permanent=True)
cognito.create_group(UserPoolId=pool, GroupName="readers")
cognito.admin_add_user_to_group(UserPoolId=pool, Username="cleo", GroupName="readers")
cognito.admin_reset_user_password(UserPoolId=pool, Username="rita")

by_email = cognito.create_user_pool(PoolName="by email", UsernameAttributes=["email"],
                                    AutoVerifiedAttributes=["email"])["UserPool"]["Id"]
email_client = cognito.create_user_pool_client(
    UserPoolId=by_email, ClientName="desktop", ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
)["UserPoolClient"]["ClientId"]
cognito.admin_create_user(UserPoolId=by_email, Username="cleo@example.com", MessageAction="SUPPRESS",
                          UserAttributes=[{"Name": "email", "Value": "cleo@example.com"}])
cognito.admin_set_user_password(UserPoolId=by_email, Username="cleo@example.com", Password="Long-enough-1",
                                Permanent=True)
provider = f"cognito-idp.{region}.amazonaws.com/{pool}"
identity_pool = identities.create_identity_pool(
    IdentityPoolName="acme", AllowUnauthenticatedIdentities=False, AllowClassicFlow=True,
    CognitoIdentityProviders=[{"ProviderName": provider, "ClientId": client, "ServerSideTokenCheck": False}],
    OpenIdConnectProviderARNs=[f"arn:aws:iam::000000000000:oidc-provider/{login}" for login in sys.argv[2:]],
)["IdentityPoolId"]

trust = {"Version": "2012-10-17", "Statement": [{
    "Effect": "Allow", "Principal": {"Federated": "cognito-identity.amazonaws.com"},
    "Action": "sts:AssumeRoleWithWebIdentity",
    "Condition": {"StringEquals": {"cognito-identity.amazonaws.com:aud": identity_pool},
                  "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "authenticated"}}}]}
policy = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload"],
     "Resource": ["arn:aws:s3:::acme-files/home/*"]},
    {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::acme-files",
     "Condition": {"StringLike": {"s3:prefix": ["home/*"]}}}]}
role = iam.create_role(RoleName="acme-users", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
iam.put_role_policy(RoleName="acme-users", PolicyName="files", PolicyDocument=json.dumps(policy))
identities.set_identity_pool_roles(IdentityPoolId=identity_pool, Roles={"authenticated": role})

open_pool = identities.create_identity_pool(
    IdentityPoolName="open", AllowUnauthenticatedIdentities=True,
    CognitoIdentityProviders=[{"ProviderName": provider, "ClientId": client, "ServerSideTokenCheck": False}],
)["IdentityPoolId"]
conditions = trust["Statement"][0]["Condition"]
conditions["StringEquals"]["cognito-identity.amazonaws.com:aud"] = open_pool
conditions["ForAnyValue:StringLike"]["cognito-identity.amazonaws.com:amr"] = "unauthenticated"
guest = iam.create_role(RoleName="acme-guests", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
look = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": ["arn:aws:s3:::acme-files/open/*"]},
    {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::acme-files",
     "Condition": {"StringLike": {"s3:prefix": ["open/*"]}}}]}
iam.put_role_policy(RoleName="acme-guests", PolicyName="files", PolicyDocument=json.dumps(look))
identities.set_identity_pool_roles(IdentityPoolId=open_pool, Roles={"authenticated": role, "unauthenticated": guest})

s3.create_bucket(Bucket="acme-files", CreateBucketConfiguration={"LocationConstraint": region})
s3.put_object(Bucket="acme-files", Key="home/read me.txt", Body=b"hello from the other server")
s3.put_object(Bucket="acme-files", Key="home/Photos/ä.jpg", Body=b"\xff\xd8\xff")
s3.put_object(Bucket="acme-files", Key="open/welcome.txt", Body=b"come in")
s3.put_object(Bucket="acme-files", Key="vault/secret.txt", Body=b"not yours")
print(json.dumps({
    "region": region, "pool": pool, "client": client, "identity_pool": identity_pool, "open_pool": open_pool, "role": role, "bucket": "acme-files",
    "secret_client": confidential["ClientId"], "secret": confidential["ClientSecret"],
    "email_pool": by_email, "email_client": email_client,
}))
