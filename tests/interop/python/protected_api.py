"""The protected API, by a request that botocore signs for execute-api: the right signature gets in, and no other."""

import json
import urllib.request
from urllib.error import HTTPError

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from contract import *

pools = identities()
ada = {PROVIDER: sign_in("ada")["IdToken"]}
identity = pools.get_id(IdentityPoolId=IDENTITY_POOL, Logins=ada)["IdentityId"]
held = pools.get_credentials_for_identity(IdentityId=identity, Logins=ada)["Credentials"]
ADDRESS = f"{SANDBOX['api_url']}/signed"


def asked(token=held["SessionToken"], secret=held["SecretKey"], region=REGION, service="execute-api", address=ADDRESS):
    request = AWSRequest(method="GET", url=ADDRESS)
    SigV4Auth(Credentials(held["AccessKeyId"], secret, token), service, region).add_auth(request)
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=dict(request.headers))) as answer:
            return answer.status, json.load(answer)
    except HTTPError as refusal:
        return refusal.code, json.load(refusal)


status, told = asked()
assert status == 200, told
assert told["identityId"] == identity and ":assumed-role/editors/" in told["arn"], told

for change in [
    {"secret": "x" * 40},
    {"token": "not the session's"},
    {"region": "us-east-1"},
    {"service": "s3"},
    {"address": f"{ADDRESS}?signed=no"},
]:
    status, told = asked(**change)
    assert status == 403, (change, status, told)
try:
    urllib.request.urlopen(ADDRESS)
    raise AssertionError("an unsigned request got in")
except HTTPError as refusal:
    assert refusal.code == 401, refusal.code
    assert refusal.headers["www-authenticate"].startswith("AWS4-HMAC-SHA256"), refusal.headers
finish()
