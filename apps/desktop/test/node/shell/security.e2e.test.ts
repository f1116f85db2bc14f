import type { Edit } from "@lucid/testkit/electron";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checks, failing } from "./checks.ts";
import { isReal, type Launched, launchApplication, shownWindow } from "./launch-application.ts";

describe("the application's windows", () => {
  let application: Launched;
  beforeAll(async () => {
    application = await launchApplication();
  });
  afterAll(() => application[Symbol.asyncDispose]());

  it.each(checks)("hold: $name", async ({ run }) => {
    await run(application, await shownWindow(application));
  });
});

const main = (file: string, from: string, to: string): Edit => ({ file: `apps/desktop/main/${file}`, from, to });

/** Faults that one application can have at the same time, and all that must be found then. */
const seeded: readonly { readonly finds: readonly string[]; readonly edits: readonly Edit[] }[] = [
  {
    finds: ["channels", "policy", "permissions", "files", "new windows", "navigation"],
    edits: [
      main(
        "windows/give-ports.ts",
        "  host.onChange(() => {",
        '  ipcMain.on("debug", () => undefined);\n  host.onChange(() => {',
      ),
      main(
        "page-protocol.ts",
        'pagePolicy(html ?? "", nonce, {',
        "((..._all: unknown[]) => \"default-src * 'unsafe-inline' 'unsafe-eval'\")(html, nonce, {",
      ),
      main("harden.ts", "ALLOWED.has(permission) && isPage(url)", "permission !== '' && url !== ''"),
      main("page-protocol.ts", "normalize(`/${pathname}`)", "decodeURIComponent(pathname)"),
      main("windows/open-windows.ts", 'return { action: "deny" };', 'return { action: "allow" };'),
      main(
        "harden.ts",
        'contents.on("will-navigate", (event) => {\n      if (!isPage(event.url))',
        'contents.on("will-navigate", (event) => {\n      if (event.url === "")',
      ),
    ],
  },
  {
    finds: ["preferences", "strangers"],
    edits: [
      main("windows/open-windows.ts", "sandbox: true", "sandbox: false"),
      main(
        "windows/give-ports.ts",
        "entries.get(event.sender)",
        "(entries.get(event.sender) ?? { contents: event.sender, kind: [...entries.values()][0]!.kind, isWaiting: false })",
      ),
      main("windows/give-ports.ts", "|| !isFromPage(event)", "|| !event.senderFrame"),
    ],
  },
  {
    finds: ["isolation"],
    edits: [{ file: "preload.cjs", from: "request:", to: "leak:()=>1,request:" }],
  },
];

it.skipIf(isReal).each(seeded)("has tests that find it where it does not hold: $finds", async ({ edits, finds }) => {
  await using application = await launchApplication({ edits });
  expect(await failing(application)).toEqual(finds);
});

it.skipIf(isReal)("has tests that find a page that is not kept apart from the preload script", async () => {
  const edits = [main("windows/open-windows.ts", "contextIsolation: true", "contextIsolation: false")];
  await using application = await launchApplication({ edits });
  // Without a bridge the page has no port, and never gets to what the others look at.
  await application.electron.firstWindow();
  for (const check of checks.slice(0, 2))
    await expect(
      application.electron.firstWindow().then((page) => check.run(application, page)),
      check.name,
    ).rejects.toThrow();
});
