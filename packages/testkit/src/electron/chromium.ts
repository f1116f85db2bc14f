import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { type CdpConnection, connectCdp } from "./cdp.ts";

const SYSTEM_CHROMIUM = "/usr/bin/chromium";
/** A browser that does not end in this time is ended. */
const PATIENCE_MS = 10_000;

export interface Chromium {
  readonly cdp: CdpConnection;
  /** Resolves when its processes have ended. */
  end(): Promise<void>;
  /** Calls back when the browser ended by itself. */
  onEnd(ended: () => void): void;
}

/** Starts the browser whose pages are the stand-in's windows, and tells on standard error where it listens, as Electron does. */
export async function startChromium(profile: string, switches: ReadonlyMap<string, string>): Promise<Chromium> {
  const own = new Map(switches);
  own.set("disable-features", [switches.get("disable-features"), "LocalNetworkAccessChecks"].filter(Boolean).join(","));
  for (const name of ["disable-quic", "no-startup-window", "mute-audio"]) own.set(name, "");
  own.set("headless", "new");
  own.set("remote-debugging-port", "0");
  own.set("user-data-dir", profile);
  // Chromium's own sandbox does not start as root.
  if (process.getuid?.() === 0) own.set("no-sandbox", "");
  const program = existsSync(SYSTEM_CHROMIUM) ? SYSTEM_CHROMIUM : (process.env["LUCID_STANDIN_CHROMIUM"] ?? "chromium");
  const args = [...own].map(([name, value]) => (value === "" ? `--${name}` : `--${name}=${value}`));
  const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"], detached: true });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  // All of its processes: they form a group.
  const kill = (): void => {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, "SIGKILL");
  };
  process.once("exit", kill);

  const endpoint = Promise.withResolvers<string>();
  createInterface({ input: child.stderr }).on("line", (line) => {
    const [, url] = /^DevTools listening on (ws:\/\/.*)$/.exec(line) ?? [];
    if (url !== undefined) endpoint.resolve(url);
  });
  child.once("exit", (code) => endpoint.reject(new Error(`${program} ended with ${code}`)));
  child.once("error", (error) => endpoint.reject(error));
  const url = await endpoint.promise;
  const cdp = await connectCdp(url);
  process.stderr.write(`DevTools listening on ${url}\n`);
  return {
    cdp,
    async end() {
      // In order, so that what pages stored is on the disk.
      cdp.send("Browser.close").catch(kill);
      const timer = setTimeout(kill, PATIENCE_MS);
      await ended;
      clearTimeout(timer);
    },
    onEnd: (listener) => void ended.then(listener),
  };
}
