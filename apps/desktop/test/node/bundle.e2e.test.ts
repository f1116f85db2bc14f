import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, cp, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launchApplication, shownWindow } from "./shell/launch-application.ts";
import { type Announced, behindMounts, firstLine, temporaryFolder } from "./test-node.ts";
import { testedBundle } from "./tested-bundle.ts";

const CHECKOUT = join(import.meta.dirname, "../../../..");

/** Writes down which module each import and require of a process, its workers and its children came to. */
const RECORD_MODULES = `
  import { appendFileSync } from "node:fs";
  import { registerHooks } from "node:module";
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const found = nextResolve(specifier, context);
      appendFileSync(process.env.LOADED_MODULES, found.url + "\\n");
      return found;
    },
  });`;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
const inFolder = (name: string): string => join(folder.path, name);

beforeAll(async () => {
  const bundle = await testedBundle();
  folder = await temporaryFolder();
  await cp(bundle.folder, inFolder("app"), { recursive: true });
  await copyFile(process.execPath, inFolder("node"));
  await mkdir(inFolder("home"));
});
afterAll(() => folder[Symbol.asyncDispose]());

/** Runs the bundle's command where the checkout is an empty folder, with nothing of this process's environment. */
function startBundled(...args: string[]): ChildProcess {
  const command = [inFolder("node"), inFolder("app/main/lucid.js"), ...args];
  const [program = "", ...rest] = behindMounts(`mount -t tmpfs none ${CHECKOUT}`, command);
  return spawn(program, rest, {
    cwd: inFolder("home"),
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      HOME: inFolder("home"),
      PATH: "/usr/sbin:/usr/bin:/sbin:/bin",
      LOADED_MODULES: inFolder("loaded"),
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(RECORD_MODULES)}`,
    },
  });
}

async function runBundled(...args: string[]): Promise<{ code: number | null; answer: unknown }> {
  const child = startBundled(...args);
  const closed = once(child, "close");
  const output = child.stdout ? await text(child.stdout) : "";
  const [code] = await closed;
  return { code, answer: JSON.parse(output) };
}

it("goes the whole way in an empty folder, without a file of the checkout", async () => {
  const demo = await runBundled("demo", "--json", "--keep", inFolder("kept"));
  expect(demo).toMatchObject({ code: 0, answer: { ok: true, refused: { code: "chunk-altered" } } });
  const verdict = await runBundled("verify", inFolder("kept/demo.lucid"), "--json");
  expect(verdict).toMatchObject({ code: 0, answer: { verified: true } });

  const loaded = [...new Set((await readFile(inFolder("loaded"), "utf8")).trim().split("\n"))];
  const files = loaded.filter((url) => !url.startsWith("node:"));
  const shipped = `${pathToFileURL(inFolder("app")).href}/`;
  expect(files.filter((url) => !url.startsWith(shipped))).toEqual([]);
  expect(files.map((url) => url.slice(shipped.length))).toEqual(
    expect.arrayContaining([
      "main/lucid.js",
      "main/sealer.worker.js",
      "main/audit.worker.js",
      "main/log.worker.js",
      "main/capture.worker.js",
      expect.stringMatching(/^node_modules\/better-sqlite3\/prebuilds\/.*\.node$/),
    ]),
  );
});

it("serves its page, the static verifier and the reference of the API", async () => {
  const node = startBundled("--server", "--json", "--data", inFolder("data"), "--port", "0", "--log-level", "error");
  const ended = once(node, "exit");
  try {
    const { url }: Announced = JSON.parse(await firstLine(node));
    const answers = await Promise.all(
      ["/", "/verify.html", "/docs/", "/docs/js/scalar.js", "/openapi.json"].map((path) => fetch(`${url}${path}`)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const [page = "", , , , document = ""] = await Promise.all(answers.map((answer) => answer.text()));
    const { version } = JSON.parse(await readFile(join(CHECKOUT, "package.json"), "utf8"));
    expect(JSON.parse(document)).toMatchObject({ info: { version } });
    const [, script] = /<script type="module"[^>]* src="([^"]+)"/.exec(page) ?? [];
    expect((await fetch(`${url}${script}`)).status).toBe(200);
  } finally {
    node.kill("SIGTERM");
  }
  expect(await ended).toEqual([0, null]);
});

it("opens the application's window, whose node is in the same process", async () => {
  await using application = await launchApplication({ application: inFolder("app") });
  const page = await shownWindow(application);
  expect(await page.locator("h1").textContent()).toBe("Welcome to Lucid");
  expect(await application.electron.evaluate(({ app }) => app.getAppPath())).toBe(inFolder("app"));
});
