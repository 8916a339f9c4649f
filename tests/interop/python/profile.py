"""What a profile of the AWS config file reaches: the keys under a prefix, and the bytes of the first of them."""

import sys

import boto3

profile, bucket, prefix = sys.argv[1:]
session = boto3.Session(profile_name=profile)
client = session.client("s3")
found = client.list_objects_v2(Bucket=bucket, Prefix=prefix)["Contents"]
for item in found:
    print(item["Key"])
first = next(item for item in found if item["Size"] > 0)
body = client.get_object(Bucket=bucket, Key=first["Key"])["Body"].read()
assert len(body) == first["Size"], "the file is what the listing says"
credentials = session.get_credentials()
assert credentials.method == "custom-process", credentials.method
