"""A temporary password, its challenge and the attribute that is missing."""

import json

from contract import *

cognito = pool()
asked = cognito.initiate_auth(ClientId=CLIENT, AuthFlow="USER_PASSWORD_AUTH",
                              AuthParameters={"USERNAME": "temp", "PASSWORD": "Temporary-1"})
assert asked["ChallengeName"] == "NEW_PASSWORD_REQUIRED" and "AuthenticationResult" not in asked
assert 20 <= len(asked["Session"]) <= 2048
parameters = asked["ChallengeParameters"]
assert json.loads(parameters["requiredAttributes"]) == ["userAttributes.given_name"], parameters
assert parameters["USER_ID_FOR_SRP"] == "temp" and "email" in json.loads(parameters["userAttributes"])

answer = dict(ClientId=CLIENT, ChallengeName="NEW_PASSWORD_REQUIRED", Session=asked["Session"])
values = {"USERNAME": "temp", "NEW_PASSWORD": "Brand-new-2"}
refused("InvalidPasswordException", cognito.respond_to_auth_challenge, **answer,
        ChallengeResponses={**values, "NEW_PASSWORD": "short", "userAttributes.given_name": "Tem"})
refused("InvalidParameterException", cognito.respond_to_auth_challenge, **answer, ChallengeResponses=values)
done = cognito.respond_to_auth_challenge(**answer, ChallengeResponses={**values, "userAttributes.given_name": "Tem"})
user = cognito.get_user(AccessToken=done["AuthenticationResult"]["AccessToken"])
assert {"Name": "given_name", "Value": "Tem"} in user["UserAttributes"]
refused("NotAuthorizedException", cognito.respond_to_auth_challenge, **answer,
        ChallengeResponses={**values, "userAttributes.given_name": "Tem"})
assert "AccessToken" in sign_in("temp", "Brand-new-2")
finish()
