"""What a person does to an account while signed in: attributes, password, second factors, sessions, deletion."""

from contract import *

cognito = pool()
tokens = sign_in("otto")
access = dict(AccessToken=tokens["AccessToken"])


def attributes():
    return {row["Name"]: row["Value"] for row in cognito.get_user(**access)["UserAttributes"]}


sent = cognito.update_user_attributes(**access, UserAttributes=[{"Name": "email", "Value": "otto@example.org"}])
assert sent["CodeDeliveryDetailsList"][0]["AttributeName"] == "email"
assert attributes()["email"] == "otto@example.com", "the old address stays until the new one is proven"
code = inbox("otto@example.org")[0]["code"]
refused("CodeMismatchException", cognito.verify_user_attribute, **access, AttributeName="email",
        Code="000000" if code != "000000" else "111111")
again = cognito.get_user_attribute_verification_code(**access, AttributeName="email")
assert again["CodeDeliveryDetails"]["DeliveryMedium"] == "EMAIL"
cognito.verify_user_attribute(**access, AttributeName="email", Code=inbox("otto@example.org")[0]["code"])
assert attributes()["email"] == "otto@example.org" and attributes()["email_verified"] == "true"
refused("ExpiredCodeException", cognito.verify_user_attribute, **access, AttributeName="email", Code=code)
cognito.update_user_attributes(**access, UserAttributes=[{"Name": "email", "Value": "mo@example.com"}])
refused("AliasExistsException", cognito.verify_user_attribute, **access, AttributeName="email",
        Code=inbox("mo@example.com")[0]["code"])
cognito.update_user_attributes(**access, UserAttributes=[{"Name": "nickname", "Value": "O"}])
cognito.delete_user_attributes(**access, UserAttributeNames=["nickname"])
assert "nickname" not in attributes()
refused("InvalidParameterException", cognito.delete_user_attributes, **access, UserAttributeNames=["email"])
refused("NotAuthorizedException", cognito.update_user_attributes, **access, UserAttributes=[{"Name": "email_verified", "Value": "true"}])
refused("InvalidParameterException", cognito.get_user_attribute_verification_code, **access, AttributeName="nickname")

cognito.set_user_mfa_preference(**access, SMSMfaSettings={"Enabled": True}, EmailMfaSettings={"Enabled": True, "PreferredMfa": True})
user = cognito.get_user(**access)
assert user["PreferredMfaSetting"] == "EMAIL_OTP" and set(user["UserMFASettingList"]) == {"SMS_MFA", "EMAIL_OTP"}
factors = cognito.get_user_auth_factors(**access)
assert factors["Username"] == "otto" and "PASSWORD" in factors["ConfiguredUserAuthFactors"]
refused("InvalidParameterException", cognito.set_user_mfa_preference, **access, SoftwareTokenMfaSettings={"Enabled": True})
cognito.set_user_settings(**access, MFAOptions=[])
cognito.set_user_mfa_preference(**access, EmailMfaSettings={"Enabled": False})
assert "UserMFASettingList" not in cognito.get_user(**access)

change = dict(**access, ProposedPassword="Brand-new-2")
refused("NotAuthorizedException", cognito.change_password, **change, PreviousPassword="Wrong-pass-1")
refused("InvalidPasswordException", cognito.change_password, **access, PreviousPassword="Gatehouse-1", ProposedPassword="short")
cognito.change_password(**change, PreviousPassword="Gatehouse-1")
assert "AccessToken" in sign_in("otto", "Brand-new-2")
refused("NotAuthorizedException", cognito.get_user, AccessToken=tokens["IdToken"])
refused("UnsupportedTokenTypeException", cognito.revoke_token, ClientId=CLIENT, Token=tokens["AccessToken"])
refused("UnauthorizedException", cognito.revoke_token, ClientId="0" * 26, Token=tokens["RefreshToken"])

settings({"clients": [{"client_id": CLIENT, "refresh_rotation": 0}]})
rotated = cognito.get_tokens_from_refresh_token(ClientId=CLIENT, RefreshToken=tokens["RefreshToken"])["AuthenticationResult"]
assert rotated["RefreshToken"] != tokens["RefreshToken"]
refused("InvalidParameterException", cognito.initiate_auth, AuthFlow="REFRESH_TOKEN_AUTH", ClientId=CLIENT,
        AuthParameters={"REFRESH_TOKEN": rotated["RefreshToken"]})
refused("RefreshTokenReuseException", cognito.get_tokens_from_refresh_token, ClientId=CLIENT, RefreshToken=tokens["RefreshToken"])
refused("NotAuthorizedException", cognito.get_tokens_from_refresh_token, ClientId=CLIENT, RefreshToken=rotated["RefreshToken"])
settings({"clients": [{"client_id": CLIENT, "refresh_rotation": None, "revocation": False}]})
last = sign_in("otto", "Brand-new-2")
refused("UnsupportedOperationException", cognito.revoke_token, ClientId=CLIENT, Token=last["RefreshToken"])
cognito.delete_user(AccessToken=last["AccessToken"])
refused("UserNotFoundException", cognito.get_user, AccessToken=last["AccessToken"])
finish()
