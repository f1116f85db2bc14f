"""The same two routes as bench/gateway.bench.ts asks of Lucid, written for FastAPI as its users would:
an HS256 token checked with the standard library, a rate limit in memory, validation with pydantic."""

import base64
import hashlib
import hmac
import json
import os
import time
import uuid
from datetime import datetime
from typing import Literal, Optional

from fastapi import Depends, FastAPI, HTTPException, Request, Response
from pydantic import BaseModel, constr

KEY = bytes.fromhex(os.environ["BENCH_KEY"])
PER_MINUTE = 10_000_000
WINDOW_S = 60.0
HashHex = constr(regex=r"^[0-9a-f]{64}$")

app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
drained_at: dict = {}


def decode(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def account(request: Request) -> dict:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    try:
        head, body, signature = token.split(".")
        expected = hmac.new(KEY, f"{head}.{body}".encode(), hashlib.sha256).digest()
        claims = json.loads(decode(body))
        header = json.loads(decode(head))
    except ValueError:
        raise HTTPException(401, "token")
    if scheme.lower() != "bearer" or header.get("alg") != "HS256":
        raise HTTPException(401, "token")
    if not hmac.compare_digest(expected, decode(signature)) or claims["exp"] < time.time():
        raise HTTPException(401, "token")
    return claims


def allowed(response: Response, claims: dict = Depends(account)) -> dict:
    now = time.monotonic()
    cost = WINDOW_S / PER_MINUTE
    after = max(drained_at.get(claims["sub"], now), now) + cost
    left = (WINDOW_S - (after - now)) / cost
    if left < 0:
        raise HTTPException(429, "rate")
    drained_at[claims["sub"]] = after
    response.headers["X-Request-Id"] = str(uuid.uuid4())
    response.headers["X-RateLimit-Limit"] = str(PER_MINUTE)
    response.headers["X-RateLimit-Remaining"] = str(int(left))
    response.headers["X-RateLimit-Reset"] = str(int(time.time() + after - now))
    return claims


class ChainInfo(BaseModel):
    network_name: str
    network: HashHex
    version: str
    current_height: int
    finalized_height: int
    genesis_block: HashHex
    genesis_time: datetime
    consensus_algorithm: Literal["PoOT"]
    block_time: float
    total_transactions: int
    pending_transactions: int


class VerifyAnchor(BaseModel):
    session_id: uuid.UUID
    merkle_root: HashHex


class Verified(BaseModel):
    verified: bool
    block_id: Optional[HashHex]
    block_height: Optional[int]
    confirmation_count: int


@app.get("/api/v1/chain/info", response_model=ChainInfo)
async def info(_: dict = Depends(allowed)):
    return {
        "network_name": "bench",
        "network": "ab" * 32,
        "version": "1",
        "current_height": 1000,
        "finalized_height": 998,
        "genesis_block": "ab" * 32,
        "genesis_time": "2026-01-01T00:00:00Z",
        "consensus_algorithm": "PoOT",
        "block_time": 10,
        "total_transactions": 12345,
        "pending_transactions": 2,
    }


@app.post("/api/v1/anchoring/verify", response_model=Verified)
async def verify(asked: VerifyAnchor, _: dict = Depends(allowed)):
    known = asked.merkle_root == "cd" * 32
    return {
        "verified": known,
        "block_id": "ef" * 32 if known else None,
        "block_height": 900 if known else None,
        "confirmation_count": 98 if known else 0,
    }
