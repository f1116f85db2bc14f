import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";

type Handler = (request: Request) => Promise<Response>;
type HeaderRule = (
  details: { requestHeaders: Record<string, string> },
  decide: (answer: { requestHeaders: Record<string, string> }) => void,
) => void;

// Electron cannot start in a test; these are the three of its doors that the protocol uses.
const electron = vi.hoisted(() => ({
  handler: undefined as Handler | undefined,
  headerRule: undefined as HeaderRule | undefined,
  ruleUrls: [] as string[],
  proxied: [] as string[],
}));
vi.mock("electron", () => ({
  protocol: {
    registerSchemesAsPrivileged: () => undefined,
    handle: (_scheme: string, handler: Handler) => {
      electron.handler = handler;
    },
  },
  net: {
    fetch: (request: Request) => {
      electron.proxied.push(request.url);
      return Promise.resolve(new Response("from the gateway"));
    },
  },
  session: {
    defaultSession: {
      webRequest: {
        onBeforeSendHeaders: ({ urls }: { urls: string[] }, rule: HeaderRule) => {
          electron.ruleUrls = urls;
          electron.headerRule = rule;
        },
      },
    },
  },
}));

const { nameAsGatewaysPage, servePage } = await import("./page-protocol.ts");
const { PAGE_ORIGIN } = await import("./page-address.ts");
const { createOpenedFiles } = await import("./shell/opened-files.ts");

const files = createOpenedFiles();
let gateway: string | undefined = "http://127.0.0.1:8080";
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lucid-page-"));
  await mkdir(join(folder, "page", "assets"), { recursive: true });
  await writeFile(join(folder, "secret.js"), "secret");
  await writeFile(join(folder, "page", "index.html"), "<!doctype html><html><head></head><body></body></html>");
  await writeFile(join(folder, "page", "assets", "main.js"), "export {};");
  servePage({ page: join(folder, "page"), gateway: () => gateway, files });
});
afterAll(() => rm(folder, { recursive: true }));

async function ask(path: string): Promise<Response> {
  if (!electron.handler) throw new Error("No handler was registered");
  return await electron.handler(new Request(`${PAGE_ORIGIN}${path}`));
}

it("answers every path of the page's own with the page, under a policy whose nonce is fresh", async () => {
  const [first, second] = [await ask("/sessions/new"), await ask("/")];
  const policy = first.headers.get("Content-Security-Policy") ?? "";
  const nonce = /nonce="([^"]+)"/.exec(await first.text())?.[1];
  expect(policy).toContain(`'nonce-${nonce}'`);
  expect(policy).toContain("connect-src 'self' ws://127.0.0.1:8080;");
  expect(policy).not.toContain("unsafe");
  expect(second.headers.get("Content-Security-Policy")).not.toBe(policy);
});

it("serves files of the page with their type, and nothing outside of its folder", async () => {
  const script = await ask("/assets/main.js");
  expect(script.headers.get("Content-Type")).toMatch("text/javascript");
  expect(await script.text()).toBe("export {};");
  for (const path of ["/missing.js", "/../secret.js", "/%2e%2e/secret.js", "/..%2fsecret.js", "/assets/..%2f..%2fsecret.js"]) {
    expect((await ask(path)).status, path).toBe(404);
  }
});

it("hands the gateway's paths to the gateway", async () => {
  expect(await (await ask("/api/v1/sessions/1/chunks/0/download?x=1")).text()).toBe("from the gateway");
  expect(electron.proxied).toEqual(["http://127.0.0.1:8080/api/v1/sessions/1/chunks/0/download?x=1"]);
});

it("says so while there is no node, and serves the page all the same", async () => {
  gateway = undefined;
  try {
    expect((await ask("/api/v1/sessions/1/chunks/0/download")).status).toBe(503);
    const page = await ask("/sessions");
    expect(page.status).toBe(200);
    expect(page.headers.get("Content-Security-Policy")).toContain("connect-src 'self';");
  } finally {
    gateway = "http://127.0.0.1:8080";
  }
});

it("serves a file that a person opened to who has its token, with its name and never its path, until it is taken back", async () => {
  await writeFile(join(folder, "a b.lucid"), "bytes");
  const page = files.offer(join(folder, "a b.lucid"));
  const path = `/opened-file/${page.slice(page.indexOf("#") + 1)}`;
  const answer = await ask(path);
  expect(await answer.text()).toBe("bytes");
  expect(answer.headers.get("X-File-Name")).toBe("a%20b.lucid");
  expect(JSON.stringify([...answer.headers])).not.toContain(folder);
  for (const other of ["/opened-file/", "/opened-file/x", `${path}/../../secret.js`])
    expect((await ask(other)).status, other).toBe(404);
  files.withdraw(page);
  expect((await ask(path)).status).toBe(404);
  const folders = files.offer(folder);
  expect((await ask(`/opened-file/${folders.slice(folders.indexOf("#") + 1)}`)).status).toBe(404);
});

it("carries the headers of the node's own door", async () => {
  const { headers } = await ask("/");
  expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
  expect(headers.get("Referrer-Policy")).toBe("no-referrer");
  expect(headers.get("Permissions-Policy")).toContain("usb=()");
});

it("names the gateway as the origin of the viewer's WebSocket, and of nothing else", () => {
  nameAsGatewaysPage("http://127.0.0.1:8080");
  expect(electron.ruleUrls).toEqual(["ws://127.0.0.1:8080/*"]);
  let sent: Record<string, string> = {};
  electron.headerRule?.({ requestHeaders: { Origin: PAGE_ORIGIN, "User-Agent": "x" } }, (answer) => {
    sent = answer.requestHeaders;
  });
  expect(sent).toEqual({ Origin: "http://127.0.0.1:8080", "User-Agent": "x", "Sec-Fetch-Site": "same-origin" });
});
