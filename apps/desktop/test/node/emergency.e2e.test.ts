import { once } from "node:events";
import { join } from "node:path";
import { createWallet, walletFromPhrase } from "@lucid/identity";
import { expect, it } from "vitest";
import { createNodeClient, logIn } from "../../main/cli/rest/node-client.ts";
import {
  becomeOwner,
  exportAndVerify,
  type NodeProcess,
  type Owner,
  returnAsOwner,
  sessionOf,
  startNodeProcess,
  startSession,
  temporaryFolder,
  until,
} from "./test-node.ts";

const statusOf =
  ({ client }: Owner) =>
  () =>
    client.emergency.status();
const stranger = (node: NodeProcess) => logIn(node.announced.url, walletFromPhrase(createWallet().phrase));

it("stays locked down when the node is killed before its sessions have ended, until it is lifted", async () => {
  await using folder = await temporaryFolder();
  const data = join(folder.path, "data");
  await using first = await startNodeProcess(data, ["--registration", "open"]);
  const owner = await becomeOwner(first);
  const session = await startSession(owner);
  await until(sessionOf(owner, session), ({ anchored_chunk_count }) => anchored_chunk_count >= 1);
  const { emergency_id } = await owner.client.emergency.lockdown({ reason: "keys are out", duration_minutes: 30 });
  await first.end("SIGKILL");

  await using second = await startNodeProcess(data, ["--registration", "open"]);
  await expect(stranger(second)).rejects.toThrow("locked down");
  await expect(createNodeClient(second.announced.url).logins.setup()).resolves.toMatchObject({ needed: false });
  const again = await returnAsOwner(second, owner);
  const { current_emergency: found } = await until(statusOf(again), ({ current_emergency: now }) => now?.effective_at !== null);
  expect(found).toMatchObject({ emergency_id, action: "lockdown_system", status: "in_progress", reason: "keys are out" });
  await until(sessionOf(again, session), ({ state }) => state === "interrupted" || state === "completed");
  expect(await exportAndVerify(again, session, folder.path)).toMatchObject({ verified: true });
  await again.client.emergency.lift({ emergency_id });
  await stranger(second);
});

/** A node that was killed after it was told to stop in a second. One that has stopped by then was too quick: the next one is tried. */
async function killedInShutdown(folder: string, tries = 1): Promise<{ data: string; owner: Owner; emergency_id: string }> {
  const data = join(folder, `data-${tries}`);
  await using node = await startNodeProcess(data);
  const owner = await becomeOwner(node);
  const { emergency_id } = await owner.client.emergency.shutdown({ reason: "moving house", delay_seconds: 1 });
  const wasKilled = (await node.end("SIGKILL")) === null;
  return wasKilled ? { data, owner, emergency_id } : await killedInShutdown(folder, tries + 1);
}

it("stops in order after a shutdown that a kill came in between, and starts again as usual", async () => {
  await using folder = await temporaryFolder();
  const { data, owner, emergency_id } = await killedInShutdown(folder.path);

  await using second = await startNodeProcess(data);
  if (second.child.exitCode === null) await once(second.child, "exit");
  expect(second.child.exitCode).toBe(0);

  await using third = await startNodeProcess(data);
  const again = await returnAsOwner(third, owner);
  const { history, emergency_active } = await again.client.emergency.status();
  expect(history).toMatchObject([{ emergency_id, status: "completed", outcome: "done" }]);
  expect(emergency_active).toBe(false);
});
