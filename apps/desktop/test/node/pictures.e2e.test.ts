import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { createWallet, openPicture, sealPicture, unwrapDataKey, walletFromPhrase } from "@lucid/identity";
import { expect, it } from "vitest";
import { logIn } from "../../main/cli/rest/node-client.ts";
import { becomeOwner, sessionOf, startNodeProcess, startSession, temporaryFolder, until } from "./test-node.ts";

const consent = { text: "This is recorded.", accepted: true };

it("keeps a picture of a recording sealed, for its recipients, until the recording is deleted", async () => {
  await using folder = await temporaryFolder();
  const data = join(folder.path, "data");
  await using node = await startNodeProcess(data, ["--registration", "open"]);
  const owner = await becomeOwner(node);
  const { sessions } = owner.client;
  const session_id = await startSession(owner, { name: "With a picture" });
  await until(sessionOf(owner, session_id), ({ chunk_count }) => chunk_count >= 1);
  const picture = Buffer.from("a frame as a WebP file ".repeat(40));
  const { envelopes } = await sessions.keys({ session_id });
  const dataKey = await unwrapDataKey(Buffer.from(envelopes[0]?.envelope ?? "", "base64"), owner.identity);
  const sealed = Buffer.from(sealPicture(picture, dataKey, session_id)).toString("base64");
  await expect(sessions.setPicture({ session_id, sealed })).rejects.toThrow("LUCID_SESSION_ERR_4304");
  await sessions.stop({ session_id });
  await expect(sessions.picture({ session_id })).rejects.toThrow("LUCID_SESSION_ERR_4325");

  await expect(sessions.setPicture({ session_id, sealed: "A".repeat(65_540) })).rejects.toThrow("LUCID_ERR_1001");
  expect(await sessions.setPicture({ session_id, sealed })).toMatchObject({ picture_at: expect.any(String) });
  const kept = await sessions.picture({ session_id });
  expect(Buffer.from(openPicture(Buffer.from(kept.sealed, "base64"), dataKey, session_id))).toEqual(picture);

  const stranger = await logIn(node.announced.url, walletFromPhrase(createWallet().phrase));
  await expect(stranger.client.sessions.picture({ session_id })).rejects.toThrow("LUCID_SESSION_ERR_4301");
  await expect(stranger.client.sessions.setPicture({ session_id, sealed })).rejects.toThrow("LUCID_SESSION_ERR_4301");

  for (const entry of await readdir(data, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = await readFile(join(entry.parentPath, entry.name)).catch(() => Buffer.alloc(0));
    expect([entry.name, bytes.includes(picture.subarray(0, 40))]).toEqual([entry.name, false]);
  }

  await until(sessionOf(owner, session_id), ({ state }) => state !== "processing");
  await sessions.remove({ session_id, reason: "no longer needed" });
  expect(await sessions.get({ session_id })).toMatchObject({ state: "deleted", picture_at: null });
  await expect(sessions.picture({ session_id })).rejects.toThrow("LUCID_SESSION_ERR_4325");
  expect(await sessions.keys({ session_id })).toEqual({ envelopes: [] });
});

it("starts a draft with the desktop and the policy that it was given last", async () => {
  await using folder = await temporaryFolder();
  await using node = await startNodeProcess(join(folder.path, "data"));
  const owner = await becomeOwner(node);
  const { sessions } = owner.client;
  const { session_id, policy_hash } = await sessions.create({ name: "Draft", consent });
  const { text: before } = await sessions.grant({ session_id });
  const changed = await sessions.update({ session_id, template: "terminal", policy: "clipboard" });
  expect(changed).toMatchObject({ state: "created", template: "terminal", policy: { clipboard: { host_to_remote: true } } });
  expect(changed.policy_hash).not.toBe(policy_hash);
  await expect(sessions.start({ session_id, grant_signature: owner.wallet.signMessage(before) })).rejects.toThrow(
    "LUCID_SESSION_ERR_4313",
  );
  const { text } = await sessions.grant({ session_id });
  await sessions.start({ session_id, grant_signature: owner.wallet.signMessage(text) });
  expect(await sessions.get({ session_id })).toMatchObject({ state: "recording", template: "terminal" });
  await expect(sessions.update({ session_id, policy: "standard" })).rejects.toThrow("LUCID_SESSION_ERR_4304");
  await sessions.stop({ session_id });
});
