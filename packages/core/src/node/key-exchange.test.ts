import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { KYC_VERDICT_DOMAIN, type KycVerdict, keyErrors, loginErrors, peopleErrors, UserId } from "@lucid/contract";
import { createWallet, walletFromPhrase } from "@lucid/identity";
import { canonicalJson } from "@lucid/proof";
import { startTestNode, type TestNode } from "@lucid/testkit/node";
import { afterAll, beforeAll, expect, it } from "vitest";
import { clientOf, logInAs, ownNode } from "./testing/owned-node.ts";

const refused = (code: string) => ({ data: { body: { error: { code } } } });
const { TOKEN_INVALID, FRESH_FACTOR_NEEDED, PERMISSION_DENIED } = loginErrors.spec;

let node: TestNode;
let owner: Awaited<ReturnType<typeof ownNode>>;
beforeAll(async () => {
  node = await startTestNode({ settings: { registration: "open" } });
  owner = await ownNode(node);
});
afterAll(() => node[Symbol.asyncDispose]());

const signVerdict = (verdict: KycVerdict, key: Buffer): string =>
  createHmac("sha256", key)
    .update(`${KYC_VERDICT_DOMAIN}\n${canonicalJson(verdict)}`)
    .digest("hex");
const keyFile = (name: string): Buffer => readFileSync(join(node.data, "keys", name));

it("refuses tokens under the old key at once, while every login goes on and the next start knows the new one", async () => {
  const before = keyFile("token.key");
  const ada = await logInAs(node, walletFromPhrase(createWallet().phrase));
  const client = await owner.fresh(node);
  const known = await client.keys.exchange({ key: "token", reason: "a laptop was stolen" });
  expect(known.exchanges[0]).toMatchObject({ key: "token", reason: "a laptop was stolen", ended_logins: 0 });
  expect(known.open_logins).toBeGreaterThan(1);
  await expect(client.people.me()).rejects.toMatchObject(refused(TOKEN_INVALID.code));
  await expect(clientOf(node, ada.access_token).people.me()).rejects.toMatchObject(refused(TOKEN_INVALID.code));
  const renewed = await clientOf(node).logins.refresh({ refresh_token: ada.refresh_token ?? "" });
  expect(await clientOf(node, renewed.access_token).people.me()).toMatchObject({ user_id: ada.user.user_id });
  expect(keyFile("token.key").equals(before)).toBe(false);
});

it("ends every login with the key where that is asked for", async () => {
  const ada = await logInAs(node, walletFromPhrase(createWallet().phrase));
  const client = await owner.fresh(node);
  const { open_logins } = await client.keys.get();
  const known = await client.keys.exchange({ key: "token", reason: "a drill", end_logins: true });
  expect(known).toMatchObject({ open_logins: 0, exchanges: [{ ended_logins: open_logins }, {}] });
  await expect(clientOf(node).logins.refresh({ refresh_token: ada.refresh_token ?? "" })).rejects.toMatchObject(
    refused(loginErrors.spec.REFRESH_INVALID.code),
  );
});

it("takes verdicts about persons under the new key only", async () => {
  const ada = await logInAs(node, walletFromPhrase(createWallet().phrase));
  const verdict: KycVerdict = {
    verdict_id: "0198c0de-2222-4222-8222-222222222222",
    user_id: UserId.parse(ada.user.user_id),
    status: "verified",
    issued_at: Math.floor(node.time.clock.now() / 1_000),
  };
  const old = signVerdict(verdict, keyFile("kyc.key"));
  const client = await owner.fresh(node);
  await client.keys.exchange({ key: "kyc", reason: "another service" });
  await expect(clientOf(node).directory.kycVerdict({ verdict, signature: old })).rejects.toMatchObject(
    refused(peopleErrors.spec.VERDICT_REFUSED.code),
  );
  await clientOf(node).directory.kycVerdict({ verdict, signature: signVerdict(verdict, keyFile("kyc.key")) });
  expect(await client.directory.get({ user_id: verdict.user_id })).toMatchObject({ kyc_status: "verified" });
});

it("wants somebody who runs the node and has just shown to be there, and says when a key is not its own", async () => {
  const ada = await logInAs(node, walletFromPhrase(createWallet().phrase));
  await expect(clientOf(node, ada.access_token).keys.get()).rejects.toMatchObject(refused(PERMISSION_DENIED.code));
  const client = await owner.fresh(node);
  await node.time.pass(301);
  await expect(client.keys.exchange({ key: "kyc", reason: "a drill" })).rejects.toMatchObject(refused(FRESH_FACTOR_NEEDED.code));
  await expect(
    (await owner.fresh(node)).keys.exchange({ key: "rdp", reason: "a drill", end_logins: true }),
  ).rejects.toMatchObject({
    status: 400,
  });
});

it("leaves alone what a machine without desktops does not have", async () => {
  await using plain = await startTestNode({ settings: { hosting: "off" } });
  const { client } = await ownNode(plain);
  expect((await client.keys.get()).keys.find(({ key }) => key === "rdp")).toMatchObject({ state: "absent", fingerprint: null });
  await expect(client.keys.exchange({ key: "rdp", reason: "a drill" })).rejects.toMatchObject(
    refused(keyErrors.spec.KEY_ABSENT.code),
  );
});
