import { createHmac } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createAuthWorld, elsewhere, here, logIn, newWallet, principalOf, setUpOwner } from "./testing/open-test-logins.ts";

const minute = 60_000;
const hour = 60 * minute;
const REFRESH_INVALID = expect.objectContaining({ code: "LUCID_ERR_2010" });
const refused = (reason: string) => ({ kind: "refused", reason });

function loggedIn() {
  const world = createAuthWorld({ registration: "open" });
  const wallet = newWallet();
  return { ...world, wallet, session: logIn(world.auth, wallet) };
}

const decode = (token: string) => JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());

describe("an access token", () => {
  it("carries the claims of the specification", () => {
    const { session, clock } = loggedIn();
    const now = clock.now() / 1_000;
    expect(decode(session.access_token)).toEqual({
      sub: session.user.user_id,
      user_id: session.user.user_id,
      role: "USER",
      type: "access",
      sid: expect.any(String),
      iat: now,
      nbf: now,
      exp: now + 900,
      jti: expect.any(String),
    });
  });

  it("speaks for its account for fifteen minutes", () => {
    const { auth, session, clock, wallet } = loggedIn();
    expect(principalOf(auth, session)).toMatchObject({ userId: session.user.user_id, role: "USER", tronAddress: wallet.address });
    clock.advance(15 * minute - 1);
    expect(auth.verifyAccess(session.access_token).kind).toBe("valid");
    clock.advance(1);
    expect(auth.verifyAccess(session.access_token)).toEqual(refused("expired"));
  });

  it("is remembered, so that the next request gets the same answer at once", async () => {
    const { auth, session, metrics } = loggedIn();
    expect(auth.verifyAccess(session.access_token)).toBe(auth.verifyAccess(session.access_token));
    expect(await metrics.metrics()).toMatch(/token_checks_total\{outcome="cached"\} 1/);
  });

  it("is refused after any letter of it changed", () => {
    const { auth, session } = loggedIn();
    const token = session.access_token;
    auth.verifyAccess(token);
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom("A", "a", "0", "_", "-", ".", "Z", "z"), (at, letter) => {
        const altered = `${token.slice(0, at)}${letter}${token.slice(at + 1)}`;
        if (altered !== token) expect(auth.verifyAccess(altered)).toEqual(refused("malformed"));
      }),
    );
  });

  it("is refused when it names another algorithm or another key", () => {
    const { auth, session } = loggedIn();
    const [, payload] = session.access_token.split(".");
    const header = (alg: string) => Buffer.from(JSON.stringify({ alg, typ: "JWT" })).toString("base64url");
    const signed = (head: string, key: Uint8Array) =>
      `${head}.${payload}.${createHmac("sha256", key).update(`${head}.${payload}`).digest("base64url")}`;
    const forgeries = [
      `${header("none")}.${payload}.`,
      signed(header("HS512"), new Uint8Array(32).fill(7)),
      signed(header("HS256"), new Uint8Array(32).fill(8)),
      "",
      "..",
      "x".repeat(5_000),
    ];
    for (const token of forgeries) expect(auth.verifyAccess(token)).toEqual(refused("malformed"));
    expect(auth.verifyAccess(signed(header("HS256"), new Uint8Array(32).fill(7))).kind).toBe("valid");
  });

  it("is refused while it seems to come from the future", () => {
    const { auth, session, clock } = loggedIn();
    clock.advance(-30_000);
    expect(auth.verifyAccess(session.access_token).kind).toBe("valid");
    clock.advance(-31_000);
    expect(auth.verifyAccess(session.access_token)).toEqual(refused("malformed"));
  });

  it("survives a restart of the node", () => {
    const { restart, session } = loggedIn();
    expect(restart().verifyAccess(session.access_token).kind).toBe("valid");
  });
});

describe("a refresh token", () => {
  it("gives a new pair once, and is never stored in the clear", () => {
    const { auth, session, clock, db } = loggedIn();
    clock.advance(20 * minute);
    const next = auth.refresh(session.refresh_token, here);
    expect(next.refresh_token).not.toBe(session.refresh_token);
    expect(principalOf(auth, next).loginSessionId).toBe(decode(session.access_token).sid);
    const rows = db.prepare<[], { token_hash: Buffer }>("SELECT token_hash FROM auth_tokens").all();
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(row.token_hash.toString("base64url")).not.toBe(next.refresh_token);
  });

  it("that is used a second time ends the whole login", () => {
    const { auth, session, events } = loggedIn();
    const next = auth.refresh(session.refresh_token, here);
    expect(auth.verifyAccess(next.access_token).kind).toBe("valid");
    expect(() => auth.refresh(session.refresh_token, elsewhere)).toThrow(REFRESH_INVALID);
    expect(auth.verifyAccess(next.access_token)).toEqual(refused("ended"));
    expect(() => auth.refresh(next.refresh_token, here)).toThrow(REFRESH_INVALID);
    expect(events.map((event) => event.type)).toContain("refresh_reused");
  });

  it("of another login is not touched by that", () => {
    const { auth, session, wallet } = loggedIn();
    const other = logIn(auth, wallet, { caller: elsewhere });
    auth.refresh(session.refresh_token, here);
    expect(() => auth.refresh(session.refresh_token, here)).toThrow(REFRESH_INVALID);
    expect(auth.refresh(other.refresh_token, elsewhere).token_type).toBe("bearer");
  });

  it("is not accepted when nobody issued it", () => {
    const { auth, session } = loggedIn();
    for (const token of ["", "x", session.access_token]) expect(() => auth.refresh(token, here)).toThrow(REFRESH_INVALID);
  });

  it("takes the role from the account, not from the older token", () => {
    const { auth, session } = loggedIn();
    const { principal } = setUpOwner(auth);
    auth.changeUser(principal, session.user.user_id, { kyc_status: "verified" });
    expect(auth.refresh(session.refresh_token, here).user.kyc_status).toBe("verified");
  });

  it("ends after seven days, however busy its owner", () => {
    const { auth, clock } = createAuthWorld();
    const { session } = setUpOwner(auth);
    const lateToken = session.refresh_token;
    let current = auth.verifyAccess(session.access_token);
    for (let passed = 0; passed < 7 * 24; passed += 1) {
      clock.advance(hour);
      current = auth.verifyAccess(session.access_token);
    }
    expect(current).toEqual(refused("expired"));
    expect(() => auth.refresh(lateToken, here)).toThrow(REFRESH_INVALID);
  });
});

describe("a login", () => {
  it("ends when it was unused for as long as its role may idle", () => {
    const { auth, session, clock } = loggedIn();
    clock.advance(30 * minute);
    expect(auth.refresh(session.refresh_token, here).token_type).toBe("bearer");
    const { auth: other, session: idle, clock: later } = loggedIn();
    later.advance(32 * minute);
    expect(() => other.refresh(idle.refresh_token, here)).toThrow(REFRESH_INVALID);
  });

  it("goes on while its token is used, however seldom that is written down", () => {
    const { auth, session, clock } = loggedIn();
    expect(auth.verifyAccess(session.access_token).kind).toBe("valid");
    clock.advance(14 * minute);
    expect(auth.verifyAccess(session.access_token).kind).toBe("valid");
    clock.advance(30 * minute);
    expect(auth.refresh(session.refresh_token, here).token_type).toBe("bearer");
  });

  it("ends after a day for a user, and never by its age for the owner", () => {
    const { auth, clock } = createAuthWorld({ registration: "open" });
    let [mine, owners] = [logIn(auth, newWallet()), setUpOwner(auth).session];
    for (let passed = 0; passed < 24 * 3 - 1; passed += 1) {
      clock.advance(20 * minute);
      [mine, owners] = [auth.refresh(mine.refresh_token, here), auth.refresh(owners.refresh_token, here)];
    }
    clock.advance(11 * minute);
    mine = auth.refresh(mine.refresh_token, here);
    expect(mine.expires_in).toBe(9 * 60);
    clock.advance(9 * minute);
    expect(auth.verifyAccess(mine.access_token)).toEqual(refused("expired"));
    expect(() => auth.refresh(mine.refresh_token, here)).toThrow(REFRESH_INVALID);
    expect(auth.refresh(owners.refresh_token, here).expires_in).toBe(900);
  });

  it("makes way for a sixth one when it is the least recently used", () => {
    const { auth, wallet, session, clock, events } = loggedIn();
    const sessions = [session];
    for (let more = 0; more < 4; more += 1) {
      clock.advance(2 * minute);
      sessions.push(logIn(auth, wallet));
    }
    auth.verifyAccess(session.access_token);
    clock.advance(minute);
    sessions.push(logIn(auth, wallet));
    const kinds = sessions.map(({ access_token }) => auth.verifyAccess(access_token).kind);
    expect(kinds).toEqual(["valid", "refused", "valid", "valid", "valid", "valid"]);
    expect(events).toContainEqual(expect.objectContaining({ type: "session_ended", reason: "too_many" }));
  });

  it("is listed with where it came from, and can be ended by its owner only", () => {
    const { auth, wallet, session } = loggedIn();
    const other = logIn(auth, wallet, { caller: elsewhere });
    const mine = principalOf(auth, session);
    const listed = auth.listSessions(mine);
    expect(listed).toHaveLength(2);
    expect(listed.find((login) => login.is_current)).toMatchObject({ device_info: "a browser", ip_address: "192.0.2.1" });
    const stranger = principalOf(auth, logIn(auth, newWallet()));
    const otherId = principalOf(auth, other).loginSessionId;
    expect(auth.endSession(stranger, otherId)).toBe(false);
    expect(auth.endSession(mine, otherId)).toBe(true);
    expect(auth.endSession(mine, otherId)).toBe(false);
    expect(auth.verifyAccess(other.access_token)).toEqual(refused("ended"));
    expect(auth.listSessions(mine)).toHaveLength(1);
  });

  it("is ended by logging out, alone or with all others", () => {
    const { auth, wallet, session } = loggedIn();
    const [second, third] = [logIn(auth, wallet), logIn(auth, wallet)];
    expect(auth.logout(principalOf(auth, session), { all: false })).toBe(1);
    expect(auth.verifyAccess(session.access_token)).toEqual(refused("ended"));
    expect(() => auth.refresh(session.refresh_token, here)).toThrow(REFRESH_INVALID);
    expect(auth.logout(principalOf(auth, second), { all: true })).toBe(2);
    expect(auth.verifyAccess(third.access_token)).toEqual(refused("ended"));
  });

  it("outlives the end of all others", () => {
    const { auth, wallet, session } = loggedIn();
    const others = [logIn(auth, wallet), logIn(auth, wallet)];
    expect(auth.endOtherSessions(principalOf(auth, session))).toBe(2);
    expect(auth.verifyAccess(session.access_token).kind).toBe("valid");
    for (const other of others) expect(auth.verifyAccess(other.access_token).kind).toBe("refused");
  });

  it("that ran out is ended and later forgotten by the hourly sweep", () => {
    const { auth, clock, db, events } = loggedIn();
    clock.advance(hour);
    auth.prune();
    expect(events.at(-1)).toMatchObject({ type: "session_ended", reason: "expired" });
    clock.advance(91 * 24 * hour);
    auth.prune();
    for (const table of ["login_sessions", "auth_tokens", "revoked_tokens"]) {
      expect(db.prepare(`SELECT count(*) AS rows FROM ${table}`).get()).toEqual({ rows: 0 });
    }
  });
});
