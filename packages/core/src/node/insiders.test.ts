import {
  type AdminLabel,
  API_PREFIX,
  EmergencyId,
  GroupId,
  InvitationId,
  PolicyId,
  type PolicyRule,
  RequestId,
  type Role,
  UserId,
} from "@lucid/contract";
import { createWallet, type Wallet, walletFromPhrase } from "@lucid/identity";
import { startTestNode } from "@lucid/testkit/node";
import { expect, it } from "vitest";
import { clientOf, logInAs, type NodeClient, ownNode } from "./testing/owned-node.ts";

const newWallet = (): Wallet => walletFromPhrase(createWallet().phrase);

interface Insider {
  readonly id: UserId;
  readonly wallet: Wallet;
  readonly client: NodeClient;
  readonly token: string;
}

/** A node with people who know it from within, and try what they may not. */
async function openHouse() {
  const node = await startTestNode({ settings: { registration: "open" } });
  const owner = await ownNode(node);

  async function join(role: Role, admin_label?: AdminLabel): Promise<Insider> {
    const wallet = newWallet();
    await owner.client.directory.create({ tron_address: wallet.address, role, ...(admin_label && { admin_label }) });
    const { access_token: token, user } = await logInAs(node, wallet);
    return { id: UserId.parse(user.user_id), wallet, token, client: clientOf(node, token) };
  }
  const ownerId = UserId.parse(owner.login.user.user_id);
  return { node, owner: owner.client, ownerId, join, [Symbol.asyncDispose]: () => node[Symbol.asyncDispose]() };
}

/** `ok`, or the code that an attempt was refused with. */
async function outcome(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
    return "ok";
  } catch (error) {
    const { data } = error as { readonly data?: { readonly body?: { readonly error?: { readonly code: string } } } };
    return data?.body?.error?.code ?? String(error);
  }
}
const outcomes = (attempts: readonly Promise<unknown>[]): Promise<string[]> => Promise.all(attempts.map(outcome));

const DENIED = "LUCID_ERR_2004";
const RANK = "LUCID_PEOPLE_ERR_4703";
const reason = "just so";

it("keeps one super admin who can act, whatever two of them do to each other at the same time", async () => {
  await using house = await openHouse();
  const other = await house.join("SUPER_ADMIN");
  const both = await outcomes([
    house.owner.directory.change({ user_id: other.id, role: "USER" }),
    other.client.directory.suspend({ user_id: house.ownerId, reason }),
    house.owner.directory.remove({ user_id: other.id }),
    other.client.directory.remove({ user_id: house.ownerId }),
  ]);
  expect(both.filter((one) => one === "ok").length, both.join(" ")).toBeGreaterThan(0);
  const wallets = await Promise.all(
    [house.owner, other.client].map((client) => outcome(client.directory.list({ role: "SUPER_ADMIN" }))),
  );
  expect(wallets).toContain("ok");
});

it("lets nobody reach above the own rank, by any way", async () => {
  await using house = await openHouse();
  const admin = await house.join("ADMIN", "admin");
  const superAdmin = await house.join("SUPER_ADMIN");
  const { group_id } = await house.owner.groups.create({ name: "The house" });
  const { invitation } = await house.owner.invitations.create({ role: "SUPER_ADMIN", label: "The next one" });
  const { invitation_id } = invitation;
  const [user_id, by] = [superAdmin.id, admin.client];
  const attempts: Readonly<Record<string, () => Promise<unknown>>> = {
    "gives an account a higher role": () => by.directory.create({ tron_address: newWallet().address, role: "SUPER_ADMIN" }),
    "invites to a higher role": () => by.invitations.create({ role: "SUPER_ADMIN", label: "" }),
    suspends: () => by.directory.suspend({ user_id, reason }),
    "ends logins": () => by.directory.endLogins({ user_id }),
    deletes: () => by.directory.remove({ user_id }),
    "sets the KYC status": () => by.directory.change({ user_id, kyc_status: "rejected" }),
    "puts into a group": () => by.groups.addMember({ group_id: GroupId.parse(group_id), user_id }),
    "takes out of a group": () => by.groups.removeMember({ group_id: GroupId.parse(group_id), user_id }),
    "takes an invitation back": () => by.invitations.revoke({ invitation_id: InvitationId.parse(invitation_id) }),
  };
  const told: Record<string, string> = {};
  for (const [name, attempt] of Object.entries(attempts)) told[name] = await outcome(attempt());
  expect(Object.entries(told).filter(([, code]) => code !== RANK && code !== DENIED)).toEqual([]);
  expect((await house.owner.invitations.list({})).invitations).toMatchObject([{ state: "open" }]);
  expect((await superAdmin.client.people.me()).status).toBe("active");
});

it("changes nothing of oneself that others decide", async () => {
  await using house = await openHouse();
  const admin = await house.join("ADMIN", "admin");
  const { group_id } = await house.owner.groups.create({ name: "The house" });
  const [user_id, by] = [admin.id, admin.client];
  const group = { group_id: GroupId.parse(group_id), user_id };
  const self = await outcomes([
    by.directory.change({ user_id, role: "SUPER_ADMIN" }),
    by.directory.change({ user_id, admin_label: "operator" }),
    by.directory.change({ user_id, kyc_status: "verified" }),
    by.directory.activate({ user_id }),
    by.groups.addMember(group),
    by.groups.removeMember(group),
  ]);
  expect(new Set(self)).toEqual(new Set(["LUCID_PEOPLE_ERR_4702"]));
  const many = await by.directory.bulk({ action: "activate", user_ids: [user_id], reason });
  expect(many.results).toEqual([{ user_id, done: false, code: "LUCID_PEOPLE_ERR_4702" }]);
});

it("takes fields, types and roles of a profile from nobody", async () => {
  await using house = await openHouse();
  const user = await house.join("USER");
  const send = async (method: string, path: string, body: object): Promise<number> => {
    const answer = await fetch(`${house.node.url}${API_PREFIX}${path}`, {
      method,
      headers: { "content-type": "application/json", authorization: `Bearer ${user.token}` },
      body: JSON.stringify(body),
    });
    return answer.status;
  };
  const before = await user.client.people.me();
  const extra = [
    { role: "SUPER_ADMIN" },
    { kyc_status: "verified" },
    { user_id: house.ownerId },
    { permissions: ["manage_users"] },
  ];
  const statuses = await Promise.all(
    extra.flatMap((more) => [
      send("PUT", "/users/me", { username: "Ada", ...more }),
      send("PUT", "/profile", { username: "Ada", ...more }),
    ]),
  );
  expect(
    statuses.every((status) => status >= 400 && status < 500),
    statuses.join(" "),
  ).toBe(true);
  expect(await user.client.people.me()).toEqual(before);
});

it("begins what a second person approves once, and never by whoever asked", async () => {
  await using house = await openHouse();
  const [other, third] = [await house.join("SUPER_ADMIN"), await house.join("SUPER_ADMIN")];
  const { emergency_id, status } = await house.owner.emergency.lockdown({ reason, duration_minutes: 5 });
  expect(status).toBe("initiated");
  const one = { emergency_id: EmergencyId.parse(emergency_id) };
  expect(await outcome(house.owner.emergency.approve(one))).toBe("LUCID_EMERGENCY_ERR_1806");
  const { secret } = await house.owner.apiKeys.create({
    name: "A second me",
    scopes: ["access_admin_dashboard"],
    expires_in_days: 1,
    addresses: [],
  });
  expect(await outcome(clientOf(house.node, secret).emergency.approve(one))).toBe("LUCID_APIKEY_ERR_2103");
  const raced = await outcomes([other.client.emergency.approve(one), third.client.emergency.decline(one)]);
  expect(raced.filter((code) => code === "ok")).toHaveLength(1);
});

it("counts one reviewer of a request once, and nobody's word for oneself", async () => {
  await using house = await openHouse();
  const [first, second] = [await house.join("ADMIN", "admin"), await house.join("ADMIN", "admin")];
  const { policies } = await house.owner.policies.list({});
  const document = policies.find(({ current }) => current.document.session !== null)?.current.document;
  if (!document) throw new Error("No policy to start from");
  const asking: PolicyRule = { rule_id: "ask", effect: "ask", priority: 1, actions: ["start_session"], when: [] };
  const { policy_id } = await house.owner.policies.create({
    kind: "node",
    document: { ...document, name: "Asked", rules: [asking], approval: { reviewers: 2, longest_minutes: 60 } },
  });
  const asked = await first.client.accessRequests.ask({
    policy_id: PolicyId.parse(policy_id),
    action: "start_session",
    reason,
    minutes: 5,
  });
  const one = { request_id: RequestId.parse(asked.request_id), decision: "approve", note: "" } as const;
  const told = await outcomes([
    first.client.accessRequests.decide(one),
    ...Array.from({ length: 4 }, () => second.client.accessRequests.decide(one)),
  ]);
  expect(told[0]).toBe("LUCID_POLICY_ERR_4810");
  expect(told.filter((code) => code === "ok")).toHaveLength(1);
  expect(await first.client.accessRequests.get({ request_id: one.request_id })).toMatchObject({ status: "pending" });
});
