"""Writes vectors.json: exchanges computed with Python's own integers, from the text of RFC 5054 and the conventions
of Amazon's clients. Run it only to make other vectors: python3 vectors.py > vectors.json"""

import hashlib
import hmac
import json
import random

N = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
    "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510"
    "15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7"
    "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C"
    "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
    16,
)
G = 2


def octets(number):
    return number.to_bytes(number.bit_length() // 8 + 1, "big")


def digest(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def number(*parts):
    return int.from_bytes(digest(*parts), "big")


def vector(dice, user, password, salt):
    pool = "Gatehouse"
    a = dice.getrandbits(1024)
    b = dice.getrandbits(256)
    x = number(octets(int.from_bytes(salt, "big")), digest(f"{pool}{user}:{password}".encode()))
    v = pow(G, x, N)
    k = number(octets(N), octets(G))
    A = pow(G, a, N)
    B = (k * v + pow(G, b, N)) % N
    u = number(octets(A), octets(B))
    S = pow(B - k * v, a + u * x, N)
    prk = hmac.new(octets(u), octets(S), hashlib.sha256).digest()
    key = hmac.new(prk, b"Caldera Derived Key\x01", hashlib.sha256).digest()[:16]
    block = dice.randbytes(24)
    timestamp = "Mon Jan 5 10:00:00 UTC 2026"
    claim = pool.encode() + user.encode() + block + timestamp.encode()
    return {
        "user": user,
        "password": password,
        "salt": salt.hex(),
        "salt_sent": "%x" % int.from_bytes(salt, "big"),
        "verifier": "%0768x" % v,
        "b": "%064x" % b,
        "a_public": "%x" % A,
        "b_public": "%x" % B,
        "block": block.hex(),
        "timestamp": timestamp,
        "signature": hmac.new(key, claim, hashlib.sha256).hexdigest(),
    }


dice = random.Random(20260105)
people = [("ada", "Gatehouse-1"), ("grace", "Pässwörd-日本-1"), ("x" * 128, "z" * 256)]
vectors = []
for user, password in people:
    vectors.append(vector(dice, user, password, dice.randbytes(16)))
    vectors.append(vector(dice, user, password, b"\x00" + dice.randbytes(15)))
    vectors.append(vector(dice, user, password, b"\x00\x00\x05" + dice.randbytes(13)))
    vectors.append(vector(dice, user, password, b"\xff" + dice.randbytes(15)))
print(json.dumps(vectors, ensure_ascii=False, indent=1))
