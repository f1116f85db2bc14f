import { join } from "node:path";
import { createLocalDesktops, createLogTap, createTorProgram, type LogLines, startNode } from "@lucid/core";
import { systemClock, systemRandomness, watchClockError } from "@lucid/foundation";
import { app, BrowserWindow, dialog, Menu, Notification, safeStorage, utilityProcess } from "electron";
import { type Logger, pino } from "pino";
import { readSettings } from "./cli/setting-options.ts";
import { readVersion } from "./cli/version.ts";
import { refuseEverything } from "./harden.ts";
import { crashReportsIn, keepCrashReports } from "./keep-crash-reports.ts";
import { createLogStream } from "./log-stream.ts";
import { declarePageScheme, nameAsGatewaysPage, servePage } from "./page-protocol.ts";
import type { ProgramFiles } from "./program-files.ts";
import { createPaymentsUtility } from "./shell/create-payments-utility.ts";
import { openKeptLogin } from "./shell/kept-login.ts";
import { createLeaving } from "./shell/leaving.ts";
import { createNodeHost, type NodeHost } from "./shell/node-host.ts";
import { type Asked, readArguments } from "./shell/opened-by.ts";
import { createOpenedFiles } from "./shell/opened-files.ts";
import { watchPower } from "./shell/power.ts";
import { openShellSettings } from "./shell/shell-settings.ts";
import { createStartAtLogin } from "./shell/start-at-login.ts";
import { startTray } from "./shell/start-tray.ts";
import { wordsFor } from "./shell/words.ts";
import { createGivePorts } from "./windows/give-ports.ts";
import { createOpenWindows } from "./windows/open-windows.ts";
import { windowKinds } from "./windows/window-kinds.ts";

/** A page that crashes as often within a minute is left as it is. */
const CRASHES_A_MINUTE = 3;

/**
 * Composition root of the desktop application: the node in this process, and its windows. To be called before the
 * application is ready, and not waited for: an ES module that waits for `ready` at its top level keeps it from coming.
 */
export function runApplication(files: ProgramFiles): void {
  app.enableSandbox();
  declarePageScheme();
  // A second start hands its arguments to the first, which shows what they ask for.
  if (!app.requestSingleInstanceLock()) return app.quit();
  const early: (readonly Asked[])[] = [readArguments(ownArguments(process.argv), process.cwd())];
  let show = (asked: readonly Asked[]): void => void early.push(asked);
  app.on("second-instance", (_event, argv, folder) => show(readArguments(ownArguments(argv), folder)));
  app
    .whenReady()
    .then(async () => {
      show = await run(files, early);
      for (const asked of early.splice(0)) show(asked);
    })
    .catch(fail);
}

/** Behind the program and, where a folder is run, that folder. */
const ownArguments = (argv: readonly string[]): readonly string[] => argv.slice(app.isPackaged ? 1 : 2);

/** @returns what shows what a start of the program asks for. */
async function run(files: ProgramFiles, early: (readonly Asked[])[]): Promise<(asked: readonly Asked[]) => void> {
  const { settings } = readSettings({});
  const logLines = createLogTap(createLogStream(2));
  const log = pino({ level: settings.log_level, base: null }, logLines);
  const onTrouble = (error: unknown): void => log.error({ err: error }, "the application had trouble");
  if (settings.crash_reports) keepCrashReports(crashReportsIn(settings.data), readVersion(files.manifest));
  const words = wordsFor(app.getLocale());
  const own = (name: string): string => join(app.getPath("userData"), name);
  const shellSettings = openShellSettings({ path: own("shell.json"), onTrouble });
  const login = openKeptLogin({ path: own("login"), box: safeStorage, onTrouble });
  if (!login.isKept) log.info("the system has no keyring: logins end with the application");
  const host = createHost(files, { log, logLines }, () => leaving.quitNow());
  const opened = createOpenedFiles();

  refuseEverything(app);
  servePage({ page: files.page, gateway: () => host.node?.url, files: opened });
  Menu.setApplicationMenu(null);
  // A checkout is nobody's program for links.
  if (app.isPackaged) app.setAsDefaultProtocolClient("lucid");
  const leaving = createLeaving({ app, host, settings: shellSettings, words, windows: () => BrowserWindow.getAllWindows() });
  const windows = createOpenWindows({
    preload: files.preload,
    ports: createGivePorts({ host, login }),
    settings: shellSettings,
    onClosing: leaving.onClosing,
    onCrash: createCrashHandling(log, () => tell(words.pageCrashedTitle, words.pageCrashed)),
    onTrouble,
  });

  const openUser = (path?: string): void => {
    const setupCode = host.node?.setupCode();
    windows.open(
      windowKinds.user,
      path ?? (setupCode === undefined ? undefined : `/setup#code=${encodeURIComponent(setupCode)}`),
    );
  };
  function show(all: readonly Asked[]): void {
    for (const asked of all) {
      if (asked.kind === "window" && !windows.focus()) openUser();
      else if (asked.kind === "page") openUser(asked.path);
      else if (asked.kind === "file") showFile(asked.path);
      else if (asked.kind === "refused" && asked.why === "too-many") tell(words.tooManyTitle, words.tooMany);
      else if (asked.kind === "refused") tell(words.badLinkTitle, words.badLink);
    }
  }
  function showFile(path: string): void {
    const page = opened.offer(path);
    windows.open(windowKinds.verifier, page).once("closed", () => opened.withdraw(page));
  }

  startTray({
    host,
    settings: shellSettings,
    words,
    icon: files.trayIcon,
    startAtLogin: createStartAtLogin({
      platform: process.platform,
      app,
      configFolder: app.getPath("appData"),
      command: ownCommand(),
    }),
    actions: {
      open: () => void (windows.focus() || openUser()),
      openAdministration: () => void windows.open(windowKinds.admin),
      openReference: () => void windows.open(windowKinds.developer),
      startNode: () => void host.start(),
      stopNode: () => void leaving.stopNode().catch(onTrouble),
      quit: () => app.quit(),
    },
  });
  watchPower({
    host,
    onTrouble,
    onShutdown: leaving.quitNow,
    onStillPaused: (reason) => tell(words.wakeFailedTitle, words.wakeFailed(reason)),
  });
  app.on("activate", () => void (windows.focus() || openUser()));
  // Nobody is there to be asked when the person's desktop ends.
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, leaving.quitNow);
  endWithTheApplication(host, log);

  // A file is checked without the node: it need not wait for one.
  for (const asked of early) show(asked.filter(({ kind }) => kind === "file"));
  for (const [at, asked] of early.entries()) early[at] = asked.filter(({ kind }) => kind !== "file");
  let before: string | undefined;
  host.onChange(() => {
    const url = host.node?.url;
    if (url === undefined || url === before) return;
    nameAsGatewaysPage(url);
    // The policy of pages that are open names the address of the node before.
    if (before !== undefined) windows.reload();
    before = url;
  });
  await host.start();
  if (host.state === "failed") throw new Error(host.failure);
  return show;
}

interface NodeLog {
  readonly log: Logger;
  /** What the node keeps of it to be searched. */
  readonly logLines: LogLines;
}

function createHost(files: ProgramFiles, { log, logLines }: NodeLog, requestStop: () => void): NodeHost {
  return createNodeHost({
    startNode() {
      const { settings, sources } = readSettings({});
      const system = { clock: systemClock, randomness: systemRandomness, log };
      return startNode(
        {
          ...system,
          clockError: watchClockError(system),
          version: readVersion(files.manifest),
          files,
          desktops: createLocalDesktops(system),
          payments: createPaymentsUtility(utilityProcess, files.payments),
          tor: createTorProgram(system),
          logLines,
          requestStop,
        },
        // A computer without the programs for desktops still verifies, and uses other nodes.
        { settings: { ...settings, hosting: settings.hosting === "off" ? "off" : "auto" }, sources },
      );
    },
  });
}

/** A page that crashed is loaded again: the node, and what it records, know nothing of it. */
function createCrashHandling(log: Logger, say: () => void): (window: BrowserWindow) => void {
  const crashes: number[] = [];
  return (window) => {
    const now = performance.now();
    crashes.push(now);
    const lately = crashes.filter((then) => now - then < 60_000).length;
    log.error({ lately }, "a page crashed");
    if (lately > CRASHES_A_MINUTE || window.isDestroyed()) return;
    window.webContents.reload();
    say();
  };
}

function tell(title: string, body: string): void {
  if (Notification.isSupported()) new Notification({ title, body }).show();
}

/** What starts this program again. */
const ownCommand = (): readonly string[] => {
  const image = process.env["APPIMAGE"];
  if (image !== undefined && image !== "") return [image];
  return app.isPackaged ? [process.execPath] : [process.execPath, app.getAppPath()];
};

/** Every open session is sealed with what is recorded before the process ends, whatever ends it. */
function endWithTheApplication(host: NodeHost, log: Logger): void {
  let isStopped = false;
  app.on("will-quit", (event) => {
    if (isStopped) return;
    event.preventDefault();
    host.stop().then(() => {
      isStopped = true;
      app.quit();
    }, fail);
  });
  process.on("uncaughtException", (error) => {
    log.fatal({ err: error }, "the application failed: open sessions are sealed");
    void host.stop().finally(() => app.exit(1));
  });
}

function fail(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${reason}\n`);
  dialog.showErrorBox("Lucid", wordsFor(app.getLocale()).failed(reason));
  app.exit(1);
}
