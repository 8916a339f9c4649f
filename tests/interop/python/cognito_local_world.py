"""Gives a fresh cognito-local a user pool and an app client; says their ids as JSON."""

import json
import sys

import boto3

cognito = boto3.client("cognito-idp", endpoint_url=sys.argv[1], region_name="local", aws_access_key_id="x",
                       aws_secret_access_key="x")
pool = cognito.create_user_pool(PoolName="acme", AutoVerifiedAttributes=["email"])["UserPool"]["Id"]
client = cognito.create_user_pool_client(UserPoolId=pool, ClientName="desktop")["UserPoolClient"]["ClientId"]
print(json.dumps({"pool": pool, "client": client}))
