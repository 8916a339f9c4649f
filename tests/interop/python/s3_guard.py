"""Whom S3 lets in: signature, session token and the role's policy."""

from contract import *

identity, credentials = credentials_of(sign_in("ada")["IdToken"])
own = dict(Bucket=BUCKET, Prefix=f"private/{identity}/")
assert s3(credentials).list_objects_v2(**own)["KeyCount"] > 0, "ada has files"
assert s3(credentials).list_objects_v2(Bucket=BUCKET, Prefix="public/")["KeyCount"] > 0, "everyone has the public files"

refused("SignatureDoesNotMatch", s3({**credentials, "SecretKey": "x" * 40}).list_objects_v2, **own)
refused("InvalidToken", s3({**credentials, "SessionToken": credentials["SessionToken"][:-4] + "AAAA"}).list_objects_v2, **own)
refused("InvalidAccessKeyId", s3({**credentials, "SessionToken": None}).list_objects_v2, **own)
refused("InvalidAccessKeyId", s3({**credentials, "AccessKeyId": "ASIA" + "Z" * 16}).list_objects_v2, **own)
refused("AccessDenied", client("s3", unsigned=True).list_objects_v2, **own)

files = s3(credentials)
protected = f"protected/{identity}/"
files.put_object(Bucket=BUCKET, Key=protected + "x.txt", Body=b"x")
refused("AccessDenied", files.put_object, Bucket=BUCKET, Key="protected/someone-else/x.txt", Body=b"x")
refused("AccessDenied", files.get_object, Bucket=BUCKET, Key="private/someone-else/x.txt")
refused("AccessDenied", files.delete_object, Bucket=BUCKET, Key="secret.txt")
refused("AccessDenied", files.list_objects_v2, Bucket=BUCKET, Prefix="private/")
finish()
