import { createLocalDesktops, createLogTap, type LucidNode, startNode } from "@lucid/core";
import { systemClock, systemRandomness, watchClockError } from "@lucid/foundation";
import { app } from "electron";
import { pino } from "pino";
import { readSettings } from "./cli/setting-options.ts";
import { readVersion } from "./cli/version.ts";
import { refuseEverything } from "./harden.ts";
import { createLogStream } from "./log-stream.ts";
import { declarePageScheme, servePage } from "./page-protocol.ts";
import type { ProgramFiles } from "./program-files.ts";
import { openWindow } from "./windows/open-window.ts";
import { windowKinds } from "./windows/window-kinds.ts";

/**
 * Composition root of the desktop application: the node in this process, and one window. To be called before the
 * application is ready, and not waited for: an ES module that waits for `ready` at its top level keeps it from coming.
 */
export function runApplication(files: ProgramFiles): void {
  app.enableSandbox();
  declarePageScheme();
  if (app.requestSingleInstanceLock())
    app
      .whenReady()
      .then(() => run(files))
      .catch(fail);
  else app.quit();
}

async function run(files: ProgramFiles): Promise<void> {
  const { settings, sources } = readSettings({});
  const logLines = createLogTap(createLogStream(2));
  const log = pino({ level: settings.log_level, base: null }, logLines);
  const system = { clock: systemClock, randomness: systemRandomness, log };
  const node = await startNode(
    {
      ...system,
      clockError: watchClockError(system),
      version: readVersion(files.manifest),
      files,
      desktops: createLocalDesktops(system),
      logLines,
      requestStop: () => app.quit(),
    },
    // A computer without the programs for desktops still verifies, and uses other nodes.
    { settings: { ...settings, hosting: settings.hosting === "off" ? "off" : "auto" }, sources },
  );
  refuseEverything(app);
  servePage({ page: files.page, gateway: node.url });
  const open = () => openWindow({ node, preload: files.preload }, windowKinds.user);
  let window = open();
  app.on("second-instance", () => window.focus());
  app.on("activate", () => {
    if (window.isDestroyed()) window = open();
  });
  stopWithTheApplication(node);
}

/** Every open session is sealed with what is recorded before the process ends. */
function stopWithTheApplication(node: LucidNode): void {
  let stopping: PromiseLike<void> | undefined;
  app.on("window-all-closed", () => app.quit());
  app.on("will-quit", (event) => {
    if (stopping) return;
    event.preventDefault();
    stopping = node[Symbol.asyncDispose]().then(() => app.quit(), fail);
  });
}

function fail(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  app.exit(1);
}
