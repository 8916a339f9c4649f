"""A forgotten password, from the code to the new one."""

from contract import *

cognito = pool()
tokens = sign_in("ada")
sent = cognito.forgot_password(ClientId=CLIENT, Username="ada")["CodeDeliveryDetails"]
assert sent["DeliveryMedium"] == "EMAIL" and "*" in sent["Destination"]
hidden = cognito.forgot_password(ClientId=CLIENT, Username="nobody")["CodeDeliveryDetails"]
assert hidden["DeliveryMedium"] == "EMAIL", "nobody learns who has an account"

code = inbox("ada@example.com")[0]["code"]
other = f"{(int(code) + 1) % 1000000:06d}"
reset = dict(ClientId=CLIENT, Username="ada")
refused("CodeMismatchException", cognito.confirm_forgot_password, **reset, ConfirmationCode=other, Password="Brand-new-2")
refused("InvalidPasswordException", cognito.confirm_forgot_password, **reset, ConfirmationCode=code, Password="short")
cognito.confirm_forgot_password(**reset, ConfirmationCode=code, Password="Brand-new-2")
refused("ExpiredCodeException", cognito.confirm_forgot_password, **reset, ConfirmationCode=code, Password="Brand-new-3")

refused("NotAuthorizedException", cognito.initiate_auth, ClientId=CLIENT, AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "ada", "PASSWORD": "Gatehouse-1"})
assert "AccessToken" in sign_in("ada", "Brand-new-2")
assert "AccessToken" in sign_in("ada@example.com", "Brand-new-2"), "the verified email is an alias"
finish()
