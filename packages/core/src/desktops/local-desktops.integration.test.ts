import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock, systemRandomness } from "@lucid/foundation";
import { silentLog } from "@lucid/foundation/testing";
import { describe } from "vitest";
import { createLocalDesktops } from "./create-local-desktops.ts";
import type { Desktop } from "./desktop.ts";
import { complyAsDesktops } from "./testing/desktops.compliance.ts";

describe("desktops of this machine", () => {
  complyAsDesktops(async () => {
    const dataDirectory = await mkdtemp(join(tmpdir(), "lucid-desktops-"));
    return {
      port: createLocalDesktops({ clock: systemClock, randomness: systemRandomness, log: silentLog }),
      dataDirectory,
      crash: endDisplay,
      [Symbol.asyncDispose]: () => rm(dataDirectory, { recursive: true, force: true }),
    };
  });
});

/** Ends the display's own process, the first one that a desktop starts. */
function endDisplay(desktop: Desktop): void {
  const [pid] = "processIds" in desktop ? (desktop.processIds as readonly number[]) : [];
  if (pid === undefined) throw new Error("The desktop has no process");
  process.kill(pid, "SIGKILL");
}
