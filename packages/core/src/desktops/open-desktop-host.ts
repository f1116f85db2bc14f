import type { Logger } from "pino";
import type { Registry } from "prom-client";

import type { Clock, Randomness } from "../ports/index.ts";
import type { DesktopTemplate } from "./template.ts";

/** What all desktops of a node share. */
export interface DesktopHost {
  /** SHA-256 fingerprint of the certificate of the RDP front. */
  readonly certificateFingerprint: string;
  readonly templates: ReadonlyMap<string, DesktopTemplate>;
}

export interface DesktopHostDeps {
  readonly log: Logger;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly metrics: Registry;
}

export interface DesktopHostOptions {
  /** The node's data folder: keys in `keys/rdp`, left-overs of earlier runs in `run/`. */
  readonly dataDirectory: string;
  /** `resources/templates`. */
  readonly templateDirectory: string;
}

/** Once per node start: certificate, templates, and the end of whatever an earlier run left behind. */
export async function openDesktopHost(deps: DesktopHostDeps, options: DesktopHostOptions): Promise<DesktopHost> {
  deps.log.debug({ dataDirectory: options.dataDirectory }, "desktop host opening");
  throw new Error("desktops are not built yet");
}
