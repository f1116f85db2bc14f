import { createHmac } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  asCookie,
  elsewhere,
  inBody,
  logIn,
  newWallet,
  openTestLogins,
  principalOf,
  setUpOwner,
} from "./testing/open-test-logins.ts";

const minute = 60_000;
const hour = 60 * minute;
const REFRESH_INVALID = expect.objectContaining({ code: "LUCID_ERR_2010" });
const refused = (reason: string) => ({ kind: "refused", reason });

function loggedIn() {
  const world = openTestLogins({ registration: "open" });
  const wallet = newWallet();
  return { ...world, wallet, session: logIn(world.logins, wallet) };
}

const decode = (token: string) => JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());

describe("an access token", () => {
  it("carries the claims of the specification", () => {
    const { session, clock, wallet } = loggedIn();
    const now = clock.now() / 1_000;
    expect(decode(session.access_token)).toEqual({
      iss: "ab".repeat(32),
      adr: wallet.address,
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
    const { logins, session, clock, wallet } = loggedIn();
    expect(principalOf(logins, session)).toMatchObject({
      userId: session.user.user_id,
      role: "USER",
      tronAddress: wallet.address,
    });
    clock.advance(15 * minute - 1);
    expect(logins.verifyAccess(session.access_token).kind).toBe("valid");
    clock.advance(1);
    expect(logins.verifyAccess(session.access_token)).toEqual(refused("expired"));
  });

  it("is remembered, so that the next request gets the same answer at once", async () => {
    const { logins, session, metrics } = loggedIn();
    expect(logins.verifyAccess(session.access_token)).toBe(logins.verifyAccess(session.access_token));
    expect(await metrics.metrics()).toMatch(/token_checks_total\{outcome="cached"\} 1/);
  });

  it("is refused after any letter of it changed", () => {
    const { logins, session } = loggedIn();
    const token = session.access_token;
    logins.verifyAccess(token);
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom("A", "a", "0", "_", "-", ".", "Z", "z"), (at, letter) => {
        const altered = `${token.slice(0, at)}${letter}${token.slice(at + 1)}`;
        if (altered !== token) expect(logins.verifyAccess(altered)).toEqual(refused("malformed"));
      }),
    );
  });

  it("is refused when it names another algorithm or another key", () => {
    const { logins, session } = loggedIn();
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
    for (const token of forgeries) expect(logins.verifyAccess(token)).toEqual(refused("malformed"));
    expect(logins.verifyAccess(signed(header("HS256"), new Uint8Array(32).fill(7))).kind).toBe("valid");
  });

  it("is refused while it seems to come from the future", () => {
    const { logins, session, clock } = loggedIn();
    clock.advance(-30_000);
    expect(logins.verifyAccess(session.access_token).kind).toBe("valid");
    clock.advance(-31_000);
    expect(logins.verifyAccess(session.access_token)).toEqual(refused("malformed"));
  });

  it("survives a restart of the node", () => {
    const { restart, session } = loggedIn();
    expect(restart().verifyAccess(session.access_token).kind).toBe("valid");
  });
});

describe("a refresh token", () => {
  it("gives a new pair once, and is never stored in the clear", () => {
    const { logins, session, clock, db } = loggedIn();
    clock.advance(20 * minute);
    const next = logins.refresh(session.refresh_token, inBody);
    expect(next.refresh_token).not.toBe(session.refresh_token);
    expect(principalOf(logins, next).loginSessionId).toBe(decode(session.access_token).sid);
    const rows = db.prepare<[], { token_hash: Buffer }>("SELECT token_hash FROM auth_tokens").all();
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(row.token_hash.toString("base64url")).not.toBe(next.refresh_token);
  });

  it("that is used a second time ends the whole login", () => {
    const { logins, session, audited } = loggedIn();
    const next = logins.refresh(session.refresh_token, inBody);
    expect(logins.verifyAccess(next.access_token).kind).toBe("valid");
    expect(() => logins.refresh(session.refresh_token, inBody)).toThrow(REFRESH_INVALID);
    expect(logins.verifyAccess(next.access_token)).toEqual(refused("ended"));
    expect(() => logins.refresh(next.refresh_token, inBody)).toThrow(REFRESH_INVALID);
    expect(audited.at(-1)).toMatchObject({ action: "logins.ended", outcome: "refresh_reused" });
  });

  it("that came as a cookie counts once more while its answer may have been lost", () => {
    const { logins, session, clock, audited } = loggedIn();
    const lost = logins.refresh(session.refresh_token, asCookie);
    clock.advance(minute / 2);
    const again = logins.refresh(session.refresh_token, asCookie);
    const next = logins.refresh(again.refresh_token, asCookie);
    expect(logins.verifyAccess(next.access_token).kind).toBe("valid");
    // Whoever has the lost one took it on its way.
    expect(() => logins.refresh(lost.refresh_token, asCookie)).toThrow(REFRESH_INVALID);
    expect(logins.verifyAccess(next.access_token)).toEqual(refused("ended"));
    expect(audited.at(-1)).toMatchObject({ action: "logins.ended", outcome: "refresh_reused" });
  });

  it("that came as a cookie may lose its answer several times", () => {
    const { logins, session, clock } = loggedIn();
    const before = logins.refresh(session.refresh_token, asCookie);
    const answers = [1, 2, 3, 4].map(() => logins.refresh(before.refresh_token, asCookie));
    const last = answers.at(-1)?.refresh_token ?? "";
    clock.advance(1_000);
    expect(logins.refresh(last, asCookie).token_type).toBe("bearer");
    expect(() => logins.refresh(before.refresh_token, asCookie)).toThrow(REFRESH_INVALID);
  });

  it("that came as a cookie ends the login once its successor was used, or a minute later", () => {
    const used = loggedIn();
    const next = used.logins.refresh(used.session.refresh_token, asCookie);
    used.clock.advance(1_000);
    const third = used.logins.refresh(next.refresh_token, asCookie);
    expect(() => used.logins.refresh(used.session.refresh_token, asCookie)).toThrow(REFRESH_INVALID);
    expect(used.logins.verifyAccess(third.access_token)).toEqual(refused("ended"));

    const late = loggedIn();
    const kept = late.logins.refresh(late.session.refresh_token, asCookie);
    late.clock.advance(minute);
    expect(() => late.logins.refresh(late.session.refresh_token, asCookie)).toThrow(REFRESH_INVALID);
    expect(late.logins.verifyAccess(kept.access_token)).toEqual(refused("ended"));
  });

  it("of another login is not touched by that", () => {
    const { logins, session, wallet } = loggedIn();
    const other = logIn(logins, wallet, { caller: elsewhere });
    logins.refresh(session.refresh_token, inBody);
    expect(() => logins.refresh(session.refresh_token, inBody)).toThrow(REFRESH_INVALID);
    expect(logins.refresh(other.refresh_token, inBody).token_type).toBe("bearer");
  });

  it("is not accepted when nobody issued it", () => {
    const { logins, session } = loggedIn();
    for (const token of ["", "x", session.access_token]) expect(() => logins.refresh(token, inBody)).toThrow(REFRESH_INVALID);
  });

  it("takes the role from the account, not from the older token", () => {
    const { logins, management, session } = loggedIn();
    const { principal } = setUpOwner(logins);
    management.change(principal, session.user.user_id, { kyc_status: "verified" });
    expect(logins.refresh(session.refresh_token, inBody).user.kyc_status).toBe("verified");
  });

  it("ends after seven days, however busy its owner", () => {
    const { logins, clock } = openTestLogins();
    const { session } = setUpOwner(logins);
    const lateToken = session.refresh_token;
    let current = logins.verifyAccess(session.access_token);
    for (let passed = 0; passed < 7 * 24; passed += 1) {
      clock.advance(hour);
      current = logins.verifyAccess(session.access_token);
    }
    expect(current).toEqual(refused("expired"));
    expect(() => logins.refresh(lateToken, inBody)).toThrow(REFRESH_INVALID);
  });
});

describe("a login", () => {
  it("ends when it was unused for as long as its role may idle", () => {
    const { logins, session, clock } = loggedIn();
    clock.advance(30 * minute);
    expect(logins.refresh(session.refresh_token, inBody).token_type).toBe("bearer");
    const { logins: other, session: idle, clock: later } = loggedIn();
    later.advance(32 * minute);
    expect(() => other.refresh(idle.refresh_token, inBody)).toThrow(REFRESH_INVALID);
  });

  it("goes on while its token is used, however seldom that is written down", () => {
    const { logins, session, clock } = loggedIn();
    expect(logins.verifyAccess(session.access_token).kind).toBe("valid");
    clock.advance(14 * minute);
    expect(logins.verifyAccess(session.access_token).kind).toBe("valid");
    clock.advance(30 * minute);
    expect(logins.refresh(session.refresh_token, inBody).token_type).toBe("bearer");
  });

  it("ends after a day for a user, and never by its age for the owner", () => {
    const { logins, clock } = openTestLogins({ registration: "open" });
    let [mine, owners] = [logIn(logins, newWallet()), setUpOwner(logins).session];
    for (let passed = 0; passed < 24 * 3 - 1; passed += 1) {
      clock.advance(20 * minute);
      [mine, owners] = [logins.refresh(mine.refresh_token, inBody), logins.refresh(owners.refresh_token, inBody)];
    }
    clock.advance(11 * minute);
    mine = logins.refresh(mine.refresh_token, inBody);
    expect(mine.expires_in).toBe(9 * 60);
    clock.advance(9 * minute);
    expect(logins.verifyAccess(mine.access_token)).toEqual(refused("expired"));
    expect(() => logins.refresh(mine.refresh_token, inBody)).toThrow(REFRESH_INVALID);
    expect(logins.refresh(owners.refresh_token, inBody).expires_in).toBe(900);
  });

  it("makes way for a sixth one when it is the least recently used", () => {
    const { logins, wallet, session, clock, audited } = loggedIn();
    const sessions = [session];
    for (let more = 0; more < 4; more += 1) {
      clock.advance(2 * minute);
      sessions.push(logIn(logins, wallet));
    }
    logins.verifyAccess(session.access_token);
    clock.advance(minute);
    sessions.push(logIn(logins, wallet));
    const kinds = sessions.map(({ access_token }) => logins.verifyAccess(access_token).kind);
    expect(kinds).toEqual(["valid", "refused", "valid", "valid", "valid", "valid"]);
    expect(audited).toContainEqual(expect.objectContaining({ action: "logins.ended", outcome: "too_many" }));
  });

  it("is listed with where it came from, and can be ended by its owner only", () => {
    const { logins, wallet, session } = loggedIn();
    const other = logIn(logins, wallet, { caller: elsewhere });
    const mine = principalOf(logins, session);
    const listed = logins.list(mine);
    expect(listed).toHaveLength(2);
    expect(listed.find((login) => login.is_current)).toMatchObject({ device_info: "a browser", ip_address: "192.0.2.1" });
    const stranger = principalOf(logins, logIn(logins, newWallet()));
    const otherId = principalOf(logins, other).loginSessionId;
    expect(logins.end(stranger, otherId)).toBe(false);
    expect(logins.end(mine, otherId)).toBe(true);
    expect(logins.end(mine, otherId)).toBe(false);
    expect(logins.verifyAccess(other.access_token)).toEqual(refused("ended"));
    expect(logins.list(mine)).toHaveLength(1);
  });

  it("is ended by logging out, alone or with all others", () => {
    const { logins, wallet, session } = loggedIn();
    const [second, third] = [logIn(logins, wallet), logIn(logins, wallet)];
    expect(logins.logout(principalOf(logins, session), { all: false })).toBe(1);
    expect(logins.verifyAccess(session.access_token)).toEqual(refused("ended"));
    expect(() => logins.refresh(session.refresh_token, inBody)).toThrow(REFRESH_INVALID);
    expect(logins.logout(principalOf(logins, second), { all: true })).toBe(2);
    expect(logins.verifyAccess(third.access_token)).toEqual(refused("ended"));
  });

  it("outlives the end of all others", () => {
    const { logins, wallet, session } = loggedIn();
    const others = [logIn(logins, wallet), logIn(logins, wallet)];
    expect(logins.endOthers(principalOf(logins, session))).toBe(2);
    expect(logins.verifyAccess(session.access_token).kind).toBe("valid");
    for (const other of others) expect(logins.verifyAccess(other.access_token).kind).toBe("refused");
  });

  it("that ran out is ended and later forgotten by the hourly sweep", () => {
    const { logins, clock, db, audited } = loggedIn();
    clock.advance(hour);
    logins.prune();
    expect(audited.at(-1)).toMatchObject({ action: "logins.ended", outcome: "expired" });
    clock.advance(91 * 24 * hour);
    logins.prune();
    for (const table of ["login_sessions", "auth_tokens", "revoked_tokens"]) {
      expect(db.prepare(`SELECT count(*) AS rows FROM ${table}`).get()).toEqual({ rows: 0 });
    }
  });
});
