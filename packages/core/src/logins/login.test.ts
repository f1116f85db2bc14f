import type { Wallet } from "@lucid/identity";
import { describe, expect, it } from "vitest";
import { elsewhere, here, logIn, newWallet, openTestLogins, setUpOwner } from "./testing/open-test-logins.ts";

const minute = 60_000;
const SECP256K1_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const invalid = (code: string) => expect.objectContaining({ name: "LucidError", code });
const CHALLENGE_INVALID = invalid("LUCID_ERR_2013");
const SIGNATURE_INVALID = invalid("LUCID_ERR_2011");

/** An open node with one challenge for a wallet, ready to be answered. */
function challenged() {
  const world = openTestLogins({ registration: "open" });
  const wallet = newWallet();
  const challenge = world.logins.challenge({ tron_address: wallet.address }, here);
  return { ...world, wallet, challenge, input: answerTo(challenge, wallet) };
}

const answerTo = ({ challenge_id, message }: { challenge_id: string; message: string }, wallet: Wallet) => ({
  challenge_id,
  tron_address: wallet.address,
  signature: wallet.signMessage(message),
});

describe("a challenge", () => {
  it("says which node and network one logs in to, with which wallet, and until when", () => {
    const { challenge, wallet, clock } = challenged();
    const expires = new Date(clock.now() + 5 * minute).toISOString();
    expect(challenge).toMatchObject({ expires_at: expires, nonce: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(challenge.message.split("\n")).toEqual([
      "Lucid login v1",
      "domain: 127.0.0.1:8080",
      `network: ${"ab".repeat(32)}`,
      `address: ${wallet.address}`,
      `nonce: ${challenge.nonce}`,
      "issued: 2026-01-01T00:00:00.000Z",
      `expires: ${expires}`,
    ]);
  });

  it("logs its wallet in once", () => {
    const { logins, input, wallet } = challenged();
    expect(logins.login(input, here)).toMatchObject({
      token_type: "bearer",
      expires_in: 900,
      user: { tron_address: wallet.address, role: "USER", status: "active", kyc_status: "none", last_login: expect.any(String) },
    });
    expect(() => logins.login(input, here)).toThrow(CHALLENGE_INVALID);
  });

  it("is worth nothing after five minutes", () => {
    const { logins, input, clock } = challenged();
    clock.advance(5 * minute);
    expect(() => logins.login(input, here)).toThrow(CHALLENGE_INVALID);
  });

  it("is spent by a failed attempt", () => {
    const { logins, input } = challenged();
    expect(() => logins.login({ ...input, signature: "00" }, here)).toThrow(SIGNATURE_INVALID);
    expect(() => logins.login(input, here)).toThrow(CHALLENGE_INVALID);
  });

  it("does not log another wallet in, nor with another wallet's signature", () => {
    const first = challenged();
    const other = newWallet();
    const borrowed = { ...first.input, tron_address: other.address, signature: other.signMessage(first.challenge.message) };
    expect(() => first.logins.login(borrowed, here)).toThrow(CHALLENGE_INVALID);
    const second = challenged();
    const forged = { ...second.input, signature: other.signMessage(second.challenge.message) };
    expect(() => second.logins.login(forged, here)).toThrow(SIGNATURE_INVALID);
  });

  it("is not answered by the mirrored form of a signature", () => {
    const { logins, input } = challenged();
    const s = SECP256K1_ORDER - BigInt(`0x${input.signature.slice(64, 128)}`);
    const v = input.signature.endsWith("1b") ? "1c" : "1b";
    const mirrored = `${input.signature.slice(0, 64)}${s.toString(16).padStart(64, "0")}${v}`;
    expect(() => logins.login({ ...input, signature: mirrored }, here)).toThrow(SIGNATURE_INVALID);
  });

  it("gives way when an address asks again and again", () => {
    const { logins, input, wallet } = challenged();
    for (let asked = 0; asked < 5; asked += 1) logins.challenge({ tron_address: wallet.address }, here);
    expect(() => logins.login(input, here)).toThrow(CHALLENGE_INVALID);
  });

  it("is not pushed out by somebody else who asks for the same address", () => {
    const { logins, input, wallet } = challenged();
    for (let asked = 0; asked < 50; asked += 1) logins.challenge({ tron_address: wallet.address }, elsewhere);
    expect(logins.login(input, here).token_type).toBe("bearer");
  });

  it("gives way to new ones of its caller when there are too many, and to nobody else's", () => {
    const { logins, input } = challenged();
    const six = (end: string) => ({ ...elsewhere, ip: `2001:db8:0:1::${end}` });
    const wallet = newWallet();
    const first = answerTo(logins.challenge({ tron_address: wallet.address }, six("1")), wallet);
    for (let asked = 0; asked < 50; asked += 1) logins.challenge({ tron_address: newWalletAddress() }, six(asked.toString(16)));
    expect(() => logins.login(first, six("1"))).toThrow(CHALLENGE_INVALID);
    expect(logins.login(input, here).token_type).toBe("bearer");
  });
});

describe("who may come in", () => {
  it("is only who was invited, unless registration is open", () => {
    const { logins, management, accounts } = openTestLogins();
    const { principal } = setUpOwner(logins);
    const guest = newWallet();
    expect(() => logIn(logins, guest)).toThrow(invalid("LUCID_ERR_2015"));
    expect(accounts.findByAddress(guest.address)).toBeUndefined();
    management.create(principal, { tron_address: guest.address, role: "USER" });
    expect(logIn(logins, guest).user.role).toBe("USER");
  });

  it("is not who was suspended", () => {
    const { logins, management } = openTestLogins({ registration: "open" });
    const { principal } = setUpOwner(logins);
    const wallet = newWallet();
    const { user } = logIn(logins, wallet);
    management.suspend(principal, user.user_id, { reason: "away" });
    expect(() => logIn(logins, wallet)).toThrow(/suspended/);
  });

  it("is the same account every time", () => {
    const { logins } = openTestLogins({ registration: "open" });
    const wallet = newWallet();
    const first = logIn(logins, wallet).user;
    expect(logIn(logins, wallet).user.user_id).toBe(first.user_id);
  });
});

describe("the setup code", () => {
  it("makes its bearer the owner, once", () => {
    const { logins, audited } = openTestLogins();
    expect(logins.setupNeeded()).toBe(true);
    const setupCode = logins.issueSetupCode();
    expect(setupCode).toMatch(/^([A-HJ-NP-Z2-9]{5}-){3}[A-HJ-NP-Z2-9]{5}$/);
    expect(logIn(logins, newWallet(), { setupCode }).user.role).toBe("SUPER_ADMIN");
    expect(logins.setupNeeded()).toBe(false);
    expect(logins.issueSetupCode()).toBeUndefined();
    expect(() => logIn(logins, newWallet(), { setupCode })).toThrow(invalid("LUCID_ERR_2014"));
    expect(JSON.stringify(audited)).not.toContain(setupCode);
  });

  it("is taken however it is typed", () => {
    const { logins } = openTestLogins();
    const typed = logins.issueSetupCode()?.toLowerCase().replaceAll("-", " ");
    expect(logIn(logins, newWallet(), { setupCode: typed }).user.role).toBe("SUPER_ADMIN");
  });

  it("is replaced by the next start and kept only as a digest", () => {
    const { logins, restart, db } = openTestLogins();
    const first = logins.issueSetupCode();
    const again = restart();
    const second = again.issueSetupCode();
    const stored = db.prepare<[], { code_hash: Buffer }>("SELECT code_hash FROM setup_code").get();
    expect(stored?.code_hash.toString("latin1")).not.toContain(second?.replaceAll("-", ""));
    expect(() => logIn(again, newWallet(), { setupCode: first })).toThrow(invalid("LUCID_ERR_2014"));
    expect(logIn(again, newWallet(), { setupCode: second }).user.role).toBe("SUPER_ADMIN");
  });

  it("is worth nothing without a signature", () => {
    const { logins, input } = challenged();
    const code = logins.issueSetupCode();
    expect(() => logins.login({ ...input, signature: "00", setup_code: code }, here)).toThrow(SIGNATURE_INVALID);
    expect(logins.setupNeeded()).toBe(true);
  });

  it("makes an owner of an account that is there already, and ends its older logins", () => {
    const { logins } = openTestLogins({ registration: "open" });
    const wallet = newWallet();
    const before = logIn(logins, wallet);
    const after = logIn(logins, wallet, { setupCode: logins.issueSetupCode() });
    expect(after.user).toMatchObject({ user_id: before.user.user_id, role: "SUPER_ADMIN" });
    expect(logins.verifyAccess(before.access_token)).toEqual({ kind: "refused", reason: "ended" });
  });
});

describe("after five failed logins", () => {
  const locked = (until: number) =>
    expect.objectContaining({ code: "LUCID_ERR_2005", details: { locked_until: new Date(until).toISOString() } });

  function failing() {
    const world = openTestLogins({ registration: "open" });
    const wallet = newWallet();
    const failOnce = (logins = world.logins, caller = here) => {
      const { challenge_id } = logins.challenge({ tron_address: wallet.address }, caller);
      return logins.login({ challenge_id, tron_address: wallet.address, signature: "00" }, caller);
    };
    const fail = (times: number) => {
      for (let failed = 0; failed < times; failed += 1) expect(() => failOnce()).toThrow(SIGNATURE_INVALID);
    };
    return { ...world, wallet, fail, failOnce };
  }

  it("nothing is said of further ones for a quarter of an hour, and for twice as long the next time", () => {
    const { clock, fail, failOnce } = failing();
    fail(5);
    const until = clock.now() + 15 * minute;
    for (let time = 0; time < 6; time += 1) expect(() => failOnce()).toThrow(locked(until));
    clock.advance(15 * minute);
    fail(5);
    expect(() => failOnce()).toThrow(locked(clock.now() + 30 * minute));
    clock.advance(30 * minute);
    fail(1);
  });

  it("whoever has the wallet gets in, and failures count anew", () => {
    const { logins, wallet, fail } = failing();
    fail(5);
    expect(logIn(logins, wallet).token_type).toBe("bearer");
    fail(4);
  });

  it("a restart does not lift the lock", () => {
    const { restart, clock, fail, failOnce } = failing();
    fail(5);
    expect(() => failOnce(restart())).toThrow(locked(clock.now() + 15 * minute));
  });

  it("only the caller who failed is told nothing", () => {
    const { logins, fail, failOnce } = failing();
    fail(5);
    expect(() => failOnce(logins, elsewhere)).toThrow(SIGNATURE_INVALID);
  });

  it("the lock is reported once", () => {
    const { audited, fail, failOnce } = failing();
    fail(5);
    expect(() => failOnce()).toThrow();
    expect(audited.map(({ action }) => action)).toEqual(["logins.account_locked"]);
  });

  it("nothing is locked when a good login came in between", () => {
    const { logins, wallet, fail } = failing();
    fail(4);
    logIn(logins, wallet);
    fail(4);
  });

  it("failures are forgotten after two days, and guesses at the setup code count as well", () => {
    const { logins, clock, wallet, fail, failOnce } = failing();
    fail(4);
    clock.advance(49 * 60 * minute);
    fail(4);
    expect(() => logIn(logins, wallet, { setupCode: "WRONG" })).toThrow(invalid("LUCID_ERR_2014"));
    expect(() => failOnce()).toThrow(locked(clock.now() + 15 * minute));
  });
});

function newWalletAddress(): string {
  return newWallet().address;
}
