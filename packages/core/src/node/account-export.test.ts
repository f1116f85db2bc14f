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
  });
  for (const foreign of [
    key.secret,
    secret,
    others,
    "Somebody else's.",
    owner.wallet.address,
    ada.login.refresh_token,
    ada.login.access_token,
  ])
    expect(text).not.toContain(foreign);
});
