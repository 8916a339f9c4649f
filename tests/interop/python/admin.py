"""What an administrator does to users and groups, signed as AWS wants it."""

import hashlib
import hmac

from contract import *

pool_, me = administrator(), dict(UserPoolId=POOL)
people = pool()


def asked(username, password):
    return people.initiate_auth(ClientId=CLIENT, AuthFlow="USER_PASSWORD_AUTH",
                                AuthParameters={"USERNAME": username, "PASSWORD": password})


def names(users):
    return [user["Username"] for user in users]


# Nobody but the user `backend` may, and only with the right signature for the right service.
refused("MissingAuthenticationTokenException", people.admin_get_user, **me, Username="ada")
forger = client("cognito-idp", aws_access_key_id=SANDBOX["backend_access_key_id"], aws_secret_access_key="x" * 40)
refused("InvalidSignatureException", forger.admin_delete_user, **me, Username="ada")
stranger = client("cognito-idp", aws_access_key_id="AKIANOBODYKNOWSTHIS1", aws_secret_access_key="x" * 40)
refused("UnrecognizedClientException", stranger.list_users, **me)
_, held = credentials_of(sign_in("ada")["IdToken"])
denied = refused("AccessDeniedException", signed("cognito-idp", held).admin_get_user, **me, Username="ada")
assert "assumed-role/editors/" in denied["Error"]["Message"] and "cognito-idp:AdminGetUser" in denied["Error"]["Message"]
refused("ResourceNotFoundException", pool_.list_users, UserPoolId=f"{REGION}_Another")

# A temporary password that is given, and its invitation.
made = pool_.admin_create_user(
    **me, Username="Bob", TemporaryPassword="Temporary-7", DesiredDeliveryMediums=["EMAIL"],
    UserAttributes=[{"Name": "email", "Value": "bob@example.com"}, {"Name": "email_verified", "Value": "true"}],
)["User"]
assert (made["Username"], made["UserStatus"], made["Enabled"]) == ("bob", "FORCE_CHANGE_PASSWORD", True), made
mail = inbox("bob@example.com")[0]
assert "Temporary-7" in mail["body"] and mail["code"] == "Temporary-7", mail
refused("UsernameExistsException", pool_.admin_create_user, **me, Username="bob", TemporaryPassword="Temporary-7")
refused("InvalidPasswordException", pool_.admin_create_user, **me, Username="weak", TemporaryPassword="weak")
refused("UsernameExistsException", pool_.admin_create_user, **me, Username="bob2", TemporaryPassword="Temporary-7",
        UserAttributes=[{"Name": "email", "Value": "bob@example.com"}, {"Name": "email_verified", "Value": "true"}])
challenge = asked("bob", "Temporary-7")
assert challenge["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
people.respond_to_auth_challenge(
    ClientId=CLIENT, ChallengeName="NEW_PASSWORD_REQUIRED", Session=challenge["Session"],
    ChallengeResponses={"USERNAME": "bob", "NEW_PASSWORD": "Chosen-by-bob-1", "userAttributes.given_name": "Bob"},
)
refused("UnsupportedUserStateException", pool_.admin_create_user, **me, Username="bob", MessageAction="RESEND")

# One that is invented, where no code can let in; and another invitation.
settings({"pool": {"first_factors": {"email_otp": False, "sms_otp": False}}})
pool_.admin_create_user(**me, Username="eve", UserAttributes=[{"Name": "email", "Value": "eve@example.com"}])
first = inbox("eve@example.com")[0]["code"]
assert asked("eve", first)["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
pool_.admin_create_user(**me, Username="eve", MessageAction="RESEND")
second = inbox("eve@example.com")[0]["code"]
assert first != second and asked("eve", second)["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
refused("NotAuthorizedException", people.initiate_auth, ClientId=CLIENT,
        AuthFlow="USER_PASSWORD_AUTH", AuthParameters={"USERNAME": "eve", "PASSWORD": first})
settings({"pool": {"first_factors": {"email_otp": True, "sms_otp": True}}})
quiet = pool_.admin_create_user(**me, Username="noel", MessageAction="SUPPRESS",
                                UserAttributes=[{"Name": "email", "Value": "noel@example.com"}])["User"]
assert quiet["UserStatus"] == "CONFIRMED" and not inbox("noel@example.com"), "a code will let in"
refused("UserNotFoundException", pool_.admin_create_user, **me, Username="nobody", MessageAction="RESEND")

# Passwords: for good, until the next sign-in, and asked for anew.
pool_.admin_set_user_password(**me, Username="eve", Password="For-good-3", Permanent=True)
assert "AuthenticationResult" in asked("eve", "For-good-3")
pool_.admin_set_user_password(**me, Username="eve", Password="For-once-4", Permanent=False)
assert asked("eve", "For-once-4")["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
refused("InvalidPasswordException", pool_.admin_set_user_password, **me, Username="eve", Password="short")
refused("NotAuthorizedException", pool_.admin_reset_user_password, **me, Username="eve")
pool_.admin_reset_user_password(**me, Username="bob")
refused("PasswordResetRequiredException", people.initiate_auth, ClientId=CLIENT, AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "bob", "PASSWORD": "Chosen-by-bob-1"})
people.confirm_forgot_password(ClientId=CLIENT, Username="bob", Password="Chosen-again-2",
                               ConfirmationCode=inbox("bob@example.com")[0]["code"])
assert "AuthenticationResult" in asked("bob", "Chosen-again-2")
refused("InvalidParameterException", pool_.admin_reset_user_password, **me, Username="vera")

# States: confirmed without a code, disabled, signed out everywhere, deleted.
pool_.admin_confirm_sign_up(**me, Username="una")
assert "AuthenticationResult" in asked("una", "Gatehouse-1")
refused("NotAuthorizedException", pool_.admin_confirm_sign_up, **me, Username="una")
token = sign_in("lea")["AccessToken"]
pool_.admin_disable_user(**me, Username="lea")
assert pool_.admin_get_user(**me, Username="lea")["Enabled"] is False
refused("NotAuthorizedException", people.get_user, AccessToken=token)
pool_.admin_enable_user(**me, Username="lea")
refused("NotAuthorizedException", people.get_user, AccessToken=token)
token = sign_in("lea")["AccessToken"]
pool_.admin_user_global_sign_out(**me, Username="lea")
refused("NotAuthorizedException", people.get_user, AccessToken=token)
pool_.admin_delete_user(**me, Username="una")
refused("UserNotFoundException", pool_.admin_get_user, **me, Username="una")
refused("UserNotFoundException", pool_.admin_delete_user, **me, Username="una")

# Attributes: with a word on what is verified, or with a code.
pool_.admin_update_user_attributes(**me, Username="lea", UserAttributes=[
    {"Name": "phone_number", "Value": "+15550177"}, {"Name": "phone_number_verified", "Value": "true"},
    {"Name": "family_name", "Value": "Leander"}])
got = {pair["Name"]: pair["Value"] for pair in pool_.admin_get_user(**me, Username="lea")["UserAttributes"]}
assert (got["phone_number"], got["phone_number_verified"], got["family_name"]) == ("+15550177", "true", "Leander"), got
pool_.admin_update_user_attributes(**me, Username="lea", UserAttributes=[
    {"Name": "email", "Value": "new-lea@example.com"}])
assert inbox("new-lea@example.com"), "the new address gets a code and counts afterwards"
refused("AliasExistsException", pool_.admin_update_user_attributes, **me, Username="lea", UserAttributes=[
    {"Name": "email", "Value": "bob@example.com"}, {"Name": "email_verified", "Value": "true"}])
refused("InvalidParameterException", pool_.admin_update_user_attributes, **me, Username="lea",
        UserAttributes=[{"Name": "custom:none", "Value": "x"}])
refused("NotAuthorizedException", pool_.admin_update_user_attributes, **me, Username="lea",
        UserAttributes=[{"Name": "sub", "Value": "x"}])
pool_.admin_delete_user_attributes(**me, Username="lea", UserAttributeNames=["family_name"])
refused("InvalidParameterException", pool_.admin_delete_user_attributes, **me, Username="lea",
        UserAttributeNames=["given_name"])

# Second factors.
pool_.admin_set_user_mfa_preference(**me, Username="lea", SMSMfaSettings={"Enabled": True, "PreferredMfa": True})
lea = pool_.admin_get_user(**me, Username="lea")
assert (lea["PreferredMfaSetting"], lea["UserMFASettingList"]) == ("SMS_MFA", ["SMS_MFA"]), lea
assert asked("lea", "Gatehouse-1")["ChallengeName"] == "SMS_MFA"
refused("InvalidParameterException", pool_.admin_set_user_mfa_preference, **me, Username="bob",
        SoftwareTokenMfaSettings={"Enabled": True})

# Searching and paging.
found = pool_.list_users(**me, Filter='email ^= "b"', AttributesToGet=["email"])["Users"]
assert names(found) == ["bob"] and found[0]["Attributes"] == [{"Name": "email", "Value": "bob@example.com"}], found
assert names(pool_.list_users(**me, Filter='status = "Disabled"')["Users"]) == ["dora"]
assert names(pool_.list_users(**me, Filter='cognito:user_status = "RESET_REQUIRED"')["Users"]) == ["rita"]
assert names(pool_.list_users(**me, Filter=f'sub = "{lea["UserAttributes"][0]["Value"]}"')["Users"]) == ["lea"]
refused("InvalidParameterException", pool_.list_users, **me, Filter="email is bob")
refused("InvalidParameterException", pool_.list_users, **me, PaginationToken="!!")
every = names(user for page in pool_.get_paginator("list_users").paginate(**me, PaginationConfig={"PageSize": 4})
              for user in page["Users"])
assert every == sorted(every) and len(every) == len(set(every)) >= 18, every

# Groups.
role = SANDBOX["roles"]["readers"]
group = pool_.create_group(**me, GroupName="guards", Description="At the gate", RoleArn=role, Precedence=1)["Group"]
assert (group["GroupName"], group["Precedence"], group["RoleArn"]) == ("guards", 1, role), group
refused("GroupExistsException", pool_.create_group, **me, GroupName="guards")
assert pool_.update_group(**me, GroupName="guards", Precedence=0)["Group"]["Description"] == "At the gate"
pool_.admin_add_user_to_group(**me, Username="bob", GroupName="guards")
pool_.admin_add_user_to_group(**me, Username="bob", GroupName="editors")
assert names(pool_.list_users_in_group(**me, GroupName="guards")["Users"]) == ["bob"]
of_bob = pool_.admin_list_groups_for_user(**me, Username="bob")["Groups"]
assert [group["GroupName"] for group in of_bob] == ["editors", "guards"], of_bob
identity, _ = credentials_of(asked("bob", "Chosen-again-2")["AuthenticationResult"]["IdToken"])
assert given_role(identity)["roleArn"] == role, given_role(identity)
pool_.admin_remove_user_from_group(**me, Username="bob", GroupName="editors")
refused("ResourceNotFoundException", pool_.admin_add_user_to_group, **me, Username="bob", GroupName="none")
one = pool_.list_groups(**me, Limit=1)
rest = pool_.list_groups(**me, NextToken=one["NextToken"])
assert [g["GroupName"] for g in one["Groups"] + rest["Groups"]] == ["editors", "guards", "readers"]
pool_.delete_group(**me, GroupName="guards")
refused("ResourceNotFoundException", pool_.get_group, **me, GroupName="guards")
assert pool_.admin_list_groups_for_user(**me, Username="bob")["Groups"] == []

# Signing somebody in, where the client allows it.
begin = dict(**me, ClientId=CLIENT, AuthFlow="ADMIN_USER_PASSWORD_AUTH")
by_password = {"USERNAME": "ada", "PASSWORD": "Gatehouse-1"}
refused("InvalidParameterException", pool_.admin_initiate_auth, **begin, AuthParameters=by_password)
settings({"clients": [{"client_id": CLIENT, "auth_flows": [
    "ALLOW_USER_PASSWORD_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]}]})
done = pool_.admin_initiate_auth(**begin, AuthParameters=by_password)["AuthenticationResult"]
assert people.get_user(AccessToken=done["AccessToken"])["Username"] == "ada"
renewed = pool_.admin_initiate_auth(**me, ClientId=CLIENT, AuthFlow="REFRESH_TOKEN_AUTH",
                                    AuthParameters={"REFRESH_TOKEN": done["RefreshToken"]})
assert "AccessToken" in renewed["AuthenticationResult"]
refused("NotAuthorizedException", pool_.admin_initiate_auth, **begin, AuthParameters={**by_password, "PASSWORD": "Wrong-1"})
refused("InvalidParameterException", pool_.admin_initiate_auth, **{**begin, "AuthFlow": "USER_PASSWORD_AUTH"},
        AuthParameters=by_password)
refused("InvalidParameterException", people.initiate_auth, ClientId=CLIENT, AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters=by_password)
second = pool_.admin_initiate_auth(**begin, AuthParameters={"USERNAME": "sam", "PASSWORD": "Gatehouse-1"})
assert second["ChallengeName"] == "SMS_MFA", second
code = {"USERNAME": "sam", "SMS_MFA_CODE": inbox("+15550100")[0]["code"]}
answered = pool_.admin_respond_to_auth_challenge(**me, ClientId=CLIENT, ChallengeName="SMS_MFA",
                                                 Session=second["Session"], ChallengeResponses=code)
assert "AccessToken" in answered["AuthenticationResult"]
refused("MissingAuthenticationTokenException", people.admin_initiate_auth, **begin, AuthParameters=by_password)

# App clients: made, described, changed, listed and deleted.
made = pool_.create_user_pool_client(
    **me, ClientName="a fixture", GenerateSecret=True, AccessTokenValidity=10, IdTokenValidity=1,
    TokenValidityUnits={"AccessToken": "minutes"}, RefreshTokenRotation={"Feature": "ENABLED", "RetryGracePeriodSeconds": 9},
    ExplicitAuthFlows=["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
)["UserPoolClient"]
own = dict(**me, ClientId=made["ClientId"])
assert (made["AccessTokenValidity"], made["IdTokenValidity"], made["RefreshTokenValidity"]) == (10, 60, 43200), made
assert made["RefreshTokenRotation"] == {"Feature": "ENABLED", "RetryGracePeriodSeconds": 9}, made
assert pool_.describe_user_pool_client(**own)["UserPoolClient"] == made
proof = hmac.new(made["ClientSecret"].encode(), f"eve{made['ClientId']}".encode(), hashlib.sha256).digest()
by_secret = {"USERNAME": "eve", "PASSWORD": "For-good-5", "SECRET_HASH": base64.b64encode(proof).decode()}
pool_.admin_set_user_password(**me, Username="eve", Password="For-good-5", Permanent=True)
flow = dict(**own, AuthFlow="ADMIN_USER_PASSWORD_AUTH")
assert pool_.admin_initiate_auth(**flow, AuthParameters=by_secret)["AuthenticationResult"]["ExpiresIn"] == 600
refused("NotAuthorizedException", pool_.admin_initiate_auth, **flow,
        AuthParameters={"USERNAME": "eve", "PASSWORD": "For-good-5"})
changed = pool_.update_user_pool_client(**own, PreventUserExistenceErrors="ENABLED")["UserPoolClient"]
assert (changed["ClientName"], changed["ClientSecret"]) == ("a fixture", made["ClientSecret"]), changed
assert changed["ExplicitAuthFlows"] == ["ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"], changed
refused("InvalidParameterException", pool_.update_user_pool_client, **own, AccessTokenValidity=2,
        TokenValidityUnits={"AccessToken": "minutes"})
refused("InvalidParameterException", pool_.create_user_pool_client, **me, ClientName="odd", ExplicitAuthFlows=["ALLOW_ALL"])
listed = [one["ClientId"] for page in pool_.get_paginator("list_user_pool_clients").paginate(
    **me, PaginationConfig={"PageSize": 2}) for one in page["UserPoolClients"]]
assert len(listed) == 3 and {CLIENT, made["ClientId"]} < set(listed), listed
pool_.delete_user_pool_client(**own)
refused("ResourceNotFoundException", pool_.describe_user_pool_client, **own)
refused("InvalidParameterException", pool_.delete_user_pool_client, **me, ClientId=CLIENT)

# Second factors of the pool.
config = pool_.set_user_pool_mfa_config(**me, MfaConfiguration="ON", SoftwareTokenMfaConfiguration={"Enabled": True})
assert (config["MfaConfiguration"], config["SoftwareTokenMfaConfiguration"]) == ("ON", {"Enabled": True}), config
assert "SmsMfaConfiguration" not in pool_.get_user_pool_mfa_config(**me)
assert asked("eve", "For-good-5")["ChallengeName"] == "MFA_SETUP"
refused("InvalidParameterException", pool_.set_user_pool_mfa_config, **me, MfaConfiguration="OPTIONAL")
pool_.set_user_pool_mfa_config(**me, MfaConfiguration="OPTIONAL", SoftwareTokenMfaConfiguration={"Enabled": True},
                               SmsMfaConfiguration={}, EmailMfaConfiguration={})

# Devices.
refused("InvalidUserPoolConfigurationException", pool_.admin_list_devices, **me, Username="bob")
assert pool_.admin_list_devices(**me, Username="dev")["Devices"] == []
refused("ResourceNotFoundException", pool_.admin_forget_device, **me, Username="dev",
        DeviceKey=f"{REGION}_01234567-89ab-cdef-0123-456789abcdef")
finish()
