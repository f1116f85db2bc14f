import { GroupId, type Person, peopleErrors, SessionId, UserId } from "@lucid/contract";
import { createWallet, newIdentity, type Wallet, walletFromPhrase } from "@lucid/identity";
import { startTestNode, type TestNode } from "@lucid/testkit/node";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { viewDesktop } from "../desktops/testing/view-desktop.ts";
import { clientOf, logInAs, type NodeClient, ownNode } from "./testing/owned-node.ts";

const newWallet = (): Wallet => walletFromPhrase(createWallet().phrase);
const refused = (code: string, details: object = {}) => ({ data: { body: { error: { code, details } } } });

let node: TestNode;
let owner: Awaited<ReturnType<typeof ownNode>>;
beforeAll(async () => {
  node = await startTestNode({ settings: { registration: "open" } });
  owner = await ownNode(node);
});
afterAll(() => node[Symbol.asyncDispose]());

/** Somebody with a session that runs. */
async function working() {
  const wallet = newWallet();
  const { access_token, user } = await logInAs(node, wallet);
  const client = clientOf(node, access_token);
  const made = await client.sessions.create({ name: "One", consent: { text: "It is recorded.", accepted: true } });
  const session_id = SessionId.parse(made.session_id);
  const { text } = await client.sessions.grant({ session_id });
  await client.sessions.start({
    session_id,
    grant_signature: wallet.signMessage(text),
    recipients: [newIdentity().recipient],
  });
  return { wallet, user_id: UserId.parse(user.user_id), session_id };
}

const open = async (client: NodeClient, user_id: UserId): Promise<Person["sessions"]["open"]> =>
  (await client.directory.get({ user_id })).sessions.open;

it("cuts the connections of who is suspended, ends and seals the sessions, and tells the person why", async () => {
  const ada = await working();
  const viewer = await viewDesktop(node.desktops.of(ada.session_id));
  expect(await open(owner.client, ada.user_id)).toBe(1);
  await owner.client.directory.suspend({ user_id: ada.user_id, reason: "Ask Grace", hours: 2 });
  await viewer.closed;
  await owner.until(ada.session_id, ({ state }) => state !== "recording" && state !== "processing");
  expect(await owner.client.sessions.get({ session_id: ada.session_id })).toMatchObject({
    end: "stopped",
    reason: { code: "owner-suspended", data: { text: "Ask Grace" } },
  });
  await expect(logInAs(node, ada.wallet)).rejects.toMatchObject(
    refused(peopleErrors.spec.ACCOUNT_SUSPENDED.code, { until: expect.any(String), reason: "Ask Grace" }),
  );
});

it("lets the sessions go on with nobody in them where that is asked for", async () => {
  const ada = await working();
  const viewer = await viewDesktop(node.desktops.of(ada.session_id));
  await owner.client.directory.suspend({ user_id: ada.user_id, reason: "Ask Grace", sessions: "keep" });
  await viewer.closed;
  await node.work(11);
  expect(await owner.client.sessions.get({ session_id: ada.session_id })).toMatchObject({ state: "recording" });
  await owner.client.directory.activate({ user_id: ada.user_id });
  await logInAs(node, ada.wallet);
  await owner.client.oversight.end({ session_ids: [ada.session_id], reason: "the test is over" });
});

it("does one thing to several, and says for whom it was refused", async () => {
  const people = await Promise.all(
    [newWallet(), newWallet()].map(async (wallet) => UserId.parse((await logInAs(node, wallet)).user.user_id)),
  );
  const self = UserId.parse(owner.login.user.user_id);
  const nobody = UserId.parse(crypto.randomUUID());
  const all = [...people, self, nobody];
  const outcome = (results: readonly { done: boolean; code: string | null }[]) => results.map(({ done, code }) => code ?? done);
  const expected = [true, true, peopleErrors.spec.OWN_ACCOUNT.code, "LUCID_ERR_4001"];
  const bulk = async (input: Parameters<NodeClient["directory"]["bulk"]>[0]) =>
    outcome((await owner.client.directory.bulk(input)).results);

  const { group_id } = await owner.client.groups.create({ name: "Night shift" });
  const group = { group_id: GroupId.parse(group_id) };
  expect(await bulk({ action: "add_to_group", user_ids: all, reason: "they asked", ...group })).toEqual(expected);
  expect(await owner.client.groups.members(group)).toMatchObject({ pagination: { total: 2 } });
  expect(await bulk({ action: "end_logins", user_ids: all, reason: "a drill" })).toEqual(expected);
  expect(await bulk({ action: "suspend", user_ids: all, reason: "a drill", hours: 1 })).toEqual(expected);
  expect(await owner.client.directory.list({ status: "suspended" })).toMatchObject({
    users: expect.arrayContaining(people.map((user_id) => expect.objectContaining({ user_id }))),
  });
  expect(await bulk({ action: "activate", user_ids: all, reason: "over" })).toEqual(expected);
  await vi.waitFor(async () => {
    const { entries } = await owner.client.audit.list({ action: "directory.bulk", limit: 10 });
    expect(entries[0]?.details).toMatchObject({ action: "activate", done: people.join(" "), refused: 2 });
  });
  await expect(bulk({ action: "activate", user_ids: people, reason: "over", ...group })).rejects.toMatchObject({ status: 400 });
});
