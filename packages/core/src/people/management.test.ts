import type { Wallet } from "@lucid/identity";
import { describe, expect, it } from "vitest";
import type { Principal } from "../calls/index.ts";
import { openTestGround } from "../ground/testing/open-test-ground.ts";
import {
  logIn,
  newWallet,
  openTestLogins,
  principalOf,
  setUpOwner,
  type TestLogins,
} from "../logins/testing/open-test-logins.ts";
import type { Standing } from "./permissions.ts";
import { startPeople } from "./start-people.ts";

const HOUR_MS = 3_600_000;
const refused = (code: string) => expect.objectContaining({ code });
const DENIED = refused("LUCID_ERR_2004");
const LAST_OWNER = refused("LUCID_PEOPLE_ERR_4701");
const OWN_ACCOUNT = refused("LUCID_PEOPLE_ERR_4702");
const TOO_HIGH = refused("LUCID_PEOPLE_ERR_4703");
const LABEL_OF_ADMINS = refused("LUCID_PEOPLE_ERR_4706");

function openNode() {
  const world = openTestLogins({ registration: "open" });
  const owner = setUpOwner(world.logins).principal;
  const join = () => logIn(world.logins, newWallet());
  return { ...world, owner, join, joined: () => join().user.user_id };
}

/** Somebody with a role, who is logged in. */
function become(
  { logins, management }: TestLogins,
  by: Principal,
  { role, admin_label }: Standing,
): { readonly wallet: Wallet; readonly principal: Principal } {
  const wallet = newWallet();
  management.create(by, { tron_address: wallet.address, role, ...(admin_label === null ? {} : { admin_label }) });
  return { wallet, principal: principalOf(logins, logIn(logins, wallet)) };
}
const admin = { role: "ADMIN", admin_label: "admin" } as const;
const coOwner = { role: "SUPER_ADMIN", admin_label: null } as const;

describe("roles", () => {
  it("are given by the owner, and the account logs in anew with them", () => {
    const { logins, management, owner, join } = openNode();
    const session = join();
    const changed = management.change(owner, session.user.user_id, { role: "ADMIN" });
    expect(changed).toMatchObject({ role: "ADMIN", admin_label: "read_only" });
    expect(logins.verifyAccess(session.access_token)).toEqual({ kind: "refused", reason: "ended" });
  });

  it("are given by an administrator up to the own, and never above", () => {
    const world = openNode();
    const { management, owner } = world;
    const { principal } = become(world, owner, admin);
    const invited = management.create(principal, { tron_address: newWallet().address, role: "AUDITOR" });
    expect(management.change(principal, invited.user_id, { role: "ADMIN" }).role).toBe("ADMIN");
    expect(() => management.change(principal, invited.user_id, { role: "SUPER_ADMIN" })).toThrow(TOO_HIGH);
    expect(() => management.change(principal, owner.userId, { role: "USER" })).toThrow(TOO_HIGH);
    expect(() => management.suspend(principal, owner.userId, { reason: "no" })).toThrow(TOO_HIGH);
    expect(() => management.create(principal, { tron_address: newWallet().address, role: "SUPER_ADMIN" })).toThrow(TOO_HIGH);
  });

  it.each([
    { role: "USER", admin_label: null },
    { role: "NODE_OPERATOR", admin_label: null },
    { role: "AUDITOR", admin_label: null },
    { role: "ADMIN", admin_label: "read_only" },
    { role: "ADMIN", admin_label: "operator" },
  ] as const)("are not for $role $admin_label to give", (standing) => {
    const world = openNode();
    const { management, owner, joined } = world;
    const { principal } = become(world, owner, standing);
    expect(() => management.change(principal, joined(), { role: "USER" })).toThrow(DENIED);
    expect(() => management.change(principal, joined(), { kyc_status: "verified" })).toThrow(DENIED);
    expect(() => management.suspend(principal, joined(), { reason: "no" })).toThrow(DENIED);
    expect(() => management.create(principal, { tron_address: newWallet().address, role: "USER" })).toThrow(DENIED);
    expect(management.may(principal, world.accounts.create(newWallet().address, "USER"))).toEqual({ actions: [], roles: [] });
  });

  it("of the own account, its label and its status are not for oneself to change", () => {
    const world = openNode();
    const { management, owner } = world;
    const { principal } = become(world, owner, admin);
    for (const by of [owner, principal]) {
      expect(() => management.change(by, by.userId, { role: "SUPER_ADMIN" })).toThrow(OWN_ACCOUNT);
      expect(() => management.change(by, by.userId, { kyc_status: "verified" })).toThrow(OWN_ACCOUNT);
      expect(() => management.suspend(by, by.userId, { reason: "no" })).toThrow(OWN_ACCOUNT);
      expect(() => management.activate(by, by.userId)).toThrow(OWN_ACCOUNT);
    }
  });

  it("are given to nobody twice, and to no unknown account", () => {
    const { management, owner, join } = openNode();
    const { user } = join();
    const again = () => management.create(owner, { tron_address: user.tron_address ?? "", role: "USER" });
    expect(again).toThrow(refused("LUCID_ERR_4002"));
    const nobody = "00000000-0000-4000-8000-000000000000";
    expect(() => management.change(owner, nobody, { role: "USER" })).toThrow(refused("LUCID_ERR_4001"));
  });

  it("other than ADMIN have no label, and a label goes with the role", () => {
    const { management, owner, joined } = openNode();
    const id = joined();
    expect(() => management.change(owner, id, { admin_label: "admin" })).toThrow(LABEL_OF_ADMINS);
    expect(management.change(owner, id, { role: "ADMIN", admin_label: "operator" }).admin_label).toBe("operator");
    expect(management.change(owner, id, { kyc_status: "verified" }).admin_label).toBe("operator");
    expect(management.change(owner, id, { role: "USER" }).admin_label).toBeNull();
    expect(management.change(owner, id, { role: "ADMIN" }).admin_label).toBe("read_only");
  });
});

describe("an owner", () => {
  it("stays when two take the role from each other with tokens from before", () => {
    const world = openNode();
    const { management, owner, accounts } = world;
    const { principal: other } = become(world, owner, coOwner);
    management.change(owner, other.userId, { role: "USER" });
    expect(() => management.change(other, owner.userId, { role: "USER" })).toThrow(DENIED);
    expect(() => management.suspend(other, owner.userId, { reason: "no" })).toThrow(DENIED);
    expect(accounts.find(owner.userId)?.role).toBe("SUPER_ADMIN");
  });

  it("who can act stays, whoever asks for another end of it", () => {
    const world = openNode();
    const { management, owner, accounts } = world;
    const { principal: other } = become(world, owner, coOwner);
    management.suspend(owner, other.userId, { reason: "away" });
    for (const change of [{ role: "USER" }, { status: "suspended" }] as const) {
      expect(() => accounts.change(owner.userId, change)).toThrow(LAST_OWNER);
    }
    expect(accounts.find(owner.userId)).toMatchObject({ role: "SUPER_ADMIN", status: "active" });
  });

  it("who is suspended does nothing with a token that was let in before", () => {
    const world = openNode();
    const { management, owner, joined } = world;
    const { principal: other } = become(world, owner, coOwner);
    management.suspend(owner, other.userId, { reason: "away" });
    expect(() => management.change(other, joined(), { role: "ADMIN" })).toThrow(refused("LUCID_ERR_2003"));
  });
});

describe("a suspension", () => {
  it("ends the logins, keeps out until its time is over, and says until when and why", () => {
    const { logins, management, owner, clock, accounts, audited } = openNode();
    const wallet = newWallet();
    const session = logIn(logins, wallet);
    const id = session.user.user_id;
    management.suspend(owner, id, { reason: "gone quiet", hours: 2 });
    expect(logins.verifyAccess(session.access_token)).toEqual({ kind: "refused", reason: "ended" });
    const until = new Date(clock.now() + 2 * HOUR_MS).toISOString();
    expect(() => logIn(logins, wallet)).toThrow(
      expect.objectContaining({ code: "LUCID_PEOPLE_ERR_4705", details: { until, reason: "gone quiet" } }),
    );
    clock.advance(2 * HOUR_MS - 1);
    accounts.endSuspensions(clock.now());
    expect(accounts.find(id)?.status).toBe("suspended");
    clock.advance(1);
    accounts.endSuspensions(clock.now());
    expect(accounts.find(id)).toMatchObject({ status: "active", suspended_until: null, suspension_reason: null });
    expect(audited).toContainEqual({ action: "people.suspension_ended", outcome: "ok", target: id });
    expect(logIn(logins, wallet).user.user_id).toBe(id);
  });

  it("without an end lasts until somebody lifts it", () => {
    const { logins, management, owner, clock, accounts } = openNode();
    const wallet = newWallet();
    const id = logIn(logins, wallet).user.user_id;
    management.suspend(owner, id, { reason: "left" });
    clock.advance(10_000 * HOUR_MS);
    accounts.endSuspensions(clock.now());
    expect(() => logIn(logins, wallet)).toThrow(expect.objectContaining({ details: { until: null, reason: "left" } }));
    management.activate(owner, id);
    expect(logIn(logins, wallet).user.status).toBe("active");
  });
});

describe("on a node whose clock is set", () => {
  const reason = "gone quiet";

  it("ends by time that passed, and by no step of the clock", async () => {
    await using ground = await openTestGround();
    const audit = { record: () => undefined };
    await using people = startPeople(ground, { audit });
    const { user_id } = people.accounts.create("TJRyWwFs9wTFGZg3JbrVriFbNfCug5tDeC", "USER");
    const suspended_until = ground.time.steady.now() + HOUR_MS;
    people.accounts.change(user_id, { status: "suspended", suspended_until, suspension_reason: reason });
    const status = () => people.accounts.find(user_id)?.status;
    ground.clock.setNow(ground.clock.now() + 40 * 24 * HOUR_MS);
    ground.clock.advance(60_000);
    expect(status()).toBe("suspended");
    ground.clock.setNow(ground.clock.now() - 80 * 24 * HOUR_MS);
    ground.clock.advance(HOUR_MS);
    expect(status()).toBe("active");
  });

  it("ends at the start of a node that was off meanwhile", async () => {
    await using ground = await openTestGround();
    const audit = { record: () => undefined };
    const { accounts, ...before } = startPeople(ground, { audit });
    const { user_id } = accounts.create("TJRyWwFs9wTFGZg3JbrVriFbNfCug5tDeC", "USER");
    accounts.change(user_id, {
      status: "suspended",
      suspended_until: ground.time.steady.now() + HOUR_MS,
      suspension_reason: reason,
    });
    await before[Symbol.asyncDispose]();
    ground.clock.advance(2 * HOUR_MS);
    expect(accounts.find(user_id)?.status).toBe("suspended");
    await using after = startPeople(ground, { audit });
    expect(after.accounts.find(user_id)?.status).toBe("active");
  });
});
