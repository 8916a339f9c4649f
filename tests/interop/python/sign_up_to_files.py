"""A new user from sign-up to files in S3."""

import io

from boto3.s3.transfer import TransferConfig

from contract import *

cognito = pool()
email = "bo@example.com"
attributes = [{"Name": "email", "Value": email}, {"Name": "given_name", "Value": "Bo"}]
made = cognito.sign_up(ClientId=CLIENT, Username="bo", Password="Long-enough-1", UserAttributes=attributes)
assert made["UserConfirmed"] is False
delivery = made["CodeDeliveryDetails"]
assert delivery["DeliveryMedium"] == "EMAIL" and delivery["AttributeName"] == "email"
assert delivery["Destination"] != email and "*" in delivery["Destination"], "the destination is masked"

refused("UsernameExistsException", cognito.sign_up, ClientId=CLIENT, Username="bo", Password="Long-enough-1", UserAttributes=attributes)
refused("UserNotConfirmedException", cognito.initiate_auth, ClientId=CLIENT, AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": "bo", "PASSWORD": "Long-enough-1"})

first = inbox(email)[0]["code"]
refused("CodeMismatchException", cognito.confirm_sign_up, ClientId=CLIENT, Username="bo",
        ConfirmationCode="000000" if first != "000000" else "111111")
cognito.resend_confirmation_code(ClientId=CLIENT, Username="bo")
messages = inbox(email)
assert len(messages) == 2, "resending sends a second message"
cognito.confirm_sign_up(ClientId=CLIENT, Username="bo", ConfirmationCode=messages[0]["code"])
refused("NotAuthorizedException", cognito.confirm_sign_up, ClientId=CLIENT, Username="bo", ConfirmationCode=messages[0]["code"])

tokens = sign_in("bo", "Long-enough-1")
assert tokens["TokenType"] == "Bearer" and tokens["ExpiresIn"] == 3600
user = cognito.get_user(AccessToken=tokens["AccessToken"])
found = {attribute["Name"]: attribute["Value"] for attribute in user["UserAttributes"]}
assert user["Username"] == "bo" and found["email"] == email and found["email_verified"] == "true"
assert found["given_name"] == "Bo" and len(found["sub"]) == 36

identity, credentials = credentials_of(tokens["IdToken"])
again, _ = credentials_of(tokens["IdToken"])
assert identity == again, "one login has one identity"
assert credentials["AccessKeyId"].startswith("ASIA")

files = s3(credentials)
own = f"private/{identity}/"
assert files.list_objects_v2(Bucket=BUCKET, Prefix=own)["KeyCount"] == 0
files.put_object(Bucket=BUCKET, Key=own + "note.txt", Body=b"hello", ContentType="text/plain")
assert files.get_object(Bucket=BUCKET, Key=own + "note.txt")["Body"].read() == b"hello"

large = bytes(range(256)) * (9 * 4096)
split = TransferConfig(multipart_threshold=5 << 20, multipart_chunksize=5 << 20)
files.upload_fileobj(io.BytesIO(large), BUCKET, own + "large.bin", Config=split)
head = files.head_object(Bucket=BUCKET, Key=own + "large.bin")
assert head["ContentLength"] == len(large) and head["ETag"].endswith('-2"'), head
assert files.get_object(Bucket=BUCKET, Key=own + "large.bin")["Body"].read() == large
assert [row["Key"] for row in files.list_objects_v2(Bucket=BUCKET, Prefix=own)["Contents"]] == [own + "large.bin", own + "note.txt"]

other = "private/eu-west-1:00000000-0000-4000-8000-00000000ada0/"
refused("AccessDenied", files.list_objects_v2, Bucket=BUCKET, Prefix=other)
refused("AccessDenied", files.list_objects_v2, Bucket=BUCKET)
refused("AccessDenied", files.put_object, Bucket=BUCKET, Key=other + "x", Body=b"")
refused("AccessDenied", files.list_buckets)
finish()
