"""Versions, tags, copies and archives, as boto3 sees them."""

import time

import urllib3

from contract import *

identity, credentials = credentials_of(sign_in("ada")["IdToken"])
files = s3(credentials)
own = f"private/{identity}/versions/"
here = dict(Bucket=BUCKET, Key=own + "note.txt")

# Every change keeps what was before; a deletion is a version, too.
assert files.get_bucket_versioning(Bucket=BUCKET)["Status"] == "Enabled"
first = files.put_object(**here, Body=b"one", Metadata={"n": "1"}, Tagging="project=gate&colour=dark%20green")["VersionId"]
second = files.put_object(**here, Body=b"two!")["VersionId"]
assert first != second
assert files.get_object(**here)["Body"].read() == b"two!"
assert files.get_object(**here, VersionId=first)["Body"].read() == b"one"
assert files.head_object(**here, VersionId=first)["Metadata"] == {"n": "1"}
marker = files.delete_object(**here)
assert marker["DeleteMarker"] is True and marker["VersionId"] not in (first, second)
gone = refused("NoSuchKey", files.get_object, **here)
assert gone["ResponseMetadata"]["HTTPHeaders"]["x-amz-delete-marker"] == "true"
refused("MethodNotAllowed", files.get_object, **here, VersionId=marker["VersionId"])
refused("NoSuchVersion", files.get_object, **here, VersionId=first[:-1] + ("A" if first[-1] != "A" else "B"))
refused("InvalidArgument", files.get_object, **here, VersionId="nonsense")
assert "Contents" not in files.list_objects_v2(Bucket=BUCKET, Prefix=own)
listed = files.list_object_versions(Bucket=BUCKET, Prefix=own)
assert [row["VersionId"] for row in listed["Versions"]] == [second, first], listed
assert [(row["VersionId"], row["IsLatest"]) for row in listed["DeleteMarkers"]] == [(marker["VersionId"], True)]
undone = files.delete_object(**here, VersionId=marker["VersionId"])
assert undone["DeleteMarker"] is True and undone["VersionId"] == marker["VersionId"]
assert files.get_object(**here)["VersionId"] == second
back = files.copy_object(**here, CopySource={**here, "VersionId": first})
assert back["CopySourceVersionId"] == first and back["VersionId"] not in (first, second)
assert files.get_object(**here)["Body"].read() == b"one"
refused("InvalidRequest", files.copy_object, **here, CopySource=here)

# Pages of any size add up, folders are rolled up, and what is deleted meanwhile does not lose the place.
for n in range(5):
    for name in ("a", "sub/b", "sub/c", "d e"):
        files.put_object(Bucket=BUCKET, Key=f"{own}many/{name}", Body=str(n).encode())
pages = files.get_paginator("list_object_versions").paginate(
    Bucket=BUCKET, Prefix=own + "many/", PaginationConfig={"PageSize": 3})
found = [(row["Key"], row["VersionId"]) for page in pages for row in page.get("Versions", [])]
assert len(found) == len(set(found)) == 20 and [key for key, _ in found] == sorted(key for key, _ in found)
pages = files.get_paginator("list_object_versions").paginate(
    Bucket=BUCKET, Prefix=own + "many/", Delimiter="/", PaginationConfig={"PageSize": 3})
pages = list(pages)
assert sum(len(page.get("Versions", [])) for page in pages) == 10
assert [row["Prefix"] for page in pages for row in page.get("CommonPrefixes", [])] == [own + "many/sub/"]
more = dict(Bucket=BUCKET, Prefix=own + "many/", MaxKeys=3)
left = 20
while True:
    page = files.list_object_versions(**more)
    doomed = [{"Key": row["Key"], "VersionId": row["VersionId"]} for row in page.get("Versions", [])]
    left -= len(files.delete_objects(Bucket=BUCKET, Delete={"Objects": doomed})["Deleted"])
    if not page["IsTruncated"]:
        break
    more.update(KeyMarker=page["NextKeyMarker"], VersionIdMarker=page["NextVersionIdMarker"])
assert left == 0, f"{left} versions were missed"

# Tags.
tags = {row["Key"]: row["Value"] for row in files.get_object_tagging(**here)["TagSet"]}
assert tags == {"project": "gate", "colour": "dark green"}, "a copy keeps them"
assert files.get_object(**here)["TagCount"] == 2
assert files.head_object(**here)["ResponseMetadata"]["HTTPHeaders"]["x-amz-tagging-count"] == "2"
files.put_object_tagging(**here, Tagging={"TagSet": [{"Key": "only", "Value": "ü"}]})
assert files.get_object_tagging(**here)["TagSet"] == [{"Key": "only", "Value": "ü"}]
refused("InvalidTag", files.put_object_tagging, **here, Tagging={"TagSet": [{"Key": "a", "Value": "<"}]})
copied = dict(Bucket=BUCKET, Key=own + "copied")
files.copy_object(**copied, CopySource=here, TaggingDirective="REPLACE", Tagging="new=1",
                  MetadataDirective="REPLACE", Metadata={"m": "2"}, ContentType="text/x-note")
assert files.get_object_tagging(**copied)["TagSet"] == [{"Key": "new", "Value": "1"}]
head = files.head_object(**copied)
assert head["Metadata"] == {"m": "2"} and head["ContentType"] == "text/x-note"
refused("AccessDenied", files.delete_object_tagging, **copied)
refused("PreconditionFailed", files.copy_object, **copied, CopySource=here, IfNoneMatch="*")
refused("PreconditionFailed", files.copy_object, **copied, CopySource=here, CopySourceIfMatch='"0"')

# A large object copied in parts, with the checksum of the whole.
big = dict(Bucket=BUCKET, Key=own + "big")
body = bytes(range(256)) * 4096 * 6
files.put_object(**big, Body=body)
target = dict(Bucket=BUCKET, Key=own + "bigger")
upload = files.create_multipart_upload(**target, ChecksumAlgorithm="CRC64NVME", Tagging="parts=2")["UploadId"]
parts = []
for number, span in enumerate([f"bytes=0-{len(body) - 1}", "bytes=5-104"], 1):
    made = files.upload_part_copy(**target, UploadId=upload, PartNumber=number, CopySource=big, CopySourceRange=span)
    parts.append({"PartNumber": number, "ETag": made["CopyPartResult"]["ETag"],
                  "ChecksumCRC64NVME": made["CopyPartResult"]["ChecksumCRC64NVME"]})
refused("InvalidRequest", files.upload_part_copy, **target, UploadId=upload, PartNumber=3, CopySource=big,
        CopySourceRange=f"bytes=0-{len(body)}")
refused("PreconditionFailed", files.upload_part_copy, **target, UploadId=upload, PartNumber=3, CopySource=big,
        CopySourceIfMatch='"0"')
assert [row["PartNumber"] for row in files.list_parts(**target, UploadId=upload, MaxParts=1)["Parts"]] == [1]
done = files.complete_multipart_upload(**target, UploadId=upload, MultipartUpload={"Parts": parts})
assert done["ChecksumType"] == "FULL_OBJECT" and done["VersionId"]
whole = files.get_object(**target, ChecksumMode="ENABLED")
assert whole["ChecksumCRC64NVME"] == done["ChecksumCRC64NVME"] and whole["TagCount"] == 1
assert whole["Body"].read() == body + body[5:105]
wanted = ["ETag", "Checksum", "ObjectParts", "ObjectSize", "StorageClass"]
refused("AccessDenied", files.get_object_attributes, **target, ObjectAttributes=wanted)
everything = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
settings({"roles": {"editors": {"policies": [everything]}}})
told = files.get_object_attributes(**target, ObjectAttributes=wanted)
assert told["ObjectSize"] == len(body) + 100 and told["ObjectParts"]["TotalPartsCount"] == 2
assert [part["Size"] for part in told["ObjectParts"]["Parts"]] == [len(body), 100]

# Unfinished uploads, in pages and folders.
for name in ("u/1", "u/2", "v", "w"):
    files.create_multipart_upload(Bucket=BUCKET, Key=own + name)
level = files.list_multipart_uploads(Bucket=BUCKET, Prefix=own, Delimiter="/")
assert [row["Key"] for row in level["Uploads"]] == [own + "v", own + "w"]
assert [row["Prefix"] for row in level["CommonPrefixes"]] == [own + "u/"]
pages = files.get_paginator("list_multipart_uploads").paginate(Bucket=BUCKET, Prefix=own, PaginationConfig={"PageSize": 1})
assert [row["Key"] for page in pages for row in page.get("Uploads", [])] == [own + name for name in ("u/1", "u/2", "v", "w")]

# Archives are restored before they are read.
cold = dict(Bucket=BUCKET, Key=own + "cold")
files.put_object(**cold, Body=b"brr", StorageClass="GLACIER")
assert files.head_object(**cold)["StorageClass"] == "GLACIER"
rows = files.list_objects_v2(Bucket=BUCKET, Prefix=cold["Key"])["Contents"]
assert rows[0]["StorageClass"] == "GLACIER"
refused("InvalidObjectState", files.get_object, **cold)
refused("InvalidObjectState", files.copy_object, Bucket=BUCKET, Key=own + "thawed", CopySource=cold)
refused("InvalidObjectState", files.restore_object, **here, RestoreRequest={"Days": 1})
refused("InvalidStorageClass", files.put_object, **cold, Body=b"", StorageClass="LUKEWARM")
asked = files.restore_object(**cold, RestoreRequest={"Days": 2, "GlacierJobParameters": {"Tier": "Expedited"}})
assert asked["ResponseMetadata"]["HTTPStatusCode"] == 202
assert files.head_object(**cold)["Restore"] == 'ongoing-request="true"'
refused("RestoreAlreadyInProgress", files.restore_object, **cold, RestoreRequest={"Days": 2})
until = time.monotonic() + 30
while 'ongoing-request="true"' in files.head_object(**cold)["Restore"]:
    assert time.monotonic() < until, "the restoration ends"
    time.sleep(0.2)
assert files.get_object(**cold)["Body"].read() == b"brr"
row = files.list_objects_v2(Bucket=BUCKET, Prefix=cold["Key"], OptionalObjectAttributes=["RestoreStatus"])["Contents"][0]
assert row["RestoreStatus"]["IsRestoreInProgress"] is False and row["RestoreStatus"]["RestoreExpiryDate"]
again = files.restore_object(**cold, RestoreRequest={"Days": 3})
assert again["ResponseMetadata"]["HTTPStatusCode"] == 200
files.copy_object(**cold, CopySource=cold, StorageClass="STANDARD_IA")
assert files.get_object(**cold)["StorageClass"] == "STANDARD_IA"

# A bucket whose versioning is suspended writes the null version over and over.
files.create_bucket(Bucket="interop-bucket", CreateBucketConfiguration={"LocationConstraint": REGION})
refused("BucketAlreadyOwnedByYou", files.create_bucket, Bucket="interop-bucket",
        CreateBucketConfiguration={"LocationConstraint": REGION})
plain = dict(Bucket="interop-bucket", Key="k")
assert "VersionId" not in files.put_object(**plain, Body=b"0")
files.put_bucket_versioning(Bucket="interop-bucket", VersioningConfiguration={"Status": "Enabled"})
kept = files.put_object(**plain, Body=b"1")["VersionId"]
files.put_bucket_versioning(Bucket="interop-bucket", VersioningConfiguration={"Status": "Suspended"})
assert files.put_object(**plain, Body=b"2")["VersionId"] == "null"
assert files.delete_object(**plain)["VersionId"] == "null"
listed = files.list_object_versions(Bucket="interop-bucket")
assert [row["VersionId"] for row in listed["Versions"]] == [kept], "the null versions are one"
refused("BucketNotEmpty", files.delete_bucket, Bucket="interop-bucket")
files.delete_object(**plain, VersionId="null")
assert files.get_object(**plain)["Body"].read() == b"1"
files.delete_object(**plain, VersionId=kept)
files.delete_bucket(Bucket="interop-bucket")

# Another region's bucket says where it lies, and copies go across.
there = dict(Bucket=BUCKET + "-archive", Prefix="public/")
moved = urllib3.request("GET", files.generate_presigned_url("list_objects_v2", there), redirect=False)
assert moved.status == 301 and b"<Code>PermanentRedirect</Code>" in moved.data
assert moved.headers["x-amz-bucket-region"] == "eu-central-1"
assert files.list_objects_v2(**there)["KeyCount"] == 4, "boto3 follows by itself"
far = signed("s3", credentials, "eu-central-1")
assert far.list_objects_v2(Bucket=BUCKET + "-archive", Prefix="public/")["KeyCount"] == 4
far.copy_object(Bucket=BUCKET + "-archive", Key="public/from-afar", CopySource=here)
assert far.get_object(Bucket=BUCKET + "-archive", Key="public/from-afar")["Body"].read() == b"one"
finish()
