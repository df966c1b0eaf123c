"""Holds the vectors against a second implementation: plain Python, standard library only. Prints how many agree, or fails."""

import base64
import hashlib
import hmac
import json
import pathlib
import struct

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


def transaction_id(transaction):
    return hashlib.new("sha512_256", bytes.fromhex(transaction)).hexdigest()


for vector in load("memos.json")["memos"]:
    same(memo_of(vector["offer"]), vector["memo"], "memo")
for vector in load("offers.json")["keys"]:
    same(derived_key(vector["secret"], vector["info"]).hex(), vector["key"], "key of offers")
for vector in load("passes.json")["keys"]:
    same(derived_key(vector["secret"], vector["info"]).hex(), vector["seed"], "seed of passes")
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
print(f"{agreed} vectors agree")
