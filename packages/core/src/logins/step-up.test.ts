import { loginErrors } from "@lucid/contract";
import type { Wallet } from "@lucid/identity";
import { expect, it } from "vitest";
import type { Principal } from "../calls/index.ts";
import type { WalletProof } from "./prove-wallet.ts";
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
} from "./testing/open-test-logins.ts";

const MINUTE = 60_000;
const { CHALLENGE_INVALID, SIGNATURE_INVALID, ACCOUNT_LOCKED } = loginErrors.spec;

/** What a wallet answers a new step-up challenge with. */
function proofOf({ logins }: TestLogins, principal: Principal, wallet: Wallet): WalletProof {
  const { challenge_id, message } = logins.stepUpChallenge(principal, here);
  return { challenge_id, signature: wallet.signMessage(message) };
}

it("takes a login for fresh during five minutes, and a proof in it for five more", () => {
  using test = openTestLogins();
  const { wallet, session, principal } = setUpOwner(test.logins);
  const isFresh = () => test.logins.isFresh(principalOf(test.logins, session));
  test.clock.advance(5 * MINUTE - 1);
  expect(isFresh()).toBe(true);
  test.clock.advance(1);
  expect(isFresh()).toBe(false);
  expect(test.logins.stepUp(principal, proofOf(test, principal, wallet), here)).toBe(test.clock.now() + 5 * MINUTE);
  expect(isFresh()).toBe(true);
  test.clock.advance(5 * MINUTE);
  expect(isFresh()).toBe(false);
});

it("keeps a proof over a restart, for no longer", () => {
  using test = openTestLogins();
  const { wallet, session, principal } = setUpOwner(test.logins);
  test.clock.advance(7 * MINUTE);
  test.logins.stepUp(principal, proofOf(test, principal, wallet), here);
  test.clock.advance(4 * MINUTE);
  const again = test.restart();
  expect(again.isFresh(principalOf(again, session))).toBe(true);
  test.clock.advance(MINUTE);
  expect(again.isFresh(principalOf(again, session))).toBe(false);
});

it("is neither renewed by a refresh nor shared by another login", () => {
  using test = openTestLogins();
  const { wallet, session } = setUpOwner(test.logins);
  test.clock.advance(6 * MINUTE);
  const refreshed = test.logins.refresh(session.refresh_token, inBody);
  const other = logIn(test.logins, wallet, { caller: elsewhere });
  expect(test.logins.isFresh(principalOf(test.logins, refreshed))).toBe(false);
  expect(test.logins.isFresh(principalOf(test.logins, other))).toBe(true);
});

it("is never fresh for who is no person", () => {
  using test = openTestLogins();
  expect(test.logins.isFresh({ provenAtMs: undefined })).toBe(false);
});

it("takes a challenge once, for five minutes, and of this login only", () => {
  using test = openTestLogins();
  const { wallet, principal } = setUpOwner(test.logins);
  const stepUp = (as: Principal, proof: WalletProof) => () => test.logins.stepUp(as, proof, here);
  const proof = proofOf(test, principal, wallet);
  stepUp(principal, proof)();
  expect(stepUp(principal, proof)).toThrow(CHALLENGE_INVALID.message);
  const late = proofOf(test, principal, wallet);
  test.clock.advance(5 * MINUTE);
  expect(stepUp(principal, late)).toThrow(CHALLENGE_INVALID.message);
  const other = principalOf(test.logins, logIn(test.logins, wallet, { caller: elsewhere }));
  expect(stepUp(principal, proofOf(test, other, wallet))).toThrow(CHALLENGE_INVALID.message);
});

it("takes no login for a step-up, and no step-up for a login", () => {
  using test = openTestLogins();
  const { wallet, principal } = setUpOwner(test.logins);
  const login = test.logins.challenge({ tron_address: wallet.address }, here);
  const signed = { challenge_id: login.challenge_id, signature: wallet.signMessage(login.message) };
  expect(() => test.logins.stepUp(principal, signed, here)).toThrow(CHALLENGE_INVALID.message);
  const { challenge_id, signature } = proofOf(test, principal, wallet);
  const asLogin = { challenge_id, signature, tron_address: wallet.address };
  expect(() => test.logins.login(asLogin, here)).toThrow(CHALLENGE_INVALID.message);
});

it("refuses the signature of another wallet, and says nothing more after five of them", () => {
  using test = openTestLogins();
  const { wallet, principal } = setUpOwner(test.logins);
  test.clock.advance(6 * MINUTE);
  const wrong = () => test.logins.stepUp(principal, proofOf(test, principal, newWallet()), here);
  for (let times = 0; times < 5; times += 1) expect(wrong).toThrow(SIGNATURE_INVALID.message);
  expect(wrong).toThrow(ACCOUNT_LOCKED.message);
  expect(test.audited).toContainEqual(expect.objectContaining({ action: "logins.account_locked", target: wallet.address }));
  expect(test.logins.isFresh(principal)).toBe(false);
  test.logins.stepUp(principal, proofOf(test, principal, wallet), here);
});
