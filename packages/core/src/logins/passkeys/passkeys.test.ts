import { loginErrors, peopleErrors } from "@lucid/contract";
import { describe, expect, it } from "vitest";
import type { Principal } from "../../calls/index.ts";
import type { Origin } from "../logins.ts";
import { logIn, newWallet, openTestLogins, principalOf, setUpOwner, type TestLogins } from "../testing/open-test-logins.ts";
import { type AnswerAs, createSoftPasskey, type SoftPasskey } from "../testing/soft-passkey.ts";
import { relyingPartyOf } from "./relying-party.ts";

const MINUTE = 60_000;
const { CHALLENGE_INVALID, PASSKEY_INVALID, PASSKEYS_UNAVAILABLE, TOO_MANY_PASSKEYS } = loginErrors.spec;
const page: Origin = { ip: "127.0.0.1", userAgent: "a browser", host: "localhost:8080" };
const refused = ({ code }: { readonly code: string }) => expect.objectContaining({ code });

async function addTo({ logins }: TestLogins, principal: Principal, passkey = createSoftPasskey(), as: AnswerAs = {}) {
  const creation = logins.passkeys.creation(principal, page);
  const input = { challenge_id: creation.challenge_id, name: "Key", credential: passkey.create(creation, as) };
  const { passkey_id } = await logins.passkeys.add(principal, input, page);
  return { passkey, passkey_id };
}

function answerOf({ logins }: TestLogins, passkey: SoftPasskey, as: AnswerAs = {}) {
  const asked = logins.passkeys.loginChallenge(page);
  return { challenge_id: asked.challenge_id, credential: passkey.answer(asked, as) };
}

async function owned() {
  const test = openTestLogins();
  const owner = setUpOwner(test.logins);
  const added = await addTo(test, owner.principal);
  return { ...test, ...owner, ...added, test };
}

describe("a relying party", () => {
  it.each([
    ["localhost:8080", "localhost", "http://localhost:8080"],
    ["localhost", "localhost", "http://localhost"],
    ["node.example", "node.example", "https://node.example"],
    ["NODE.example", "node.example", "https://node.example"],
    ["node.example:8443", "node.example", "https://node.example:8443"],
  ])("of %s is %s", (host, id, origin) => {
    expect(relyingPartyOf(host, ["https://node.example", "https://node.example:8443"])).toEqual({ id, origin });
  });

  it.each(["127.0.0.1:8080", "[::1]:8080", "local", "other.example", "node.example:81", "192.0.2.7", ""])(
    "is none under %s",
    (host) => {
      expect(relyingPartyOf(host, ["https://node.example", "https://192.0.2.7"])).toBeUndefined();
    },
  );
});

describe("a passkey", () => {
  it("logs its account in without a name, and counts as a fresh proof", async () => {
    const { test, logins, session, passkey, clock, principal } = await owned();
    clock.advance(10 * MINUTE);
    const answer = await logins.passkeys.login(answerOf(test, passkey), page);
    expect(answer.user.user_id).toBe(session.user.user_id);
    const came = principalOf(logins, answer);
    expect(logins.isFresh(came)).toBe(true);
    expect(logins.passkeys.list(principal)).toEqual([
      expect.objectContaining({
        name: "Key",
        rp_id: "localhost",
        synced: true,
        last_used_at: new Date(clock.now()).toISOString(),
      }),
    ]);
  });

  it("proves anew who is logged in, for this account only", async () => {
    const { test, logins, session, passkey, clock, principal } = await owned();
    clock.advance(6 * MINUTE);
    const asked = logins.passkeys.stepUpChallenge(principal, page);
    expect(asked.options.allowCredentials).toEqual([{ id: passkey.id, type: "public-key" }]);
    const proof = { challenge_id: asked.challenge_id, credential: passkey.answer(asked) };
    expect(await logins.passkeys.stepUp(principal, proof, page)).toBe(clock.now() + 5 * MINUTE);
    expect(logins.isFresh(principalOf(logins, session))).toBe(true);
    const wallet = newWallet();
    const other = principalOf(logins, logIn(test.restart({ registration: "open" }), wallet));
    const theirs = logins.passkeys.stepUpChallenge(other, page);
    const stolen = { challenge_id: theirs.challenge_id, credential: passkey.answer(theirs) };
    await expect(logins.passkeys.stepUp(other, stolen, page)).rejects.toEqual(refused(PASSKEY_INVALID));
  });

  it("is refused for another purpose, a second time, and after five minutes", async () => {
    const { test, logins, passkey, clock, principal } = await owned();
    const login = answerOf(test, passkey);
    await expect(logins.passkeys.stepUp(principal, login, page)).rejects.toEqual(refused(CHALLENGE_INVALID));
    const asked = logins.passkeys.stepUpChallenge(principal, page);
    const proof = { challenge_id: asked.challenge_id, credential: passkey.answer(asked) };
    await expect(logins.passkeys.login(proof, page)).rejects.toEqual(refused(CHALLENGE_INVALID));
    const used = answerOf(test, passkey);
    await logins.passkeys.login(used, page);
    await expect(logins.passkeys.login(used, page)).rejects.toEqual(refused(CHALLENGE_INVALID));
    const late = answerOf(test, passkey);
    clock.advance(5 * MINUTE);
    await expect(logins.passkeys.login(late, page)).rejects.toEqual(refused(CHALLENGE_INVALID));
  });

  it.each<[string, AnswerAs]>([
    ["from another page", { origin: "http://localhost:9090" }],
    ["for another name", { rpId: "evil.example" }],
    ["without the person verified", { isVerified: false }],
    ["with a counter that does not go up", { counter: 1 }],
  ])("is refused %s", async (_what, as) => {
    const { test, logins, passkey } = await owned();
    await expect(logins.passkeys.login(answerOf(test, passkey, as), page)).rejects.toEqual(refused(PASSKEY_INVALID));
    await logins.passkeys.login(answerOf(test, passkey, { counter: 9 }), page);
  });

  it("that does not count may stay at zero", async () => {
    const { test, logins, principal } = await owned();
    const { passkey } = await addTo(test, principal, createSoftPasskey(), { counter: 0 });
    for (let times = 0; times < 2; times += 1) await logins.passkeys.login(answerOf(test, passkey, { counter: 0 }), page);
  });

  it("that signs with another key is refused", async () => {
    const { test, logins, passkey } = await owned();
    const { challenge_id, credential } = answerOf(test, createSoftPasskey());
    const forged = { challenge_id, credential: { ...credential, id: passkey.id } };
    await expect(logins.passkeys.login(forged, page)).rejects.toEqual(refused(PASSKEY_INVALID));
  });

  it("nobody knows is refused like one that does not fit", async () => {
    const { test, logins } = await owned();
    await expect(logins.passkeys.login(answerOf(test, createSoftPasskey()), page)).rejects.toEqual(refused(PASSKEY_INVALID));
  });

  it("of a suspended account lets nobody in", async () => {
    const { test, logins, accounts } = await owned();
    const wallet = newWallet();
    const principal = principalOf(logins, logIn(test.restart({ registration: "open" }), wallet));
    const { passkey } = await addTo(test, principal);
    accounts.change(principal.userId, { status: "suspended" });
    await expect(logins.passkeys.login(answerOf(test, passkey), page)).rejects.toEqual(
      refused(peopleErrors.spec.ACCOUNT_SUSPENDED),
    );
  });

  it("is not made under an address without a name, nor for another page or login", async () => {
    const { test, logins, principal } = await owned();
    const bare = { ...page, host: "127.0.0.1:8080" };
    expect(() => logins.passkeys.creation(principal, bare)).toThrow(PASSKEYS_UNAVAILABLE.message);
    expect([page, bare].map((caller) => logins.passkeys.isAvailable(caller))).toEqual([true, false]);
    await expect(addTo(test, principal, createSoftPasskey(), { origin: "https://evil.example" })).rejects.toEqual(
      refused(PASSKEY_INVALID),
    );
    await expect(addTo(test, principal, createSoftPasskey(), { isVerified: false })).rejects.toEqual(refused(PASSKEY_INVALID));
    const creation = logins.passkeys.creation({ ...principal, loginSessionId: "another" }, page);
    const input = { challenge_id: creation.challenge_id, name: "Key", credential: createSoftPasskey().create(creation) };
    await expect(logins.passkeys.add(principal, input, page)).rejects.toEqual(refused(CHALLENGE_INVALID));
  });

  it("is one of twenty at most", async () => {
    const { test, logins, principal } = await owned();
    for (let more = 1; more < 20; more += 1) await addTo(test, principal);
    expect(logins.passkeys.list(principal)).toHaveLength(20);
    await expect(addTo(test, principal)).rejects.toEqual(refused(TOO_MANY_PASSKEYS));
  });

  it("gets another name from its owner, and from nobody else", async () => {
    const { logins, principal, passkey_id } = await owned();
    expect(logins.passkeys.rename(principal, passkey_id, "Phone").name).toBe("Phone");
    const other = { ...principal, userId: "another" };
    expect(() => logins.passkeys.rename(other, passkey_id, "Mine")).toThrow();
    expect(() => logins.passkeys.remove(other, passkey_id)).toThrow();
    expect(logins.passkeys.list(principal)).toEqual([expect.objectContaining({ name: "Phone" })]);
  });

  it("that is taken back ends what it logged in, and logs nobody in any more", async () => {
    const { test, logins, session, principal, passkey, passkey_id } = await owned();
    const came = await logins.passkeys.login(answerOf(test, passkey), page);
    logins.passkeys.remove(principal, passkey_id);
    expect(logins.verifyAccess(came.access_token)).toEqual({ kind: "refused", reason: "ended" });
    expect(logins.verifyAccess(session.access_token).kind).toBe("valid");
    await expect(logins.passkeys.login(answerOf(test, passkey), page)).rejects.toEqual(refused(PASSKEY_INVALID));
  });
});
