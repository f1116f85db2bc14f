import { loginErrors } from "@lucid/contract";
import { Secret, TOTP } from "otpauth";
import { describe, expect, it } from "vitest";
import {
  elsewhere,
  here,
  inBody,
  logIn,
  newWallet,
  openTestLogins,
  principalOf,
  setUpOwner,
  type TestLogins,
} from "../testing/open-test-logins.ts";
import { stepOfCode } from "./totp.ts";

const MINUTE = 60_000;
const STEP_MS = 30_000;
const { CHALLENGE_INVALID, CODE_INVALID, CODES_LOCKED, SECOND_FACTOR_NEEDED } = loginErrors.spec;
const WRONG = "000000";

/** What an authenticator app shows. */
const appOf = (secret: string, clock: TestLogins["clock"]) => {
  const totp = new TOTP({ secret: Secret.fromBase32(secret) });
  return (atMs = clock.now()): string => totp.generate({ timestamp: atMs });
};

function enabled(options: Parameters<typeof openTestLogins>[0] = {}) {
  const test = openTestLogins(options);
  const owner = setUpOwner(test.logins);
  const { secret, uri } = test.logins.secondFactor.enable(owner.principal);
  const code = appOf(secret, test.clock);
  const { backup_codes } = test.logins.secondFactor.confirm(owner.principal, code());
  test.clock.advance(STEP_MS);
  return { ...test, ...owner, test, secret, uri, code, backup_codes };
}

/** Signs in, and gives the challenge that waits for the code. */
function signed({ logins }: TestLogins, wallet = newWallet(), caller = here): string {
  const { challenge_id, message } = logins.challenge({ tron_address: wallet.address }, caller);
  const input = { challenge_id, tron_address: wallet.address, signature: wallet.signMessage(message) };
  expect(() => logins.login(input, caller)).toThrow(SECOND_FACTOR_NEEDED.message);
  return challenge_id;
}

describe("a code of RFC 6238", () => {
  const secret = new TextEncoder().encode("12345678901234567890");
  // Appendix B of the RFC, SHA-1, the last six of eight digits.
  it.each([
    [59, "287082"],
    [1_111_111_109, "081804"],
    [1_111_111_111, "050471"],
    [1_234_567_890, "005924"],
    [2_000_000_000, "279037"],
  ])("at second %i is %s", (second, code) => {
    expect(stepOfCode(secret, code, second * 1_000)).toBe(Math.floor(second / 30));
  });

  it("counts one step before and after its own, and no longer", () => {
    const atMs = 1_111_111_111_000;
    const step = Math.floor(atMs / STEP_MS);
    for (const away of [-1, 0, 1]) expect(stepOfCode(secret, "050471", atMs + away * STEP_MS)).toBe(step);
    for (const away of [-2, 2]) expect(stepOfCode(secret, "050471", atMs + away * STEP_MS)).toBeUndefined();
  });
});

describe("a second factor", () => {
  it("is off until a code of the app was shown, and tells its secret only before", () => {
    const { logins, principal, uri, secret, test } = enabled();
    expect(uri).toMatch(/^otpauth:\/\/totp\/Lucid:T\w{33}\?issuer=Lucid&secret=[A-Z2-7]{32}&algorithm=SHA1&digits=6&period=30$/);
    expect(logins.secondFactor.tell(principal)).toMatchObject({ enabled: true, required: false, backup_codes_left: 10 });
    const rows = JSON.stringify(test.db.prepare("SELECT hex(sealed_secret) AS sealed FROM second_factors").all());
    expect(rows).not.toContain(Buffer.from(Secret.fromBase32(secret).bytes).toString("hex").toUpperCase());
    expect(() => logins.secondFactor.enable(principal)).toThrow();
  });

  it("is not turned on by a wrong code, nor by a secret of more than ten minutes ago", () => {
    using test = openTestLogins();
    const { principal } = setUpOwner(test.logins);
    const { secret } = test.logins.secondFactor.enable(principal);
    expect(() => test.logins.secondFactor.confirm(principal, WRONG)).toThrow(CODE_INVALID.message);
    test.clock.advance(10 * MINUTE);
    expect(() => test.logins.secondFactor.confirm(principal, appOf(secret, test.clock)())).toThrow("Nothing is there");
    expect(test.logins.secondFactor.tell(principal).enabled).toBe(false);
  });

  it("is asked for after the signature, and there is no token before it", () => {
    const { test, logins, wallet, code, session } = enabled();
    const challenge_id = signed(test, wallet);
    const answer = logins.finish({ challenge_id, code: code() }, here);
    expect(answer.user.user_id).toBe(session.user.user_id);
    expect(logins.isFresh(principalOf(logins, answer))).toBe(true);
    expect(() => logins.finish({ challenge_id, code: code() }, here)).toThrow(CHALLENGE_INVALID.message);
  });

  it("is not asked for where the signature is wrong, nor takes a challenge that nobody signed", () => {
    const { logins, wallet, code } = enabled();
    const { challenge_id, message } = logins.challenge({ tron_address: wallet.address }, here);
    expect(() => logins.finish({ challenge_id, code: code() }, here)).toThrow(CHALLENGE_INVALID.message);
    const again = logins.challenge({ tron_address: wallet.address }, here);
    const forged = {
      challenge_id: again.challenge_id,
      tron_address: wallet.address,
      signature: newWallet().signMessage(message),
    };
    expect(() => logins.login(forged, here)).toThrow(loginErrors.spec.SIGNATURE_INVALID.message);
  });

  it("takes each code once, also for another login, and none of an earlier step", () => {
    const { test, logins, wallet, code, clock } = enabled();
    const used = code();
    logins.finish({ challenge_id: signed(test, wallet), code: used }, here);
    const next = signed(test, wallet, elsewhere);
    expect(() => logins.finish({ challenge_id: next, code: used }, elsewhere)).toThrow(CODE_INVALID.message);
    expect(() => logins.finish({ challenge_id: next, code: code(clock.now() - STEP_MS) }, elsewhere)).toThrow(
      CODE_INVALID.message,
    );
    logins.finish({ challenge_id: next, code: code(clock.now() + STEP_MS) }, elsewhere);
  });

  it("waits for its code as long as the challenge lives", () => {
    const { test, logins, wallet, code, clock } = enabled();
    const challenge_id = signed(test, wallet);
    expect(() => logins.finish({ challenge_id, code: WRONG }, here)).toThrow(CODE_INVALID.message);
    clock.advance(5 * MINUTE);
    expect(() => logins.finish({ challenge_id, code: code() }, here)).toThrow(CHALLENGE_INVALID.message);
  });

  it("takes no code at all for 15 minutes after five wrong ones, wherever they came from", () => {
    const { test, logins, wallet, code, clock, audited, session } = enabled();
    for (let times = 0; times < 5; times += 1) {
      const caller = { ...here, ip: `192.0.2.${times}` };
      const challenge_id = signed(test, wallet, caller);
      expect(() => logins.finish({ challenge_id, code: WRONG }, caller)).toThrow(CODE_INVALID.message);
    }
    const locked = signed(test, wallet, elsewhere);
    expect(() => logins.finish({ challenge_id: locked, code: code() }, elsewhere)).toThrow(CODES_LOCKED.message);
    expect(audited).toContainEqual(expect.objectContaining({ action: "logins.codes_locked", target: session.user.user_id }));
    clock.advance(15 * MINUTE);
    logins.finish({ challenge_id: signed(test, wallet), code: code() }, here);
  });

  it("takes each backup code once, however it is written", () => {
    const { test, logins, wallet, backup_codes, principal } = enabled();
    expect(new Set(backup_codes).size).toBe(10);
    const first = (backup_codes[0] ?? "").replace("-", "");
    logins.finish({ challenge_id: signed(test, wallet), code: first }, here);
    expect(logins.secondFactor.tell(principal).backup_codes_left).toBe(9);
    const next = signed(test, wallet);
    expect(() => logins.finish({ challenge_id: next, code: first }, here)).toThrow(CODE_INVALID.message);
    const kept = JSON.stringify(test.db.prepare("SELECT hex(code_hash) FROM backup_codes").all());
    for (const code of backup_codes) expect(kept).not.toContain(code);
  });

  it("has new backup codes, and is turned off, for a code only", () => {
    const { logins, wallet, code, clock, principal, backup_codes } = enabled();
    expect(() => logins.secondFactor.renewCodes(principal, WRONG)).toThrow(CODE_INVALID.message);
    const renewed = logins.secondFactor.renewCodes(principal, code());
    expect(renewed.backup_codes.some((one) => backup_codes.includes(one))).toBe(false);
    expect(() => logins.secondFactor.disable(principal, (backup_codes[0] ?? "").replace("-", ""))).toThrow(CODE_INVALID.message);
    clock.advance(STEP_MS);
    logins.secondFactor.disable(principal, code());
    expect(logins.secondFactor.tell(principal)).toMatchObject({ enabled: false, backup_codes_left: 0 });
    logIn(logins, wallet);
  });

  it("proves anew who is logged in", () => {
    const { logins, code, clock, session, principal } = enabled();
    clock.advance(6 * MINUTE);
    expect(logins.isFresh(principalOf(logins, session))).toBe(false);
    logins.stepUpByCode(principal, code());
    expect(logins.isFresh(principalOf(logins, session))).toBe(true);
    expect(() => logins.stepUpByCode({ ...principal, userId: "another" }, code())).toThrow(CODE_INVALID.message);
  });

  it("outlives the node, under the key that the database does not hold", () => {
    const { test, wallet, code } = enabled();
    const again = test.restart();
    const challenge_id = signed({ ...test, logins: again }, wallet);
    again.finish({ challenge_id, code: code() }, here);
  });

  it("that a role needs comes before anything else, and then is not turned off", () => {
    using test = openTestLogins({ secondFactorRoles: ["SUPER_ADMIN"] });
    const { logins, clock } = test;
    const { session, principal } = setUpOwner(logins);
    expect(session.second_factor_due).toBe(true);
    expect(principal.mustEnrol).toBe(true);
    const { secret } = logins.secondFactor.enable(principal);
    const code = appOf(secret, clock);
    logins.secondFactor.confirm(principal, code());
    expect(principalOf(logins, session).mustEnrol).toBe(false);
    expect(logins.refresh(session.refresh_token, inBody).second_factor_due).toBeUndefined();
    clock.advance(STEP_MS);
    expect(() => logins.secondFactor.disable(principal, code())).toThrow("Your role needs a second factor");
  });
});
