"""What the tokens say, verified by PyJWT against the published keys, and how they end."""

import json
import urllib.request

import jwt

from contract import *

cognito = pool()
tokens = sign_in("ada")
with urllib.request.urlopen(f"{URL}/{POOL}/.well-known/jwks.json") as answer:
    keys = {key["kid"]: key for key in json.load(answer)["keys"]}
for key in keys.values():
    assert key["alg"] == "RS256" and key["use"] == "sig" and key["kty"] == "RSA" and "d" not in key


def verified(token, **options):
    head = jwt.get_unverified_header(token)
    assert head["alg"] == "RS256" and set(head) == {"alg", "kid"}, head
    key = jwt.PyJWK(keys[head["kid"]]).key
    return jwt.decode(token, key, algorithms=["RS256"], issuer=f"https://{PROVIDER}", **options)


ids = verified(tokens["IdToken"], audience=CLIENT)
access = verified(tokens["AccessToken"])
assert ids["token_use"] == "id" and access["token_use"] == "access"
assert ids["sub"] == access["sub"] and ids["cognito:username"] == access["username"] == "ada"
assert ids["email"] == "ada@example.com" and ids["email_verified"] is True and ids["given_name"] == "Ada"
assert ids["cognito:groups"] == access["cognito:groups"] == ["editors"]
assert access["client_id"] == CLIENT and "aud" not in access and "aws.cognito.signin.user.admin" in access["scope"]
assert ids["exp"] - ids["iat"] == 3600 and ids["auth_time"] <= ids["iat"]
assert ids["origin_jti"] == access["origin_jti"] and ids["jti"] != access["jti"]

old = cognito.initiate_auth(ClientId=CLIENT, AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters={"REFRESH_TOKEN": tokens["RefreshToken"]})
renewed = verified(old["AuthenticationResult"]["IdToken"], audience=CLIENT)
assert renewed["auth_time"] == ids["auth_time"] and renewed["origin_jti"] == ids["origin_jti"]
assert "RefreshToken" not in old["AuthenticationResult"]

new = cognito.get_tokens_from_refresh_token(ClientId=CLIENT, RefreshToken=tokens["RefreshToken"])["AuthenticationResult"]
assert verified(new["AccessToken"])["sub"] == ids["sub"]
last = new.get("RefreshToken", tokens["RefreshToken"])

cognito.revoke_token(ClientId=CLIENT, Token=last)
refused("NotAuthorizedException", cognito.get_user, AccessToken=new["AccessToken"])
refused("NotAuthorizedException", cognito.get_tokens_from_refresh_token, ClientId=CLIENT, RefreshToken=last)

here, there = sign_in("ada"), sign_in("ada")
cognito.global_sign_out(AccessToken=here["AccessToken"])
for session in (here, there):
    refused("NotAuthorizedException", cognito.get_user, AccessToken=session["AccessToken"])
    refused("NotAuthorizedException", cognito.initiate_auth, ClientId=CLIENT, AuthFlow="REFRESH_TOKEN_AUTH",
            AuthParameters={"REFRESH_TOKEN": session["RefreshToken"]})
assert "AccessToken" in sign_in("ada")
finish()
