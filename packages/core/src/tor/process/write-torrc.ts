import { join } from "node:path";

export interface TorrcOptions {
  /** Of what tor keeps. */
  readonly data: string;
  /** Of the onion service. */
  readonly service: string;
  readonly sockets: TorSockets;
  /** Socket of the gateway. */
  readonly gateway: string;
  /** The process without which tor ends. */
  readonly owner: number;
}

export interface TorSockets {
  readonly control: string;
  readonly cookie: string;
  readonly socks: string;
}

export const socketsIn = (folder: string): TorSockets => ({
  control: join(folder, "control"),
  cookie: join(folder, "cookie"),
  socks: join(folder, "socks"),
});

/** Streams that one caller may have open at once: a page has six, and one for each session it shows. */
const MAX_STREAMS = 64;

/**
 * What tor is told. It listens on sockets in a closed folder and on no port at all, and serves one onion service. The gateway hears
 * the circuit of each connection in a line of HAProxy's protocol.
 * @throws when a path has a line break.
 */
export function writeTorrc({ data, service, sockets, gateway, owner }: TorrcOptions): string {
  const lines: readonly (readonly [key: string, value: string])[] = [
    ["DataDirectory", quoted(data)],
    ["ClientOnly", "1"],
    ["ORPort", "0"],
    ["DirPort", "0"],
    ["ControlPort", "0"],
    ["ControlSocket", quoted(sockets.control)],
    ["CookieAuthentication", "1"],
    ["CookieAuthFile", quoted(sockets.cookie)],
    ["SocksPort", `unix:${quoted(sockets.socks)} ExtendedErrors IsolateDestAddr`],
    ["HiddenServiceDir", quoted(service)],
    ["HiddenServiceVersion", "3"],
    ["HiddenServicePort", `80 unix:${quoted(gateway)}`],
    ["HiddenServiceExportCircuitID", "haproxy"],
    ["HiddenServiceMaxStreams", String(MAX_STREAMS)],
    ["HiddenServiceEnableIntroDoSDefense", "1"],
    ["DisableDebuggerAttachment", "1"],
    ["SafeLogging", "1"],
    ["Log", "notice stdout"],
    ["RunAsDaemon", "0"],
    ["__OwningControllerProcess", String(owner)],
  ];
  return lines.map(([key, value]) => `${key} ${value}\n`).join("");
}

/** A value as tor reads it between quotation marks. */
function quoted(path: string): string {
  if (/[\r\n]/.test(path)) throw new Error("A path for tor has a line break");
  return `"${path.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
