"""S3 as browsers and holders of links meet it: presigned addresses, forms with a policy, and cross-origin rules; and
what S3 says to bodies that are not what they claim."""

import base64
import hashlib
import time

import urllib3

from contract import *

identity, credentials = credentials_of(sign_in("ada")["IdToken"])
files = s3(credentials)
own = f"private/{identity}/web/"
web = urllib3.PoolManager()
files.put_object(Bucket=BUCKET, Key=own + "a", Body=b"hello", ContentType="text/plain")


def code(answer):
    return ElementTree.fromstring(answer.data).findtext("Code")


# A link works until its end and with what was signed only.
link = files.generate_presigned_url("get_object", Params=dict(Bucket=BUCKET, Key=own + "a"), ExpiresIn=60)
assert web.request("GET", link).data == b"hello"
assert code(web.request("GET", link.replace("/web/a", "/web/b"))) == "SignatureDoesNotMatch"
assert code(web.request("PUT", link, body=b"x")) == "SignatureDoesNotMatch"
short = files.generate_presigned_url("get_object", Params=dict(Bucket=BUCKET, Key=own + "a"), ExpiresIn=1)
time.sleep(2.1)
assert code(web.request("GET", short)) == "AccessDenied", "the link has ended"
up = files.generate_presigned_url("put_object", Params=dict(Bucket=BUCKET, Key=own + "up"), ExpiresIn=60)
assert web.request("PUT", up, body=b"sent by link").status == 200
assert files.get_object(Bucket=BUCKET, Key=own + "up")["Body"].read() == b"sent by link"
named = files.generate_presigned_url("get_object", ExpiresIn=60, Params=dict(
    Bucket=BUCKET, Key=own + "a", ResponseContentDisposition='attachment; filename="b.txt"'))
assert web.request("GET", named).headers["Content-Disposition"] == 'attachment; filename="b.txt"'


def form(conditions, fields, body, key):
    made = files.generate_presigned_post(BUCKET, own + key, Fields=fields, Conditions=conditions)
    return web.request("POST", made["url"], fields=[*made["fields"].items(), ("file", ("pic.txt", body, "text/plain"))])


sized = [["content-length-range", 3, 10], ["starts-with", "$Content-Type", "text/"]]
created = {"success_action_status": "201"}
sent = form([*sized, created], {"Content-Type": "text/plain", **created}, b"picture", key="form/pic.txt")
assert sent.status == 201, sent.data
assert files.get_object(Bucket=BUCKET, Key=own + "form/pic.txt")["Body"].read() == b"picture"
kind = {"Content-Type": "text/plain"}
assert code(form(sized, kind, b"xx", key="form/small")) == "EntityTooSmall"
assert code(form(sized, kind, b"x" * 11, key="form/large")) == "EntityTooLarge"
assert form(sized, {"Content-Type": "image/png"}, b"picture", key="form/kind").status == 403
tampered = files.generate_presigned_post(BUCKET, own + "form/t")
tampered["fields"]["key"] = own + "form/other"
answer = web.request("POST", tampered["url"], fields=[*tampered["fields"].items(), ("file", ("f", b"x"))])
assert answer.status == 403 and code(answer) == "AccessDenied"

# No web page is answered until a bucket says which.
page = {"Origin": "https://app.example.com"}
ask = {**page, "Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "content-type"}
assert web.request("OPTIONS", up, headers=ask).status == 403
assert web.request("GET", link, headers=page).status == 403
refused("AccessDenied", files.get_bucket_cors, Bucket=BUCKET)
everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
settings({"roles": {"editors": {"policies": [everything]}}})
refused("NoSuchCORSConfiguration", files.get_bucket_cors, Bucket=BUCKET)
rule = {"AllowedOrigins": ["https://app.example.com"], "AllowedMethods": ["GET", "PUT"], "AllowedHeaders": ["*"],
        "ExposeHeaders": ["ETag"], "MaxAgeSeconds": 60}
files.put_bucket_cors(Bucket=BUCKET, CORSConfiguration={"CORSRules": [rule]})
assert files.get_bucket_cors(Bucket=BUCKET)["CORSRules"] == [rule]
answer = web.request("OPTIONS", up, headers=ask)
assert answer.status == 200 and answer.headers["Access-Control-Allow-Origin"] == page["Origin"]
assert answer.headers["Access-Control-Allow-Headers"] == "content-type"
answer = web.request("GET", link, headers=page)
assert answer.data == b"hello" and answer.headers["Access-Control-Expose-Headers"] == "ETag"
assert web.request("GET", link, headers={"Origin": "https://evil.example.com"}).status == 403
assert web.request("DELETE", link, headers=page).status == 403
files.delete_bucket_cors(Bucket=BUCKET)
assert web.request("GET", link, headers=page).status == 403

# A body is what it claims to be, or is not kept.
other = base64.b64encode(hashlib.md5(b"other").digest()).decode()
refused("BadDigest", files.put_object, Bucket=BUCKET, Key=own + "bad", Body=b"x", ContentMD5=other)
for algorithm, width in [("CRC32", 4), ("CRC32C", 4), ("CRC64NVME", 8), ("SHA1", 20), ("SHA256", 32)]:
    made = files.put_object(Bucket=BUCKET, Key=own + algorithm, Body=b"checked", ChecksumAlgorithm=algorithm) \
        if algorithm in ("CRC32", "SHA1", "SHA256") else None
    wrong = {f"Checksum{algorithm}": base64.b64encode(bytes(width)).decode()}
    refused("BadDigest", files.put_object, Bucket=BUCKET, Key=own + "bad", Body=b"checked", **wrong)
    if made:
        value = made[f"Checksum{algorithm}"]
        head = files.head_object(Bucket=BUCKET, Key=own + algorithm, ChecksumMode="ENABLED")
        assert head[f"Checksum{algorithm}"] == value and head["ChecksumType"] == "FULL_OBJECT"
refused("404", files.head_object, Bucket=BUCKET, Key=own + "bad")

# Nobody's change is lost.
there = files.put_object(Bucket=BUCKET, Key=own + "mine", Body=b"1")["ETag"]
refused("PreconditionFailed", files.put_object, Bucket=BUCKET, Key=own + "mine", Body=b"2", IfMatch='"0"')
refused("NoSuchKey", files.put_object, Bucket=BUCKET, Key=own + "none", Body=b"2", IfMatch=there)
files.put_object(Bucket=BUCKET, Key=own + "mine", Body=b"2", IfMatch=there)
refused("PreconditionFailed", files.delete_object, Bucket=BUCKET, Key=own + "mine", IfMatch=there)
target = dict(Bucket=BUCKET, Key=own + "mine")
upload = files.create_multipart_upload(**target)["UploadId"]
etag = files.upload_part(**target, UploadId=upload, PartNumber=1, Body=b"3")["ETag"]
parts = {"Parts": [{"PartNumber": 1, "ETag": etag}]}
refused("PreconditionFailed", files.complete_multipart_upload, **target, UploadId=upload, MultipartUpload=parts,
        IfNoneMatch="*")
refused("PreconditionFailed", files.complete_multipart_upload, **target, UploadId=upload, MultipartUpload=parts,
        IfMatch=there)
assert files.get_object(**target)["Body"].read() == b"2"
finish()
