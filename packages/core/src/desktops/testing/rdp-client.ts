import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";

const run = promisify(execFile);

/** FreeRDP on a virtual screen of its own, as a person would use it. */
export interface RdpClient extends AsyncDisposable {
  /** `DISPLAY` of the virtual screen. */
  readonly display: string;
  type(text: string): Promise<void>;
  /** Presses a key by its X name. */
  key(name: string): Promise<void>;
  /** Presses keys of a PC by their X key codes, one after the other, while the others are held. */
  press(keyCodes: readonly number[], held?: readonly number[]): Promise<void>;
  /** Colour of a pixel of the client's screen as `#RRGGBB`. */
  pixel(x: number, y: number): Promise<string>;
  isRunning(): boolean;
}

/**
 * `-noreset`: by itself it begins anew when its last client leaves, and cuts whoever is just connecting. Each look at a pixel is such a
 * client, and FreeRDP connects meanwhile.
 */
async function startXvfb(): Promise<{ child: ChildProcess; display: string }> {
  const child = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "800x600x24", "-nolisten", "tcp", "-noreset"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const [bytes] = (await once(child.stdio[3] as NodeJS.ReadableStream, "data")) as [Buffer];
  return { child, display: `:${bytes.toString("latin1").trim()}` };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}

export async function startRdpClient(options: {
  port: number;
  password: string;
  arguments?: readonly string[];
}): Promise<RdpClient> {
  const { child: xvfb, display } = await startXvfb();
  const target = [`/v:127.0.0.1:${options.port}`, "/u:session", `/p:${options.password}`, "/cert:ignore", "/size:800x600"];
  const env = { PATH: process.env["PATH"], HOME: "/tmp", DISPLAY: display };
  const freerdp = spawn("xfreerdp", [...target, "-decorations", ...(options.arguments ?? [])], { env, stdio: "ignore" });
  return {
    display,
    isRunning: () => freerdp.exitCode === null && freerdp.signalCode === null,
    async key(name) {
      await run("xdotool", ["key", name], { env });
    },
    async press(keyCodes, held = []) {
      const hold = (how: string): string[] => held.flatMap((code) => [how, String(code)]);
      await run("xdotool", [...hold("keydown"), "key", "--delay", "20", ...keyCodes.map(String), ...hold("keyup")], { env });
    },
    async type(text) {
      const parts = text.split("\n");
      for (const [index, part] of parts.entries()) {
        if (part !== "") await run("xdotool", ["type", "--delay", "20", part], { env });
        if (index < parts.length - 1) await run("xdotool", ["key", "Return"], { env });
      }
    },
    async pixel(x, y) {
      const crop = ["-window", "root", "-crop", `1x1+${x}+${y}`, "-depth", "8", "rgb:-"];
      const { stdout } = await run("import", crop, { env, encoding: "buffer" });
      return `#${stdout.subarray(0, 3).toString("hex")}`;
    },
    async [Symbol.asyncDispose]() {
      await end(freerdp);
      await end(xvfb);
    },
  };
}
