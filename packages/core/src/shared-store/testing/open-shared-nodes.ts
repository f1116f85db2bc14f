import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { systemClock, systemRandomness } from "@lucid/foundation";
import { silentLog } from "@lucid/foundation/testing";
import { type Ground, openGround } from "../../ground/index.ts";
import type { SharedStoreSettings } from "../shared-store.settings.ts";
import type { OwnLogins, SharedStore } from "../shared-store.ts";
import { startSharedStore } from "../start-shared-store.ts";

export const settingsOf = (change: Partial<SharedStoreSettings>): SharedStoreSettings => ({
  redis_url: "",
  redis_password_file: "",
  redis_ca_file: "",
  owner_key_file: "",
  ...change,
});

/** One node's part in a store, on a data folder and by clocks of its own. */
export interface SharedNode extends AsyncDisposable {
  readonly id: string;
  readonly store: SharedStore;
  readonly ground: Ground;
  /** Logins of this node that are open, as its database would say. */
  readonly open: Map<string, { readonly address: string; readonly openedAt: number }>;
  /** Whether its disk takes the end of a login. */
  readonly disk: { isFull: boolean };
  /** Ends the process as a crash does: what the store knows of it stays. */
  crash(): Promise<void>;
  /** The same node after it. */
  restart(): Promise<SharedNode>;
}

export interface SharedNodeOptions {
  readonly settings: Partial<SharedStoreSettings>;
  /** What its clock is ahead of the machine's. */
  readonly aheadMs?: number;
}

export async function openSharedNode({ settings, aheadMs = 0 }: SharedNodeOptions): Promise<SharedNode> {
  const data = await mkdtemp(join(tmpdir(), "lucid-shared-"));
  const clock = { ...systemClock, now: () => systemClock.now() + aheadMs };
  const open: SharedNode["open"] = new Map();
  const disk: SharedNode["disk"] = { isFull: false };

  async function start(): Promise<SharedNode> {
    const ground = await openGround({ clock, randomness: systemRandomness, log: silentLog, version: "1.2.3" }, data);
    const store = await startSharedStore(ground, settingsOf(settings));
    const end = (loginId: string): void => {
      if (disk.isFull) throw new Error("The disk is full");
      open.delete(loginId);
      store.logins?.withdraw(loginId);
    };
    const own: OwnLogins = {
      isOpen: (loginId) => open.has(loginId),
      endLogin: end,
      endWallets({ isMeant, except, openedBefore }) {
        for (const [loginId, { address, openedAt }] of open) {
          if (isMeant(address) && loginId !== except && openedAt < openedBefore) end(loginId);
        }
      },
    };
    store.logins?.serve(own);
    async function crash(): Promise<void> {
      await store[Symbol.asyncDispose]();
      await ground[Symbol.asyncDispose]();
    }
    return {
      id: ground.keys.publicKey,
      store,
      ground,
      open,
      disk,
      crash,
      restart: start,
      async [Symbol.asyncDispose]() {
        await crash();
        await rm(data, { recursive: true, force: true });
      },
    };
  }
  return await start();
}

/** Opens a login at a node with one token, which the others can take then, if the store is there. */
export async function logInAt({ store, open, ground }: SharedNode, loginId: string, address = "T"): Promise<string> {
  const tokenId = `${loginId} token`;
  open.set(loginId, { address, openedAt: ground.time.steady.now() });
  store.logins?.publish({ loginId, tokenId }, 60_000);
  await store.logins?.flushed();
  return tokenId;
}

export type Answer = "good" | "gone" | "away";

/** What a node says of a token of another one. */
export async function askAt({ store }: SharedNode, home: string, loginId: string, address = "T"): Promise<Answer> {
  try {
    const lifeMs = await store.logins?.ask({ node: home, loginId, tokenId: `${loginId} token` }, address);
    return lifeMs === undefined ? "gone" : "good";
  } catch (error) {
    if ((error as { code?: string }).code === "LUCID_ERR_5009") return "away";
    throw error;
  }
}

/** Waits until a node takes a token of a login that is open at another one, which publishes it again while it does not. */
export async function taken(asking: SharedNode, home: SharedNode, loginId: string, address = "T"): Promise<void> {
  while ((await askAt(asking, home.id, loginId, address)) !== "good") {
    home.store.logins?.publish({ loginId, tokenId: `${loginId} token` }, 60_000);
    await home.store.logins?.flushed();
    await sleep(20);
  }
}

/** Waits until all of them reach the store. */
export async function ready(...nodes: readonly SharedNode[]): Promise<void> {
  await until(async () => (await Promise.all(nodes.map(isReady))).every(Boolean));
}

/** Asks until it is so: the test's own time limit ends it. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(20);
}

export const healthOf = async ({ store }: SharedNode) => (await store.health?.())?.["shared_store"];
export const isReady = async (node: SharedNode): Promise<boolean> => (await healthOf(node))?.ok === true;
