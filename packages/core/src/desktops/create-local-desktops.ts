import type { Clock, Randomness } from "@lucid/foundation";
import type { Logger } from "pino";
import type { DesktopsPort } from "./desktops-port.ts";
import { openDesktopHost } from "./open-desktop-host.ts";
import { probeHosting } from "./probe-hosting.ts";
import { startDesktop } from "./start-desktop.ts";

export interface LocalDesktopsDeps {
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly log: Logger;
}

/** The desktops of this machine: Xvnc, xrdp and sandboxed applications, recorded with ffmpeg. */
export const createLocalDesktops = (deps: LocalDesktopsDeps): DesktopsPort => ({
  probe: () => probeHosting(deps.log),
  async open({ metrics, supervisor }, { dataDirectory, encoder }) {
    const host = await openDesktopHost({ log: deps.log, metrics }, { dataDirectory });
    return { startDesktop: (options) => startDesktop({ ...deps, supervisor, host, encoder }, options) };
  },
});
