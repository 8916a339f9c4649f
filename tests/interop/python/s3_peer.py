"""boto3 beside the app's own `files`, at any S3: makes a bucket, writes what the app is to read, reads what it wrote.

    s3_peer.py credentials                               of the sandbox's ada
    s3_peer.py bucket <url> <region> <bucket>            a versioned bucket and the key of a user who may do everything
    s3_peer.py <what> <url> <region> <bucket> <prefix>   write | read | many | begin

What it has to say is JSON.
"""

import hashlib
import io
import json
import sys
from concurrent.futures import ThreadPoolExecutor

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config

KEYS = ["a b.txt", "a+b.txt", "100%.txt", "ä/ö.txt", "名前.txt", "📷.jpg", "a//b", "dir", "dir/child", "q?x&y=z#f", "empty/",
        "..", "a/../b", "nothing", " both ends ", "back\\slash", "a\"<'>&.xml", "large.bin"]
MANY = 1100


def content(key):
    """What lies under a key, the same in every language: nothing, a pattern of 17 MiB, or the key itself."""
    if key == "large.bin":
        return bytes((n * 2_654_435_761 >> 24) & 0xFF for n in range(1 << 20)) * 17
    return b"" if key in ("nothing", "empty/") else key.encode()


def client(name, url, region, **options):
    return boto3.client(name, endpoint_url=url, region_name=region, **options)


def credentials():
    from contract import credentials_of, sign_in

    identity, given = credentials_of(sign_in("ada")["IdToken"])
    return {"identity": identity, "id": given["AccessKeyId"], "secret": given["SecretKey"],
            "token": given["SessionToken"]}


def make_bucket(url, region, bucket):
    s3, iam = client("s3", url, region), client("iam", url, region)
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": region})
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    iam.create_user(UserName="suite")
    everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
    iam.put_user_policy(UserName="suite", PolicyName="files", PolicyDocument=json.dumps(everything))
    key = iam.create_access_key(UserName="suite")["AccessKey"]
    return {"id": key["AccessKeyId"], "secret": key["SecretAccessKey"], "token": None}


def at_a_bucket(what, url, region, bucket, prefix):
    s3 = client("s3", url, region, config=Config(s3={"addressing_style": "path"}, max_pool_connections=16))
    here = dict(Bucket=bucket)
    if what == "write":
        parts = TransferConfig(multipart_threshold=8 << 20, multipart_chunksize=8 << 20)
        said = {"ContentType": "text/x-suite", "Metadata": {"colour": "green"}, "CacheControl": "no-cache",
                "ContentDisposition": "inline"}
        for key in KEYS:
            s3.upload_fileobj(io.BytesIO(content(key)), bucket, prefix + key, Config=parts, ExtraArgs=said)
    elif what == "read":
        pages = s3.get_paginator("list_objects_v2").paginate(Prefix=prefix, **here)
        found = [row["Key"] for page in pages for row in page.get("Contents", [])]
        return {key[len(prefix):]: hashlib.sha256(s3.get_object(Key=key, **here)["Body"].read()).hexdigest()
                for key in found}
    elif what == "many":
        with ThreadPoolExecutor(8) as hands:
            list(hands.map(lambda n: s3.put_object(Key=f"{prefix}{n:05}", Body=b"x", **here), range(MANY)))
    elif what == "begin":
        upload = s3.create_multipart_upload(Key=prefix + "left behind", **here)["UploadId"]
        s3.upload_part(Key=prefix + "left behind", UploadId=upload, PartNumber=1, Body=b"x" * (5 << 20), **here)
    return None


what, *rest = sys.argv[1:]
asked = {"credentials": credentials, "bucket": make_bucket}.get(what)
print(json.dumps(asked(*rest) if asked else at_a_bucket(what, *rest)))
