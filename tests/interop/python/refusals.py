"""Every way to be refused that a person can come by, under the name that AWS gives it."""

from contract import *

cognito = pool()
attributes = [{"Name": "email", "Value": "cy@example.com"}, {"Name": "given_name", "Value": "Cy"}]


def password(username, word, client_id=CLIENT):
    return dict(AuthFlow="USER_PASSWORD_AUTH", ClientId=client_id, AuthParameters={"USERNAME": username, "PASSWORD": word})


wrong = refused("NotAuthorizedException", cognito.initiate_auth, **password("ada", "Wrong-pass-1"))
nobody = refused("NotAuthorizedException", cognito.initiate_auth, **password("nobody", "Wrong-pass-1"))
assert wrong["Error"]["Message"] == nobody["Error"]["Message"], "nobody learns who has an account"
assert wrong["Error"]["Message"] == "Incorrect username or password."
refused("ResourceNotFoundException", cognito.initiate_auth, **password("ada", "Gatehouse-1", "0" * 26))
refused("InvalidParameterException", cognito.initiate_auth, AuthFlow="USER_PASSWORD_AUTH", ClientId=CLIENT, AuthParameters={"USERNAME": "ada"})
refused("UserNotConfirmedException", cognito.initiate_auth, **password("una", "Gatehouse-1"))

for weak in ["Short-1", "no-upper-case-1", "NO-LOWER-CASE-1", "No-digit-at-all", "NoSymbolAtAll1"]:
    refused("InvalidPasswordException", cognito.sign_up, ClientId=CLIENT, Username="cy", Password=weak, UserAttributes=attributes)
refused("InvalidParameterException", cognito.sign_up, ClientId=CLIENT, Username="cy", Password="Long-enough-1", UserAttributes=attributes[:1])
refused("UsernameExistsException", cognito.sign_up, ClientId=CLIENT, Username="ada", Password="Long-enough-1", UserAttributes=attributes)

cognito.resend_confirmation_code(ClientId=CLIENT, Username="una")
code = inbox("una@example.com")[0]["code"]
refused("CodeMismatchException", cognito.confirm_sign_up, ClientId=CLIENT, Username="una", ConfirmationCode=f"{(int(code) + 1) % 1000000:06d}")
refused("InvalidParameterException", cognito.resend_confirmation_code, ClientId=CLIENT, Username="ada")

refused("NotAuthorizedException", cognito.get_user, AccessToken="a.b.c")
refused("NotAuthorizedException", cognito.initiate_auth, AuthFlow="REFRESH_TOKEN_AUTH", ClientId=CLIENT, AuthParameters={"REFRESH_TOKEN": "nonsense"})
refused("NotAuthorizedException", cognito.respond_to_auth_challenge, ClientId=CLIENT, ChallengeName="NEW_PASSWORD_REQUIRED",
        Session="x" * 40, ChallengeResponses={"USERNAME": "temp", "NEW_PASSWORD": "Long-enough-1"})

tokens = sign_in("ada")
pools = identities()
refused("ResourceNotFoundException", pools.get_id, IdentityPoolId="eu-west-1:11111111-2222-4333-8444-555555555555", Logins={PROVIDER: tokens["IdToken"]})
refused("NotAuthorizedException", pools.get_id, IdentityPoolId=IDENTITY_POOL, Logins={PROVIDER: "nonsense"})
head, body, signature = tokens["IdToken"].split(".")
forged = ".".join([head, body, signature[:-8] + ("A" if signature[-8] != "A" else "B") + signature[-7:]])
refused("NotAuthorizedException", pools.get_id, IdentityPoolId=IDENTITY_POOL, Logins={PROVIDER: forged})
refused("NotAuthorizedException", pools.get_id, IdentityPoolId=IDENTITY_POOL, Logins={PROVIDER: tokens["AccessToken"]})
identity, _ = credentials_of(tokens["IdToken"])
refused("NotAuthorizedException", pools.get_credentials_for_identity, IdentityId=identity)
refused("ResourceNotFoundException", pools.get_credentials_for_identity,
        IdentityId="eu-west-1:11111111-2222-4333-8444-555555555555", Logins={PROVIDER: tokens["IdToken"]})

session = None
for attempt in range(12):
    try:
        cognito.initiate_auth(**password("ada", "Wrong-pass-1"))
    except ClientError as refusal:
        session = refusal.response["Error"]
assert session["Message"] == "Password attempts exceeded", session
refused("NotAuthorizedException", cognito.initiate_auth, **password("ada", "Gatehouse-1"))
finish()
