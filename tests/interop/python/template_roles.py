"""Holds the sandbox's roles against those of `infra/gatehouse.yaml`: the same documents in meaning, once the names are
filled in. A document is taken apart into single permissions, so that neither order nor Sid nor `one or many` counts."""

import copy
import json
import sys
from pathlib import Path

from template import load, resolved

folder, identity_pool, bucket = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
names = {"IdentityPool": identity_pool, "Bucket.Arn": f"arn:aws:s3:::{bucket}"}


def many(value):
    return value if isinstance(value, list) else [value]


def permissions(document):
    """Every action on every resource, with its effect, its principals and its conditions."""
    assert set(document) == {"Version", "Statement"}, f"not compared: {set(document)}"
    found = set()
    for statement in many(document["Statement"]):
        rest = set(statement) - {"Sid", "Effect", "Principal", "Action", "Resource", "Condition"}
        assert not rest, f"not compared: {rest}"
        principal = json.dumps(statement.get("Principal"), sort_keys=True)
        condition = frozenset((operator, key.lower(), frozenset(many(values)))
                              for operator, keys in statement.get("Condition", {}).items()
                              for key, values in keys.items())
        for action in many(statement["Action"]):
            for resource in many(statement.get("Resource")):
                found.add((document["Version"], statement["Effect"], principal, action.lower(), resource, condition))
    return found


def meaning(role):
    may = set().union(*(permissions(policy["PolicyDocument"]) for policy in role["Policies"]))
    return permissions(role["AssumeRolePolicyDocument"]), may


def without_one_thing(value):
    """`value` in every form in which one item of one list is missing."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from ({**value, key: less} for less in without_one_thing(inner))
    if isinstance(value, list):
        for at, inner in enumerate(value):
            yield from (value[:at] + [less] + value[at + 1:] for less in without_one_thing(inner))
            yield value[:at] + value[at + 1:]


resources = load()["Resources"]
for file in sorted(folder.glob("*.json")):
    ours = json.loads(file.read_text())
    # The second bucket is the sandbox's alone, and so is the policy for it.
    ours["Policies"] = [policy for policy in ours["Policies"] if policy["PolicyName"] != "archive"]
    name = f"{file.stem.capitalize()}Role"
    theirs = resolved(resources[name]["Properties"], names)
    assert meaning(ours) == meaning(theirs), (
        f"{file.name} is not {name}:\nonly in the sandbox: {[a - b for a, b in zip(meaning(ours), meaning(theirs))]}\n"
        f"only in the template: {[b - a for a, b in zip(meaning(ours), meaning(theirs))]}")
    fewer = list(without_one_thing(copy.deepcopy(ours)))
    assert len(fewer) >= 5 and all(meaning(less) != meaning(theirs) for less in fewer), "a difference would not be seen"
    print(f"{file.stem}: as in the template")
