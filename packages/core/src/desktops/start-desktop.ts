import type { Logger } from "pino";

import type { Clock, Randomness } from "../ports/index.ts";
import type { Desktop, DesktopOptions } from "./desktop.ts";
import type { DesktopHost } from "./open-desktop-host.ts";

export interface DesktopDeps {
  readonly log: Logger;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly host: DesktopHost;
}

/** Opens one desktop: display, RDP front, sandboxed applications. Throws `LucidError` (LUCID_RDP_ERR_44nn) and leaves nothing behind. */
export async function startDesktop(deps: DesktopDeps, options: DesktopOptions): Promise<Desktop> {
  deps.log.debug({ sessionId: options.sessionId }, "desktop starting");
  throw new Error("desktops are not built yet");
}
