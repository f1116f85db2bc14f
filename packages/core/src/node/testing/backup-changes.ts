import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { BackupsState, NodeEvent } from "@lucid/contract";
import { newIdentity } from "@lucid/identity";
import { onTestFinished } from "vitest";
import type { OrganisationChangesDeps } from "./organisation-changes.ts";
import type { NodeClient } from "./owned-node.ts";

/** Tells a node where its backups go, and with what it rehearses them. Gone with the test. */
export async function setUpBackups(client: NodeClient, change: object = {}): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "lucid-backups-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const { identity, recipient } = newIdentity();
  const file = join(folder, "identity.txt");
  writeFileSync(file, `# ours\n${identity}\n`, { mode: 0o600 });
  const settings = { backup_folder: join(folder, "kept"), backup_recipients: [recipient], backup_identity_file: file, ...change };
  await client.configuration.set({ settings });
  return folder;
}

/** A worker works in real time, whatever the node's clock says. */
export async function whenQuiet(client: NodeClient): Promise<BackupsState> {
  for (;;) {
    const state = await client.backups.get();
    if (state.running === null && state.waiting.length === 0) return state;
    await sleep(50);
  }
}

type Deps = Pick<OrganisationChangesDeps, "client" | "stepUp" | "settle">;

/** What is done with backups: each causes its event. */
export function backupChanges({
  client,
  stepUp,
  settle,
}: Deps): Readonly<Record<string, () => Promise<(event: NodeEvent) => boolean>>> {
  const isOurs = (event: NodeEvent): boolean => event.type === "backups";
  const made = async () => {
    await stepUp();
    await setUpBackups(client(), { backup_recordings: false });
    await client().backups.make({});
    const { backups } = await whenQuiet(client());
    const backup_id = backups[0]?.backup_id;
    if (backup_id === undefined) throw new Error("No backup was made");
    await settle();
    return { backup_id };
  };
  return {
    "backups.make": async () => {
      await stepUp();
      await setUpBackups(client(), { backup_identity_file: "" });
      await settle();
      await client().backups.make({});
      await whenQuiet(client());
      return isOurs;
    },
    "backups.cancel": async () => {
      await stepUp();
      await setUpBackups(client(), { backup_identity_file: "" });
      await client().backups.make({});
      await settle();
      await client().backups.cancel();
      await whenQuiet(client());
      return isOurs;
    },
    "backups.readBack": async () => {
      await client().backups.readBack(await made());
      await whenQuiet(client());
      return isOurs;
    },
    "backups.rehearse": async () => {
      await client().backups.rehearse(await made());
      await whenQuiet(client());
      return isOurs;
    },
    "emergency.backup": async () => {
      await stepUp();
      await setUpBackups(client(), { backup_identity_file: "" });
      await settle();
      await client().emergency.backup({ reason: "a drill" });
      await whenQuiet(client());
      return (event) => event.type === "emergency";
    },
  };
}
