"""What S3 means by its operations, as boto3 sees it."""

import hashlib
import zlib
import base64

from contract import *

identity, credentials = credentials_of(sign_in("ada")["IdToken"])
assert identity == "eu-west-1:00000000-0000-4000-8000-00000000ada0"
files = s3(credentials)
own = f"private/{identity}/interop/"

keys = ["a b.txt", "a+b.txt", "100%.txt", "ä/ö.txt", "名前.txt", "📷.jpg", "a//b", "dir", "dir/child", "q?x&y=z#f", "empty/", "..", "a/../b"]
for key in keys:
    files.put_object(Bucket=BUCKET, Key=own + key, Body=key.encode())
for key in keys:
    assert files.get_object(Bucket=BUCKET, Key=own + key)["Body"].read() == key.encode(), key
pages = files.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix=own, PaginationConfig={"PageSize": 4})
listed = [row["Key"][len(own):] for page in pages for row in page.get("Contents", [])]
assert listed == sorted(keys, key=lambda key: key.encode()), "in the order of UTF-8 bytes"
level = files.list_objects_v2(Bucket=BUCKET, Prefix=own, Delimiter="/")
folders = {row["Prefix"][len(own):] for row in level["CommonPrefixes"]}
assert folders == {"a/", "dir/", "empty/", "ä/"}, folders
assert level["KeyCount"] == len(level["Contents"]) + len(folders)
after = files.list_objects_v2(Bucket=BUCKET, Prefix=own, StartAfter=own + "dir")
assert after["Contents"][0]["Key"] == own + "dir/child"

body = bytes(range(256)) * 64
put = files.put_object(Bucket=BUCKET, Key=own + "blob", Body=body, Metadata={"colour": "green"}, CacheControl="no-cache")
assert put["ETag"] == f'"{hashlib.md5(body).hexdigest()}"'
assert put["ChecksumCRC32"] == base64.b64encode(zlib.crc32(body).to_bytes(4, "big")).decode()
head = files.head_object(Bucket=BUCKET, Key=own + "blob", ChecksumMode="ENABLED")
assert head["Metadata"] == {"colour": "green"} and head["CacheControl"] == "no-cache"
assert head["ChecksumCRC32"] == put["ChecksumCRC32"] and head["ContentLength"] == len(body)
for asked, wanted in [("bytes=0-9", body[:10]), ("bytes=-7", body[-7:]), ("bytes=16000-", body[16000:])]:
    part = files.get_object(Bucket=BUCKET, Key=own + "blob", Range=asked)
    assert part["ResponseMetadata"]["HTTPStatusCode"] == 206 and part["Body"].read() == wanted, asked
refused("InvalidRange", files.get_object, Bucket=BUCKET, Key=own + "blob", Range="bytes=99999-")
refused("PreconditionFailed", files.get_object, Bucket=BUCKET, Key=own + "blob", IfMatch='"0"')
refused("304", files.get_object, Bucket=BUCKET, Key=own + "blob", IfNoneMatch=put["ETag"])
refused("PreconditionFailed", files.put_object, Bucket=BUCKET, Key=own + "blob", Body=b"", IfNoneMatch="*")
refused("BadDigest", files.put_object, Bucket=BUCKET, Key=own + "bad", Body=b"x", ChecksumCRC32="AAAAAA==")
refused("NoSuchKey", files.get_object, Bucket=BUCKET, Key=own + "missing")
refused("404", files.head_object, Bucket=BUCKET, Key=own + "missing")
refused("InvalidDigest", files.put_object, Bucket=BUCKET, Key=own + "bad", Body=b"x", ContentMD5="nonsense")

target = dict(Bucket=BUCKET, Key=own + "parts")
upload = files.create_multipart_upload(**target)["UploadId"]
etag = files.upload_part(**target, UploadId=upload, PartNumber=1, Body=b"x" * 1024)["ETag"]
last = files.upload_part(**target, UploadId=upload, PartNumber=2, Body=b"y")["ETag"]
parts = [{"PartNumber": 1, "ETag": etag}, {"PartNumber": 2, "ETag": last}]
refused("EntityTooSmall", files.complete_multipart_upload, **target, UploadId=upload, MultipartUpload={"Parts": parts})
refused("InvalidPart", files.complete_multipart_upload, **target, UploadId=upload,
        MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": '"00000000000000000000000000000000"'}]})
files.abort_multipart_upload(**target, UploadId=upload)
refused("NoSuchUpload", files.upload_part, **target, UploadId=upload, PartNumber=1, Body=b"x")

files.delete_object(Bucket=BUCKET, Key=own + "blob")
refused("NoSuchKey", files.get_object, Bucket=BUCKET, Key=own + "blob")
finish()
