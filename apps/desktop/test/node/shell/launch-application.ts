import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { EDITS_VARIABLE, type Edit, STAND_IN } from "@lucid/testkit/electron";
import { _electron, type ElectronApplication, type Page } from "playwright";
import { temporaryFolder } from "../test-node.ts";

const CHECKOUT = join(import.meta.dirname, "../../../../..");
const ELECTRON = join(CHECKOUT, "node_modules/electron");

/** The real program, where `npx install-electron` has brought it. */
function realElectron(): string | undefined {
  const name = join(ELECTRON, "path.txt");
  if (!existsSync(name)) return undefined;
  const program = join(ELECTRON, "dist", readFileSync(name, "utf8").trim());
  return existsSync(program) ? program : undefined;
}

const real = realElectron();
export const isReal = real !== undefined;
export const electronProgram = real ?? join(STAND_IN, "electron");
if (!isReal) {
  // Read by electron/index.js, which Playwright asks for the program.
  process.env["ELECTRON_OVERRIDE_DIST_PATH"] = STAND_IN;
  process.env["LUCID_STANDIN_NODE"] = process.execPath;
}
process.stdout.write(isReal ? `Electron: ${real}\n` : "Electron: the stand-in of the test kit, with Chromium\n");

/** What `npm start` runs, or another folder. */
export const APPLICATION = join(CHECKOUT, "apps/desktop");

export interface LaunchOptions {
  /** Holds the node's data and the windows' own. A new one goes away with the application. */
  readonly folder?: string;
  readonly application?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Faults put into the application; on the stand-in only. */
  readonly edits?: readonly Edit[];
}

export interface Launched extends AsyncDisposable {
  readonly electron: ElectronApplication;
  readonly folder: string;
  readonly edits: Readonly<Record<string, string>>;
  /** What the main process wrote. */
  output(): string;
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>;
}

export const windowArgs = (folder: string): string[] => [`--user-data-dir=${join(folder, "window")}`];
export const nodeEnvironment = (folder: string, env: Readonly<Record<string, string>> = {}): Record<string, string> => {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  return {
    ...inherited,
    LUCID_DATA: join(folder, "data"),
    LUCID_PORT: "0",
    LUCID_BLOCK_INTERVAL: "1",
    LUCID_LOG_LEVEL: "error",
    LUCID_LOGIN_PER_MINUTE: "10000",
    XDG_CONFIG_HOME: join(folder, "config"),
    ...env,
  };
};

/** Starts the application as a person does, with data of its own. */
export async function launchApplication({
  folder,
  application = APPLICATION,
  args = [],
  env = {},
  edits = [],
}: LaunchOptions = {}): Promise<Launched> {
  await using starting = new AsyncDisposableStack();
  const own = folder ?? starting.use(await temporaryFolder()).path;
  const faults: Record<string, string> = edits.length === 0 ? {} : { [EDITS_VARIABLE]: JSON.stringify(edits) };
  const electron = await _electron.launch({
    args: [application, ...windowArgs(own), ...args],
    env: nodeEnvironment(own, { ...env, ...faults }),
  });
  const child = electron.process();
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const running = starting.move();
  return {
    electron,
    folder: own,
    edits: faults,
    output: () => output,
    ended,
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) {
        // Nobody is asked: the process ends as at the end of a desktop's session.
        child.kill("SIGTERM");
        await ended;
      }
      await running.disposeAsync();
    },
  };
}

/** Starts the program a second time, as a click on a link or a file does. @returns its exit code. */
export async function startAgain({ folder, edits }: Launched, ...args: string[]): Promise<number | null> {
  const command = ["--no-sandbox", APPLICATION, ...windowArgs(folder), ...args];
  const child = spawn(electronProgram, command, { env: nodeEnvironment(folder, edits), cwd: folder, stdio: "ignore" });
  const [code] = await once(child, "exit");
  return code;
}

/** Where the node of the application listens, as the policy of its page names it. */
export async function gatewayOf(page: Page): Promise<string> {
  const policy = await page.evaluate(async () => (await fetch("/")).headers.get("content-security-policy"));
  const [, address] = /ws(:\/\/127\.0\.0\.1:\d+)/.exec(policy ?? "") ?? [];
  if (address === undefined) throw new Error(`No node in ${policy}`);
  return `http${address}`;
}

/** The first window, once its page shows something. */
export async function shownWindow({ electron }: Launched): Promise<Page> {
  const page = await electron.firstWindow();
  await page.locator("h1").first().waitFor();
  return page;
}
