"""boto3 clients of the sandbox whose every raw answer is held against botocore's own service model.

The model lists, for each operation, the members of the answer, their types and enums, and the names of the errors.
An answer that has more, or something else, is not AWS's, even where boto3 itself would read over it.
"""

import base64
import json
import os
import xml.etree.ElementTree as ElementTree

import boto3
import botocore.session
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

SANDBOX = json.loads(os.environ["SANDBOX"])
URL = SANDBOX["url"]
POOL = SANDBOX["user_pool_id"]
CLIENT = SANDBOX["client_id"]
IDENTITY_POOL = SANDBOX["identity_pool_id"]
BUCKET = SANDBOX["bucket"]
REGION = SANDBOX["region"]
PROVIDER = f"cognito-idp.{REGION}.amazonaws.com/{POOL}"

# The codes of https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html that a client can meet here:
# S3's model names almost none of its errors.
S3_ERRORS = {
    "AccessDenied", "BadDigest", "BucketAlreadyExists", "EntityTooLarge", "EntityTooSmall", "ExpiredToken",
    "InternalError", "InvalidAccessKeyId", "InvalidArgument", "InvalidBucketName", "InvalidDigest", "InvalidPart",
    "InvalidPartOrder", "InvalidRange", "InvalidRequest", "InvalidToken", "KeyTooLongError", "MalformedXML",
    "MethodNotAllowed", "MissingContentLength", "NoSuchBucket", "NoSuchKey", "NoSuchUpload", "NotImplemented",
    "PreconditionFailed", "RequestTimeTooSkewed", "SignatureDoesNotMatch", "SlowDown", "XAmzContentSHA256Mismatch",
    "AuthorizationHeaderMalformed", "NotModified", "InvalidObjectState", "InternalFailure", "NoSuchVersion",
    "BucketAlreadyOwnedByYou", "BucketNotEmpty", "InvalidStorageClass", "InvalidTag", "NoSuchCORSConfiguration",
    "PermanentRedirect", "RestoreAlreadyInProgress",
}

# What AWS's front ends answer to a bad signature, which no model names ("Common Errors" of each API reference).
COMMON_ERRORS = {
    "AccessDeniedException", "IncompleteSignatureException", "InvalidSignatureException", "UnrecognizedClientException",
    "ExpiredTokenException", "MissingAuthenticationTokenException",
}
STS_ERRORS = {
    "AccessDenied", "IncompleteSignature", "InvalidAction", "InvalidClientTokenId", "MissingAuthenticationToken",
    "SignatureDoesNotMatch", "ExpiredToken", "ValidationError",
}

# Members that the pinned model does not have yet and later ones do (aws-sdk-cognitoidentityprovider 1.144 for Rust).
USER_POOLS = botocore.session.get_session().get_service_model("cognito-idp")
NEWER = {
    ("RespondToAuthChallengeResponse", "AvailableChallenges"):
        USER_POOLS.shape_for("InitiateAuthResponse").members["AvailableChallenges"],
}

breaches = []
answers = 0


def check(value, shape, where):
    """Holds one JSON value against its shape."""
    kind = shape.type_name
    if value is None:
        breaches.append(f"{where}: null, where AWS leaves the member out")
    elif getattr(shape, "is_document_type", False):
        return  # any JSON; the scripts judge it themselves
    elif kind == "structure":
        if not isinstance(value, dict):
            return breaches.append(f"{where}: {type(value).__name__} for a structure")
        for name, inner in value.items():
            if (shape.name, name) in NEWER:
                check(inner, NEWER[shape.name, name], f"{where}.{name}")
            elif name not in shape.members:
                breaches.append(f"{where}.{name}: no such member in {shape.name}")
            else:
                check(inner, shape.members[name], f"{where}.{name}")
        for name in shape.required_members:
            if name not in value:
                breaches.append(f"{where}.{name}: required in {shape.name}")
    elif kind == "list":
        if not isinstance(value, list):
            return breaches.append(f"{where}: {type(value).__name__} for a list")
        for index, inner in enumerate(value):
            check(inner, shape.member, f"{where}[{index}]")
    elif kind == "map":
        if not isinstance(value, dict):
            return breaches.append(f"{where}: {type(value).__name__} for a map")
        for name, inner in value.items():
            check(inner, shape.value, f"{where}[{name}]")
    else:
        check_plain(value, shape, where)


def check_plain(value, shape, where):
    """Holds a value that has no parts against its shape."""
    right = {
        "string": lambda: isinstance(value, str),
        "boolean": lambda: isinstance(value, bool),
        "integer": lambda: isinstance(value, int) and not isinstance(value, bool),
        "long": lambda: isinstance(value, int) and not isinstance(value, bool),
        "timestamp": lambda: isinstance(value, (int, float)) and not isinstance(value, bool),
        "float": lambda: isinstance(value, (int, float)),
        "double": lambda: isinstance(value, (int, float)),
        "blob": lambda: isinstance(value, str) and base64.b64decode(value, validate=True) is not None,
    }[shape.type_name]
    if not right():
        breaches.append(f"{where}: {value!r} is no {shape.type_name}")
    elif getattr(shape, "enum", None) and value not in shape.enum:
        breaches.append(f"{where}: {value!r} is none of {shape.enum}")


def check_json(model, status, headers, body):
    """Holds an answer of a service that speaks JSON against the model."""
    plain = model.service_model.metadata["protocol"] == "rest-json"
    kind = "application/json" if plain else "application/x-amz-json-1.1"
    if kind not in headers.get("content-type", ""):
        breaches.append(f"{model.name}: content type {headers.get('content-type')!r}")
    if not headers.get("x-amzn-requestid"):
        breaches.append(f"{model.name}: no request id")
    if status < 300:
        value = json.loads(body) if body else {}
        if model.output_shape is not None:
            check(value, model.output_shape, model.name)
        return
    value = json.loads(body)
    name = value.get("__type", "").split("#")[-1].split(":")[0]
    header = headers.get("x-amzn-errortype", "").split(":")[0].split("#")[-1]
    if header != name:
        breaches.append(f"{model.name}: header says {header!r}, body says {name!r}")
    known = {shape.name: shape for shape in model.error_shapes}
    stated = known[name].metadata.get("error", {}).get("httpStatusCode", status) if name in known else status
    if plain and status != stated:
        breaches.append(f"{model.name}: {name} with {status} in place of {stated}")
    if name not in known.keys() | COMMON_ERRORS:
        breaches.append(f"{model.name}: {name} is none of its errors {sorted(known)}")
    if not isinstance(value.get("message", value.get("Message")), str):
        breaches.append(f"{model.name}: {name} without a message")


def tag(element):
    return element.tag.split("}")[-1]


def check_xml(element, shape, where):
    """Holds the children of an XML element against the members of a structure."""
    names = {}
    for member, inner in shape.members.items():
        flat = inner.type_name == "list" and inner.serialization.get("flattened")
        name = inner.serialization.get("name") or (inner.member.serialization.get("name") if flat else None) or member
        names[name] = inner
    for child in element:
        inner = names.get(tag(child))
        here = f"{where}.{tag(child)}"
        if inner is None:
            breaches.append(f"{here}: no such member in {shape.name}")
        elif inner.type_name == "structure":
            check_xml(child, inner, here)
        elif inner.type_name == "list":
            rows = [child] if inner.serialization.get("flattened") else list(child)
            for row in rows:
                if inner.member.type_name == "structure":
                    check_xml(row, inner.member, here)
        elif inner.type_name in ("integer", "long") and not (child.text or "").isdigit():
            breaches.append(f"{here}: {child.text!r} is no number")
        elif inner.type_name == "boolean" and child.text not in ("true", "false"):
            breaches.append(f"{here}: {child.text!r} is no boolean")
        elif getattr(inner, "enum", None) and (child.text or "") not in inner.enum:
            breaches.append(f"{here}: {child.text!r} is none of {inner.enum}")


def check_s3(model, status, headers, body):
    """Holds an answer of S3 against the model."""
    if not headers.get("x-amz-request-id"):
        breaches.append(f"{model.name}: no request id")
    if status >= 300:
        if not body:
            return
        root = ElementTree.fromstring(body)
        code = root.findtext("Code")
        if tag(root) != "Error" or code not in S3_ERRORS:
            breaches.append(f"{model.name}: {code} in <{tag(root)}> is no error of S3")
        if root.findtext("Message") is None:
            breaches.append(f"{model.name}: {code} without a message")
    elif body and model.output_shape is not None and "payload" not in model.output_shape.serialization:
        check_xml(ElementTree.fromstring(body), model.output_shape, model.name)


def check_query(model, status, headers, body):
    """Holds an answer of STS against the model."""
    root = ElementTree.fromstring(body)
    space = "{" + model.service_model.metadata["xmlNamespace"] + "}"
    if not root.tag.startswith(space) or not headers.get("x-amzn-requestid"):
        breaches.append(f"{model.name}: namespace or request id is missing in <{root.tag}>")
    if status >= 300:
        error = root.find(f"{space}Error")
        code = None if error is None else error.findtext(f"{space}Code")
        known = {shape.metadata.get("error", {}).get("code", shape.name): shape for shape in model.error_shapes}
        if tag(root) != "ErrorResponse" or code not in known.keys() | STS_ERRORS:
            breaches.append(f"{model.name}: {code} in <{tag(root)}> is none of its errors {sorted(known)}")
        elif error.findtext(f"{space}Message") is None or error.findtext(f"{space}Type") != "Sender":
            breaches.append(f"{model.name}: {code} without a message or a side")
        elif code in known and known[code].metadata["error"]["httpStatusCode"] != status:
            breaches.append(f"{model.name}: {code} with {status}")
        return
    result = root.find(f"{space}{model.name}Result")
    if tag(root) != f"{model.name}Response" or result is None:
        return breaches.append(f"{model.name}: no result in <{tag(root)}>")
    check_xml(result, model.output_shape, model.name)


def watch(operation_model, response_dict, **_):
    global answers
    answers += 1
    headers = {name.lower(): value for name, value in response_dict["headers"].items()}
    body, status = response_dict["body"], response_dict["status_code"]
    if operation_model.has_streaming_output and status < 300:
        return
    judge = {"s3": check_s3, "sts": check_query}.get(operation_model.service_model.service_name, check_json)
    judge(operation_model, status, headers, body)


def client(name, session=None, **options):
    """A boto3 client of the sandbox that is watched."""
    session = session or boto3.session.Session(region_name=REGION)
    # Links are signed by Signature Version 2 unless boto3 is told otherwise.
    version = UNSIGNED if options.pop("unsigned", False) else "s3v4" if name == "s3" else None
    settings = Config(signature_version=version)
    settings = settings.merge(Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}))
    made = session.client(name, endpoint_url=URL, config=settings, **options)
    made.meta.events.register(f"before-parse.{made.meta.service_model.service_id.hyphenize()}", watch)
    return made


def pool():
    return client("cognito-idp", unsigned=True)


def identities():
    return client("cognito-identity", unsigned=True)


def signed(name, credentials, region=REGION):
    """A service with the credentials that GetCredentialsForIdentity or STS answered."""
    return client(
        name,
        region_name=region,
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials.get("SecretKey") or credentials["SecretAccessKey"],
        aws_session_token=credentials["SessionToken"],
    )


def s3(credentials):
    return signed("s3", credentials)


def backend():
    """The identity pool as the IAM user of the administrator's own backend."""
    return client(
        "cognito-identity",
        aws_access_key_id=SANDBOX["backend_access_key_id"],
        aws_secret_access_key=SANDBOX["backend_secret_key"],
    )


def administrator():
    """The user pool as the IAM user that administers it."""
    return client(
        "cognito-idp",
        aws_access_key_id=SANDBOX["backend_access_key_id"],
        aws_secret_access_key=SANDBOX["backend_secret_key"],
    )


def sign_in(username, password="Gatehouse-1"):
    """The tokens of a user whose password is enough."""
    answer = pool().initiate_auth(
        AuthFlow="USER_PASSWORD_AUTH",
        ClientId=CLIENT,
        AuthParameters={"USERNAME": username, "PASSWORD": password},
    )
    return answer["AuthenticationResult"]


def credentials_of(id_token):
    """The identity id and the AWS credentials behind an ID token."""
    logins = {PROVIDER: id_token}
    identity = identities().get_id(IdentityPoolId=IDENTITY_POOL, Logins=logins)["IdentityId"]
    return identity, identities().get_credentials_for_identity(IdentityId=identity, Logins=logins)["Credentials"]


def refused(error, call, **arguments):
    """Makes a call that has to be refused with this very error."""
    try:
        call(**arguments)
    except ClientError as refusal:
        assert refusal.response["Error"]["Code"] == error, f"{refusal} instead of {error}"
        return refusal.response
    raise AssertionError(f"{call.__name__} was not refused with {error}")


def inbox(to):
    """The messages to an address, newest first."""
    import urllib.request

    request = urllib.request.Request(
        f"{URL}/_sandbox/inbox", headers={"Authorization": f"Bearer {SANDBOX['control_token']}"}
    )
    with urllib.request.urlopen(request) as answer:
        return [message for message in json.load(answer) if message["to"] == to]


def given_role(identity):
    """What the sandbox says about the role of an identity."""
    import urllib.request

    request = urllib.request.Request(
        f"{URL}/_sandbox/roles?identity={identity}", headers={"Authorization": f"Bearer {SANDBOX['control_token']}"}
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def settings(changes):
    """Changes the sandbox's settings, as an administrator would change the pool."""
    import urllib.request

    request = urllib.request.Request(
        f"{URL}/_sandbox/settings",
        data=json.dumps(changes).encode(),
        headers={"Authorization": f"Bearer {SANDBOX['control_token']}", "Content-Type": "application/json"},
        method="POST",
    )
    urllib.request.urlopen(request).close()


def finish():
    """Ends the script: it fails when any answer was not AWS's."""
    assert answers > 0, "no answer was watched"
    assert not breaches, "\n".join(sorted(set(breaches)))
    print(f"{answers} answers held against the service model")
