"""Every challenge that needs no passkey and no device, and every way to begin that needs no SRP."""

import hashlib
import hmac
import struct
import time

from contract import *

cognito = pool()
WORD = "Gatehouse-1"


def code_of(key, steps=0):
    """The code of an authenticator app, RFC 6238, some 30-second steps from now."""
    step = struct.pack(">Q", int(time.time()) // 30 + steps)
    tag = hmac.new(base64.b32decode(key + "=" * (-len(key) % 8)), step, hashlib.sha1).digest()
    at = tag[-1] & 15
    return f"{(struct.unpack('>I', tag[at:at + 4])[0] & 0x7FFFFFFF) % 1000000:06d}"


def begin(username, flow="USER_PASSWORD_AUTH", **more):
    parameters = {"USERNAME": username, **({"PASSWORD": WORD} if flow == "USER_PASSWORD_AUTH" else {}), **more}
    return cognito.initiate_auth(AuthFlow=flow, ClientId=CLIENT, AuthParameters=parameters)


def respond(username, challenge, name, **responses):
    assert challenge["ChallengeName"] == name, challenge["ChallengeName"]
    return dict(ClientId=CLIENT, ChallengeName=name, Session=challenge["Session"],
                ChallengeResponses={"USERNAME": username, **responses})


def answer(*arguments, **responses):
    return cognito.respond_to_auth_challenge(**respond(*arguments, **responses))


def done(answer):
    assert "IdToken" in answer["AuthenticationResult"], answer


text = begin("sam")
assert text["ChallengeParameters"]["CODE_DELIVERY_DELIVERY_MEDIUM"] == "SMS"
refused("CodeMismatchException", cognito.respond_to_auth_challenge, **respond("sam", text, "SMS_MFA", SMS_MFA_CODE="x"))
code = inbox("+15550100")[0]["code"]
done(answer("sam", text, "SMS_MFA", SMS_MFA_CODE=code))
refused("NotAuthorizedException", cognito.respond_to_auth_challenge, **respond("sam", text, "SMS_MFA", SMS_MFA_CODE=code))
done(answer("emil", begin("emil"), "EMAIL_OTP", EMAIL_OTP_CODE=inbox("emil@example.com")[0]["code"]))

choice = begin("sel")
assert json.loads(choice["ChallengeParameters"]["MFAS_CAN_CHOOSE"]) == ["SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"]
app = answer("sel", choice, "SELECT_MFA_TYPE", ANSWER="SOFTWARE_TOKEN_MFA")
used = code_of(SANDBOX["totp_secret"])
done(answer("sel", app, "SOFTWARE_TOKEN_MFA", SOFTWARE_TOKEN_MFA_CODE=used))
app = answer("sel", begin("sel"), "SELECT_MFA_TYPE", ANSWER="SOFTWARE_TOKEN_MFA")
refused("ExpiredCodeException", cognito.respond_to_auth_challenge,
        **respond("sel", app, "SOFTWARE_TOKEN_MFA", SOFTWARE_TOKEN_MFA_CODE=used))

set_up = begin("nina")
assert json.loads(set_up["ChallengeParameters"]["MFAS_CAN_SETUP"]) == ["SOFTWARE_TOKEN_MFA", "EMAIL_OTP"]
secret = cognito.associate_software_token(Session=set_up["Session"])
refused("EnableSoftwareTokenMFAException", cognito.verify_software_token, Session=secret["Session"],
        UserCode=code_of(secret["SecretCode"], 100))
verified = cognito.verify_software_token(Session=secret["Session"], UserCode=code_of(secret["SecretCode"]))
done(answer("nina", {**set_up, "Session": verified["Session"]}, "MFA_SETUP"))

offered = begin("otto", "USER_AUTH")
assert offered["AvailableChallenges"] == ["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP", "SMS_OTP"]
sent = answer("otto", offered, "SELECT_CHALLENGE", ANSWER="SMS_OTP")
done(answer("otto", sent, "SMS_OTP", SMS_OTP_CODE=inbox("+15550102")[0]["code"]))
done(answer("otto", begin("otto", "USER_AUTH"), "SELECT_CHALLENGE", ANSWER="PASSWORD", PASSWORD=WORD))
sent = begin("otto", "USER_AUTH", PREFERRED_CHALLENGE="EMAIL_OTP")
done(answer("otto", sent, "EMAIL_OTP", EMAIL_OTP_CODE=inbox("otto@example.com")[0]["code"]))
done(answer("otto", begin("otto", "USER_AUTH", PREFERRED_CHALLENGE="PASSWORD"), "PASSWORD", PASSWORD=WORD))

riddle = answer("cora", begin("cora", "CUSTOM_AUTH"), "CUSTOM_CHALLENGE", ANSWER="a door")
mail = answer("cora", riddle, "CUSTOM_CHALLENGE", ANSWER="portcullis")
done(answer("cora", mail, "CUSTOM_CHALLENGE", ANSWER=inbox("cora@example.com")[0]["code"]))

start = dict(ClientId=CLIENT, AuthFlow="USER_PASSWORD_AUTH")
refused("PasswordResetRequiredException", cognito.initiate_auth, **start, AuthParameters={"USERNAME": "rita", "PASSWORD": WORD})
refused("NotAuthorizedException", cognito.initiate_auth, **start, AuthParameters={"USERNAME": "dora", "PASSWORD": WORD})
refused("NotAuthorizedException", cognito.initiate_auth, **start, AuthParameters={"USERNAME": "newt", "PASSWORD": "Temporary-1"})
refused("NotAuthorizedException", cognito.forgot_password, ClientId=CLIENT, Username="newt")
refused("InvalidParameterException", cognito.forgot_password, ClientId=CLIENT, Username="vera")

cognito.sign_up(ClientId=CLIENT, Username="cy", UserAttributes=[
    {"Name": "email", "Value": "cy@example.com"}, {"Name": "given_name", "Value": "Cy"}])
confirmed = cognito.confirm_sign_up(ClientId=CLIENT, Username="cy", ConfirmationCode=inbox("cy@example.com")[0]["code"])
done(cognito.initiate_auth(AuthFlow="USER_AUTH", ClientId=CLIENT, Session=confirmed["Session"], AuthParameters={"USERNAME": "cy"}))
finish()
