import { UserId } from "@lucid/contract";
import { createWallet, walletFromPhrase } from "@lucid/identity";
import { startTestNode } from "@lucid/testkit/node";
import { expect, it } from "vitest";
import { ownNode } from "./testing/owned-node.ts";

it("holds everything about oneself, and nothing of others or what opens anything", async () => {
  await using node = await startTestNode({ settings: { registration: "open" } });
  const owner = await ownNode(node);
  const wallet = walletFromPhrase(createWallet().phrase);
  const ada = await ownNode({ url: node.url, setupCode: undefined, work: node.work, time: node.time }, wallet);
  await ada.client.people.updateProfile({ username: "Ada", first_name: "Ada", last_name: "Lovelace" });
  const mine = await Promise.all(Array.from({ length: 3 }, () => ada.prepare()));
  await ada.client.notes.add({ session_id: mine[0] ?? "", text: "My note." });
  const others = await owner.prepare();
  await owner.client.notes.add({ session_id: others, text: "Somebody else's." });
  const key = await ada.client.apiKeys.create({
    name: "My script",
    scopes: ["view_own_sessions"],
    expires_in_days: 9,
    addresses: [],
  });
  const { secret } = await ada.client.logins.enableSecondFactor();

  const { policies } = await ada.client.policies.list({});
  const document = policies.find(({ current }) => current.document.session !== null)?.current.document;
  if (!document) throw new Error("No policy to start from");
  const own = await ada.client.policies.create({ kind: "own", document: { ...document, name: "My rules" } });
  const ofOwner = await owner.client.policies.create({ kind: "own", document: { ...document, name: "The owner's rules" } });
  await owner.client.directory.change({ user_id: UserId.parse(ada.login.user.user_id), kyc_status: "pending" });

  const answer = await ada.ask("/account/export");
  expect(answer.headers.get("content-type")).toContain("application/json");
  const text = await answer.text();
  const whole: unknown = JSON.parse(text);
  expect(whole).toMatchObject({
    format: "lucid-account-export",
    version: 1,
    account: [{ tron_address: wallet.address, username: "Ada", first_name: "Ada", last_name: "Lovelace", role: "USER" }],
    logins: [{ ip_address: "127.0.0.1", ended_at: null }],
    sessions: expect.arrayContaining(mine.map((session_id) => expect.objectContaining({ session_id }))),
    notes: [{ text: "My note." }],
    api_keys: [{ key_id: key.key.key_id, name: "My script" }],
    passkeys: [],
    second_factor: [{ enabled: false, backup_codes_left: 0 }],
    invitation: [],
    access_requests: [],
    policies: [{ policy_id: own.policy_id, version: 1, versions: [{ version: 1, document: { name: "My rules" } }] }],
    audit_entries: expect.arrayContaining([
      expect.objectContaining({ action: "apiKeys.create", user_id: ada.login.user.user_id, ip_address: "127.0.0.1" }),
    ]),
    audit_entries_about: expect.arrayContaining([expect.objectContaining({ action: "directory.change", outcome: "ok" })]),
  });
  for (const foreign of [
    key.secret,
    secret,
    others,
    "Somebody else's.",
    "The owner's rules",
    ofOwner.policy_id,
    owner.login.user.user_id,
    owner.wallet.address,
    ada.login.refresh_token,
    ada.login.access_token,
  ])
    expect(text).not.toContain(foreign);
});
