import type { Child } from "../../ground/index.ts";
import { startBwrap } from "../sandbox/start-bwrap.ts";
import { isolation, systemView } from "../sandbox/system-view.ts";

export interface ChansrvOptions {
  readonly programs: { readonly bwrap: string; readonly "xrdp-chansrv": string };
  readonly display: number;
  readonly xauthority: string;
  readonly xSocket: string;
  readonly iniFile: string;
  readonly channelSockets: string;
  readonly onLine: (line: string) => void;
  readonly onFirstProcess: (pid: number) => void;
}

/** Starts xrdp-chansrv, which carries Unicode text between the RDP clipboard and the X selections. It needs no network. */
export function startChansrv(options: ChansrvOptions): Promise<Child> {
  const display = String(options.display);
  const setenv = { DISPLAY: `:${display}`, XAUTHORITY: "/run/lucid/Xauthority", HOME: "/tmp", CHANSRV_LOG_PATH: "/tmp" };
  return startBwrap({
    bwrap: options.programs.bwrap,
    view: [
      ...isolation(),
      ...["--unshare-net", ...systemView(), "--dev", "/dev", "--tmpfs", "/tmp", "--tmpfs", "/run"],
      ...["--ro-bind", options.iniFile, "/etc/xrdp/sesman.ini", "--bind", options.channelSockets, "/run/xrdp/sockdir"],
      ...["--ro-bind", options.xSocket, `/tmp/.X11-unix/X${display}`, "--ro-bind", options.xauthority, "/run/lucid/Xauthority"],
      ...Object.entries(setenv).flatMap(([name, value]) => ["--setenv", name, value]),
    ],
    command: [options.programs["xrdp-chansrv"]],
    onLine: options.onLine,
    onFirstProcess: options.onFirstProcess,
  });
}
