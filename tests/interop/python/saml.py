"""An assertion of AcmeSAML, checked by Python's own canonical XML and by cryptography."""

import base64
import hashlib
import html
import json
import os
import re
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from xml.etree import ElementTree

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

url = json.loads(os.environ["SANDBOX"])["url"]
DS = "{http://www.w3.org/2000/09/xmldsig#}"
browser = urllib.request.build_opener(
    urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar())
)


def read(path, fields=None):
    body = fields and urllib.parse.urlencode(fields).encode()
    return browser.open(urllib.request.Request(url + path, body)).read().decode()


def number(element):
    return int.from_bytes(base64.b64decode(element.text), "big")


page = read("/external/saml/sso")
token = re.search(r'name="_csrf" value="([^"]+)"', page)[1]
shown = read("/external/saml/sso", {"_csrf": token, "who": "edsger"})
response = base64.b64decode(html.unescape(re.search(r"readonly>([^<]+)<", shown)[1])).decode()

assertion = re.search(r"<saml:Assertion .*</saml:Assertion>", response)[0]
signature = re.search(r"<ds:Signature .*</ds:Signature>", assertion)[0]
signed_info = re.search(r"<ds:SignedInfo .*</ds:SignedInfo>", signature)[0]
unsigned = ElementTree.canonicalize(assertion, exclude_tags={DS + "Signature"})
assert unsigned == assertion.replace(signature, ""), "the enveloped signature is left out"

tree = ElementTree.fromstring(signature)
digest = tree.findtext(f"{DS}SignedInfo/{DS}Reference/{DS}DigestValue")
assert base64.b64decode(digest) == hashlib.sha256(unsigned.encode()).digest()
name = tree.find(f"{DS}SignedInfo/{DS}Reference").get("URI")
assert name == "#" + ElementTree.fromstring(assertion).get("ID")

metadata = ElementTree.fromstring(read("/external/saml/metadata"))
exponent, modulus = (number(next(metadata.iter(DS + part))) for part in ("Exponent", "Modulus"))
key = rsa.RSAPublicNumbers(exponent, modulus).public_key()
value = base64.b64decode(tree.findtext(DS + "SignatureValue"))
canonical = ElementTree.canonicalize(signed_info)
assert canonical == signed_info, "what is signed is its own canonical form"
key.verify(value, canonical.encode(), padding.PKCS1v15(), SHA256())
