"""Holds the vectors against a second implementation: plain Python, standard library only. Prints how many agree, or fails."""

import base64
import hashlib
import hmac
import json
import pathlib
import re
import struct
import sys
import zlib

sys.dont_write_bytecode = True
from aes_gcm import open_sealed

FOLDER = pathlib.Path(__file__).parent
TERMS = ("method", "resource", "scheme", "network", "amount", "asset", "payTo", "access", "finality")
agreed = 0


def load(name):
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def same(found, expected, what):
    global agreed
    if found != expected:
        raise SystemExit(f"{what}: {found} instead of {expected}")
    agreed += 1


def base64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def memo_of(offer):
    return "x402:" + base64url(hashlib.sha256(b"x402pay/memo/v1" + offer.encode()).digest())[:29]


def derived_key(secret, info):
    """HKDF-SHA-256 (RFC 5869) without a salt, 32 bytes: one block."""
    pseudorandom = hmac.new(bytes(32), secret.encode(), hashlib.sha256).digest()
    return hmac.new(pseudorandom, info.encode() + b"\x01", hashlib.sha256).digest()


def offer_token(secret, terms, expires_at, nonce):
    key = derived_key(secret, "x402pay/offer/v1/" + terms["network"])
    head = b"\x01" + struct.pack(">I", expires_at) + bytes.fromhex(nonce)
    text = json.dumps([terms[name] for name in TERMS], separators=(",", ":"), ensure_ascii=False)
    return base64url(head + hmac.new(key, head + text.encode(), hashlib.sha256).digest()[:16])


PRIME = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE = -121665 * pow(121666, -1, PRIME)


def added(one, other):
    """Edwards addition in affine coordinates (RFC 8032, section 5.1.4): slow, and short."""
    (x1, y1), (x2, y2) = one, other
    twist = CURVE * x1 * x2 * y1 * y2
    x3 = (x1 * y2 + x2 * y1) * pow(1 + twist, -1, PRIME)
    y3 = (y1 * y2 + x1 * x2) * pow(1 - twist, -1, PRIME)
    return x3 % PRIME, y3 % PRIME


def times(number, point):
    result = (0, 1)
    while number:
        if number & 1:
            result = added(result, point)
        point = added(point, point)
        number >>= 1
    return result


def decompressed(data):
    number = int.from_bytes(data, "little")
    y, sign = number & (2**255 - 1), number >> 255
    square = (y * y - 1) * pow(CURVE * y * y + 1, -1, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if (x * x - square) % PRIME:
        x = x * pow(2, (PRIME - 1) // 4, PRIME) % PRIME
    return (PRIME - x if x & 1 != sign else x), y


BASE = decompressed((4 * pow(5, -1, PRIME) % PRIME).to_bytes(32, "little"))


def public_key(seed):
    scalar = bytearray(hashlib.sha512(seed).digest()[:32])
    scalar[0] &= 248
    scalar[31] = scalar[31] & 127 | 64
    x, y = times(int.from_bytes(scalar, "little"), BASE)
    return (y | (x & 1) << 255).to_bytes(32, "little")


def is_signed(key, message, signature):
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + key + message).digest(), "little") % ORDER
    left = times(int.from_bytes(signature[32:], "little"), BASE)
    return left == added(decompressed(signature[:32]), times(challenge, decompressed(key)))


def did_key(key):
    alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
    number, digits = int.from_bytes(b"\xed\x01" + key, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        digits = alphabet[digit] + digits
    return "did:key:z" + digits


def decoded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def verified_receipt(jws):
    """What a receipt says, and who signed it."""
    signed, _, signature = jws.rpartition(".")
    header, payload = (json.loads(decoded(part)) for part in signed.split("."))
    signer = header["kid"].partition("#")[0]
    key = KEYS[signer]
    return (payload, signer) if is_signed(key, signed.encode(), decoded(signature)) else None


def from_base64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def unsealed(jwe, key):
    """The text of a JWE, or None where it does not open."""
    parts = re.fullmatch(r"([\w-]+)\.\.([\w-]{16})\.([\w-]*)\.([\w-]{22})", jwe)
    if not parts:
        return None
    header, nonce, sealed, tag = parts.groups()
    plain = open_sealed(*map(from_base64url, (key, nonce, sealed, tag)), header.encode())
    if plain is None:
        return None
    return (zlib.decompress(plain, -15) if "zip" in json.loads(from_base64url(header)) else plain).decode()


FIELDS = {"expirationTime": "Expiration Time", "notBefore": "Not Before", "requestId": "Request ID"}


def sign_in_text(info, address, chain_id):
    statement = [info["statement"], ""] if "statement" in info else []
    resources = ["Resources:"] + ["- " + one for one in info["resources"]] if "resources" in info else []
    return "\n".join(
        [f"{info['domain']} wants you to sign in with your Stacks account:", address, "", *statement]
        + [f"URI: {info['uri']}", f"Version: {info['version']}", f"Chain ID: {chain_id.partition(':')[2]}"]
        + [f"Nonce: {info['nonce']}", f"Issued At: {info['issuedAt']}"]
        + [f"{title}: {info[name]}" for name, title in FIELDS.items() if name in info]
        + resources
    )


def message_hash(text):
    data = text.encode()
    size = bytes([len(data)]) if len(data) < 0xFD else b"\xfd" + struct.pack("<H", len(data))
    return hashlib.sha256(b"\x17Stacks Signed Message:\n" + size + data).hexdigest()


def sign_in_nonce(secret, network, method, resource, issued_at, random):
    key = derived_key(secret, "x402pay/sign-in/v1/" + network)
    head = struct.pack(">I", issued_at) + bytes.fromhex(random)
    bound = json.dumps([method, resource], separators=(",", ":"), ensure_ascii=False)
    return (head + hmac.new(key, head + bound.encode(), hashlib.sha256).digest()[:16]).hex()


def transaction_id(transaction):
    return hashlib.new("sha512_256", bytes.fromhex(transaction)).hexdigest()


for vector in load("memos.json")["memos"]:
    same(memo_of(vector["offer"]), vector["memo"], "memo")
for vector in load("offers.json")["keys"]:
    same(derived_key(vector["secret"], vector["info"]).hex(), vector["key"], "key of offers")
for vector in load("passes.json")["keys"]:
    same(derived_key(vector["secret"], vector["info"]).hex(), vector["seed"], "seed of passes")
KEYS = {}
for vector in load("receipts.json")["keys"]:
    seed = derived_key(vector["secret"], vector["info"])
    same(seed.hex(), vector["seed"], "seed of receipts")
    same(base64url(public_key(seed)), vector["publicKey"], "key of receipts")
    same(did_key(public_key(seed)), vector["did"], "name of the key of receipts")
    KEYS[vector["did"]] = public_key(seed)
for vector in load("receipts.json")["verified"]:
    receipt, signer = verified_receipt(vector["jws"])
    same(signer, vector["signer"], vector["name"])
    same({name: receipt[name] for name in vector["receipt"]}, vector["receipt"], vector["name"])
for vector in load("sign-ins.json")["keys"]:
    same(derived_key(vector["secret"], vector["info"]).hex(), vector["key"], "key of sign-ins")
for vector in load("sign-ins.json")["challenges"]:
    parts = [vector[name] for name in ("secret", "network", "method", "resource", "now", "random")]
    same(sign_in_nonce(*parts), vector["info"]["nonce"], vector["name"])
for vector in load("sign-ins.json")["texts"]:
    text = sign_in_text(vector["info"], vector["address"], vector["chainId"])
    same(text, vector["text"], vector["name"])
    same(message_hash(text), vector["message"], vector["name"])
for vector in load("offers.json")["tokens"]:
    token = offer_token(vector["secret"], vector["terms"], vector["expiresAt"], vector["nonce"])
    same(token, vector["token"], vector["name"])
for vector in load("transactions.json")["accepted"]:
    same(transaction_id(vector["bytes"]), vector["txid"], vector["name"])
for vector in load("resources.json")["resources"]:
    same(hashlib.sha256(vector["resource"].encode()).hexdigest(), vector["contentId"], vector["name"])
for vector in load("exchanges.json")["exchanges"]:
    exchanged = vector["exchanged"]
    offer = next(entry for entry in exchanged["required"]["accepts"] if entry["asset"] == vector["asset"])
    resource = exchanged["required"]["resource"]["url"]
    terms = {**offer, **offer["extra"], "method": vector["request"]["method"], "resource": resource}
    expires_at = vector["now"] + offer["maxTimeoutSeconds"]
    token = offer_token(vector["seller"]["secret"], terms, expires_at, vector["nonce"])
    same(token, offer["extra"]["offer"], vector["name"])
    same(memo_of(token), exchanged["memo"], vector["name"])
    same(transaction_id(exchanged["transaction"]), exchanged["txid"], vector["name"])
    response = json.loads(base64.b64decode(exchanged["response"]))
    key = public_key(derived_key(vector["seller"]["secret"], "x402pay/receipt/v1/" + terms["network"]))
    KEYS[did_key(key)] = key
    receipt, _ = verified_receipt(response["extensions"]["offer-receipt"]["info"]["receipt"]["signature"])
    same([receipt["transaction"], receipt["resourceUrl"]], [exchanged["txid"], resource], vector["name"])
for vector in load("sealed.json")["keys"]:
    root = derived_key(vector["secret"], vector["info"])
    same(root.hex(), vector["root"], "root of content keys")
    key = hmac.new(hmac.new(bytes(32), root, hashlib.sha256).digest(), vector["kid"].encode() + b"\x01", hashlib.sha256).digest()
    same(base64url(key), vector["k"], vector["kid"])
for vector in load("sealed.json")["opened"]:
    same(unsealed(vector["jwe"], vector["k"]), vector["plain"], vector["name"])
for vector in load("sealed.json")["refused"]:
    same(unsealed(vector["jwe"], vector["k"]), None, vector["name"])
print(f"{agreed} vectors agree")
