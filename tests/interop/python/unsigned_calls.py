"""The list of what every unsigned call can raise, held against botocore's model.

The app's tests take from it which errors must mean something. Nothing of the model may be missing in it; it may hold
what a newer model has added.
"""

from pathlib import Path

import botocore.loaders

from contract import *

LIST = Path(__file__).parents[3] / "crates/auth/tests/unsigned_calls.txt"
listed = {}
for line in LIST.read_text().splitlines():
    call, errors = line.split(": ")
    listed[call] = set(errors.split())

model = botocore.loaders.Loader().load_service_model("cognito-idp", "service-2")
unsigned = {
    name: {error["shape"] for error in operation.get("errors", [])}
    for name, operation in model["operations"].items()
    if operation.get("authtype") == "none"
}
assert len(unsigned) >= 32, len(unsigned)
missing = {call: sorted(errors - listed.get(call, set())) for call, errors in unsigned.items()}
missing = {call: errors for call, errors in missing.items() if errors or call not in listed}
assert not missing, f"crates/auth/tests/unsigned_calls.txt does not know {missing}"

exceptions = {error for errors in unsigned.values() for error in errors}
assert len(exceptions) >= 43, len(exceptions)
refused("NotAuthorizedException", pool().get_user, AccessToken="a.b.c")
finish()
