"""Passkeys, made and used by an authenticator written here on pyca/cryptography."""

import hashlib

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from contract import *

ORIGIN = "https://localhost"


def encoded(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class Authenticator:
    def __init__(self):
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(32)
        self.counter = 0
        self.origin, self.site = ORIGIN, "localhost"

    def data(self, flags):
        return hashlib.sha256(self.site.encode()).digest() + bytes([flags]) + self.counter.to_bytes(4, "big")

    def client(self, kind, options):
        return json.dumps({"type": kind, "challenge": options["challenge"], "origin": self.origin}).encode()

    def credential(self, **response):
        return {"id": encoded(self.id), "rawId": encoded(self.id), "type": "public-key", "clientExtensionResults": {}, "response": response}

    def create(self, options):
        point = self.private.public_key().public_numbers()
        key = b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20" + point.x.to_bytes(32, "big") + b"\x22\x58\x20" + point.y.to_bytes(32, "big")
        data = self.data(0x45) + bytes(16) + len(self.id).to_bytes(2, "big") + self.id + key
        attestation = b"\xa3cfmtdnonegattStmt\xa0hauthData\x58" + bytes([len(data)]) + data
        self.user = options["user"]["id"]
        return self.credential(clientDataJSON=encoded(self.client("webauthn.create", options)),
                               attestationObject=encoded(attestation), transports=["internal"])

    def get(self, options):
        self.counter += 1
        client, data = self.client("webauthn.get", options), self.data(0x05)
        signature = self.private.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self.credential(clientDataJSON=encoded(client), authenticatorData=encoded(data),
                               signature=encoded(signature), userHandle=self.user)


cognito = pool()
access = dict(AccessToken=sign_in("ada")["AccessToken"])


def start():
    return cognito.start_web_authn_registration(**access)["CredentialCreationOptions"]


for spoil, error in [
    (dict(origin="https://example.com"), "WebAuthnOriginNotAllowedException"),
    (dict(site="example.com"), "WebAuthnRelyingPartyMismatchException"),
]:
    stranger = Authenticator()
    stranger.__dict__.update(spoil)
    refused(error, cognito.complete_web_authn_registration, **access, Credential=stranger.create(start()))

passkey = Authenticator()
options = start()
assert options["rp"]["id"] == "localhost" and options["pubKeyCredParams"] == [{"type": "public-key", "alg": -7}]
cognito.complete_web_authn_registration(**access, Credential=passkey.create(options))
refused("WebAuthnChallengeNotFoundException", cognito.complete_web_authn_registration, **access, Credential=passkey.create(options))
listed = cognito.list_web_authn_credentials(**access)["Credentials"]
assert [row["CredentialId"] for row in listed] == [encoded(passkey.id)]
assert "WEB_AUTHN" in cognito.get_user_auth_factors(**access)["ConfiguredUserAuthFactors"]


def ask():
    asked = cognito.initiate_auth(ClientId=CLIENT, AuthFlow="USER_AUTH",
                                  AuthParameters={"USERNAME": "ada", "PREFERRED_CHALLENGE": "WEB_AUTHN"})
    assert asked["ChallengeName"] == "WEB_AUTHN", asked
    return asked["Session"], json.loads(asked["ChallengeParameters"]["CREDENTIAL_REQUEST_OPTIONS"])


def answer(session, credential):
    return dict(ClientId=CLIENT, ChallengeName="WEB_AUTHN", Session=session,
                ChallengeResponses={"USERNAME": "ada", "CREDENTIAL": json.dumps(credential)})


session, options = ask()
assert "AccessToken" in cognito.respond_to_auth_challenge(**answer(session, passkey.get(options)))["AuthenticationResult"]
session, options = ask()
stranger = Authenticator()
stranger.id, stranger.user = passkey.id, passkey.user
refused("NotAuthorizedException", cognito.respond_to_auth_challenge, **answer(session, stranger.get(options)))

cognito.delete_web_authn_credential(**access, CredentialId=encoded(passkey.id))
refused("ResourceNotFoundException", cognito.delete_web_authn_credential, **access, CredentialId=encoded(passkey.id))
settings({"pool": {"web_authn": {"relying_party_id": None}}})
refused("WebAuthnConfigurationMissingException", cognito.start_web_authn_registration, **access)
settings({"pool": {"first_factors": {"web_authn": False}}})
refused("WebAuthnNotEnabledException", cognito.start_web_authn_registration, **access)
finish()
