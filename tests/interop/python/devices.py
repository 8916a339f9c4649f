"""Devices: confirmed with an SRP verifier computed here by Python's own integers, and signing themselves in."""

import datetime
import hashlib
import hmac
import secrets

from contract import *

N = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
    "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510"
    "15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7"
    "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C"
    "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
    16,
)


def octets(number):
    return number.to_bytes(number.bit_length() // 8 + 1, "big")


def number(*parts):
    return int.from_bytes(hashlib.sha256(b"".join(parts)).digest(), "big")


def text(raw):
    return base64.b64encode(raw).decode()


class Device:
    def __init__(self, metadata):
        self.key, self.group = metadata["DeviceKey"], metadata["DeviceGroupKey"]
        self.password = text(secrets.token_bytes(40))

    def x(self, salt):
        return number(octets(salt), hashlib.sha256(f"{self.group}{self.key}:{self.password}".encode()).digest())

    def proof(self):
        salt = int.from_bytes(secrets.token_bytes(16), "big")
        return {"Salt": text(octets(salt)), "PasswordVerifier": text(octets(pow(2, self.x(salt), N)))}

    def sign_in(self, username, asked):
        assert asked["ChallengeName"] == "DEVICE_SRP_AUTH", asked
        a = secrets.randbits(1024)
        who = {"USERNAME": username, "DEVICE_KEY": self.key}
        asked = cognito.respond_to_auth_challenge(ClientId=CLIENT, ChallengeName="DEVICE_SRP_AUTH", Session=asked["Session"],
                                                  ChallengeResponses={**who, "SRP_A": f"{pow(2, a, N):x}"})
        given = asked["ChallengeParameters"]
        B, salt = int(given["SRP_B"], 16), int(given["SALT"], 16)
        u = number(octets(pow(2, a, N)), octets(B))
        x = self.x(salt)
        S = pow(B - number(octets(N), octets(2)) * pow(2, x, N), a + u * x, N)
        prk = hmac.new(octets(u), octets(S), hashlib.sha256).digest()
        key = hmac.new(prk, b"Caldera Derived Key\x01", hashlib.sha256).digest()[:16]
        now = datetime.datetime.now(datetime.timezone.utc)
        stamp = f"{now:%a %b} {now.day} {now:%H:%M:%S} UTC {now:%Y}"
        claim = self.group.encode() + self.key.encode() + base64.b64decode(given["SECRET_BLOCK"]) + stamp.encode()
        responses = {**who, "TIMESTAMP": stamp, "PASSWORD_CLAIM_SECRET_BLOCK": given["SECRET_BLOCK"],
                     "PASSWORD_CLAIM_SIGNATURE": text(hmac.new(key, claim, hashlib.sha256).digest())}
        return cognito.respond_to_auth_challenge(ClientId=CLIENT, ChallengeName="DEVICE_PASSWORD_VERIFIER",
                                                 Session=asked["Session"], ChallengeResponses=responses)


cognito = pool()
tokens = sign_in("dev")
access = dict(AccessToken=tokens["AccessToken"])
device = Device(tokens["NewDeviceMetadata"])
named = dict(**access, DeviceKey=device.key)
refused("InvalidParameterException", cognito.confirm_device, **named, DeviceSecretVerifierConfig={"Salt": "AA==", "PasswordVerifier": "AA=="})
confirmed = cognito.confirm_device(**named, DeviceName="a laptop", DeviceSecretVerifierConfig=device.proof())
assert confirmed["UserConfirmationNecessary"] is True
refused("DeviceKeyExistsException", cognito.confirm_device, **named, DeviceSecretVerifierConfig=device.proof())
cognito.update_device_status(**named, DeviceRememberedStatus="remembered")
assert [row["DeviceKey"] for row in cognito.list_devices(**access, Limit=60)["Devices"]] == [device.key]
assert {"Name": "dev:device_remembered_status", "Value": "remembered"} in cognito.get_device(**named)["Device"]["DeviceAttributes"]

begin = dict(ClientId=CLIENT, AuthFlow="USER_PASSWORD_AUTH",
             AuthParameters={"USERNAME": "dev", "PASSWORD": "Gatehouse-1", "DEVICE_KEY": device.key})
done = device.sign_in("dev", cognito.initiate_auth(**begin))["AuthenticationResult"]
assert "NewDeviceMetadata" not in done
right, device.password = device.password, "another"
try:
    device.sign_in("dev", cognito.initiate_auth(**begin))
    raise AssertionError("a wrong device password signed in")
except ClientError as refusal:
    assert refusal.response["Error"]["Code"] == "NotAuthorizedException", refusal

refused("NotAuthorizedException", cognito.get_tokens_from_refresh_token, ClientId=CLIENT, RefreshToken=done["RefreshToken"])
renewed = cognito.get_tokens_from_refresh_token(ClientId=CLIENT, RefreshToken=done["RefreshToken"], DeviceKey=device.key)
assert "AccessToken" in renewed["AuthenticationResult"]
cognito.forget_device(**named)
refused("ResourceNotFoundException", cognito.get_device, **named)
refused("ResourceNotFoundException", cognito.initiate_auth, **begin)

# What an administrator does with the devices of others.
tokens = sign_in("dev")
device, theirs = Device(tokens["NewDeviceMetadata"]), dict(UserPoolId=POOL, Username="dev")
theirs_named = dict(**theirs, DeviceKey=device.key)
cognito.confirm_device(AccessToken=tokens["AccessToken"], DeviceKey=device.key, DeviceSecretVerifierConfig=device.proof())
backend = administrator()
assert [row["DeviceKey"] for row in backend.admin_list_devices(**theirs, Limit=60)["Devices"]] == [device.key]
assert backend.admin_get_device(**theirs_named)["Device"]["DeviceKey"] == device.key
backend.admin_forget_device(**theirs_named)
refused("ResourceNotFoundException", backend.admin_get_device, **theirs_named)
assert backend.admin_list_devices(**theirs)["Devices"] == []
refused("InvalidUserPoolConfigurationException", cognito.list_devices, AccessToken=sign_in("ada")["AccessToken"])
finish()
