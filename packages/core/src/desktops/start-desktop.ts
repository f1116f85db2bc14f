import { chmod, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { desktopErrors, LucidError } from "@lucid/contract";
import type { Clock, Randomness, Supervisor } from "@lucid/foundation";
import { type CapturePool, createDisplayCapture, type Encoder } from "@lucid/pipeline";
import type { Logger } from "pino";
import type { Child } from "../ground/index.ts";
import { createAttemptLimiter } from "./attempt-limiter.ts";
import type { DesktopEvent, DesktopExit, DesktopOptions, DesktopPart } from "./desktop.ts";
import { createDesktopEvents } from "./desktop-events.ts";
import { createPartKeeper } from "./keep-part.ts";
import type { LocalDesktop, SandboxReport } from "./local-desktop.ts";
import type { DesktopHost } from "./open-desktop-host.ts";
import { oneTimePassword } from "./password.ts";
import { createProcessRecord } from "./process-record.ts";
import { startRdp } from "./rdp/start-rdp.ts";
import { createRfbGate } from "./rfb/rfb-gate.ts";
import { wakeKeyboard } from "./rfb/wake-keyboard.ts";
import { createCgroup } from "./sandbox/cgroup.ts";
import { DEFAULT_LIMITS } from "./sandbox/limits.ts";
import { unprivilegedUser } from "./sandbox/unprivileged-user.ts";
import { watchPrograms } from "./sandbox/watch-programs.ts";
import { makeSocketFolders } from "./session-folders.ts";
import { startApplications } from "./start-applications.ts";
import { unlessAborted } from "./unless-aborted.ts";
import { claimDisplay } from "./x/claim-display.ts";
import { createProgramWatch } from "./x/create-program-watch.ts";
import { keepKeyCodesFree } from "./x/free-key-codes.ts";
import { prepareDisplay } from "./x/prepare-display.ts";
import { startDisplay } from "./x/start-display.ts";
import { startXGate } from "./x/start-x-gate.ts";
import { watchWindows } from "./x/watch-windows.ts";
import { COOKIE_BYTES, xAuthority } from "./x/x-authority.ts";

/** Ports of core-domain, reachable from this machine only, unless configuration says otherwise. */
const RDP_RANGE = { address: "127.0.0.1", fromPort: 13_389, toPort: 14_389 };
/** A desktop starts in about 0.5 s, five at once on a machine under heavy load in more than 20. What takes longer hangs. */
const START_MS = 60_000;

/** What programs are started by. */
const STARTS_PROGRAMS: ReadonlySet<string> = new Set<DesktopEvent["type"]>([
  "key",
  "button",
  "program-key",
  "program-button",
  "window-opened",
]);

export interface DesktopDeps {
  readonly log: Logger;
  readonly clock: Clock;
  readonly randomness: Randomness;
  readonly supervisor: Pick<Supervisor, "start">;
  readonly host: DesktopHost;
  /** What the display is recorded with. */
  readonly encoder: Encoder;
  readonly recorders: Pick<CapturePool, "start">;
}

/**
 * Opens one desktop: display, RDP front, sandboxed applications. Resolves when it is painted and accepts connections.
 * Throws `LucidError` NO_FREE_PORT or DESKTOP_START and leaves nothing behind.
 */
export async function startDesktop(deps: DesktopDeps, options: DesktopOptions): Promise<LocalDesktop> {
  const stopTimer = deps.host.metrics.startSeconds.startTimer();
  try {
    const desktop = await start(deps, options);
    stopTimer({ outcome: "open" });
    return desktop;
  } catch (cause) {
    stopTimer({ outcome: "failed" });
    if (cause instanceof LucidError) throw cause;
    throw desktopErrors.DESKTOP_START({ part: "desktop", detail: (cause as Error).message }, { cause });
  }
}

async function start(deps: DesktopDeps, options: DesktopOptions): Promise<LocalDesktop> {
  const { clock, host, randomness } = deps;
  const { directory, geometry, policy, sessionId, template } = options;
  const log = deps.log.child({ sessionId });
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const signal = AbortSignal.any([AbortSignal.timeout(START_MS), ...(options.signal ? [options.signal] : [])]);
  const processIds = new Set<number>();
  const events = createDesktopEvents({ log, metrics: host.metrics });

  const ending = Promise.withResolvers<DesktopExit>();
  const keepPart = createPartKeeper(deps, sessionId, {
    onRestart: (part, exit) => events.emit({ type: "part-restarted", atMs: clock.now(), part, ...exit }),
    onLost: (part, exit) => ending.resolve({ part, ...exit }),
  });

  await using starting = new AsyncDisposableStack();
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await chmod(directory, 0o700);
  starting.defer(() => rm(directory, { recursive: true, force: true }));
  const record = createProcessRecord(directory);
  const note = (part: DesktopPart, pid: number): void => {
    record.addProcess(part, pid);
    processIds.add(pid);
  };

  const claim = starting.use(claimDisplay());
  for (const path of claim.paths) record.addPath(path);
  const user = unprivilegedUser(claim.display);
  const folders = starting.use(await makeSocketFolders({ user }));
  record.addPath(folders.root);
  const cookie = randomness.bytes(COOKIE_BYTES);
  const xauthority = join(directory, "Xauthority");
  await writeFile(xauthority, xAuthority(cookie), { mode: 0o600 });
  const cgroup =
    host.cgroup.kind === "usable" ? starting.use(createCgroup(host.cgroup.directory, `lucid-${sessionId}`, limits)) : undefined;

  const observe = {
    onLine: (line: string) => log.debug({ part: "display", line }, "program output"),
    onFirstProcess: (pid: number) => note("display", pid),
  };
  const { bwrap, Xvnc, prlimit } = host.programs;
  const sockets = { xSockets: folders.x, rfbSockets: folders.rfb };
  const displayOptions = {
    programs: { bwrap, Xvnc, prlimit },
    display: claim.display,
    geometry,
    policy,
    xauthority,
    ...sockets,
    ...observe,
  };
  const openDisplay = async (wanted: AbortSignal): Promise<Child> => {
    const display = await startDisplay(displayOptions, wanted);
    note("display", display.pid);
    return display;
  };
  // Whatever was on the screen is gone with it.
  starting.use(await keepPart("display", openDisplay, { signal, restarts: 0 }));
  const xSocket = join(folders.x, `X${claim.display}`);
  await unlessAborted(signal, wakeKeyboard(join(folders.rfb, "rfb")));
  const traits = await unlessAborted(signal, prepareDisplay(xSocket, cookie, { colour: template.background }));
  starting.use(await unlessAborted(signal, keepKeyCodesFree({ log }, { socket: xSocket, cookie })));
  const appSocket = join(folders.apps, `X${claim.display}`);
  const watch = createProgramWatch({ clock, emit: events.emit });
  starting.use(
    await startXGate(
      { clock, log, metrics: host.metrics, watch },
      { socket: appSocket, displaySocket: xSocket, display: traits },
    ),
  );

  const limiter = createAttemptLimiter({ clock });
  const password = oneTimePassword(randomness);
  const displaySocket = join(folders.rfb, "rfb");
  const gate = createRfbGate(
    { clock, log, randomness, limiter, emit: events.emit },
    { displaySocket, geometry, password, policy, may: options.may },
  );
  starting.defer(() => gate.close());
  const range = { ...RDP_RANGE, ...options.rdp };
  // Whatever becomes of the node's certificate, this desktop's clients see the one that they were told of.
  const identity = await host.lendIdentity(join(directory, "rdp-identity"));
  const rdp = starting.use(
    await startRdp(
      { clock, log, gate, keepPart, emit: events.emit },
      {
        ...{
          programs: host.programs,
          identity,
          xrdpFolder: host.xrdpFolder,
          directory,
          folders,
          display: claim.display,
          xauthority,
          range,
          cookie,
        },
        clipboard: policy.clipboard,
        cutsCharacters: await host.cutsCharacters(),
        may: options.may,
        onProcess: note,
      },
      signal,
    ),
  );
  let networkAnswers = true;
  const onNetworkAnswer = (answers: boolean): void => {
    if (answers === networkAnswers) return;
    networkAnswers = answers;
    events.emit({ type: "network-changed", atMs: clock.now(), answers });
  };
  const applications = starting.use(
    await startApplications(
      { clock, log, keepPart },
      {
        sandbox: {
          ...{
            programs: host.programs,
            display: claim.display,
            xSocket: appSocket,
            xauthority: xAuthority(cookie),
            template,
            limits,
            user,
          },
          ...{ network: policy.network, hidden: host.hidden, enterCgroup: cgroup?.enter, onProcess: note },
          ...{ networkSocket: join(folders.network, "slirp"), onNetworkAnswer },
        },
        cgroup,
        onApplicationExit: (command, code) =>
          void watch.tellProgram({ type: "application-exited", atMs: clock.now(), command, code }),
        onLimitReached: (limit) => events.emit({ type: "limit-reached", atMs: clock.now(), limit }),
      },
      signal,
    ),
  );

  // Both look for the first time when whoever opened the desktop can listen.
  if (options.tellPrograms) {
    const watching = watchWindows({ clock, log, tell: watch.tellWindow }, { socket: xSocket, cookie });
    starting.use(await unlessAborted(signal, watching));
    const programs = starting.use(watchPrograms({ clock, log, tell: watch.tellProgram }, applications));
    starting.use(
      events.onEvent(({ type }) => {
        if (STARTS_PROGRAMS.has(type)) programs.hurry();
      }),
    );
  }

  host.metrics.open.inc();
  starting.defer(() => host.metrics.open.dec());
  const running = starting.move();
  const over = ending.promise.then(async (exit) => {
    await running.disposeAsync();
    events.end(exit);
  });

  const network = typeof policy.network === "string" ? policy.network : "target";
  const sandbox: SandboxReport = {
    ...{ mechanism: cgroup ? "cgroup" : "rlimits", limits, seccomp: ["x64", "arm64"].includes(process.arch), network },
  };
  return {
    ...{ sessionId, displayNumber: claim.display, xauthority, xSocket, appSocket, geometry, password, sandbox },
    ...{ rdpAddress: range.address, rdpPort: rdp.port },
    capture: createDisplayCapture(
      { clock, log, recorders: deps.recorders },
      { rfbSocket: displaySocket, ...geometry, encoder: deps.encoder },
    ),
    connect: {
      ...{ address: range.address, port: rdp.port, username: "session", password },
      certificateFingerprint: identity.fingerprint,
    },
    get processIds() {
      return [...processIds];
    },
    clients: gate.clients,
    setInputEnabled: gate.setInputEnabled,
    attachViewer(stream, viewer) {
      void gate.serve(stream, { kind: "viewer", entry: "ticket", viewOnly: viewer.viewOnly, address: () => viewer.address });
    },
    recheckClients: gate.recheck,
    onEvent: events.onEvent,
    onExit: events.onExit,
    async [Symbol.asyncDispose]() {
      ending.resolve({ part: "disposed", code: null, signal: null });
      await over;
    },
  };
}
