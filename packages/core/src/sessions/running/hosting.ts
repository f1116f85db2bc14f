import type { ChunkStore, Sealer } from "@lucid/pipeline";
import type { BlockRef } from "@lucid/proof";
import type { DesktopsArea } from "../../desktops/index.ts";
import type { Ground } from "../../ground/index.ts";
import { type LiveSession, type LiveSessionHandlers, type LiveSessionOptions, startLiveSession } from "./live-session.ts";
import { reserveForDatabases } from "./reserved-store.ts";

/** What this machine records sessions with. */
export interface Hosting {
  /** Name of the video encoder, for the manifest. */
  readonly encoder: string;
  /** Opens a desktop and records it. */
  open(options: LiveSessionOptions, handlers: LiveSessionHandlers): Promise<LiveSession>;
}

export interface HostingDeps {
  readonly desktops: Pick<DesktopsArea, "host">;
  /** The newest block that is final. */
  readonly finalBlock: () => BlockRef;
  readonly store: ChunkStore;
  readonly sealer: Sealer;
}

/** Undefined where a program or the encoder is missing. */
export function createHosting(ground: Ground, { desktops, finalBlock, store, sealer }: HostingDeps): Hosting | undefined {
  const { clock, clockError, log, supervisor } = ground;
  const { host } = desktops;
  if (!host) return undefined;
  const deps = { finalBlock, clock, clockError, log, supervisor, host, sealer, store: reserveForDatabases(store) };
  return { encoder: host.encoder.name, open: (options, handlers) => startLiveSession(deps, options, handlers) };
}
