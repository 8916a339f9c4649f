"""Reads `infra/gatehouse.yaml` and resolves its functions, for what is compared or deployed here."""

import json
import re
from pathlib import Path

from cfnlint.decode import decode

TEMPLATE = Path(__file__).parents[3] / "infra" / "gatehouse.yaml"
IDENTITY = "${cognito-identity.amazonaws.com:sub}"


def load():
    """The template with every function in its long form."""
    template, faults = decode(str(TEMPLATE))
    assert not faults, faults
    return json.loads(json.dumps(template))


def resolved(value, names):
    """`value` with Ref, Fn::GetAtt and Fn::Sub replaced by what `names` has for `Logical` or `Logical.Attribute`."""
    if isinstance(value, list):
        return [resolved(item, names) for item in value]
    if isinstance(value, str):
        assert set(re.findall(r"\$\{[^}]*\}", value)) <= {IDENTITY}, f"nothing fills in {value}"
        return value
    if not isinstance(value, dict):
        return value
    if "Ref" in value:
        return names[value["Ref"]]
    if "Fn::GetAtt" in value:
        return names[".".join(value["Fn::GetAtt"])]
    if "Fn::Sub" in value:
        filled = re.sub(r"\$\{([^!}][^}]*)\}", lambda found: names[found[1]], value["Fn::Sub"])
        return resolved(filled.replace("${!", "${"), names)
    return {key: resolved(inner, names) for key, inner in value.items()}
