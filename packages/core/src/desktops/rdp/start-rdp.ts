import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "@lucid/foundation";
import type { Logger } from "pino";
import type { Child } from "../../ground/index.ts";
import type { Crossing } from "../clipboard/crossing.ts";
import { startChannelGate } from "../clipboard/start-channel-gate.ts";
import { startClipboardGate } from "../clipboard/start-clipboard-gate.ts";
import type { DesktopEvent, DesktopOptions, DesktopPart, DesktopPolicy } from "../desktop.ts";
import { createEventPace } from "../event-pace.ts";
import type { KeepPart, PartOptions } from "../keep-part.ts";
import type { DesktopPrograms } from "../open-desktop-host.ts";
import type { RfbGate } from "../rfb/rfb-gate.ts";
import type { SocketFolders } from "../session-folders.ts";
import { clipboardHolder } from "./clipboard-holder.ts";
import { followClipboardHolder, type RdpMember } from "./follow-clipboard-holder.ts";
import { listenForXrdp } from "./listen-for-xrdp.ts";
import { listenInRange, type PortRange } from "./listen-in-range.ts";
import { createRdpFront, RDP_DEADLINES } from "./rdp-front.ts";
import type { RdpIdentity } from "./rdp-identity.ts";
import { startChansrv } from "./start-chansrv.ts";
import { startXrdp } from "./start-xrdp.ts";
import { chansrvIni, xrdpIni } from "./xrdp-ini.ts";

/** Events of the clipboard in a second: a program can ask for it without pause. */
const MAX_CROSSINGS = 50;

export interface RdpDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly gate: RfbGate;
  readonly keepPart: KeepPart;
  readonly emit: (event: DesktopEvent) => void;
}

export interface RdpOptions {
  readonly programs: DesktopPrograms;
  readonly identity: RdpIdentity;
  readonly xrdpFolder: string;
  readonly directory: string;
  readonly folders: SocketFolders;
  readonly display: number;
  readonly xauthority: string;
  readonly cookie: Uint8Array;
  readonly clipboard: DesktopPolicy["clipboard"];
  /** The clipboard service knows no character of more than 16 bits. */
  readonly cutsCharacters: boolean;
  readonly may: DesktopOptions["may"];
  /** Where RDP clients connect, and how long they may take when that differs from `RDP_DEADLINES`. */
  readonly range: PortRange & Partial<Record<keyof typeof RDP_DEADLINES, number>>;
  /** Every process that is started, as the machine numbers it. */
  readonly onProcess: (part: DesktopPart, pid: number) => void;
}

export interface Rdp extends AsyncDisposable {
  readonly port: number;
}

/** Opens the session to RDP clients: the public port, xrdp behind it, and the clipboard service where the policy opens a direction. */
export async function startRdp(deps: RdpDeps, options: RdpOptions, signal: AbortSignal): Promise<Rdp> {
  const { clipboard, cutsCharacters, folders, programs } = options;
  await using starting = new AsyncDisposableStack();
  const { helloMs = RDP_DEADLINES.helloMs, passwordMs = RDP_DEADLINES.passwordMs } = options.range;
  const front = createRdpFront(deps, { xrdpSocket: join(folders.rdp, "rdp"), deadlines: { helloMs, passwordMs } });
  starting.defer(() => front.close());
  /** Processes that xrdp forked, by the clients that came by them. */
  const forks = new Map<number, number>();
  const rfb = starting.use(await listenForXrdp({ ...deps, front, onJoined: (clientId, pid) => forks.set(clientId, pid) }));

  const hasClipboard = clipboard.hostToRemote || clipboard.remoteToHost;
  const iniFile = join(options.directory, "xrdp.ini");
  const channelIni = join(options.directory, "sesman.ini");
  const settings = { rfbPort: rfb.port, display: options.display, clipboard: hasClipboard };
  await writeFile(iniFile, xrdpIni(settings), { mode: 0o600 });
  await writeFile(channelIni, chansrvIni(clipboard), { mode: 0o600 });

  const keep = async (
    part: DesktopPart,
    start: (signal: AbortSignal) => Promise<Child>,
    how: Pick<PartOptions, "isDispensable"> = {},
  ): Promise<void> => {
    const noted = async (wanted: AbortSignal): Promise<Child> => {
      const child = await start(wanted);
      options.onProcess(part, child.pid);
      return child;
    };
    starting.use(await deps.keepPart(part, noted, { signal, ...how }));
  };
  const pace = createEventPace(deps, MAX_CROSSINGS);
  const members = (): RdpMember[] =>
    deps.gate.clients().flatMap(({ kind, clientId }) => (kind === "rdp" ? [{ clientId, pid: forks.get(clientId) ?? 0 }] : []));
  const { ss } = programs;
  let runs = 0;
  const whose = followClipboardHolder({ ...deps, members, run: () => runs }, async (pids) =>
    ss === undefined ? undefined : await clipboardHolder(ss, options.display, pids),
  );
  // What crossed at the very end is told before whoever opened the desktop stops to listen.
  starting.defer(async () => void (await whose()));
  function tellCrossing({ direction, format, bytes, sha256, refused }: Crossing): void {
    if (!pace.admit()) return;
    const type = direction === "in" ? "clipboard-in" : "clipboard-out";
    const atMs = deps.clock.now();
    void whose().then((clientId) => deps.emit({ type, atMs, clientId, format, bytes, sha256, refused }));
  }
  const observe = (part: DesktopPart) => ({
    onLine: (line: string) => deps.log.debug({ part, line }, "program output"),
    onFirstProcess: (pid: number) => options.onProcess(part, pid),
  });
  await keep("rdp", (wanted) =>
    startXrdp(
      deps,
      {
        programs,
        identity: options.identity,
        xrdpFolder: options.xrdpFolder,
        iniFile,
        rdpSockets: folders.rdp,
        channelSockets: folders.channels,
        ...observe("rdp"),
        onReady: front.useXrdp,
      },
      wanted,
    ),
  );
  if (hasClipboard) {
    const { display, xauthority } = options;
    const xSocket = join(folders.clipboard, `X${display}`);
    const displaySocket = join(folders.x, `X${display}`);
    const selections = starting.use(
      await startClipboardGate(
        {
          ...deps,
          mayEnter: () => clipboard.hostToRemote && deps.gate.isInputEnabled() && options.may("copy_in"),
          mayLeave: () => clipboard.remoteToHost && options.may("copy_out"),
          onCrossing: tellCrossing,
        },
        { socket: xSocket, displaySocket, cookie: options.cookie, cutsCharacters },
      ),
    );
    const socketIn = (folder: string): string => join(folder, `xrdp_chansrv_socket_${display}`);
    const channel = { socket: socketIn(folders.channels), serviceSocket: socketIn(folders.service), cutsCharacters };
    starting.use(await startChannelGate({ ...deps, onGiven: selections.stillComes }, channel));
    // A program can end it by what it has in its clipboard, and no session by that.
    await keep(
      "clipboard",
      () => {
        runs += 1;
        const channelSockets = folders.service;
        return startChansrv({
          programs,
          display,
          xauthority,
          xSocket,
          iniFile: channelIni,
          channelSockets,
          ...observe("clipboard"),
        });
      },
      { isDispensable: true },
    );
  }

  const { port, server } = await listenInRange(options.range, front.accept);
  starting.defer(() => void server.close());
  const running = starting.move();
  return { port, [Symbol.asyncDispose]: () => running.disposeAsync() };
}
