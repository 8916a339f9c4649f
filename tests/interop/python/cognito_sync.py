"""Datasets and records of Cognito Sync, with the credentials of an identity."""

import time

from contract import *

identity, credentials = credentials_of(sign_in("ada")["IdToken"])
ada = signed("cognito-sync", credentials)
mine = dict(IdentityPoolId=IDENTITY_POOL, IdentityId=identity)
here = dict(**mine, DatasetName="gatehouse.bookmarks")

assert ada.list_datasets(**mine)["Datasets"] == []
refused("ResourceNotFoundException", ada.describe_dataset, **here)
refused("ResourceNotFoundException", ada.delete_dataset, **here)
listed = ada.list_records(**here)
assert listed["DatasetSyncCount"] == 0 and listed["Records"] == [] and not listed["DatasetExists"]


def patch(key, value, count):
    given = dict(Op="replace" if value is not None else "remove", Key=key, SyncCount=count, DeviceLastModifiedDate=time.time())
    return given if value is None else {**given, "Value": value}


def update(*patches, token=None, where=here):
    token = token or ada.list_records(**where)["SyncSessionToken"]
    return dict(**where, SyncSessionToken=token, RecordPatches=list(patches))


records = ada.update_records(**update(patch("a", "1", 0), patch("b", "2", 0)))["Records"]
assert [(record["Key"], record["SyncCount"]) for record in records] == [("a", 1), ("b", 1)]
refused("ResourceConflictException", ada.update_records, **update(patch("a", "3", 0)))
refused("ResourceConflictException", ada.update_records, **update(patch("c", "3", 1)))
refused("ResourceConflictException", ada.update_records, **update(patch("c", "3", 0), patch("a", "3", 0)))
assert len(ada.list_records(**here)["Records"]) == 2, "all patches of a request or none"
assert ada.update_records(**update(patch("a", "3", 1)))["Records"][0]["SyncCount"] == 2
since = ada.list_records(**here, LastSyncCount=1)
assert [record["Key"] for record in since["Records"]] == ["a"] and since["DatasetSyncCount"] == 2
gone = ada.update_records(**update(patch("b", None, 1)))["Records"][0]
assert "Value" not in gone and gone["SyncCount"] == 3
assert "Value" not in ada.list_records(**here, LastSyncCount=2)["Records"][0], "those who have it learn of it"

refused("InvalidParameterException", ada.update_records, **update(patch("a", "4", 2), token="no such session"))
elsewhere = ada.list_records(**mine, DatasetName="other")["SyncSessionToken"]
refused("InvalidParameterException", ada.update_records, **update(patch("a", "4", 2), token=elsewhere))

described = ada.describe_dataset(**here)["Dataset"]
assert described["NumRecords"] == 1 and described["DataStorage"] == 2
for page in range(3):
    ada.update_records(**update(*(patch(f"p{page}-{at}", "x", 0) for at in range(300))))
pages, token = 0, None
while True:
    page = ada.list_records(**here, MaxResults=400, **({"NextToken": token} if token else {}))
    pages, token = pages + 1, page.get("NextToken")
    if not token:
        break
assert pages == 3
refused("LimitExceededException", ada.update_records, **update(*(patch(f"q{at}", "x", 0) for at in range(200))))
refused("LimitExceededException", ada.update_records, **update(patch("big", "x" * 1_048_000, 0), patch("bigger", "x" * 9_000, 0)))

for at in range(19):
    ada.update_records(**update(patch("a", "1", 0), where=dict(**mine, DatasetName=f"d{at}")))
refused("LimitExceededException", ada.update_records, **update(patch("a", "1", 0), where=dict(**mine, DatasetName="d19")))
first = ada.list_datasets(**mine, MaxResults=15)
rest = ada.list_datasets(**mine, MaxResults=15, NextToken=first["NextToken"])
assert first["Count"] == 15 and rest["Count"] == 5 and "NextToken" not in rest

ada.delete_dataset(**here)
after = ada.list_records(**here, LastSyncCount=3)
assert after["DatasetDeletedAfterRequestedSyncCount"] and not after["DatasetExists"]
assert ada.update_records(**update(patch("a", "1", 0)))["Records"][0]["SyncCount"] == after["DatasetSyncCount"] + 1

other = identity[:-1] + ("0" if identity[-1] != "0" else "1")
refused("NotAuthorizedException", ada.list_datasets, IdentityPoolId=IDENTITY_POOL, IdentityId=other)
refused("NotAuthorizedException", ada.list_datasets, IdentityPoolId=REGION + ":" + "0" * 8, IdentityId=identity)
finish()
