import type { Clock, Randomness } from "@lucid/foundation";
import { spawnCaptureFrom, startCapturePool } from "@lucid/pipeline";
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
  async open({ metrics, supervisor }, { dataDirectory, encoder, captureProgram }) {
    const host = await openDesktopHost({ log: deps.log, metrics }, { dataDirectory });
    const recorders = await startCapturePool({ supervisor, spawn: spawnCaptureFrom(captureProgram) });
    return {
      startDesktop: (options) => startDesktop({ ...deps, supervisor, host, encoder, recorders }, options),
      certificate: () => host.identity(),
      exchangeCertificate: () => host.exchangeIdentity(),
      [Symbol.asyncDispose]: () => recorders[Symbol.asyncDispose](),
    };
  },
});
