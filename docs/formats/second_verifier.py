#!/usr/bin/env python3
"""A second verifier of Lucid bundles, and of videos that carry one, written from docs/formats alone.

It shares no code with the first one: Python's standard library for hashes, JSON, archives, Keccak and
secp256k1, and the openssl command for Ed25519, RSA and ECDSA. It is slow and holds the file in memory; it exists so
that two programs by two routes have to agree.

    second_verifier.py FILE ...              one JSON line for each; exit 0 all verified, 1 not, 2 unreadable
    second_verifier.py --vectors FOLDER      answers to every vector it knows, as one JSON array
"""
import base64, bisect, calendar, datetime, functools, hashlib, hmac, json, os, re, subprocess, sys, tempfile


class Fail(Exception):
    """`placed` says that the part concerned is known, whether or not it is a chunk's."""

    def __init__(self, code, chunk=None, placed=False):
        super().__init__(code)
        self.code, self.chunk, self.placed = code, chunk, placed


def need(condition, code, chunk=None):
    if not condition:
        raise Fail(code, chunk)


def sha256(data):
    return hashlib.sha256(data).digest()


def sha256_hex(data):
    return hashlib.sha256(data).hexdigest()


# ---------------------------------------------------------------- canonical JSON (RFC 8785)

def number_text(value):
    if isinstance(value, int):
        return str(value)
    if value == 0:
        return "0"
    sign, text = ("-", repr(-value)) if value < 0 else ("", repr(value))
    mantissa, _, exponent = text.partition("e")
    whole, _, fraction = mantissa.partition(".")
    fraction = "" if fraction == "0" else fraction
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0)
    if whole == "0":
        point -= 1 + len(fraction) - len(fraction.lstrip("0"))
    digits = digits.rstrip("0") or "0"
    if len(digits) <= point <= 21:
        return sign + digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    head = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
    return f"{sign}{head}e{'+' if point > 0 else '-'}{abs(point - 1)}"


TEXT = json.JSONEncoder(ensure_ascii=False)


def string_text(value):
    return TEXT.encode(value)


def canonical(value):
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, (int, float)):
        return number_text(value)
    if isinstance(value, str):
        return string_text(value)
    if isinstance(value, list):
        return "[" + ",".join(canonical(item) for item in value) + "]"
    names = sorted(value, key=lambda name: name.encode("utf-16-be"))
    return "{" + ",".join(string_text(name) + ":" + canonical(value[name]) for name in names) + "}"


def canonical_bytes(value):
    return canonical(value).encode()


def object_hash(value):
    return sha256_hex(canonical_bytes(value))


def whole_number(text):
    return int(text) if len(text) < 17 and abs(int(text)) <= 2**53 else float(text)


def no_constant(_text):
    raise ValueError("not JSON")


def depth_of(text):
    depth = deepest = 0
    for letter in re.sub(r'"[^"\\]*(?:\\.[^"\\]*)*"?|[^][{}"]+', "", text, flags=re.S):
        depth += 1 if letter in "[{" else -1
        deepest = max(deepest, depth)
    return deepest


def parse_canonical(data, limit):
    need(len(data) <= limit, "too-large")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Fail("not-utf8")
    need(depth_of(text) <= 32, "json-too-deep")
    try:
        value = json.loads(text, parse_int=whole_number, parse_constant=no_constant)
        again = canonical(value)
        again.encode("utf-8")
    except (ValueError, UnicodeEncodeError):
        raise Fail("json-invalid")
    need(again == text and longest_name(value) <= 1 << 20, "json-not-canonical")
    return value


def longest_name(value):
    """Longest name of all objects in a value as it is written, in UTF-16 code units."""
    if isinstance(value, list):
        return max(map(longest_name, value), default=0)
    if not isinstance(value, dict):
        return 0
    return max((max(utf16_length(string_text(name)) - 2, longest_name(item)) for name, item in value.items()), default=0)


def utf16_length(text):
    return len(text.encode("utf-16-le")) // 2


# ---------------------------------------------------------------- forms of the documents

def pattern(text):
    compiled = re.compile(text)
    return lambda value, path: need(isinstance(value, str) and compiled.fullmatch(value), "format-invalid", chunk_of(path))


def integer(low=0, high=2**53 - 1):
    return lambda value, path: need(type(value) is int and low <= value <= high, "format-invalid", chunk_of(path))


def one_of(*values):
    return lambda value, path: need(any(type(value) is type(v) and value == v for v in values), "format-invalid", chunk_of(path))


def string(most):
    return lambda value, path: need(
        isinstance(value, str) and utf16_length(value) <= most, "format-invalid", chunk_of(path))


def nullable(form):
    return lambda value, path: None if value is None else form(value, path)


def array(form, low=0, high=10**9):
    def check(value, path):
        need(isinstance(value, list) and low <= len(value) <= high, "format-invalid", chunk_of(path))
        for index, item in enumerate(value):
            form(item, path + (index,))
    return check


def pair(one, other):
    def check(value, path):
        need(isinstance(value, list) and len(value) == 2, "format-invalid")
        one(value[0], path)
        other(value[1], path)
    return check


def record(**fields):
    def check(value, path=()):
        need(isinstance(value, dict), "format-invalid", chunk_of(path))
        for name, form in fields.items():
            need(name in value, "format-invalid", chunk_of(path))
            form(value[name], path + (name,))
        need(set(value) == set(fields), "format-invalid", chunk_of(path))
    return check


def chunk_of(path):
    return path[2] if path[:2] == ("manifest", "chunks") and len(path) > 2 else None


def boolean(value, path):
    need(isinstance(value, bool), "format-invalid", chunk_of(path))


HASH = KEY = pattern("[0-9a-f]{64}")
SIGNATURE = pattern("[0-9a-f]{128}")
TRON_SIGNATURE = pattern("[0-9a-f]{128}(00|01|1b|1c)")
ADDRESS = pattern("T[1-9A-HJ-NP-Za-km-z]{33}")
UUID = pattern("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
COUNT, POSITIVE = integer(), integer(1)
RANGE = array(COUNT, 2, 2)

GAP_FIELDS = dict(kind=one_of("paused", "recorder_lost", "interrupted"), from_ms=COUNT, to_ms=COUNT)
GAP = record(**GAP_FIELDS, reason=string(500))
GAP_NUMBER = integer(-(2**53 - 1))


def gap_data(value, path):
    need(isinstance(value, dict) and len(value) <= 8, "format-invalid", chunk_of(path))
    for name, number in value.items():
        need(re.fullmatch("[a-z][a-z0-9_]{0,31}", name), "format-invalid", chunk_of(path))
        GAP_NUMBER(number, path)


GAP_2 = record(**GAP_FIELDS, code=nullable(pattern("[a-z][a-z0-9-]{0,31}")), data=nullable(gap_data), note=string(500))
BLOCK = record(height=COUNT, hash=HASH)
ENTRY_FIELDS = dict(
    session_id=UUID, index=integer(0, 999_999), take=COUNT, started_at_ms=COUNT, ended_at_ms=COUNT,
    clock_error_ms=nullable(COUNT), keyframe=boolean, events=COUNT,
    codec=one_of("none", "zstd", "gzip"), suite=one_of("xchacha20-poly1305", "aes-256-gcm"),
    plain_size=COUNT, size=COUNT, sha256=HASH)
ENTRY_1 = record(**ENTRY_FIELDS, gap_before=nullable(GAP))
ENTRY_2 = record(
    **ENTRY_FIELDS, version=one_of(2), started_monotonic_ms=COUNT, ended_monotonic_ms=COUNT, gap_before=nullable(GAP_2),
    after=nullable(BLOCK), video=nullable(HASH))


def ENTRY(value, path=()):
    (ENTRY_2 if isinstance(value, dict) and "version" in value else ENTRY_1)(value, path)


TERM_FIELDS = dict(session_id=UUID, network=HASH, node=KEY, policy_hash=HASH, consent_hash=HASH, ends_at_ms=COUNT)
TERMS = record(**TERM_FIELDS)


def TERMS_2(value, path=()):
    (record(**TERM_FIELDS, after=BLOCK) if isinstance(value, dict) and "after" in value else TERMS)(value, path)


MANIFEST_FIELDS = dict(
    format=one_of("lucid-manifest"), session_id=UUID, network=HASH, node=KEY, owner=ADDRESS,
    recorder=record(version=string(64), encoder=string(64), width=POSITIVE, height=POSITIVE, frame_rate=POSITIVE),
    started_at_ms=COUNT, ended_at_ms=COUNT,
    end=one_of("stopped", "limit", "interrupted", "recorder_lost", "desktop_lost"),
    chunk_target=record(bytes=POSITIVE, seconds=POSITIVE), key_commitment=HASH,
    merkle=record(algorithm=one_of("rfc9162-sha256"), root=HASH, leaf_count=POSITIVE),
    total_size=COUNT, total_plain_size=COUNT, created_at_ms=COUNT)
MANIFEST_1 = record(
    **MANIFEST_FIELDS, version=one_of(1), grant=record(terms=TERMS, signature=TRON_SIGNATURE),
    chunks=array(ENTRY_1, 1, 1_000_000))
MANIFEST_2 = record(
    **MANIFEST_FIELDS, version=one_of(2), grant=record(terms=TERMS_2, signature=TRON_SIGNATURE), after=nullable(BLOCK), salt=HASH, chunks=array(ENTRY_2, 1, 1_000_000))


def MANIFEST(value, path=()):
    second = isinstance(value, dict) and value.get("version") == 2
    (MANIFEST_2 if second else MANIFEST_1)(value, path)


SIGNED_MANIFEST = record(manifest=MANIFEST, signature=SIGNATURE)
GENESIS = record(
    format=one_of("lucid-genesis"), version=one_of(1), network=pattern("[a-z0-9][a-z0-9_-]{0,31}"), genesis_time=COUNT,
    parameters=record(
        slot_duration=POSITIVE, block_interval=POSITIVE, leader_timeout=POSITIVE, max_fallbacks=COUNT,
        cooldown_slots=COUNT, epoch_slots=POSITIVE, window_epochs=POSITIVE,
        d_min=pair(COUNT, POSITIVE),
        max_block_bytes=POSITIVE, max_transactions=POSITIVE, max_attesters=POSITIVE, checkpoint_blocks=POSITIVE,
        future_tolerance=COUNT),
    producers=array(record(entity=KEY, public_key=KEY, weight=POSITIVE), 1, 128))
HEADER = record(
    version=one_of(1), network=HASH, height=POSITIVE, slot=COUNT, position=COUNT, rank=COUNT, epoch=COUNT, producer=KEY,
    timestamp=COUNT, previous_hash=HASH, tx_root=HASH, attestation_root=HASH, state_root=HASH, tx_count=COUNT)
SIGNED_HEADER = record(header=HEADER, signature=SIGNATURE)
HEADS = record(heads=array(record(session_id=UUID, size=POSITIVE, root=HASH), 1, 500))
ANCHOR = record(
    session_id=UUID, owner=ADDRESS, manifest_hash=HASH, grant_hash=HASH, merkle_root=HASH, chunk_count=POSITIVE,
    total_size=COUNT, started_at_ms=COUNT, ended_at_ms=COUNT)
ANCHOR_2 = record(
    session_id=UUID, owner=ADDRESS, manifest_hash=HASH, grant_hash=HASH, merkle_root=HASH, chunk_count=POSITIVE,
    total_size=COUNT, started_at_ms=COUNT, ended_at_ms=COUNT,
    consistency=nullable(record(size=POSITIVE, root=HASH, path=array(HASH, 0, 24))))
AUDIT_HEAD = record(log=HASH, size=POSITIVE, root=HASH)
TRANSACTION_DATA = {"node_checkpoint": HEADS, "session_anchor": ANCHOR, "session_anchor_v2": ANCHOR_2, "audit_checkpoint": AUDIT_HEAD}


def transaction_form(value, path=()):
    kind = value.get("type") if isinstance(value, dict) else None
    need(isinstance(kind, str) and kind in TRANSACTION_DATA, "format-invalid")
    record(version=one_of(1), network=HASH, sender=KEY, sequence=COUNT, expires_at=COUNT, type=one_of(kind),
           data=TRANSACTION_DATA[kind])(value, path)


SIGNED_TRANSACTION = record(transaction=transaction_form, signature=SIGNATURE)
LINK = record(epoch=COUNT, source=BLOCK, target=BLOCK, signatures=array(record(attester=KEY, signature=SIGNATURE), 1, 128))
EVIDENCE = record(
    transaction=SIGNED_TRANSACTION, tx_index=COUNT, tx_path=array(HASH, 0, 20), headers=array(SIGNED_HEADER, 1, 1000),
    finality=array(LINK, 2, 2))
BLOCK_EVIDENCE = record(headers=array(SIGNED_HEADER, 1, 1000), finality=array(LINK, 2, 2))
CHUNK_PROOF = record(
    format=one_of("lucid-chunk-proof"), version=one_of(1), entry=ENTRY, path=array(HASH, 0, 20), evidence=EVIDENCE)
MICRO_USDT = pattern("0|[1-9][0-9]{0,14}")
PAYOUT = record(
    salt=pattern("[0-9a-f]{32}"), payout_id=UUID, payee=UUID, address=ADDRESS, amount=MICRO_USDT, fee=MICRO_USDT,
    transaction_id=HASH, entries=array(COUNT, 2, 3), settled_at_ms=COUNT)
STATED_ON = dict(version=one_of(1), genesis=GENESIS, tron_network=one_of("devnet", "nile", "shasta", "mainnet"), evidence=EVIDENCE)
PAYOUT_PROOF = record(
    format=one_of("lucid-payout-proof"), payout=PAYOUT, index=COUNT, path=pattern("[A-Za-z0-9_-]{0,1366}"), **STATED_ON)
PAYOUT_STATEMENT = record(
    format=one_of("lucid-payout-statement"), before=array(HASH, 0, 53), payouts=array(PAYOUT, 1), **STATED_ON,
    **{"from": COUNT})
DESCRIPTOR = record(
    format=one_of("lucid-bundle"), version=one_of(1, 2), session_id=UUID, created_at_ms=COUNT,
    chunks=array(RANGE, 0, 100_000), range_ms=nullable(RANGE), redacted=array(RANGE, 0, 100_000))


DELETION = record(
    receipt=record(
        format=one_of("lucid-deletion-receipt"), version=one_of(1), session_id=UUID, manifest_hash=nullable(HASH),
        merkle_root=nullable(HASH), chunk_count=COUNT, total_size=COUNT, deleted_by=UUID, reason=string(1000),
        deleted_at_ms=COUNT, node=KEY),
    signature=SIGNATURE)


POLICY_FIELDS = dict(
    format=one_of("lucid-policy"), input=record(mouse=boolean, keyboard=boolean),
    clipboard=record(host_to_remote=boolean, remote_to_host=boolean), network=one_of("none", "internet"),
    limits=record(duration_s=integer(10, 86_400), idle_s=integer(30, 86_400)))
RECORDING_FIELDS = dict(keystrokes=boolean, on_loss=one_of("freeze", "end"))
SOURCE = record(policy_id=pattern("[a-z0-9-]{1,64}"), version=POSITIVE, hash=HASH)
STATED = record(reason=string(500), ticket=string(100))


def RECORDING(value, path):
    (record(**RECORDING_FIELDS, programs=boolean) if isinstance(value, dict) and "programs" in value else record(**RECORDING_FIELDS))(value, path)


POLICY_1 = record(**POLICY_FIELDS, version=one_of(1), recording=RECORDING)
POLICY_2 = record(**POLICY_FIELDS, version=one_of(2), recording=RECORDING, source=nullable(SOURCE), stated=STATED)


# ---------------------------------------------------------------- trees (RFC 9162)

def leaf_hash(data):
    return sha256(b"\0" + data)


def node_hash(left, right):
    return sha256(b"\1" + left + right)


def root_of(leaves):
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return node_hash(root_of(leaves[:split]), root_of(leaves[split:]))


def are_digests(texts):
    return all(re.fullmatch("[0-9a-f]{64}", text) for text in texts)


def is_size(number):
    return type(number) is int and number < 2**53


def inclusion_holds(leaf, index, size, path, root):
    if not is_size(index) or not is_size(size) or not 0 <= index < size or not are_digests([*path, root]):
        return False
    node, last, value = index, size - 1, leaf_hash(leaf)
    for step in map(bytes.fromhex, path):
        if last == 0:
            return False
        if node % 2 or node == last:
            value = node_hash(step, value)
            while not node % 2 and node:
                node, last = node // 2, last // 2
        else:
            value = node_hash(value, step)
        node, last = node // 2, last // 2
    return last == 0 and value.hex() == root


def consistency_holds(old, new, path):
    if not is_size(old["size"]) or not is_size(new["size"]) or not 1 <= old["size"] <= new["size"]:
        return False
    if not are_digests([*path, old["root"], new["root"]]):
        return False
    if old["size"] == new["size"]:
        return not path and old["root"] == new["root"]
    if not path:
        return False
    steps = list(map(bytes.fromhex, path))
    if old["size"] & (old["size"] - 1) == 0:
        steps.insert(0, bytes.fromhex(old["root"]))
    node, last = old["size"] - 1, new["size"] - 1
    while node % 2:
        node, last = node // 2, last // 2
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if node % 2 or node == last:
            before, after = node_hash(step, before), node_hash(step, after)
            while not node % 2 and node:
                node, last = node // 2, last // 2
        else:
            after = node_hash(after, step)
        node, last = node // 2, last // 2
    return last == 0 and before.hex() == old["root"] and after.hex() == new["root"]


# ---------------------------------------------------------------- signatures

L = 2**252 + 27742317777372353535851937790883648493
P = 2**255 - 19


@functools.cache
def small_order(key):
    """Whether eight times the point is the neutral element; by y alone, with Edwards doubling in x^2."""
    y = int.from_bytes(key, "little") & (2**255 - 1)
    d = -121665 * pow(121666, P - 2, P) % P
    for _ in range(3):
        xx = (y * y - 1) * pow(d * y * y + 1, P - 2, P) % P
        # y(2A) = (y^2 + x^2) / (2 - (y^2 - x^2))  on  -x^2 + y^2 = 1 + d x^2 y^2
        y = (y * y + xx) * pow((2 - (y * y - xx)) % P, P - 2, P) % P
    return y == 1


known = {}


def ed25519_holds(message, signature, key):
    """RFC 8032 without the cofactor, by openssl, with the stricter rules of this format first."""
    if not re.fullmatch("[0-9a-f]{128}", signature) or not re.fullmatch("[0-9a-f]{64}", key):
        return False
    raw, public = bytes.fromhex(signature), bytes.fromhex(key)
    if int.from_bytes(raw[32:], "little") >= L or int.from_bytes(public, "little") & (2**255 - 1) >= P or small_order(public):
        return False
    question = (sha256(message), signature, key)
    if question not in known:
        with tempfile.TemporaryDirectory() as folder:
            paths = [os.path.join(folder, name) for name in ("key", "message", "signature")]
            for path, data in zip(paths, (bytes.fromhex("302a300506032b6570032100") + public, message, raw)):
                with open(path, "wb") as file:
                    file.write(data)
            command = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", paths[0], "-rawin",
                       "-in", paths[1], "-sigfile", paths[2]]
            known[question] = subprocess.run(command, capture_output=True).returncode == 0
    return known[question]


def is_signed(domain, value, signature, key):
    return ed25519_holds(f"{domain}\n{canonical(value)}".encode(), signature, key)


def keccak256(data):
    mask = 2**64 - 1
    rotate = lambda lane, by: ((lane << by) | (lane >> (64 - by))) & mask if by else lane
    constants, register = [], 1
    for _ in range(24):
        constant = 0
        for bit in range(7):
            if register & 1:
                constant |= 1 << ((1 << bit) - 1)
            register = (register << 1) ^ (0x171 if register & 0x80 else 0)
        constants.append(constant)
    state = [[0] * 5 for _ in range(5)]
    padded = bytearray(data) + b"\1" + bytes(-(len(data) + 1) % 136)
    padded[-1] |= 0x80
    for start in range(0, len(padded), 136):
        for lane in range(17):
            state[lane % 5][lane // 5] ^= int.from_bytes(padded[start + 8 * lane:start + 8 * lane + 8], "little")
        for constant in constants:
            column = [state[x][0] ^ state[x][1] ^ state[x][2] ^ state[x][3] ^ state[x][4] for x in range(5)]
            for x in range(5):
                mix = column[x - 1] ^ rotate(column[(x + 1) % 5], 1)
                for y in range(5):
                    state[x][y] ^= mix
            x, y, lane = 1, 0, state[1][0]
            for step in range(24):
                x, y = y, (2 * x + 3 * y) % 5
                lane, state[x][y] = state[x][y], rotate(lane, (step + 1) * (step + 2) // 2 % 64)
            for y in range(5):
                row = [state[x][y] for x in range(5)]
                for x in range(5):
                    state[x][y] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5])
            state[0][0] ^= constant
    return b"".join((state[x][0]).to_bytes(8, "little") for x in range(4))


SECP_P = 2**256 - 2**32 - 977
SECP_N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
SECP_G = (0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798,
          0x483ADA7726A3C4655DA4FBFC0E1108A8FD17B448A68554199C47D08FFB10D4B8)


def secp_add(one, two):
    if one is None or two is None:
        return one or two
    if one[0] == two[0]:
        if (one[1] + two[1]) % SECP_P == 0:
            return None
        slope = 3 * one[0] * one[0] * pow(2 * one[1], -1, SECP_P)
    else:
        slope = (two[1] - one[1]) * pow(two[0] - one[0], -1, SECP_P)
    x = (slope * slope - one[0] - two[0]) % SECP_P
    return x, (slope * (one[0] - x) - one[1]) % SECP_P


def secp_multiply(point, scalar):
    total = None
    while scalar:
        if scalar & 1:
            total = secp_add(total, point)
        point, scalar = secp_add(point, point), scalar >> 1
    return total


def base58check(data):
    data += sha256(sha256(data))[:4]
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"[digit] + text
    return text


@functools.cache
def tron_signer(message, signature):
    """Address that signed a text with TRON's signMessageV2, or None."""
    if not re.fullmatch("[0-9a-f]{128}(00|01|1b|1c)", signature):
        return None
    r, s, v = int(signature[:64], 16), int(signature[64:128], 16), int(signature[128:], 16) % 27
    if not 0 < r < SECP_N or not 0 < s <= SECP_N // 2:
        return None
    data = message.encode()
    digest = int.from_bytes(keccak256(b"\x19TRON Signed Message:\n" + str(len(data)).encode() + data), "big")
    square = (pow(r, 3, SECP_P) + 7) % SECP_P
    y = pow(square, (SECP_P + 1) // 4, SECP_P)
    if y * y % SECP_P != square:
        return None
    y = y if y % 2 == v else SECP_P - y
    inverse = pow(r, -1, SECP_N)
    point = secp_add(secp_multiply((r, y), s * inverse % SECP_N), secp_multiply(SECP_G, -digest * inverse % SECP_N))
    if point is None:
        return None
    return base58check(b"\x41" + keccak256(point[0].to_bytes(32, "big") + point[1].to_bytes(32, "big"))[12:])


# ---------------------------------------------------------------- the chain

def open_network(genesis):
    GENESIS(genesis)
    producers, parameters = genesis["producers"], genesis["parameters"]
    for name in ("public_key", "entity"):
        need(len({producer[name] for producer in producers}) == len(producers), "genesis-invalid")
    need(parameters["slot_duration"] % parameters["block_interval"] == 0, "genesis-invalid")
    weights = {producer["public_key"]: producer["weight"] for producer in producers}
    return {"hash": object_hash(genesis), "genesis": genesis, "weights": weights}


def check_transaction(signed, network):
    body = signed["transaction"]
    need(body["network"] == network["hash"], "network-mismatch")
    need(is_signed("lucid:transaction:v1", body, signed["signature"], body["sender"]), "transaction-signature")
    return object_hash(body)


def check_headers(headers, network):
    hashes, parent = [], None
    genesis, parameters = network["genesis"], network["genesis"]["parameters"]
    for signed in headers:
        header = signed["header"]
        need(header["network"] == network["hash"], "network-mismatch")
        need(header["producer"] in network["weights"], "header-producer")
        need(is_signed("lucid:block:v1", header, signed["signature"], header["producer"]), "header-signature")
        earliest = (genesis["genesis_time"] + header["slot"] * parameters["slot_duration"]
                    + header["position"] * parameters["block_interval"] + header["rank"] * parameters["leader_timeout"])
        need(header["epoch"] == header["slot"] // parameters["epoch_slots"], "header-schedule")
        need(header["position"] < parameters["slot_duration"] // parameters["block_interval"], "header-schedule")
        need(header["rank"] <= parameters["max_fallbacks"] and header["timestamp"] >= earliest, "header-schedule")
        if parent is None:
            need(header["height"] != 1 or header["previous_hash"] == network["hash"], "header-chain")
        else:
            need(header["height"] == parent["height"] + 1 and header["previous_hash"] == hashes[-1], "header-chain")
            need(header["timestamp"] > parent["timestamp"], "header-chain")
            need((header["slot"], header["position"]) > (parent["slot"], parent["position"]), "header-chain")
        hashes.append(object_hash(header))
        parent = header
    return hashes


def check_link(link, network):
    weight = {}
    for vote in link["signatures"]:
        attester = vote["attester"]
        need(attester in network["weights"], "attester-unknown")
        statement = {"network": network["hash"], "epoch": link["epoch"], "source": link["source"], "target": link["target"],
                     "attester": attester}
        need(is_signed("lucid:attestation:v1", statement, vote["signature"], attester), "attestation-signature")
        weight[attester] = network["weights"][attester]
    need(3 * sum(weight.values()) > 2 * sum(network["weights"].values()), "finality-weight")
    return len(weight)


def check_evidence(evidence, network):
    transaction_id = check_transaction(evidence["transaction"], network)
    hashes = check_headers(evidence["headers"], network)
    first = evidence["headers"][0]["header"]
    need(inclusion_holds(canonical_bytes(evidence["transaction"]), evidence["tx_index"], first["tx_count"], evidence["tx_path"],
                         first["tx_root"]), "transaction-not-in-block")
    need(evidence["transaction"]["transaction"]["expires_at"] >= first["timestamp"], "transaction-expired")
    return {"transaction_id": transaction_id, "sender": evidence["transaction"]["transaction"]["sender"],
            **check_final(evidence, hashes, network)}


def check_final(evidence, hashes, network):
    """That the last of these headers is final, and what is known then of the block of the first."""
    first, last = evidence["headers"][0]["header"], evidence["headers"][-1]["header"]
    one, two = evidence["finality"]
    final = {"height": last["height"], "hash": hashes[-1]}
    seen = {0: network["hash"], first["height"] - 1: first["previous_hash"]}
    seen.update({first["height"] + at: value for at, value in enumerate(hashes)})
    source = one["source"]
    need(one["target"] == final and one["epoch"] == last["epoch"] and source["height"] < last["height"], "finality-link")
    need(seen.get(source["height"], source["hash"]) == source["hash"], "finality-link")
    need(two["source"] == final and two["target"]["height"] == last["height"] + 1 and two["epoch"] >= last["epoch"], "finality-link")
    voters = min(check_link(one, network), check_link(two, network))
    return {"height": first["height"], "block_time": first["timestamp"], "final_height": last["height"], "attesters": voters}


# ---------------------------------------------------------------- the chain of several nodes (version 2)

MEMBER = record(entity=HASH, public_key=KEY, weight=integer(1, 1000))


def MEMBER_ROWS(value, path=()):
    array(MEMBER, 1, 128)(value, path)
    entities = [member["entity"] for member in value]
    need(entities == sorted(set(entities)), "format-invalid")
    need(len({member["public_key"] for member in value}) == len(value), "format-invalid")


MEMBER_LIST = record(version=COUNT, members=MEMBER_ROWS)
MEMBERS = record(current=MEMBER_LIST, pending=nullable(MEMBER_LIST))


def D_MIN(value, path):
    array(COUNT, 2, 2)(value, path)
    need(value[0] <= 1000 and 1 <= value[1] <= 1000, "format-invalid")


GENESIS_V2 = record(
    format=one_of("lucid-genesis"), version=one_of(2), network=pattern("[a-z0-9][a-z0-9_-]{0,31}"), genesis_time=COUNT,
    parameters=record(
        slot_duration=POSITIVE, block_interval=POSITIVE, leader_timeout=POSITIVE, max_fallbacks=integer(0, 16),
        cooldown_slots=integer(8, 32), epoch_slots=POSITIVE, window_epochs=integer(1, 30), d_min=D_MIN,
        max_block_bytes=integer(262144, 4194304), max_transactions=integer(1, 1000), max_items=integer(1000, 16000),
        max_attesters=integer(1, 128), checkpoint_blocks=integer(1, 60), future_tolerance=POSITIVE,
        base_bytes_per_session=POSITIVE, credit_cap=POSITIVE),
    members=MEMBER_ROWS, previous=nullable(record(network=HASH, last=BLOCK)))
HEADER_V2 = record(
    version=one_of(2), network=HASH, height=POSITIVE, previous_hash=HASH, slot=COUNT, position=COUNT, rank=COUNT, epoch=COUNT,
    producer=KEY, timestamp=COUNT, history_root=HASH, members=HASH, tx_root=HASH, tx_count=COUNT, attestation_root=HASH,
    state_root=HASH)


VOTES = array(pair(integer(0, 255), SIGNATURE), 1, 256)


def SOURCED_VOTES(value, path):
    array(pair(BLOCK, VOTES), 1)(value, path)
    need(sum(len(votes) for _, votes in value) <= 256, "format-invalid")


CERTIFICATE = record(
    header=HEADER_V2, signature=SIGNATURE, members=MEMBERS, child=nullable(HEADER_V2), child_members=nullable(MEMBERS),
    links=pair(record(epoch=COUNT, votes=SOURCED_VOTES), record(epoch=COUNT, hash=HASH, votes=VOTES)))
HEAD = record(tag=HASH, size=POSITIVE, root=HASH)
ANCHOR_V2 = record(
    tag=HASH, manifest_hash=HASH, grant_hash=HASH, merkle_root=HASH, chunk_count=POSITIVE,
    consistency=nullable(array(HASH, 0, 24)))
TRANSACTION_V2 = record(
    version=one_of(2), network=HASH, sender=KEY, sequence=COUNT, expires_at=COUNT,
    type=one_of("node_checkpoint", "session_anchors"), data=record(items_root=HASH, count=POSITIVE))


def ITEM(value, path):
    (HEAD if isinstance(value, dict) and "size" in value else ANCHOR_V2)(value, path)


ROOT_OF_TRUST = record(network=HASH, height=COUNT, hash=HASH, members=MEMBERS)


EVIDENCE_V2 = record(
    transaction=TRANSACTION_V2, signature=SIGNATURE, tx_index=COUNT, tx_path=array(HASH, 0, 20), item=ITEM, item_index=COUNT,
    item_path=array(HASH, 0, 10), header=nullable(HEADER_V2), history_path=array(HASH, 0, 40), final=CERTIFICATE)


def open_network_v2(genesis):
    GENESIS_V2(genesis)
    parameters = genesis["parameters"]
    need(parameters["slot_duration"] % parameters["block_interval"] == 0, "genesis-invalid")
    need(parameters["d_min"][0] <= parameters["d_min"][1], "genesis-invalid")
    need(len(genesis["members"]) <= parameters["max_attesters"], "genesis-invalid")
    members = {"current": {"version": 0, "members": genesis["members"]}, "pending": None}
    return {"hash": object_hash(genesis), "genesis": genesis, "members": object_hash(members)}


def check_header_v2(header, network):
    genesis, parameters = network["genesis"], network["genesis"]["parameters"]
    need(header["network"] == network["hash"], "network-mismatch")
    turn = (genesis["genesis_time"] + header["slot"] * parameters["slot_duration"]
            + header["position"] * parameters["block_interval"] + header["rank"] * parameters["leader_timeout"])
    need(header["epoch"] == header["slot"] // parameters["epoch_slots"], "header-schedule")
    need(header["position"] < parameters["slot_duration"] // parameters["block_interval"], "header-schedule")
    need(header["rank"] <= parameters["max_fallbacks"], "header-schedule")
    need(turn <= header["timestamp"] < turn + parameters["block_interval"], "header-schedule")
    start = {"height": 0, "slot": 0, "position": -1, "timestamp": genesis["genesis_time"]}
    need(has_room_between(start, header, parameters), "header-schedule")
    return object_hash(header)


def has_room_between(before, after, parameters):
    """Each block between two takes a later second and a later position than the one before it."""
    blocks, positions = after["height"] - before["height"], parameters["slot_duration"] // parameters["block_interval"]
    place = lambda one: one["slot"] * positions + one["position"]
    return after["timestamp"] - before["timestamp"] >= blocks and place(after) - place(before) >= blocks


def check_votes(statements, members, network):
    lists = [members["current"]] + ([members["pending"]] if members["pending"] else [])
    weights = [{member["public_key"]: member["weight"] for member in one["members"]} for one in lists]
    keys = list(dict.fromkeys(key for one in weights for key in one))
    voted = set()
    for epoch, source, target, (index, signature) in statements:
        need(index < len(keys) and index not in voted, "attester-unknown")
        statement = {"network": network["hash"], "epoch": epoch, "source": source, "target": target, "attester": keys[index]}
        need(is_signed("lucid:attestation:v2", statement, signature, keys[index]), "attestation-signature")
        voted.add(index)
    for one in weights:
        need(3 * sum(one.get(keys[index], 0) for index in voted) > 2 * sum(one.values()), "finality-weight")
    return len(voted)


def check_certificate(certificate, network):
    check_header_v2(certificate["header"], network)
    return check_votes_of(certificate, network)


def check_votes_of(certificate, network):
    """What a certificate shows by itself: of the network nothing but its hash is read."""
    header, members = certificate["header"], certificate["members"]
    child, child_members = certificate["child"], certificate["child_members"]
    own = {"height": header["height"], "hash": object_hash(header)}
    need(is_signed("lucid:block:v2", header, certificate["signature"], header["producer"]), "header-signature")
    one, two = certificate["links"]
    need(object_hash(members) == header["members"], "finality-link")
    need((child is None) == (child_members is None), "finality-link")
    if child is not None:
        need(object_hash(child) == two["hash"] and child["previous_hash"] == own["hash"], "finality-link")
        need(child["height"] == own["height"] + 1 and child["network"] == network["hash"], "finality-link")
        need(child["members"] != header["members"] and object_hash(child_members) == child["members"], "finality-link")
        need(child_members["current"] in (members["current"], members["pending"]), "finality-link")
    need(one["epoch"] == header["epoch"] and two["epoch"] >= header["epoch"], "finality-link")
    need(all(source["height"] < header["height"] for source, _ in one["votes"]), "finality-link")
    chain = {0: network["hash"]}
    for block in ({"height": header["height"] - 1, "hash": header["previous_hash"]}, *(source for source, _ in one["votes"])):
        need(chain.setdefault(block["height"], block["hash"]) == block["hash"], "finality-link")
    below = {"height": header["height"] + 1, "hash": two["hash"]}
    first = check_votes([(one["epoch"], source, own, vote) for source, votes in one["votes"] for vote in votes], members, network)
    second = check_votes([(two["epoch"], own, below, vote) for vote in two["votes"]], child_members or members, network)
    return {**own, "voters": min(first, second)}


def is_believed(taught, height, members):
    """Whether a block may have these lists: the newest one taught below it is its current one, or its pending one."""
    below = [one for start, one, _ in taught if start < height]
    return bool(below) and below[-1] in [object_hash(one) for one in (members["current"], members["pending"])]


def follow_handovers(root, handovers, network):
    need(root["network"] == network["hash"], "network-mismatch")
    newest = root["members"]["pending"] or root["members"]["current"]
    taught = [(root["height"], object_hash(newest), newest["version"])]
    for certificate in handovers:
        members, height = certificate["members"], certificate["header"]["height"]
        pending = members["pending"]
        need(pending is not None, "attester-unknown")
        need(pending["version"] == taught[-1][2] + 1 and height > taught[-1][0], "attester-unknown")
        need(is_believed(taught, height, members), "attester-unknown")
        check_certificate(certificate, network)
        taught.append((height, object_hash(pending), pending["version"]))
    return taught


def check_evidence_v2(evidence, network, root=None, handovers=()):
    EVIDENCE_V2(evidence)
    if root is None:
        first = {"version": 0, "members": network["genesis"]["members"]}
        root = {"network": network["hash"], "height": 0, "hash": network["hash"], "members": {"current": first, "pending": None}}
    ROOT_OF_TRUST(root)
    for certificate in handovers:
        CERTIFICATE(certificate)
    taught = follow_handovers(root, handovers, network)
    transaction, item, final = evidence["transaction"], evidence["item"], evidence["final"]
    need(("size" in item) == (transaction["type"] == "node_checkpoint"), "format-invalid")
    need(transaction["network"] == network["hash"], "network-mismatch")
    need(is_signed("lucid:transaction:v2", transaction, evidence["signature"], transaction["sender"]), "transaction-signature")
    data = transaction["data"]
    need(inclusion_holds(canonical_bytes(item), evidence["item_index"], data["count"], evidence["item_path"], data["items_root"]),
         "path-invalid")
    header = evidence["header"] or final["header"]
    own = check_header_v2(header, network)
    leaf = canonical_bytes({"transaction": transaction, "signature": evidence["signature"]})
    need(inclusion_holds(leaf, evidence["tx_index"], header["tx_count"], evidence["tx_path"], header["tx_root"]),
         "transaction-not-in-block")
    need(transaction["expires_at"] >= header["timestamp"], "transaction-expired")
    path = evidence["history_path"]
    if evidence["header"] is None:
        need(path == [], "header-chain")
    else:
        need(inclusion_holds(bytes.fromhex(own), header["height"] - 1, final["header"]["height"] - 1, path,
                             final["header"]["history_root"]), "header-chain")
    need(has_room_between(header, final["header"], network["genesis"]["parameters"]), "header-chain")
    certified = check_certificate(final, network)
    need(is_believed(taught, final["header"]["height"], final["members"]), "attester-unknown")
    return {"transaction_id": object_hash(transaction), "height": header["height"], "final_height": certified["height"],
            "voters": certified["voters"]}


SOLO_CERTIFICATE = record(header=HEADER, signature=SIGNATURE, links=array(LINK, 2, 2))


def LINK_CERTIFICATE(value, path):
    is_solo = isinstance(value, dict) and isinstance(value.get("header"), dict) and value["header"].get("version") == 1
    (SOLO_CERTIFICATE if is_solo else CERTIFICATE)(value, path)


NETWORK_LINK = record(
    network=HASH, last=record(height=POSITIVE, hash=HASH), history_root=HASH, certificate=LINK_CERTIFICATE)


def check_network_link(link):
    """That the certificate is consistent in itself, and for the last block: the other chain's genesis is not at hand."""
    certificate, header = link["certificate"], link["certificate"]["header"]
    need(header["network"] == link["network"], "network-mismatch")
    if header["version"] == 1:
        need(is_signed("lucid:block:v1", header, certificate["signature"], header["producer"]), "header-signature")
        need(header["height"] != 1 or header["previous_hash"] == link["network"], "header-chain")
        signed = {"headers": [{"header": header}], "finality": certificate["links"]}
        check_final(signed, [object_hash(header)], {"hash": link["network"], "weights": {header["producer"]: 1}})
    else:
        check_votes_of(certificate, {"hash": link["network"]})
    own = {"height": header["height"], "hash": object_hash(header)}
    need(own == link["last"], "finality-link")
    return {**own, "time": header["timestamp"]}


NETWORK_PROOF = record(
    format=one_of("lucid-network-proof"), version=one_of(1), genesis=GENESIS_V2, handovers=array(CERTIFICATE, 0, 1000),
    evidence=EVIDENCE_V2)


def check_network_proof(data, recording):
    proof = parse_canonical(data, 32 * MIB)
    NETWORK_PROOF(proof)
    network, evidence = open_network_v2(proof["genesis"]), proof["evidence"]
    facts = check_evidence_v2(evidence, network, None, proof["handovers"])
    item, final = evidence["item"], evidence["final"]
    for name in ("manifest_hash", "grant_hash", "merkle_root", "chunk_count"):
        need(item.get(name) == recording[name], "anchor-mismatch")
    tag = f"lucid-session-tag\n{recording['session_id']}\n{recording['salt']}"
    need(recording["salt"] is None or item["tag"] == sha256_hex(tag.encode()), "anchor-mismatch")
    need(evidence["transaction"]["sender"] == recording["node"], "anchor-sender")
    time = (evidence["header"] or final["header"])["timestamp"]
    need(max(recording["ended_at_ms"], recording["created_at_ms"]) <= (time + 60) * 1000, "anchor-time")
    weights = sorted((member["weight"] for member in final["members"]["current"]["members"]), reverse=True)
    deciding = next(count for count in range(1, len(weights) + 1) if 3 * sum(weights[:count]) > 2 * sum(weights))
    return {**facts, "network": network["hash"], "name": proof["genesis"]["network"], "time": time,
            "members": len(weights), "deciding_keys": deciding}


# ---------------------------------------------------------------- the session

def check_entry(entry, previous, session):
    index = 0 if previous is None else previous["index"] + 1
    need(entry["session_id"] == session["session_id"], "chunk-order", index)
    need(entry["index"] == index, "chunk-order", index)
    need(previous is None or entry.get("version") == previous.get("version"), "chunk-order", index)
    since = session["started_at_ms"] if previous is None else previous["ended_at_ms"]
    need(since <= entry["started_at_ms"] <= entry["ended_at_ms"], "chunk-times", index)
    gap = entry["gap_before"]
    if previous is not None:
        need(entry["take"] >= previous["take"], "gap-mismatch", index)
        need((entry["take"] > previous["take"]) == (gap is not None), "gap-mismatch", index)
    if gap is not None:
        need(since <= gap["from_ms"] <= gap["to_ms"] <= entry["started_at_ms"], "gap-mismatch", index)
    content = entry["size"] - 120
    need(0 <= content <= 33_554_432 and entry["plain_size"] <= 33_554_432, "chunk-entry-invalid", index)
    need(entry["codec"] != "none" or content == entry["plain_size"], "chunk-entry-invalid", index)
    if "version" not in entry:
        return
    length = entry["ended_monotonic_ms"] - entry["started_monotonic_ms"]
    pause = entry["started_monotonic_ms"] - (previous["ended_monotonic_ms"] if previous else 0)
    need(length >= 0 and pause >= 0, "chunk-times", index)
    need(abs(length - (entry["ended_at_ms"] - entry["started_at_ms"])) <= 100, "chunk-times", index)
    if previous and gap is None:
        need(abs(pause - (entry["started_at_ms"] - previous["ended_at_ms"])) <= 100, "chunk-times", index)
    need(goes_on_from(previous["after"] if previous else None, entry["after"]), "after-mismatch", index)


def goes_on_from(before, after):
    if before is None:
        return True
    if after is None or after["height"] < before["height"]:
        return False
    return after["height"] > before["height"] or after["hash"] == before["hash"]


def is_of_network(after, network):
    return after is None or after["height"] > 0 or after["hash"] == network


def blocks_in(evidence):
    """Hashes by height of the blocks that checked evidence shows."""
    blocks = {}
    for one in evidence:
        first = one["headers"][0]["header"]
        blocks[first["height"] - 1] = first["previous_hash"]
        blocks.update({signed["header"]["height"]: object_hash(signed["header"]) for signed in one["headers"]})
    return blocks


def is_before(after, height, shown):
    return after is None or after["height"] < height and shown.get(after["height"], after["hash"]) == after["hash"]


def named_by(manifest):
    """The blocks that grant, manifest and entries say to come after; None where one names none."""
    return [manifest["grant"]["terms"].get("after"), manifest.get("after"), *(entry.get("after") for entry in manifest["chunks"])]


def check_blocks(blocks, manifest, network):
    """Blocks that are there for their times alone."""
    named, before = named_by(manifest), 0
    for evidence in blocks:
        hashes = check_headers(evidence["headers"], network)
        height = check_final(evidence, hashes, network)["height"]
        need({"height": height, "hash": hashes[0]} in named, "after-mismatch")
        need(height > before, "after-mismatch")
        before = height


def check_after(manifest, anchor, checkpoints, blocks):
    height_of = lambda evidence: evidence["headers"][0]["header"]["height"]
    shown = blocks_in([anchor, *checkpoints, *blocks])
    for entry in manifest["chunks"]:
        need(is_before(entry.get("after"), height_of(anchor), shown), "after-mismatch", entry["index"])
    need(is_before(manifest.get("after"), height_of(anchor), shown), "after-mismatch")
    need(is_before(manifest["grant"]["terms"].get("after"), height_of(anchor), shown), "after-mismatch")
    for evidence in checkpoints:
        size = head_of(evidence["transaction"]["transaction"], manifest["session_id"])["size"]
        need(is_before(manifest["chunks"][size - 1].get("after"), height_of(evidence), shown), "after-mismatch", size - 1)


def anchor_of(manifest):
    return {"session_id": manifest["session_id"], "owner": manifest["owner"], "manifest_hash": object_hash(manifest),
            "grant_hash": object_hash(manifest["grant"]), "merkle_root": manifest["merkle"]["root"],
            "chunk_count": manifest["merkle"]["leaf_count"], "total_size": manifest["total_size"],
            "started_at_ms": manifest["started_at_ms"], "ended_at_ms": manifest["ended_at_ms"]}


def check_manifest(signed, network):
    manifest = signed["manifest"]
    need(manifest["network"] == network["hash"], "network-mismatch")
    need(is_signed("lucid:manifest:v1", manifest, signed["signature"], manifest["node"]), "manifest-signature")
    terms, chunks = manifest["grant"]["terms"], manifest["chunks"]
    need(all(terms[name] == manifest[name] for name in ("session_id", "network", "node")), "grant-mismatch")
    text = "Lucid recording grant v1\n" + canonical(terms)
    need(tron_signer(text, manifest["grant"]["signature"]) == manifest["owner"], "grant-signature")
    need(terms["ends_at_ms"] >= manifest["ended_at_ms"], "grant-expired")
    for at, entry in enumerate(chunks):
        check_entry(entry, chunks[at - 1] if at else None, manifest)
    need(chunks[-1]["ended_at_ms"] <= manifest["ended_at_ms"], "chunk-times", len(chunks) - 1)
    need(sum(entry["size"] for entry in chunks) == manifest["total_size"], "totals-mismatch")
    need(sum(entry["plain_size"] for entry in chunks) == manifest["total_plain_size"], "totals-mismatch")
    need(len(chunks) == manifest["merkle"]["leaf_count"], "totals-mismatch")
    need(root_of([canonical_bytes(entry) for entry in chunks]).hex() == manifest["merkle"]["root"], "root-mismatch")
    for entry in chunks:
        need(is_of_network(entry.get("after"), manifest["network"]), "after-mismatch", entry["index"])
    after = manifest.get("after")
    need(goes_on_from(chunks[-1].get("after"), after) and is_of_network(after, manifest["network"]), "after-mismatch")
    granted = terms.get("after")
    need(goes_on_from(granted, chunks[0].get("after")) and is_of_network(granted, manifest["network"]), "after-mismatch")


def head_of(transaction, session_id):
    data = transaction["data"]
    if transaction["type"] == "audit_checkpoint":
        return None
    if transaction["type"] != "node_checkpoint":
        return {"size": data["chunk_count"], "root": data["merkle_root"]} if data["session_id"] == session_id else None
    heads = [head for head in data["heads"] if head["session_id"] == session_id]
    return heads[0] if len(heads) == 1 else None


def check_chunk_proof(proof, genesis):
    network = open_network(genesis)
    CHUNK_PROOF(proof)
    entry, transaction = proof["entry"], proof["evidence"]["transaction"]["transaction"]
    chain = check_evidence(proof["evidence"], network)
    head = head_of(transaction, entry["session_id"])
    need(head and inclusion_holds(canonical_bytes(entry), entry["index"], head["size"], proof["path"], head["root"]),
         "path-invalid", entry["index"])
    need(is_before(entry.get("after"), chain["height"], blocks_in([proof["evidence"]])), "after-mismatch", entry["index"])
    check_chunk_relations(entry, proof["evidence"], chain, network)
    return {"tree_size": head["size"], "committed_by": transaction["type"], "sender": chain["sender"]}


def verify_payouts(data):
    document = parse_canonical(data, 64 * MIB)
    one = isinstance(document, dict) and "payout" in document
    (PAYOUT_PROOF if one else PAYOUT_STATEMENT)(document)
    chain = check_evidence(document["evidence"], open_network(document["genesis"]))
    transaction = document["evidence"]["transaction"]["transaction"]
    head = transaction["data"]
    log = {"format": "lucid-payout-log", "version": 1, "node": transaction["sender"], "tron_network": document["tron_network"]}
    need(transaction["type"] == "audit_checkpoint" and head["log"] == object_hash(log), "payout-log-mismatch")
    payouts = [document["payout"]] if one else document["payouts"]
    if one:
        path = path_of(document["path"])
        need(path is not None and inclusion_holds(canonical_bytes(payouts[0]), document["index"], head["size"], path, head["root"]),
             "payout-path-invalid")
    else:
        start, before = document["from"], [bytes.fromhex(digest) for digest in document["before"]]
        need(start + len(payouts) == head["size"] and len(before) == bin(start).count("1"), "payout-path-invalid")
        need(grown_root(start, before, [canonical_bytes(payout) for payout in payouts]).hex() == head["root"], "payout-path-invalid")
    need(all(int(payout["fee"]) < int(payout["amount"]) for payout in payouts), "payout-amount")
    named = [name for payout in payouts for name in (payout["payout_id"], payout["transaction_id"], *payout["entries"])]
    need(len(set(named)) == len(named), "payout-twice")
    fees = sum(int(payout["fee"]) for payout in payouts)
    return {"kind": "proof" if one else "statement", "node": chain["sender"], "log_size": head["size"], "fees": str(fees),
            "sent": str(sum(int(payout["amount"]) for payout in payouts) - fees)}


def path_of(text):
    """Digests of a path in base64url without padding, which has one form only."""
    if len(text) % 4 == 1:
        return None
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if base64.urlsafe_b64encode(data).decode().rstrip("=") != text or len(data) % 32:
        return None
    return [data[at:at + 32].hex() for at in range(0, len(data), 32)]


def grown_root(start, before, leaves):
    """Root of a tree after more leaves, from its complete subtrees, the largest first."""
    sizes = [1 << level for level in reversed(range(start.bit_length())) if start >> level & 1]
    trees = list(zip(sizes, before))
    for leaf in leaves:
        size, value = 1, leaf_hash(leaf)
        while trees and trees[-1][0] == size:
            size, value = 2 * size, node_hash(trees.pop()[1], value)
        trees.append((size, value))
    value = trees.pop()[1]
    while trees:
        value = node_hash(trees.pop()[1], value)
    return value


def check_chunk_relations(entry, evidence, chain, network):
    """Of the relations of a bundle those that one chunk and one block show."""
    index, transaction = entry["index"], evidence["transaction"]["transaction"]
    try:
        check_entry({**entry, "index": 0}, None, {"session_id": entry["session_id"], "started_at_ms": 0})
    except Fail as failure:
        raise Fail(failure.code, index)
    need(is_of_network(entry.get("after"), network["hash"]), "after-mismatch", index)
    span = entry if transaction["type"] == "node_checkpoint" else transaction["data"]
    need(span["started_at_ms"] <= entry["started_at_ms"] and entry["ended_at_ms"] <= span["ended_at_ms"], "chunk-times", index)
    need(span["started_at_ms"] + 86_400_000 >= network["genesis"]["genesis_time"] * 1000, "start-before-network")
    need(span["ended_at_ms"] <= (chain["block_time"] + 60) * 1000, "anchor-time", index)
    head = transaction["data"].get("consistency")
    if head is not None:
        anchored = {"size": transaction["data"]["chunk_count"], "root": transaction["data"]["merkle_root"]}
        need(consistency_holds(head, anchored, head["path"]), "checkpoint-mismatch")
    check_one_chain([evidence], network, [entry.get("after")])


# ---------------------------------------------------------------- the container

SUITES, CODECS = ("xchacha20-poly1305", "aes-256-gcm"), ("none", "zstd", "gzip")


def parse_container(data):
    need(len(data) >= 104 and data[:8] == b"LUCIDCHK" and data[8] == 1, "chunk-format")
    need(data[9] in (1, 2) and data[10] <= 2 and data[11] == 0, "chunk-format")
    number = lambda start, end: int.from_bytes(data[start:end], "big")
    session = data[12:28].hex()
    header = {
        "session_id": "-".join((session[:8], session[8:12], session[12:16], session[16:20], session[20:])),
        "index": number(28, 32), "suite": SUITES[data[9] - 1], "codec": CODECS[data[10]], "plain_size": number(32, 40),
        "compressed_size": number(40, 48), "salt": data[48:80].hex(), "nonce": data[80:104].hex(), "sha256": sha256_hex(data)}
    need(header["index"] <= 999_999 and max(header["plain_size"], header["compressed_size"]) <= 33_554_432, "chunk-format")
    need(header["codec"] != "none" or header["plain_size"] == header["compressed_size"], "chunk-format")
    need(header["suite"] != "aes-256-gcm" or not any(data[92:104]), "chunk-format")
    need(len(data) == 104 + header["compressed_size"] + 16, "chunk-format")
    return header


def check_container(data, entry):
    chunk = entry["index"]
    need(len(data) == entry["size"], "chunk-size", chunk)
    try:
        header = parse_container(data)
    except Fail as failure:
        raise Fail(failure.code, chunk)
    need(all(header[name] == entry[name] for name in ("session_id", "index", "suite", "codec", "plain_size")), "chunk-header", chunk)
    need(header["sha256"] == entry["sha256"], "chunk-altered", chunk)


# ---------------------------------------------------------------- the bundle

NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9._-]*(/[a-zA-Z0-9][a-zA-Z0-9._-]*)*")
CHUNK_NAME = re.compile(r"chunks/(\d{8})\.chunk")
MIB = 1 << 20


def tar_header(name, size):
    block = bytearray(512)
    fields = ((0, name), (100, "0000644\0"), (108, "0000000\0"), (116, "0000000\0"), (124, f"{size:011o}\0"), (136, "0" * 11 + "\0"),
              (148, " " * 8), (156, "0"), (257, "ustar\0"), (263, "00"), (329, "0000000\0"), (337, "0000000\0"))
    for offset, text in fields:
        block[offset:offset + len(text)] = text.encode()
    block[148:156] = f"{sum(block):06o}\0 ".encode()
    return bytes(block)


def chunk_named(name):
    match = CHUNK_NAME.fullmatch(name)
    return int(match.group(1)) if match else None


class Archive:
    """Takes parts one by one; every header must be the one header for its name and size."""

    def __init__(self, data):
        self.data, self.at, self.parts, self.absent = data, 0, [], []

    def peek(self):
        block = self.data[self.at:self.at + 512]
        need(len(block) == 512, "truncated")
        if not any(block):
            rest = len(self.data) - self.at
            need(rest >= 1024, "truncated")
            need(rest == 1024 and not any(self.data[self.at:]), "archive-end")
            return None
        name, digits = block[:100].split(b"\0")[0], block[124:135]
        good = re.fullmatch(rb"[0-7]{11}", digits) and NAME.fullmatch(name.decode("latin-1"))
        need(good and tar_header(name.decode(), int(digits, 8)) == block, "archive-header")
        size = int(digits, 8)
        if self.at + 512 + size + -size % 512 > len(self.data):
            raise Fail("truncated", chunk_named(name.decode()), placed=True)
        return name.decode(), size

    def take(self, name, limit, optional=False):
        try:
            found = self.peek()
        except Fail as failure:
            found, problem = None, failure
        else:
            problem = None
        if problem or found is None or found[0] != name:
            if optional:
                self.absent.append(name)
                return None
            self.refuse(name, found, problem)
        size, chunk = found[1], chunk_named(name)
        need(size <= limit, "part-too-large", chunk)
        start, end = self.at + 512, self.at + 512 + size
        need(not any(self.data[end:end + -size % 512]), "archive-padding", chunk)
        self.at, self.absent = end + -size % 512, []
        self.parts.append((name, self.data[start:end]))
        return self.data[start:end]

    def refuse(self, name, found, problem):
        chunk = chunk_named(name)
        if problem:
            if problem.code == "archive-header":
                field = self.data[self.at:self.at + 100]
                distance = lambda text: sum(a != b for a, b in zip(text.encode().ljust(100, b"\0"), field))
                chunk = chunk_named(min([name, *self.absent], key=distance))
            raise Fail(problem.code, problem.chunk if problem.placed else chunk)
        other = chunk_named(found[0]) if found else None
        if other is not None and (chunk is None or other < chunk):
            raise Fail("part-unexpected", other)
        raise Fail("part-missing", chunk)


def expand(ranges):
    return [index for first, last in ranges for index in range(first, last + 1)]


def ranges_of(indexes):
    ranges = []
    for index in indexes:
        if ranges and ranges[-1][1] == index - 1:
            ranges[-1][1] = index
        else:
            ranges.append([index, index])
    return ranges


def are_ranges(ranges, count):
    following = 0
    for first, last in ranges:
        if first < following or last < first or last >= count:
            return False
        following = last + 2
    return True


def check_descriptor(descriptor, manifest):
    chunks = manifest["chunks"]
    need(descriptor["session_id"] == manifest["session_id"], "descriptor-invalid")
    need(are_ranges(descriptor["chunks"], len(chunks)) and are_ranges(descriptor["redacted"], len(chunks)), "descriptor-invalid")
    here = set(expand(descriptor["chunks"]))
    for index in expand(descriptor["redacted"]):
        need(index not in here, "descriptor-invalid", index)
    here.update(expand(descriptor["redacted"]))
    if descriptor["range_ms"] is not None:
        start, end = descriptor["range_ms"]
        need(manifest["started_at_ms"] <= start <= end <= manifest["ended_at_ms"], "descriptor-invalid")
        for entry in chunks:
            touches = entry["started_at_ms"] <= end and entry["ended_at_ms"] >= start
            need(not touches or entry["index"] in here, "range-incomplete", entry["index"])


def readme(version):
    """The one text of README.txt of a version, from the document that defines it."""
    folder = os.path.dirname(os.path.abspath(__file__))
    with open(os.path.join(folder, "bundle.md"), encoding="utf-8") as file:
        return file.read().split(f"```readme-{version}\n")[1].split("```")[0].encode()


def document(archive, name, form, limit, optional=False):
    data = archive.take(name, limit, optional)
    if data is None:
        return None
    value = parse_canonical(data, limit)
    form(value, ())
    return value


def verify_bundle(data, networks=None):
    archive = Archive(data)
    descriptor = document(archive, "lucid.json", DESCRIPTOR, 4 * MIB)
    text = readme(descriptor["version"])
    need(archive.take("README.txt", len(text)) == text, "readme-changed")
    genesis = document(archive, "genesis.json", GENESIS, MIB // 16)
    signed = document(archive, "manifest.json", SIGNED_MANIFEST, 128 * MIB)
    manifest = signed["manifest"]
    check_descriptor(descriptor, manifest)
    anchor = document(archive, "anchor.json", EVIDENCE, 4 * MIB)
    checkpoints = document(archive, "checkpoints.json", array(EVIDENCE, 0, 1000), 32 * MIB, optional=True) or []
    blocks = document(archive, "blocks.json", array(BLOCK_EVIDENCE, 1, 16), 4 * MIB) if descriptor["version"] == 2 else []
    policy = archive.take("policy.json", MIB, optional=True)
    terms = None if policy is None else parse_canonical(policy, MIB)
    consent = archive.take("consent.txt", MIB, optional=True)
    if consent is not None:
        try:
            consent.decode()
        except UnicodeDecodeError:
            raise Fail("not-utf8")
    for number in range(1000):
        envelope = archive.take(f"keys/{number:04}.age", MIB // 16, optional=True)
        if envelope is None:
            break
        need(envelope.startswith(b"age-encryption.org/v1\n"), "key-envelope-invalid")
    containers = {}
    for index in expand(descriptor["chunks"]):
        containers[index] = archive.take(f"chunks/{index:08}.chunk", 33_554_432 + 120)
        need(len(containers[index]) == manifest["chunks"][index]["size"], "chunk-size", index)
    archive.take("video.mp4", 2**33 - 1, optional=True)
    expected = "".join(f"{sha256_hex(part)}  {name}\n" for name, part in archive.parts).encode()
    sums = archive.take("SHA256SUMS", len(expected))
    rest = archive.peek()
    need(rest is None, "part-unexpected", chunk_named(rest[0]) if rest else None)

    network = open_network(genesis)
    need(networks is None or network["hash"] in networks, "network-untrusted")
    problem = None
    try:
        check_manifest(signed, network)
        need(policy is None or sha256_hex(policy) == manifest["grant"]["terms"]["policy_hash"], "policy-mismatch")
        need(consent is None or sha256_hex(consent) == manifest["grant"]["terms"]["consent_hash"], "consent-mismatch")
        continued = check_anchor(anchor, manifest, network)
        live = check_checkpoints(checkpoints, manifest, continued, network)
        check_blocks(blocks, manifest, network)
        check_after(manifest, anchor, checkpoints, blocks)
        check_relations(anchor, checkpoints, blocks, manifest, network)
    except Fail as failure:
        if failure.code not in ("manifest-signature", "root-mismatch", "anchor-mismatch"):
            raise
        problem = failure
    damaged = []
    for index, container in containers.items():
        try:
            check_container(container, manifest["chunks"][index])
        except Fail as failure:
            damaged.append(failure)
    if problem:
        raise Fail(problem.code, problem.chunk if problem.chunk is not None or not damaged else damaged[0].chunk)
    if damaged:
        raise damaged[0]
    need(sums == expected, "sums-mismatch")
    here = set(expand(descriptor["chunks"])) | set(expand(descriptor["redacted"]))
    return {
        "session_id": manifest["session_id"], "owner": manifest["owner"], "node": manifest["node"], "network": network["hash"],
        "manifest_sha256": object_hash(manifest), "merkle_root": manifest["merkle"]["root"], "chunk_count": len(manifest["chunks"]),
        "included": descriptor["chunks"], "redacted": descriptor["redacted"],
        "absent": ranges_of(entry["index"] for entry in manifest["chunks"] if entry["index"] not in here),
        "checkpoints": len(checkpoints), "live_checkpoints": live, "continues": continued,
        "deciding_keys": deciding_keys(network), "time": account_of(manifest),
        "doubts": doubts_of(manifest, anchor, checkpoints, blocks, genesis, descriptor["created_at_ms"]),
        "policy": None if policy is None else compare_policy(
            terms, manifest["started_at_ms"], manifest["ended_at_ms"], [entry["gap_before"] for entry in manifest["chunks"]]),
        **dates_of(manifest, [anchor, *checkpoints, *blocks], genesis)}


LOST = ("encoder-stalled", "display-silent", "recorder-stopped", "recorder-ended", "recorder-stuck")


def is_loss(gap):
    """A long gap of version 2 that says by nothing but its code that the recorder was lost."""
    return bool(gap) and gap["kind"] == "recorder_lost" and gap.get("code") in LOST and gap["data"] is None \
        and gap["to_ms"] - gap["from_ms"] > 60_000


def compare_policy(document, started_at_ms, ended_at_ms, gaps):
    """What a policy document and the times and gaps of a recording show of each other."""
    second = isinstance(document, dict) and document.get("version") == 2
    try:
        (POLICY_2 if second else POLICY_1)(document)
    except Fail:
        return {"version": None, "longer_ms": 0, "after_loss_ms": 0}
    longer = ended_at_ms - started_at_ms - document["limits"]["duration_s"] * 1000
    lost = list(filter(is_loss, gaps)) if document["recording"]["on_loss"] == "end" else []
    after = ended_at_ms - lost[0]["to_ms"] if lost else 0
    return {
        "version": document["version"], "longer_ms": longer if longer > 60_000 else 0, "after_loss_ms": after if after > 60_000 else 0}


MOST_SAID_MS = 2**53 - 1


def doubts_of(manifest, anchor, checkpoints, blocks, genesis, made_at_ms):
    """Times that do not fit together and that a clock which was set can explain."""
    chunks, start, end, signed = (manifest[name] for name in ("chunks", "started_at_ms", "ended_at_ms", "created_at_ms"))
    times = {header["header"]["height"]: header["header"]["timestamp"] for piece in (anchor, *checkpoints, *blocks) for header in piece["headers"]}
    times[0] = genesis["genesis_time"] - 1
    heights = sorted(times)

    def earliest(after):
        if not after or after["height"] == 0:
            return 0
        below = heights[bisect.bisect_right(heights, after["height"]) - 1]
        return (times[below] + after["height"] - below) * 1000

    block_ms = anchor["headers"][0]["header"]["timestamp"] * 1000
    step = drift = clocked = 0
    for before, entry in zip([None, *chunks], chunks):
        if "version" not in entry:
            continue
        apart = before and entry["started_at_ms"] - before["ended_at_ms"] - entry["started_monotonic_ms"] + before["ended_monotonic_ms"]
        if before and entry["gap_before"]:
            step = max(step, abs(apart))
        elif before:
            drift += apart
        length = entry["ended_monotonic_ms"] - entry["started_monotonic_ms"]
        clocked, drift = clocked + length, drift + entry["ended_at_ms"] - entry["started_at_ms"] - length
    sizes = [head_of(piece["transaction"]["transaction"], manifest["session_id"])["size"] for piece in checkpoints]
    fixed = [chunks[size - 1]["ended_at_ms"] - piece["headers"][0]["header"]["timestamp"] * 1000 for size, piece in zip(sizes, checkpoints)]
    begun = [earliest(entry.get("after")) - entry["started_at_ms"] for entry in chunks]
    found = (
        ("start-before-genesis", genesis["genesis_time"] * 1000 - start, 0),
        ("start-before-block", max(*begun, earliest(manifest["grant"]["terms"].get("after")) - start), 60_000),
        ("signed-before-block", earliest(manifest.get("after")) - signed, 60_000),
        ("signed-before-end", end - signed, 0),
        ("anchor-before-start", start - block_ms, 999) if start - block_ms > 999 else ("anchor-before-end", end - block_ms, 999),
        ("checkpoint-before-chunk", max(fixed, default=0), 999),
        ("made-before-block", times[heights[-1]] * 1000 - made_at_ms, 60_000),
        ("clock-error", max(entry["clock_error_ms"] or 0 for entry in chunks), 60_000),
        ("clock-step", step, 1000),
        ("clock-drift", abs(drift), 1000 + clocked / 1000),
        ("long-chunk", max(entry["ended_at_ms"] - entry["started_at_ms"] for entry in chunks), 60_000))
    return [{"code": code, "ms": min(ms, MOST_SAID_MS)} for code, ms, most in found if ms > most]


def dates_of(manifest, pieces, genesis):
    """Times of the blocks that the grant names, and the first entry whose block has a header here."""
    times = {header["height"]: header["timestamp"] for piece in pieces for header in (signed["header"] for signed in piece["headers"])}
    times[0] = genesis["genesis_time"]
    date = lambda after: {"height": after["height"], "time": times[after["height"]]} if after and after["height"] in times else None
    dated = ({"chunk": entry["index"], **date(entry["after"])} for entry in manifest["chunks"] if date(entry.get("after")))
    return {"begun_after": next(dated, None), "granted_after": date(manifest["grant"]["terms"].get("after"))}


def account_of(manifest):
    """What the milliseconds of the recording are, by the node's statement: recorded, missing with a reason, or neither."""
    silences, recorded, gaps, since = [], 0, 0, manifest["started_at_ms"]
    for entry in manifest["chunks"]:
        gap = entry["gap_before"]
        if gap:
            silences.append(gap["from_ms"] - since)
            gaps, since = gaps + gap["to_ms"] - gap["from_ms"], gap["to_ms"]
        silences.append(entry["started_at_ms"] - since)
        recorded, since = recorded + entry["ended_at_ms"] - entry["started_at_ms"], entry["ended_at_ms"]
    silences.append(manifest["ended_at_ms"] - since)
    return {"span_ms": manifest["ended_at_ms"] - manifest["started_at_ms"], "recorded_ms": recorded, "gap_ms": gaps,
            "silence_ms": sum(silences), "longest_silence_ms": max(silences)}


def deciding_keys(network):
    """Fewest keys that together hold more than two thirds of the weight."""
    weights = sorted(network["weights"].values(), reverse=True)
    return next(count for count in range(1, len(weights) + 1) if 3 * sum(weights[:count]) > 2 * sum(weights))


def check_anchor(anchor, manifest, network):
    """Returns the size of the head that the anchor continues: 0 for none, None where it does not say."""
    chain = check_evidence(anchor, network)
    transaction = anchor["transaction"]["transaction"]
    need(transaction["type"] in ("session_anchor", "session_anchor_v2"), "anchor-mismatch")
    data = {name: value for name, value in transaction["data"].items() if name != "consistency"}
    need(data == anchor_of(manifest), "anchor-mismatch")
    need(chain["sender"] == manifest["node"], "anchor-sender")
    latest = (chain["block_time"] + 60) * 1000
    need(manifest["ended_at_ms"] <= latest and manifest["created_at_ms"] <= latest, "anchor-time")
    if transaction["type"] == "session_anchor":
        return None
    head = transaction["data"]["consistency"]
    if head is None:
        return 0
    leaves = [canonical_bytes(entry) for entry in manifest["chunks"]]
    need(head["size"] <= len(leaves) and root_of(leaves[:head["size"]]).hex() == head["root"], "checkpoint-mismatch")
    need(consistency_holds(head, {"size": len(leaves), "root": root_of(leaves).hex()}, head["path"]), "checkpoint-mismatch")
    return head["size"]


def check_checkpoints(checkpoints, manifest, continued, network):
    """Returns how many were made while the recording ran."""
    leaves, before, live = [canonical_bytes(entry) for entry in manifest["chunks"]], 0, 0
    for evidence in checkpoints:
        chain = check_evidence(evidence, network)
        transaction = evidence["transaction"]["transaction"]
        head = head_of(transaction, manifest["session_id"]) if transaction["type"] == "node_checkpoint" else None
        need(head and head["size"] <= len(leaves) and root_of(leaves[:head["size"]]).hex() == head["root"], "checkpoint-mismatch")
        need(chain["sender"] == manifest["node"], "anchor-sender")
        last = manifest["chunks"][head["size"] - 1]
        need(last["ended_at_ms"] <= (chain["block_time"] + 60) * 1000, "anchor-time", last["index"])
        need(continued is None or head["size"] <= continued, "checkpoint-mismatch")
        need(head["size"] > before, "checkpoint-order")
        before, live = head["size"], live + is_live(chain, manifest)
    return live


def is_live(chain, manifest):
    return chain["block_time"] * 1000 <= manifest["ended_at_ms"]


def check_relations(anchor, checkpoints, blocks, manifest, network):
    genesis = network["genesis"]
    need(manifest["started_at_ms"] + 86_400_000 >= genesis["genesis_time"] * 1000, "start-before-network")
    place = lambda piece: (piece["headers"][0]["header"]["height"], piece["tx_index"])
    number = lambda piece: piece["transaction"]["transaction"]["sequence"]
    before = lambda one, other: place(one) < place(other) and number(one) < number(other)
    for at, piece in enumerate(checkpoints):
        need(at == 0 or before(checkpoints[at - 1], piece), "checkpoint-order")
        need(before(piece, anchor), "checkpoint-late")
    check_one_chain([anchor, *checkpoints, *blocks], network, named_by(manifest))


def check_one_chain(pieces, network, recorded):
    """One hash for each height, and from block to block at least one second and one position more."""
    genesis = network["genesis"]
    positions = genesis["parameters"]["slot_duration"] // genesis["parameters"]["block_interval"]
    hashes, rising = {0: network["hash"]}, [(0, genesis["genesis_time"] - 1, -1)]
    for piece in pieces:
        first = piece["headers"][0]["header"]
        named = [(first["height"] - 1, first["previous_hash"])]
        for header in (signed["header"] for signed in piece["headers"]):
            named.append((header["height"], object_hash(header)))
            rising.append((header["height"], header["timestamp"], header["slot"] * positions + header["position"]))
        named += [(block["height"], block["hash"]) for link in piece["finality"] for block in (link["source"], link["target"])]
        for height, value in named:
            need(hashes.setdefault(height, value) == value, "chain-conflict")
    for block in recorded:
        need(block is None or hashes.get(block["height"], block["hash"]) == block["hash"], "chain-conflict")
    rising.sort(key=lambda block: block[0])
    for one, other in zip(rising, rising[1:]):
        need(min(other[1] - one[1], other[2] - one[2]) >= other[0] - one[0], "chain-conflict")


# ---------------------------------------------------------------- the video of a chunk

class NoVideo(Exception):
    pass


def fits(condition):
    if not condition:
        raise NoVideo()


def boxes(data):
    while data:
        size = int.from_bytes(data[:4], "big") if len(data) >= 8 else 0
        fits(8 <= size <= len(data))
        yield data[4:8], data[8:size]
        data = data[size:]


def box(data, *path):
    for name in path:
        found = [content for kind, content in boxes(data) if kind == name.encode()]
        fits(len(found) == 1)
        data = found[0]
    return data


class Numbers:
    def __init__(self, data):
        self.data = data

    def take(self, length=4):
        fits(length <= len(self.data))
        taken, self.data = self.data[:length], self.data[length:]
        return int.from_bytes(taken, "big")


def read_video_init(init):
    moov = box(init, "moov")
    media = box(moov, "trak", "mdia")
    entry = Numbers(box(box(media, "minf", "stbl", "stsd")[8:], "avc1"))
    entry.take(24)
    width, height = entry.take(2), entry.take(2)
    entry.take(50)
    configuration = box(entry.data, "avcC")
    header = Numbers(box(media, "mdhd"))
    header.take(16 if header.take() >> 24 == 1 else 8)
    timescale = header.take()
    fits(width and height and timescale and 1 <= len(configuration) <= 4096)
    defaults = Numbers(box(moov, "mvex", "trex"))
    defaults.take()
    track = defaults.take()
    defaults.take()
    return (width, height, timescale, configuration), track, [defaults.take() for _ in range(3)]


def read_samples(init, video):
    """The format, and for each sample its decode time, duration, whether it is a sync sample, and its bytes."""
    form, track, defaults = read_video_init(init)
    samples, head = [], None
    for kind, content in boxes(video):
        if kind == b"moof":
            fits(head is None)
            head = content
            continue
        fits(kind == b"mdat" and head is not None)
        traf = box(head, "traf")
        header = Numbers(box(traf, "tfhd"))
        flags = header.take() & 0xFFFFFF
        fits(header.take() == track and not flags & 1 and (not flags & 2 or header.take() == 1))
        own = [header.take() if flags & bit else other for bit, other in zip((8, 16, 32), defaults)]
        clock = Numbers(box(traf, "tfdt"))
        time = clock.take(8 if clock.take() >> 24 == 1 else 4)
        run = Numbers(box(traf, "trun"))
        flags, count = run.take() & 0xFFFFFF, run.take()
        fits(len(samples) + count <= 65_536)
        fits(flags & 1 and run.take() == len(head) + 16)
        first = run.take() if flags & 4 else None
        for number in range(count):
            duration, size, said = [run.take() if flags & bit else other for bit, other in zip((256, 512, 1024), own)]
            fits(not flags & 2048 or run.take() == 0)
            fits(size <= len(content))
            said = first if number == 0 and first is not None else said
            samples.append([time, duration, not said & 0x10000, content[:size]])
            content, time = content[size:], time + duration
        fits(not content)
        head = None
    fits(head is None and samples)
    for one, other in zip(samples, samples[1:]):
        one[1] = other[0] - one[0]
        fits(0 <= one[1] < 2**32)
    return form, samples


def u32(value):
    return value.to_bytes(4, "big")


def commitment(salt, form, samples):
    width, height, timescale, configuration = form
    parts = [b"lucid:video:v1\n", salt, u32(width << 16 | height), u32(timescale), u32(len(configuration)), configuration]
    for _, duration, sync, data in samples:
        parts += [u32(duration), u32(len(data)), bytes([sync]), data]
    return sha256_hex(b"".join(parts))


def hmac_sha256(key, message):
    return hmac.new(key, message, "sha256").digest()


def video_salt(data_key, session, index):
    """HKDF of RFC 5869 without a salt, for one block."""
    info = b"lucid:video-salt:v1" + bytes.fromhex(session.replace("-", "")) + u32(index)
    return hmac_sha256(hmac_sha256(bytes(32), data_key), info + b"\1")


# ---------------------------------------------------------------- a video that carries its proof

PROOF_ID = bytes.fromhex("1c8ee7b05c6a4bb29f1d6c756369642e")
FILE_TYPE = u32(32) + b"ftypisom" + u32(512) + b"isomiso2avc1mp41"
MATRIX = b"".join(map(u32, (0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)))
TABLES = {"stts": 2, "stss": 1, "stsz": 1, "stsc": 3, "co64": 2}


def is_video(data):
    return data[4:8] == b"ftyp"


def find_proof(data):
    """The four boxes of a video with a proof."""
    found, at, carries = [], 0, False
    while at < len(data) and len(found) < 64:
        if len(data) - at < 8:
            break
        size, kind = int.from_bytes(data[at:at + 4], "big"), data[at + 4:at + 8]
        large = size == 1
        if large:
            size = int.from_bytes(data[at + 8:at + 16], "big") if len(data) - at >= 16 else 0
        if size == 0 and not large:
            size = len(data) - at
        elif size < (16 if large else 8):
            break
        need(size <= len(data) - at, "truncated")
        carries = carries or (not large and kind == b"uuid" and data[at + 8:at + 24] == PROOF_ID)
        found.append((kind, data[at:at + size]))
        at += size
    need(carries, "video-without-proof")
    need([kind for kind, _ in found] == [b"ftyp", b"moov", b"mdat", b"uuid"] and at == len(data), "video-form")
    return [content for _, content in found]


def full(kind, *content):
    body = b"".join(content)
    return u32(8 + len(body)) + kind.encode() + body


def movie_box(forms, timescale, duration, tables):
    """The one movie box of these formats and tables."""
    width, height = forms[0][:2] if forms else (0, 0)
    length = duration.to_bytes(8, "big")
    entries = b"".join(
        full("avc1", u32(0), u32(1), bytes(16), u32(w << 16 | h), u32(0x480000), u32(0x480000), u32(0), bytes.fromhex("0001"),
             bytes(32), u32(0x18FFFF), full("avcC", configuration)) for w, h, configuration in forms)
    listed = [
        full(name, bytes(8 if name == "stsz" else 4), u32(len(rows) // (4 * TABLES[name])), rows) for name, rows in tables.items()]
    samples = full("stbl", full("stsd", u32(0), u32(len(forms)), entries), *listed)
    place = full("dinf", full("dref", u32(0), u32(1), full("url ", u32(1))))
    media = full(
        "mdia", full("mdhd", u32(0x01000000), bytes(16), u32(timescale), length, u32(0x55C40000)),
        full("hdlr", bytes(8), b"vide", bytes(12), b"Lucid\0"), full("minf", full("vmhd", u32(1), bytes(8)), place, samples))
    track = full(
        "tkhd", u32(0x01000003), bytes(16), u32(1), u32(0), length, bytes(16), MATRIX, u32(width << 16), u32(height << 16))
    movie = full(
        "mvhd", u32(0x01000000), bytes(16), u32(timescale), length, u32(0x10000), u32(0x01000000), bytes(8), MATRIX, bytes(24),
        u32(2))
    return full("moov", movie, full("trak", track, media))


def read_movie(moov):
    """Formats, timescale, duration and tables, when the box is the one of just these."""
    try:
        stbl = box(moov, "moov", "trak", "mdia", "minf", "stbl")
        header = Numbers(box(moov, "moov", "trak", "mdia", "mdhd"))
        header.take(20)
        timescale, duration = header.take(), header.take(8)
        forms = []
        for kind, entry in boxes(box(stbl, "stsd")[8:]):
            fits(kind == b"avc1" and len(entry) >= 86)
            forms.append((int.from_bytes(entry[24:26], "big"), int.from_bytes(entry[26:28], "big"), entry[86:]))
        fits(len(forms) <= 256)
        tables = {}
        for name, numbers in TABLES.items():
            content = Numbers(box(stbl, name))
            content.take(8 if name == "stsz" else 4)
            count = content.take()
            need(name != "stsz" or count <= 2**24 or len(content.data) < 4 * count, "too-large")
            fits(len(content.data) == 4 * numbers * count)
            tables[name] = content.data
        fits(timescale and moov == movie_box(forms, timescale, duration, tables))
    except NoVideo:
        raise Fail("video-form")
    rows = {
        name: [int.from_bytes(data[at:at + 4], "big") for at in range(0, len(data), 4)] for name, data in tables.items()}
    return forms, timescale, duration, rows


def read_runs(data, moov_rows, listed, start, end, forms):
    """Chunk by chunk what the list and the tables say: index, salt, number of the format, and of each sample duration, sync and bytes."""
    durations, syncs, sizes = moov_rows["stts"], moov_rows["stss"], moov_rows["stsz"]
    need(len(moov_rows["stsc"]) == 3 * len(listed) and len(moov_rows["co64"]) == 2 * len(listed), "video-form")
    at, number, run, left, sync = start, 0, 0, 0, 0
    for chunk, (index, salt) in enumerate(listed):
        first, count, description = moov_rows["stsc"][3 * chunk:3 * chunk + 3]
        need(first == chunk + 1 and 1 <= description <= len(forms), "video-form")
        need(1 <= count <= min(65_536, len(sizes) - number), "video-form")
        high, low = moov_rows["co64"][2 * chunk:2 * chunk + 2]
        need(high << 32 | low == at, "video-form")
        need(sum(sizes[number:number + count]) <= end - at, "video-form")
        samples = []
        for _ in range(count):
            if left == 0:
                need(run < len(durations) and durations[run] > 0, "video-form")
                left, run = durations[run], run + 2
            left -= 1
            number += 1
            is_sync = sync < len(syncs) and syncs[sync] == number
            sync += is_sync
            samples.append((0, durations[run - 1], is_sync, data[at:at + sizes[number - 1]]))
            at += sizes[number - 1]
        yield index, salt, description - 1, samples
    need(number == len(sizes) and left == 0 and run == len(durations) and sync == len(syncs) and at == end, "video-form")


def verify_video(data):
    kind, moov, mdat, proof = find_proof(data)
    need(kind == FILE_TYPE and mdat[:16] == u32(1) + b"mdat" + len(mdat).to_bytes(8, "big"), "video-form")
    need(len(proof) >= 32 and int.from_bytes(proof[:4], "big") == len(proof), "video-form")
    version, count = (int.from_bytes(proof[at:at + 4], "big") for at in (24, 28))
    need(version == 1 and 32 + 36 * count <= len(proof), "video-form")
    rows = [proof[at:at + 36] for at in range(32, 32 + 36 * count, 36)]
    listed = [(int.from_bytes(row[:4], "big"), row[4:]) for row in rows]
    bundle = proof[32 + 36 * count:]
    verdict = verify_bundle(bundle)
    entries = manifest_of(bundle)["chunks"]
    forms, timescale, duration, tables = read_movie(moov)
    start = len(kind) + len(moov) + 16
    parts, cuts, gaps, shown, problem, ticks, last, before, shows = [], [], [], [], None, 0, None, None, []
    for index, salt, number, samples in read_runs(data, tables, listed, start, start + len(mdat) - 16, forms):
        need((last is None or index > last) and index < len(entries), "video-order", index)
        committed = entries[index].get("video")
        follows = last is not None and index == last + 1
        width, height, configuration = forms[number]
        if number not in shown:
            shown.append(number)
        state = "proven"
        if committed is None:
            state = "video-uncommitted"
        elif not (width and height and 1 <= len(configuration) <= 4096):
            state = "video-altered"
        elif commitment(salt, (width, height, timescale, configuration), samples) != committed:
            state = "video-altered"
        elif not samples[0][2] and not (follows and before == "proven"):
            state = "video-start"
        elif has_parameters(configuration, samples):
            state = "video-parameters"
        if state != "proven" and problem is None:
            problem = Fail(state, index)
        until = ticks + sum(sample[1] for sample in samples)
        from_ms, to_ms = ticks * 1000 // timescale, until * 1000 // timescale
        if follows and before == state:
            parts[-1] = {"chunks": [parts[-1]["chunks"][0], index], "from_ms": parts[-1]["from_ms"], "to_ms": to_ms}
        else:
            parts.append({"chunks": [index, index], "from_ms": from_ms, "to_ms": to_ms})
        gap = entries[index]["gap_before"]
        if last is not None and not follows:
            cuts.append({"chunks": [last + 1, index - 1], "at_ms": from_ms})
        elif last is not None and gap:
            gaps.append({"before_chunk": index, "at_ms": from_ms, "missing_ms": gap["to_ms"] - gap["from_ms"]})
        shows.append((index, width, height, coded_size(configuration), len(samples), until - ticks))
        ticks, last, before = until, index, state
    need(ticks == duration and tables["stsz"], "video-form")
    if problem:
        raise problem
    need(shown == list(range(len(forms))), "video-form")
    return {**verdict, "pictures": len(tables["stsz"]), "duration_ms": duration * 1000 // timescale, "parts": parts, "cuts": cuts,
            "gaps": gaps, "doubts": video_doubts(manifest_of(bundle), timescale, shows)}


class Bits:
    """Numbers of a unit of H.264, without its bytes against false starts (7.3.1)."""

    def __init__(self, unit):
        self.bits = "".join(f"{byte:08b}" for byte in unit.replace(b"\0\0\3", b"\0\0"))

    def number(self, length):
        fits(length < len(self.bits))
        taken, self.bits = self.bits[:length], self.bits[length:]
        return int(taken, 2)

    def code(self):
        """An Exp-Golomb code (9.1)."""
        zeros = re.match("0{0,15}(?=1)", self.bits)
        fits(zeros)
        self.bits = self.bits[zeros.end():]
        return self.number(zeros.end() + 1) - 1


def coded_size(configuration):
    """What the only sequence parameter set (7.3.2.1.1) of an avcC says; None for one that is not read."""
    try:
        fits(len(configuration) > 8 and configuration[5] & 31 == 1 and configuration[8] & 31 == 7)
        unit = Bits(configuration[9:8 + int.from_bytes(configuration[6:8], "big")])
        profile = unit.number(8)
        unit.number(16), unit.code()
        if profile in (44, 83, 86, 100, 110, 118, 122, 128, 134, 135, 138, 139, 244):
            colours = unit.code()
            unit.code(), unit.code(), unit.number(1)
            fits(unit.number(1) == 0 and colours == 1)
        unit.code()
        order = unit.code()
        fits(order != 1)
        if order == 0:
            unit.code()
        unit.code(), unit.number(1)
        columns, rows, fields = unit.code() + 1, unit.code() + 1, 2 - unit.number(1)
        if fields == 2:
            unit.number(1)
        unit.number(1)
        left, right, top, bottom = [unit.code() for _ in range(4)] if unit.number(1) else [0] * 4
    except NoVideo:
        return None
    return {"width": 16 * columns - 2 * (left + right), "height": fields * (16 * rows - 2 * (top + bottom))}


def parameter_sets(configuration):
    """Those of an avcC: of sequences, then of pictures."""
    found, at = set(), 5
    for bits in (31, 255):
        count = configuration[at] & bits if at < len(configuration) else 0
        at += 1
        for _ in range(count):
            end = at + 2 + int.from_bytes(configuration[at:at + 2].ljust(2, b"\0"), "big")
            found.add(configuration[at + 2:end])
            at = end
    return found


def has_parameters(configuration, samples):
    """Whether a sample has a parameter set that the avcC does not have."""
    known = parameter_sets(configuration)
    length = (configuration[4] & 3) + 1 if len(configuration) > 4 else 4
    for *_, sample in samples:
        at = 0
        while len(sample) - at > length:
            end = at + length + int.from_bytes(sample[at:at + length], "big")
            unit = sample[at + length:end]
            if unit and unit[0] & 31 in (7, 8, 13, 15, 16) and unit not in known:
                return True
            at = end
    return False


def is_size_of(stated, coded):
    return coded in (stated, stated + stated % 2)


def video_doubts(manifest, timescale, shows):
    """What the pictures of each chunk are beside what the recorder states of them."""
    stated, size, recoded, faster, played, took, apart = manifest["recorder"], [], [], [], 0, 0, 0
    for index, width, height, coded, pictures, ticks in shows:
        length = ticks * 1000 // timescale
        entry = manifest["chunks"][index]
        span = entry["ended_at_ms"] - entry["started_at_ms"]
        played, took, apart = played + length, took + span, apart + abs(length - span)
        if not (is_size_of(stated["width"], width) and is_size_of(stated["height"], height)):
            size.append({"chunk": index, "width": width, "height": height})
        if coded is None or not (is_size_of(width, coded["width"]) and is_size_of(height, coded["height"])):
            recoded.append({"chunk": index, "coded": coded, "width": width, "height": height})
        if 10 * pictures * timescale > stated["frame_rate"] * (11 * ticks + 10 * timescale):
            faster.append({"chunk": index, "pictures": pictures, "played_ms": min(length, MOST_SAID_MS)})
    doubts = []
    for code, found in (("picture-size", size), ("coded-size", recoded), ("picture-rate", faster)):
        if found:
            first, *others = found[0].items()
            doubts.append(dict([("code", code), first, ("count", len(found)), *others]))
    if apart > 1000 + 50 * len(shows):
        doubts.append({"code": "play-time", "played_ms": min(played, MOST_SAID_MS), "stated_ms": took})
    return doubts


def check_deletion(document, manifest):
    """A deletion receipt, beside the manifest of the recording where there is one."""
    DELETION(document)
    receipt = document["receipt"]
    need(is_signed("lucid:deletion:v1", receipt, document["signature"], receipt["node"]), "receipt-signature")
    if manifest:
        own = dict(
            session_id=manifest["session_id"], manifest_hash=object_hash(manifest), merkle_root=manifest["merkle"]["root"],
            chunk_count=manifest["merkle"]["leaf_count"], total_size=manifest["total_size"])
        need(all(receipt[name] == value for name, value in own.items()), "receipt-mismatch")
        need(receipt["node"] == manifest["node"], "receipt-node")
    return {"session_id": receipt["session_id"], "node": receipt["node"], "compared": bool(manifest)}


def manifest_of(bundle):
    """The manifest of a bundle that has been verified."""
    archive = Archive(bundle)
    version = json.loads(archive.take("lucid.json", 4 * MIB))["version"]
    archive.take("README.txt", len(readme(version)))
    archive.take("genesis.json", MIB // 16)
    return json.loads(archive.take("manifest.json", 128 * MIB))["manifest"]


def verify_file(data):
    return verify_video(data) if is_video(data) else verify_bundle(data)


# ---------------------------------------------------------------- stamps of authorities outside

def der(data, at=0):
    """One value of DER that begins here: its tag, its content, its own bytes, and where it ends."""
    need(at + 2 <= len(data), "time-token")
    tag, length, start = data[at], data[at + 1], at + 2
    need(tag & 31 != 31, "time-token")
    if length >= 128:
        digits = data[start:start + length - 128]
        shortest = int.from_bytes(digits, "big")
        need(shortest >= 128 and length == 128 + (shortest.bit_length() + 7) // 8, "time-token")
        length, start = shortest, start + len(digits)
    need(start + length <= len(data), "time-token")
    return tag, data[start:start + length], data[at:start + length], start + length


def inside(content):
    values, at = [], 0
    while at < len(content):
        *value, at = der(content, at)
        values.append(value)
    return values


def whole(data, tag=0x30):
    """Content of the one value that the bytes are."""
    found, content, _bytes, end = der(data)
    need(end == len(data), "time-token")
    need(found == tag, "time-token")
    return content


def fields(content, *forms):
    """The values in this order, and nothing else: each a tag, or several of which one may be missing (then None is among them)."""
    values, found = inside(content), []
    for form in forms:
        tags = form if isinstance(form, tuple) else (form,)
        here = bool(values) and (values[0][0] in tags or ANY in tags)
        need(here or None in tags, "time-token")
        found.append(values.pop(0) if here else None)
    need(not values, "time-token")
    return found


def algorithm_of(value):
    """An identifier, and the bytes of the parameters beside it."""
    name, parameters = fields(value[1], 6, (ANY, None))
    return name[1], parameters[2] if parameters else b""


def bits(value):
    need(value[1][:1] == b"\0", "time-token")
    return value[1][1:]


def instant(value):
    """Milliseconds of a UTCTime or a GeneralizedTime; one that has begun is a whole one."""
    text = value[1].decode("latin-1")
    if value[0] == 0x17:
        text = ("20" if text[:2] < "50" else "19") + text
    match = re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{2})(?:\.([0-9]{1,9}))?Z", text)
    need(match, "time-token")
    need(value[0] != 0x17 or match[7] is None, "time-token")
    try:
        seconds = calendar.timegm(datetime.datetime(*(int(part) for part in match.groups()[:6])).timetuple())
    except ValueError:
        raise Fail("time-token") from None
    need(seconds >= 0, "time-token")
    return seconds * 1000 + -(-int((match[7] or "0").ljust(9, "0")) // 1_000_000)


def number(value):
    need(0 < len(value[1]) <= 4 and value[1][0] < 128, "time-token")
    return int.from_bytes(value[1], "big")


ANY = -1
OID = {name: bytes.fromhex(value) for name, value in {
    "signed": "2a864886f70d010702", "stamp": "2a864886f70d0109100104", "type": "2a864886f70d010903",
    "digest": "2a864886f70d010904", "named": "2a864886f70d010910020c", "named2": "2a864886f70d010910022f",
    "usage": "551d0f", "purposes": "551d25", "basic": "551d13", "stamping": "2b06010505070308",
    "rsa": "2a864886f70d010101", "ec": "2a8648ce3d0201"}.items()}
HASHES = {bytes.fromhex("6086480165030402" + end): name for end, name in (("01", "sha256"), ("02", "sha384"), ("03", "sha512"))}
SIGNING = {
    OID["rsa"]: {bytes.fromhex("2a864886f70d0101" + end): name for end, name in (("0b", "sha256"), ("0c", "sha384"), ("0d", "sha512"))},
    OID["ec"]: {bytes.fromhex("2a8648ce3d0403" + end): name for end, name in (("02", "sha256"), ("03", "sha384"), ("04", "sha512"))}}
CURVES = {bytes.fromhex(curve) for curve in ("06082a8648ce3d030107", "06052b81040022", "06052b81040023")}


def read_certificate(data):
    signed, algorithm, signature = fields(whole(data), 0x30, 0x30, 3)
    _version, serial, _algorithm, issuer, validity, subject, key, _one, _two, extended = fields(
        signed[1], (0xa0, None), 2, 0x30, 0x30, 0x30, 0x30, 0x30, (0x81, None), (0x82, None), (0xa3, None))
    begins, ends = fields(validity[1], (0x17, 0x18), (0x17, 0x18))
    kind, point = fields(key[1], 0x30, 3)
    extensions = {}
    for extension in inside(whole(extended[1])) if extended else []:
        name, critical, value = fields(extension[1], 6, (1, None), 4)
        need(name[1] not in extensions, "time-token")
        extensions[name[1]] = (critical is not None and critical[1] == b"\xff", value[1])
    return {
        "bytes": data, "sha256": sha256_hex(data), "serial": serial[2], "issuer": issuer[2], "subject": subject[2],
        "from": instant(begins), "to": instant(ends), "key": key[2], "bits": bits(point), "kind": algorithm_of(kind),
        "signed": signed[2], "algorithm": algorithm_of(algorithm)[0], "signature": bits(signature), **uses_of(extensions)}


def uses_of(extensions):
    critical, purposes = extensions.get(OID["purposes"], (False, None))
    purposes = [] if purposes is None else [one[1] for one in inside(whole(purposes))]
    usage = extensions.get(OID["usage"])
    usage = usage and whole(usage[1], 3)[1:2]
    may_sign = usage is None or bool(usage and usage[0] & 0xc0)
    may_certify = usage is None or bool(usage and usage[0] & 4)
    basic = extensions.get(OID["basic"])
    basic = inside(whole(basic[1]))[:1] if basic else []
    stamps = critical and purposes == [OID["stamping"]] and may_sign
    signs = bool(basic) and basic[0][0] == 1 and basic[0][1] == b"\xff" and may_certify
    return {"stamps": stamps, "signs": signs}


def rsa_bits(key):
    modulus = inside(whole(key))[0]
    need(modulus[0] == 2, "time-token")
    return int.from_bytes(modulus[1], "big").bit_length()


def key_holds(certificate, algorithm, hash_name, signature, message):
    """Whether a signature holds; None of one that nothing is to rest on. By openssl."""
    kind, curve = certificate["kind"]
    name = hash_name if kind == algorithm == OID["rsa"] else SIGNING.get(kind, {}).get(algorithm)
    if name is None or (kind == OID["ec"] and curve not in CURVES):
        return None
    try:
        if kind == OID["rsa"] and rsa_bits(certificate["bits"]) < 2048:
            return None
    except (Fail, IndexError):
        return False
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, part) for part in ("key", "message", "signature")]
        for path, data in zip(paths, (certificate["key"], message, signature)):
            with open(path, "wb") as file:
                file.write(data)
        command = ["openssl", "dgst", "-" + name, "-verify", paths[0], "-keyform", "DER", "-signature", paths[2], paths[1]]
        return subprocess.run(command, capture_output=True).returncode == 0


def attributes_in(content):
    """Of each attribute the bytes of its values."""
    found = {}
    for attribute in inside(content):
        name, values = fields(attribute[1], 6, 0x31)
        need(name[1] not in found, "time-token")
        found[name[1]] = values[1]
    return found


def naming_in(attributes):
    """The digest of the signer's certificate that the attributes name, and by which hash."""
    second = attributes.get(OID["named2"])
    value = second if second is not None else attributes.get(OID["named"])
    if value is None:
        return None, None
    first = first_in(first_in(whole(value)))
    parts = inside(first)
    usual = "sha1" if second is None else "sha256"
    if second is not None and parts and parts[0][0] == 0x30:
        usual = HASHES.get(algorithm_of(parts.pop(0))[0])
    need(parts and parts[0][0] == 4, "time-token")
    return usual, parts[0][1]


def first_in(content):
    values = inside(content)
    need(values and values[0][0] == 0x30, "time-token")
    return values[0][1]


def typed(content, kind, tag):
    """What is said to be of a type."""
    name, wrapped = fields(content, 6, 0xa0)
    need(name[1] == OID[kind], "time-token")
    return whole(wrapped[1], tag)


def read_info(info):
    _version, _policy, imprint, _serial, moment, accuracy, *_rest = fields(
        whole(info), 2, 6, 0x30, 2, 0x18, (0x30, None), (1, None), (2, None), (0xa0, None), (0xa1, None))
    algorithm, imprinted = fields(imprint[1], 0x30, 4)
    parts = fields(accuracy[1], (2, None), (0x80, None), (0x81, None)) if accuracy else []
    micros = sum(number(part) * unit for part, unit in zip(parts, (1_000_000, 1_000, 1)) if part)
    return algorithm_of(algorithm)[0], imprinted[1], instant(moment), -(-micros // 1000)


def check_stamp(token, digest, pinned):
    _version, _digests, wrapped, certified, _lists, signers = fields(
        typed(whole(token), "signed", 0x30), 2, 0x31, 0x30, (0xa0, None), (0xa1, None), 0x31)
    info = typed(wrapped[1], "stamp", 4)
    carried = [one[2] for one in inside(certified[1]) if one[0] == 0x30] if certified else []
    need(len(carried) <= 16, "time-token")
    certificates = [read_certificate(one) for one in carried]
    imprint_hash, imprint, moment, accuracy_ms = read_info(info)
    _version, named, hashed, signed, algorithm, signature, _unsigned = fields(
        whole(signers[1]), 2, (0x30, 0x80), 0x30, 0xa0, 0x30, 4, (0xa1, None))
    issuer, serial = (part[2] for part in fields(named[1], 0x30, 2)) if named[0] == 0x30 else (None, None)
    hash_name, algorithm = HASHES.get(algorithm_of(hashed)[0]), algorithm_of(algorithm)[0]
    attributes = attributes_in(signed[1])
    need(OID["digest"] in attributes, "time-token")
    stated = whole(attributes[OID["digest"]], 4)
    kind = whole(attributes[OID["type"]], 6) if OID["type"] in attributes else None
    naming, name = naming_in(attributes)
    need(HASHES.get(imprint_hash) == "sha256", "time-imprint")
    need(imprint.hex() == digest, "time-imprint")
    signer = next((one for one in certificates if one["issuer"] == issuer and one["serial"] == serial), None)
    need(signer is not None, "time-token")
    need(kind == OID["stamp"], "time-signature")
    need(hash_name is None or hashlib.new(hash_name, info).digest() == stated, "time-signature")
    need(naming is not None and hashlib.new(naming, signer["bytes"]).digest() == name, "time-signature")
    holds = key_holds(signer, algorithm, hash_name, signature[1], b"\x31" + signed[2][1:])
    need(holds is not None and hash_name is not None, "time-algorithm")
    need(holds, "time-signature")
    need(signer["stamps"], "time-certificate")
    need(signer["from"] <= moment <= signer["to"], "time-certificate")
    chain, named_hashes = [signer], {one["sha256"] for one in pinned}
    while len(chain) < 8 and not is_end(chain[-1], named_hashes):
        above = next((one for one in pinned + certificates if is_above(one, chain[-1], moment)), None)
        if above is None:
            break
        chain.append(above)
    return {"at_ms": moment, "accuracy_ms": accuracy_ms, "signer": signer["sha256"], "issuers": [one["sha256"] for one in chain[1:]],
            "pinned": next((one["sha256"] for one in chain if one["sha256"] in named_hashes), None)}


def is_end(certificate, named_hashes):
    return certificate["issuer"] == certificate["subject"] or certificate["sha256"] in named_hashes


def is_above(one, below, moment):
    if one["subject"] != below["issuer"] or not one["signs"] or not one["from"] <= moment <= one["to"]:
        return False
    return key_holds(one, below["algorithm"], None, below["signature"], below["signed"]) is True


def TOKEN(value, path):
    need(isinstance(value, str) and re.fullmatch("(?:[0-9a-f]{2}){1,65536}", value), "format-invalid")


TIME_PROOF = record(
    format=one_of("lucid-time-proof"), version=one_of(1), network=HASH, headers=array(HEADER, 0, 20_000),
    stamps=array(record(height=POSITIVE, token=TOKEN), 1, 8))


def check_time_proof(data, recording, authorities):
    proof = parse_canonical(data, 16 * MIB)
    TIME_PROOF(proof)
    need(proof["network"] == recording["network"], "network-mismatch")
    hashes, time = [recording["block_hash"]], recording["block_time"]
    for header in proof["headers"]:
        follows = header["network"] == recording["network"] and header["height"] == recording["height"] + len(hashes)
        need(follows and header["previous_hash"] == hashes[-1] and header["timestamp"] > time, "header-chain")
        hashes.append(object_hash(header))
        time = header["timestamp"]
    final = recording.get("final", {"height": recording["height"], "hash": hashes[0]})
    at = final["height"] - recording["height"]
    need(at >= len(hashes) or hashes[at] == final["hash"], "header-chain")
    for stamp in proof["stamps"]:
        need(0 <= stamp["height"] - recording["height"] < len(hashes), "time-block")
    shown_up_to = final["height"] if at < len(hashes) else recording["height"]
    pinned = [read_certificate(bytes.fromhex(one)) for one in authorities]
    return {"stamps": [{"height": stamp["height"], "shown": stamp["height"] <= shown_up_to, **check_stamp(
        bytes.fromhex(stamp["token"]), hashes[stamp["height"] - recording["height"]], pinned)} for stamp in proof["stamps"]]}


# ---------------------------------------------------------------- checkpoints and witnesses (C2SP)

SPACES = "[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000+]"


def base64_bytes(text):
    """The bytes of base64 in its one form, or None."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    return data if base64.b64encode(data).decode() == text else None


def digest_in(text):
    data = base64_bytes(text)
    need(data is not None and len(data) == 32, "format-invalid")
    return data.hex()


def size_in(text):
    need(re.fullmatch("0|[1-9][0-9]{0,15}", text) and int(text) < 2**53, "format-invalid")
    return int(text)


def is_key_name(name):
    return name != "" and not re.search(SPACES, name) and not re.search("[\0-\x1f]", name)


def read_note(data):
    """Text and signatures of a signed note: of each name, key id and what was signed."""
    need(len(data) <= 131_072, "too-large")
    try:
        note = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Fail("not-utf8")
    need(not re.search("[\0-\t\x0b-\x1f]", note), "format-invalid")
    text, blank, lines = note.rpartition("\n\n")
    need(blank and lines.endswith("\n"), "format-invalid")
    return text + "\n", [note_signature(line) for line in lines[:-1].split("\n")]


def note_signature(line):
    words = line.split(" ")
    need(len(words) == 3 and words[0] == "\u2014" and is_key_name(words[1]), "format-invalid")
    data = base64_bytes(words[2])
    need(data is not None and len(data) > 4, "format-invalid")
    return words[1], data[:4].hex(), data[4:]


def read_checkpoint(data):
    text, signatures = read_note(data)
    lines = text.split("\n")[:-1]
    need(len(lines) >= 3 and "" not in lines, "format-invalid")
    return {"text": text, "origin": lines[0], "size": size_in(lines[1]), "root": digest_in(lines[2]), "signatures": signatures}


def key_id(name, kind, key):
    return sha256_hex(name.encode() + b"\n" + bytes([kind]) + bytes.fromhex(key))[:8]


def signatures_by(checkpoint, name, kind, key):
    return [signed for by, number, signed in checkpoint["signatures"] if by == name and number == key_id(name, kind, key)]


def read_request(data):
    lead, _, rest = data.partition(b"\n\n")
    old, *steps = lead.decode("latin-1").split("\n")
    need(old.startswith("old ") and len(steps) <= 63, "format-invalid")
    size, path = size_in(old[4:]), [digest_in(step) for step in steps]
    return {"old_size": size, "path": path, "size": read_checkpoint(rest)["size"]}


def read_verifier_key(text):
    parts = re.fullmatch(r"([^+]+)\+([0-9a-f]{8})\+(.+)", text, re.S)
    need(parts and is_key_name(parts[1]), "format-invalid")
    key = base64_bytes(parts[3])
    need(key is not None and len(key) == 33 and key[0] in (1, 4), "format-invalid")
    need(key_id(parts[1], key[0], key[1:].hex()) == parts[2], "format-invalid")
    return {"name": parts[1], "kind": key[0], "public_key": key[1:].hex()}


def seen_at(checkpoint, witness):
    """When a witness saw it, the earliest time first."""
    times = []
    for signed in signatures_by(checkpoint, witness["name"], witness["kind"], witness["public_key"]):
        seconds, signature = int.from_bytes(signed[:8], "big"), signed[8:].hex()
        need(seconds < 2**53, "witness-signature")
        message = f"cosignature/v1\ntime {seconds}\n{checkpoint['text']}".encode()
        need(ed25519_holds(message, signature, witness["public_key"]), "witness-signature")
        times.append(seconds)
    return sorted(times)


WITNESS_PROOF = record(
    format=one_of("lucid-witness-proof"), version=one_of(1), network=HASH, member=HASH, checkpoint=pattern("(?s).*"),
    path=array(HASH, 0, 40))


def check_witness_proof(data, block, witnesses):
    proof = parse_canonical(data, MIB)
    WITNESS_PROOF(proof)
    need(proof["network"] == block["network"], "network-mismatch")
    checkpoint = read_checkpoint(proof["checkpoint"].encode())
    origin, member = f"lucid/{proof['network']}/{proof['member']}", proof["member"]
    need(checkpoint["origin"] == origin, "network-mismatch")
    own = signatures_by(checkpoint, origin, 1, member)
    need(own and all(ed25519_holds(checkpoint["text"].encode(), signed.hex(), member) for signed in own), "witness-checkpoint")
    need(are_digests([block["hash"]]) and inclusion_holds(
        bytes.fromhex(block["hash"]), block["height"] - 1, checkpoint["size"], proof["path"], checkpoint["root"]), "witness-history")
    seen = [(witness["name"], seen_at(checkpoint, witness)) for witness in map(read_verifier_key, witnesses)]
    return {"size": checkpoint["size"], "others": sum(by != origin for by, _, _ in checkpoint["signatures"]),
            "seen": [[name, times[0]] for name, times in seen if times]}


# ---------------------------------------------------------------- saved audit logs

class AuditFault(Fail):
    def __init__(self, code, entry):
        super().__init__(code)
        self.entry = entry


def need_of(condition, code, entry):
    if not condition:
        raise AuditFault(code, entry)


def texts(value, path):
    need(isinstance(value, dict) and all(isinstance(one, str) for one in value.values()), "format-invalid")


AUDIT_START = record(audit_log=record(
    beginning=record(format=one_of("lucid-audit-log"), version=one_of(1), node=KEY, created_at=string(2**53), salt=HASH),
    genesis=GENESIS, first=POSITIVE, filter=nullable(texts)))
AUDIT_ANCHOR = record(anchor=EVIDENCE)
AUDIT_END = record(end=record(log=HASH, first=POSITIVE, size=COUNT, head=HASH, exported_at_ms=COUNT), signature=SIGNATURE)


def line_of(form, line, code):
    """What a line says that has this form."""
    try:
        value = parse_canonical(line, 16 * MIB)
        form(value)
    except Fail:
        raise Fail(code)
    return value


def is_text(line):
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def entry_in(line):
    """The bytes of an entry and what they say, where they have the hash behind them and are canonical."""
    found = re.fullmatch(rb'\{"entry":(\{.*),"hash":"([0-9a-f]{64})"\}', line, re.S)
    if not found or sha256_hex(found[1]).encode() != found[2]:
        return None, {}
    try:
        return found[1], parse_canonical(found[1], 16 * MIB)
    except Fail:
        return None, {}


def time_of(timestamp):
    """Milliseconds of a time as entries have it, or 0."""
    if not isinstance(timestamp, str) or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z", timestamp):
        return 0
    try:
        moment = datetime.datetime.strptime(timestamp, "%Y-%m-%dT%H:%M:%S.%fZ")
    except ValueError:
        return 0
    return max(0, calendar.timegm(moment.timetuple()) * 1000 + moment.microsecond // 1000)


class AuditLog:
    """Takes a saved audit log line by line."""

    def __init__(self):
        self.head = self.ended = self.missing = self.before = None
        self.has_entries, self.latest = False, 0
        self.anchors, self.hashes, self.times, self.told = [], {}, {}, []

    def take(self, line):
        need(len(line) <= 16 * MIB and is_text(line), "not-an-export")
        if self.head is None:
            return self.begin(line)
        need(self.ended is None, "not-an-export")
        if line.startswith(b'{"entry":'):
            self.has_entries = True
            return self.take_entry(line)
        if line.startswith(b'{"anchor":') and not self.has_entries:
            return self.take_anchor(line)
        self.take_end(line)

    def begin(self, line):
        self.head = line_of(AUDIT_START, line, "not-an-export")["audit_log"]
        need(self.head["filter"] is None, "selection")
        try:
            self.network = open_network(self.head["genesis"])
        except Fail:
            raise Fail("not-an-export")
        self.log, self.next = object_hash(self.head["beginning"]), self.head["first"]

    def take_entry(self, line):
        content, entry = entry_in(line)
        if self.missing is not None:
            return need_of(canonical(entry.get("sequence")) != str(self.missing), "reordered", self.missing)
        need_of(content is not None, "altered", self.next)
        sequence = entry.get("sequence")
        need_of(type(sequence) in (int, float) and sequence >= self.next, "reordered", self.next)
        if sequence > self.next:
            self.missing = self.next
            return
        previous = entry.get("previous")
        if self.before is None:
            self.before = self.log if self.next == 1 else previous
            self.hashes[self.next - 1] = self.before
        need_of(isinstance(previous, str) and previous == self.before, "altered", self.next)
        details = entry.get("details")
        if entry.get("action") == "audit.cleaned_up" and isinstance(details, dict):
            self.told.append((details.get("last"), details.get("last_hash")))
        self.latest = max(self.latest, time_of(entry.get("timestamp")))
        self.before = self.hashes[self.next] = sha256_hex(content)
        self.times[self.next] = self.latest
        self.next += 1

    def take_anchor(self, line):
        evidence = line_of(AUDIT_ANCHOR, line, "anchor-invalid")["anchor"]
        transaction = evidence["transaction"]["transaction"]
        try:
            chain = check_evidence(evidence, self.network)
        except Fail:
            raise Fail("anchor-invalid")
        data = transaction["data"]
        need(transaction["type"] == "audit_checkpoint" and data["log"] == self.log, "anchor-invalid")
        need(transaction["sender"] == self.head["beginning"]["node"], "anchor-invalid")
        need(len(self.anchors) < 16, "not-an-export")
        anchor = {"size": data["size"], "root": data["root"], "sequence": transaction["sequence"], "evidence": evidence, **chain}
        for last in self.anchors[-1:]:
            rises = last["size"] < anchor["size"] and last["sequence"] < anchor["sequence"]
            need(rises and last["height"] <= anchor["height"], "anchor-invalid")
        self.anchors.append(anchor)
        try:
            check_one_chain([one["evidence"] for one in self.anchors], self.network, [])
        except Fail:
            raise Fail("anchor-invalid")

    def take_end(self, line):
        said = line_of(AUDIT_END, line, "not-an-export")
        need(is_signed("lucid:audit-log:v1", said["end"], said["signature"], self.head["beginning"]["node"]), "end-signature")
        self.ended = said["end"]

    def end(self):
        need(self.head is not None, "not-an-export")
        need_of(self.missing is None, "removed", self.missing)
        need_of(self.ended is not None, "truncated", self.next)
        first, size = self.head["first"], self.ended["size"]
        need(self.ended["log"] == self.log and self.ended["first"] == first, "end-mismatch")
        need_of(size < self.next, "truncated", self.next)
        need_of(size == self.next - 1, "end-mismatch", size + 1)
        need_of(self.ended["head"] == (self.log if self.before is None else self.before), "end-mismatch", size)
        told = any(type(last) is int and last == first - 1 and digest == self.hashes[first - 1] for last, digest in self.told)
        need_of(first == 1 or told, "removed", first - 1)
        counted = [anchor for anchor in self.anchors if anchor["size"] >= first - 1]
        for anchor in counted:
            need_of(self.hashes.get(anchor["size"]) == anchor["root"], "anchor-mismatch", anchor["size"])
        return {
            "log": self.log, "node": self.head["beginning"]["node"], "network": self.network["hash"],
            "deciding_keys": deciding_keys(self.network), "first": first, "size": size, "head": self.ended["head"],
            "anchors": [anchor["size"] for anchor in counted], "doubts": self.doubts(counted)}

    def doubts(self, counted):
        exported = self.ended["exported_at_ms"]
        headers = [header["header"]["timestamp"] for anchor in self.anchors for header in anchor["evidence"]["headers"]]
        found = (
            ("entry-after-block", max((self.times.get(one["size"], 0) - one["block_time"] * 1000 for one in counted), default=0)),
            ("exported-before-entry", self.latest - exported),
            ("exported-before-block", max(headers, default=0) * 1000 - exported))
        return [{"code": code, "ms": min(ms, MOST_SAID_MS)} for code, ms in found if ms > 60_000]


def check_audit(data):
    log, lines = AuditLog(), data.split(b"\n")
    for line in lines if lines[-1] else lines[:-1]:
        log.take(line)
    return log.end()


# ---------------------------------------------------------------- vectors

def pieces(text):
    """Bytes in base64, or pieces of which each is repeated."""
    return base64.b64decode(text) if isinstance(text, str) else b"".join(base64.b64decode(one["bytes"]) * one["times"] for one in text)


def written_out(given):
    """Input whose long lists are written out: the only element of each named list stands there so many times."""
    for long in given.get("repeat", []):
        place = given
        for name in long["path"]:
            place = place[int(name) if isinstance(place, list) else name]
        place *= long["times"]
    return given


def document_in(given):
    return bytes.fromhex(given["document_hex"]) if "document_hex" in given else canonical_bytes(given["document"])


def run_vector(topic, vector, shared):
    given = written_out(vector["input"])
    genesis = lambda: shared["genesis"][given["genesis"]]
    kind = given.get("kind")
    if topic == "canonical-json":
        value = parse_canonical(bytes.fromhex(given["utf8_hex"]), given.get("limit", MIB))
        return {"text": canonical(value), "sha256": object_hash(value)}
    if topic == "signatures" and kind == "ed25519":
        need(is_signed(given["domain"], given["value"], given["signature"], given["public_key"]), "manifest-signature")
        return {"signed_bytes_hex": f"{given['domain']}\n{canonical(given['value'])}".encode().hex()}
    if topic == "signatures":
        text = "Lucid recording grant v1\n" + canonical(given["terms"])
        need(tron_signer(text, given["signature"]) == given["address"], "grant-signature")
        return {"text": text}
    if topic == "merkle" and kind == "root":
        return {"root": root_of([bytes.fromhex(leaf) for leaf in given["leaves"]]).hex()}
    if topic == "merkle" and kind == "inclusion":
        need(inclusion_holds(bytes.fromhex(given["leaf"]), given["index"], given["size"], given["path"], given["root"]), "path-invalid")
        return {}
    if topic == "merkle":
        need(consistency_holds(given["from"], given["to"], given["path"]), "path-invalid")
        return {}
    if topic == "chunk-container" and "entry" in given:
        check_container(pieces(given["container"]), given["entry"])
        return {}
    if topic == "chunk-container":
        return parse_container(pieces(given["container"]))
    if topic == "chunk-entry":
        ENTRY(given["entry"])
        check_entry(given["entry"], given["previous"], given["session"])
        leaves = [canonical_bytes(entry) for entry in (given["previous"], given["entry"]) if entry]
        return {"leaf_data": leaves[-1].decode(), "leaf_hash": leaf_hash(leaves[-1]).hex(), "root": root_of(leaves).hex()}
    if topic == "video-commitment":
        salt = video_salt(bytes.fromhex(given["data_key"]), given["session_id"], given["index"])
        try:
            video = commitment(salt, *read_samples(base64.b64decode(given["init"]), base64.b64decode(given["video"])))
        except NoVideo:
            video = None
        return {"salt": salt.hex(), "video": video}
    if topic == "manifest":
        SIGNED_MANIFEST(given["manifest"])
        check_manifest(given["manifest"], open_network(genesis()))
        manifest = given["manifest"]["manifest"]
        return {"manifest_hash": object_hash(manifest), "merkle_root": manifest["merkle"]["root"], "anchor": anchor_of(manifest)}
    if topic == "transaction-block-header" and kind == "root":
        return {"root": root_of([canonical_bytes(signed) for signed in given["transactions"]]).hex()}
    if topic == "transaction-block-header" and kind == "genesis":
        return {"hash": open_network(given["document"])["hash"]}
    if topic == "transaction-block-header" and kind == "headers":
        array(SIGNED_HEADER)(given["headers"], ())
        return {"hashes": check_headers(given["headers"], open_network(genesis()))}
    if topic == "transaction-block-header":
        SIGNED_TRANSACTION(given["transaction"])
        return {"id": check_transaction(given["transaction"], open_network(genesis()))}
    if topic == "attestation-and-finality":
        network = open_network(genesis())
        EVIDENCE(given["evidence"])
        return check_evidence(given["evidence"], network)
    if topic == "network-chain" and kind == "tag":
        return {"tag": sha256_hex(f"lucid-session-tag\n{given['session_id']}\n{given['salt']}".encode())}
    if topic == "network-chain" and kind == "genesis":
        network = open_network_v2(given["document"])
        return {"hash": network["hash"], "members": network["members"]}
    if topic == "network-chain" and kind == "evidence":
        return check_evidence_v2(given["evidence"], open_network_v2(genesis()), given.get("root"), given.get("handovers", ()))
    if topic == "network-chain" and kind == "link":
        NETWORK_LINK(given["link"])
        return check_network_link(given["link"])
    if topic == "network-chain" and kind == "proof":
        return check_network_proof(document_in(given), given["recording"])
    if topic == "network-chain":
        CERTIFICATE(given["certificate"])
        return check_certificate(given["certificate"], open_network_v2(genesis()))
    if topic == "chunk-proof":
        proof = parse_canonical(bytes.fromhex(given["proof_hex"]), 4 * MIB) if "proof_hex" in given else given["proof"]
        return check_chunk_proof(proof, genesis())
    if topic == "deletion-receipt":
        document = parse_canonical(pieces(given["bytes"]), 65_536) if "bytes" in given else given["receipt"]
        return check_deletion(document, given["manifest"])
    if topic == "time-proof":
        return check_time_proof(document_in(given), given["recording"], given["authorities"])
    if topic == "witness" and kind == "key":
        return read_verifier_key(given["key"])
    if topic == "witness" and kind == "proof":
        return check_witness_proof(document_in(given), given["block"], given["witnesses"])
    if topic == "witness":
        data = pieces(given["bytes"]) if "bytes" in given else bytes.fromhex(given["utf8_hex"])
        if kind == "request":
            return read_request(data)
        if kind == "note":
            return {"text": read_note(data)[0]}
        checkpoint = read_checkpoint(data)
        return {**checkpoint, "signatures": [[name, number] for name, number, _ in checkpoint["signatures"]]}
    if topic == "payouts":
        return verify_payouts(document_in(given))
    if topic == "audit":
        return check_audit(pieces(given["bytes"]) if "bytes" in given else given["text"].encode())
    if topic == "policy":
        return compare_policy(given["policy"], given["started_at_ms"], given["ended_at_ms"], given["gaps"])
    if topic in ("bundle", "bundle-relations"):
        clean, splice = base64.b64decode(shared[given["bundle"]]), given["splice"]
        bundle = clean[:splice["at"]] + pieces(splice["insert"]) + clean[splice["at"] + splice["remove"]:]
        return verify_bundle(bundle, given.get("networks"))
    if topic == "video":
        clean, splice = base64.b64decode(shared[given["video"]]), given["splice"]
        return verify_file(clean[:splice["at"]] + pieces(splice["insert"]) + clean[splice["at"] + splice["remove"]:])
    return None


def answer(run):
    try:
        return run()
    except AuditFault as failure:
        return {"code": failure.code, "entry": failure.entry}
    except Fail as failure:
        return {"code": failure.code} if failure.chunk is None else {"code": failure.code, "chunk": failure.chunk}


def main(arguments):
    if len(arguments) == 2 and arguments[0] == "--vectors":
        answers = []
        for name in sorted(os.listdir(arguments[1])):
            with open(os.path.join(arguments[1], name), encoding="utf-8") as file:
                vectors = json.load(file)
            for vector in vectors["vectors"]:
                got = answer(lambda: run_vector(vectors["topic"], vector, vectors.get("shared", {})))
                if got is not None:
                    answers.append({"topic": vectors["topic"], "name": vector["name"], "got": got})
        json.dump(answers, sys.stdout)
        return 0
    if not arguments or arguments[0].startswith("-"):
        print(__doc__, file=sys.stderr)
        return 2
    refused = 0
    for path in arguments:
        try:
            with open(path, "rb") as file:
                data = file.read()
        except OSError as error:
            print(error, file=sys.stderr)
            return 2
        verdict = {"verified": False, **answer(lambda: {"verified": True, **verify_file(data)})}
        refused += not verdict["verified"]
        print(json.dumps(verdict))
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
