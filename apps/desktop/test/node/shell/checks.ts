import type { Page } from "playwright";
import { expect } from "vitest";
import { type Launched, shownWindow } from "./launch-application.ts";

/** What must hold of the application's windows. Each is also run against an application with a fault in it, and must find that. */
export interface Check {
  readonly name: string;
  readonly run: (application: Launched, page: Page) => Promise<void>;
}

/** A message from the page and its answer: whatever the page asked for before has been dealt with by then. */
const roundTrip = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        window.addEventListener("message", ({ ports }) => ports.length > 0 && resolve(), { once: true });
        (Reflect.get(window, "lucidPort") as { request(): void }).request();
      }),
  );

const preferences: Check = {
  name: "preferences",
  async run({ electron }) {
    const found = await electron.evaluate(({ webContents }) =>
      webContents.getAllWebContents().map((contents) => {
        // Not in Electron's types, and in every version: what the window really got.
        const read = Reflect.get(contents, "getLastWebPreferences") as () => Electron.WebPreferences;
        const { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity } = read.call(contents);
        return { sandbox, contextIsolation, nodeIntegration, webviewTag, webSecurity };
      }),
    );
    expect(found.length).toBeGreaterThan(0);
    for (const each of found)
      expect(each).toEqual({
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webviewTag: false,
        webSecurity: true,
      });
  },
};

const isolation: Check = {
  name: "isolation",
  async run(_application, page) {
    const found = await page.evaluate(() => {
      const names = ["require", "process", "Buffer", "module", "ipcRenderer", "electron", "global"];
      const port = Reflect.get(window, "lucidPort") as object | undefined;
      return {
        leaked: names.filter((name) => name in window),
        port: port && Object.keys(port),
        isFrozen: port !== undefined && Object.isFrozen(port),
      };
    });
    expect(found).toEqual({ leaked: [], port: ["request"], isFrozen: true });
  },
};

const policy: Check = {
  name: "policy",
  async run(_application, page) {
    const found = await page.evaluate(async () => {
      const header = (await fetch("/")).headers.get("content-security-policy") ?? "";
      const refused: string[] = [];
      document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => refused.push(effectiveDirective));
      const script = document.createElement("script");
      script.textContent = "window.ranInline = true";
      document.head.append(script);
      const image = new Image();
      image.src = "https://example.org/a.png";
      const reached = await fetch("https://example.org/").then(
        () => true,
        () => false,
      );
      let evaluated = true;
      try {
        Reflect.construct(Function, ["return 1"])();
      } catch {
        evaluated = false;
      }
      while (refused.length < 3 && !("ranInline" in window)) await new Promise((resolve) => setTimeout(resolve, 10));
      return { header, ranInline: "ranInline" in window, evaluated, reached, refused: new Set(refused).size };
    });
    expect(found).toMatchObject({ ranInline: false, evaluated: false, reached: false });
    expect(found.header).toContain("default-src 'none'");
    expect(found.header).not.toContain("unsafe");
    expect(found.refused).toBeGreaterThanOrEqual(3);
  },
};

const permissions: Check = {
  name: "permissions",
  async run(_application, page) {
    const states = await page.evaluate(async () => {
      const names = ["geolocation", "notifications", "camera", "microphone", "midi"];
      const found = names.map(async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state);
      return await Promise.all(found);
    });
    expect(states).toEqual(["denied", "denied", "denied", "denied", "denied"]);
  },
};

const channels: Check = {
  name: "channels",
  async run({ electron }) {
    expect(await electron.evaluate(({ ipcMain }) => ipcMain.eventNames())).toEqual(["lucid:port"]);
  },
};

const strangers: Check = {
  name: "strangers",
  async run({ electron }) {
    const given = await electron.evaluate(async ({ BrowserWindow, webContents }) => {
      const [known] = webContents.getAllWebContents();
      const read = Reflect.get(known ?? {}, "getLastWebPreferences") as () => { preload: string };
      const { preload } = read.call(known);
      const window = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } });
      let posted = 0;
      window.webContents.postMessage = () => void (posted += 1);
      await window.loadURL("data:text/html,<h1>Another page</h1>");
      const asked: unknown = await window.webContents.executeJavaScript("window.lucidPort.request(); typeof window.lucidPort");
      window.destroy();
      return { asked, posted };
    });
    expect(given).toEqual({ asked: "object", posted: 0 });
  },
};

const files: Check = {
  name: "files",
  async run({ electron }, page) {
    const paths = ["/..%2f..%2fpackage.json", "/assets/..%2f..%2f..%2fpackage.json", "/opened-file/x", "/%2fetc%2fhostname.js"];
    const found = await page.evaluate(
      async (all) => await Promise.all(all.map(async (path) => (await fetch(path)).status)),
      paths,
    );
    expect(found).toEqual(paths.map(() => 404));
    expect(await electron.evaluate(({ app }) => app.getName())).not.toBe("");
  },
};

const newWindows: Check = {
  name: "new windows",
  async run({ electron }, page) {
    const before = await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
    await page.evaluate(() => {
      for (const url of ["https://example.org/", "/settings", "file:///etc/passwd", "javascript:alert(1)", "about:blank"])
        window.open(url);
    });
    await roundTrip(page);
    expect(await electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(before);
  },
};

const navigation: Check = {
  name: "navigation",
  async run({ electron }, page) {
    const prevents = electron.evaluate(
      ({ webContents }) =>
        new Promise((resolve) => {
          // Behind the application's own listener, which is there already.
          webContents.getAllWebContents()[0]?.once("will-navigate", (event) => resolve(event.defaultPrevented));
        }),
    );
    // In the main process before the page goes.
    await electron.evaluate(() => undefined);
    const goes = page.evaluate(() => {
      location.href = "https://example.org/";
    });
    const [isPrevented] = await Promise.all([prevents, goes]);
    expect(isPrevented).toBe(true);
    expect(await page.evaluate(() => typeof Reflect.get(window, "lucidPort"))).toBe("object");
  },
};

/** In an order in which none disturbs the next. */
export const checks: readonly Check[] = [
  preferences,
  isolation,
  channels,
  policy,
  permissions,
  strangers,
  files,
  newWindows,
  navigation,
];

/** Names of the checks that find something. */
export async function failing(application: Launched): Promise<string[]> {
  const page = await shownWindow(application);
  const found: string[] = [];
  for (const { name, run } of checks) {
    try {
      await run(application, page);
    } catch {
      found.push(name);
    }
  }
  return found;
}
