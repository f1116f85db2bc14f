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

const { PAGE_ORIGIN, servePage } = await import("./page-protocol.ts");
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lucid-page-"));
  await mkdir(join(folder, "page", "assets"), { recursive: true });
  await writeFile(join(folder, "secret.js"), "secret");
  await writeFile(join(folder, "page", "index.html"), "<!doctype html><html><head></head><body></body></html>");
  await writeFile(join(folder, "page", "assets", "main.js"), "export {};");
  servePage({ page: join(folder, "page"), gateway: "http://127.0.0.1:8080" });
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

it("names the gateway as the origin of the viewer's WebSocket, and of nothing else", () => {
  expect(electron.ruleUrls).toEqual(["ws://127.0.0.1:8080/*"]);
  let sent: Record<string, string> = {};
  electron.headerRule?.({ requestHeaders: { Origin: PAGE_ORIGIN, "User-Agent": "x" } }, (answer) => {
    sent = answer.requestHeaders;
  });
  expect(sent).toEqual({ Origin: "http://127.0.0.1:8080", "User-Agent": "x", "Sec-Fetch-Site": "same-origin" });
});
