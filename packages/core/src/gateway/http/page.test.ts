import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTestGateway, type TestGateway } from "../testing/open-test-gateway.ts";
import { pagePolicy } from "./page-policy.ts";

const script = "export {};".repeat(50);
const read: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  br: brotliDecompressSync,
  gzip: gunzipSync,
  none: (bytes) => bytes,
};
/** As browsers ask for what a person opens. */
const NAVIGATION = { Accept: "text/html,application/xhtml+xml,*/*;q=0.8" };
const inline = "document.title = 'x'";

describe("the page", () => {
  let test: TestGateway;
  let root: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), "lucid-page-"));
    await mkdir(join(root, "assets"));
    await writeFile(join(root, "index.html"), "<!doctype html><html><head><title>Lucid</title></head><body></body></html>");
    await writeFile(join(root, "verify.html"), `<html><head></head><body><script>${inline}</script></body></html>`);
    await writeFile(join(root, "assets", "main-abc.js"), script);
    await writeFile(join(root, "assets", "main-abc.js.br"), brotliCompressSync(script));
    await writeFile(join(root, "assets", "main-abc.js.gz"), gzipSync(script));
    await writeFile(join(root, "assets", "opener.worker-a_b-c.js"), script);
    await writeFile(join(root, "assets", "opener.worker-a_b-c.js.br"), brotliCompressSync(script));
    await writeFile(join(root, "assets", "mark-abc.svg"), "<svg/>");
    await writeFile(join(root, "icon.svg"), "<svg/>");
    test = await openTestGateway({ options: { page: root } });
  });
  afterAll(async () => {
    await test[Symbol.asyncDispose]();
    await rm(root, { recursive: true });
  });

  it.each(["/", "/sessions/0198c0de-1111-4111-8111-111111111111", "/login?next=%2F", "/docs-of-mine"])(
    "is there for its own path %s",
    async (path) => {
      const answer = await test.ask("GET", path, { headers: NAVIGATION });
      expect([answer.status, answer.headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
      expect(answer.text).toContain("<title>Lucid</title>");
      expect(answer.headers["cache-control"]).toBe("no-cache");
    },
  );

  it("may run only what is its own, and is told a fresh nonce each time", async () => {
    const [first, second] = [await test.ask("GET", "/"), await test.ask("GET", "/")];
    const nonce = /<head><meta property="csp-nonce" nonce="([^"]+)">/.exec(first.text)?.[1];
    const policy = String(first.headers["content-security-policy"]);
    expect(policy).toBe(
      "default-src 'none'; " +
        `script-src 'self' 'nonce-${nonce}'; style-src 'self' 'nonce-${nonce}'; ` +
        "img-src 'self' data: blob:; font-src 'self'; media-src 'self' blob:; connect-src 'self'; worker-src 'self' blob:; " +
        "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(second.text).not.toContain(nonce);
  });

  it("names by its hash what an html file holds inline", async () => {
    const answer = await test.ask("GET", "/verify.html");
    const hash = createHash("sha256").update(inline).digest("base64");
    expect(answer.headers["content-security-policy"]).toContain(`'sha256-${hash}'`);
    expect(pagePolicy('<script src="/a.js"></script><style> </style>', "n")).not.toContain("sha256");
  });

  it("keeps files with a hash in their name for ever, and asks again for others", async () => {
    const fixed = await test.ask("GET", "/assets/main-abc.js");
    expect([fixed.status, fixed.headers["cache-control"]]).toEqual([200, "public, max-age=31536000, immutable"]);
    expect(fixed.headers["content-type"]).toContain("javascript");
    const icon = await test.ask("GET", "/icon.svg");
    expect([icon.headers["cache-control"], icon.headers["x-content-type-options"]]).toEqual(["no-cache", "nosniff"]);
  });

  it.each([
    ["br, gzip", "br"],
    ["gzip", "gzip"],
    ["gzip;q=0.5, br;q=0.9", "br"],
    ["br;q=0, gzip", "gzip"],
    ["zstd", "none"],
    ["identity", "none"],
  ])("comes, with its scripts, in an encoding that the browser takes: %s", async (accepted, encoding) => {
    for (const [path, type, content] of [
      ["/assets/main-abc.js", "javascript", script],
      ["/sessions", "text/html; charset=utf-8", "<title>Lucid</title>"],
    ] as const) {
      const answer = await test.ask("GET", path, { headers: { ...NAVIGATION, "Accept-Encoding": accepted } });
      expect([answer.status, answer.headers["content-encoding"] ?? "none"], path).toEqual([200, encoding]);
      expect(answer.headers["content-type"]).toContain(type);
      expect(answer.headers.vary).toContain("accept-encoding");
      expect(read[encoding]?.(Buffer.from(answer.text, "latin1")).toString()).toContain(content);
    }
  });

  it("comes as it is to who names no encoding, and where nothing lies beside the file", async () => {
    expect((await test.ask("GET", "/assets/main-abc.js")).text).toBe(script);
    const icon = await test.ask("GET", "/icon.svg", { headers: { "Accept-Encoding": "br, gzip" } });
    expect([icon.headers["content-encoding"], icon.headers["content-type"], icon.text]).toEqual([
      undefined,
      "image/svg+xml",
      "<svg/>",
    ]);
  });

  it("tells the encodings of a file apart, and sends none again that the browser has", async () => {
    const ask = (headers: Record<string, string>) => test.ask("GET", "/assets/main-abc.js", { headers });
    const [plain, small] = [await ask({}), await ask({ "Accept-Encoding": "br" })];
    expect(small.headers.etag).not.toBe(plain.headers.etag);
    const again = await ask({ "Accept-Encoding": "br", "If-None-Match": String(small.headers.etag) });
    expect([again.status, again.text]).toEqual([304, ""]);
  });

  it("still comes in parts", async () => {
    const part = await test.ask("GET", "/assets/main-abc.js", { headers: { Range: "bytes=0-5" } });
    expect([part.status, part.text, part.headers["content-range"]]).toEqual([206, "export", `bytes 0-5/${script.length}`]);
  });

  it("lets a worker's file load and ask what the page may", async () => {
    for (const accepted of [{}, { "Accept-Encoding": "br" }]) {
      const { headers } = await test.ask("GET", "/assets/opener.worker-a_b-c.js", { headers: accepted });
      expect(headers["content-security-policy"]).toContain("script-src 'self'; ");
      expect(headers["content-security-policy"]).toContain("connect-src 'self'");
    }
  });

  it("leaves off what only documents need where a file is part of one, and nowhere else", async () => {
    const ofDocuments = ["x-frame-options", "referrer-policy", "cross-origin-opener-policy", "permissions-policy"];
    for (const accepted of [{}, { "Accept-Encoding": "br" }]) {
      const { headers } = await test.ask("GET", "/assets/main-abc.js", { headers: accepted });
      expect(ofDocuments.filter((name) => name in headers)).toEqual([]);
      expect(headers).toMatchObject({
        "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
        "cross-origin-resource-policy": "same-origin",
        "x-content-type-options": "nosniff",
      });
    }
    for (const path of ["/", "/verify.html", "/icon.svg", "/assets/mark-abc.svg", "/assets/missing.js"]) {
      const { headers } = await test.ask("GET", path);
      expect(
        ofDocuments.filter((name) => !(name in headers)),
        path,
      ).toEqual([]);
    }
  });

  it.each(["/assets/missing.js", "/assets/", "/assets/sub/missing", "/api/v1/none"])("has nothing at %s", async (path) => {
    const answer = await test.ask("GET", path, { headers: { "Accept-Encoding": "br" } });
    expect(answer.status).toBe(404);
    expect(answer.headers["cache-control"]).not.toContain("immutable");
    expect(answer.json()).toMatchObject({ error: { service: "lucid" } });
  });

  it("is all there is, however a path is written", async () => {
    for (const path of ["/..%2f..%2f..%2fetc%2fpasswd", "/%2e%2e/%2e%2e/etc/passwd", "/assets/..%5c..%5cetc", "//etc/passwd"]) {
      expect((await test.ask("GET", path)).text).not.toContain("root:");
    }
  });

  it("is not an answer to anything but reading", async () => {
    expect((await test.ask("POST", "/sessions", { headers: NAVIGATION })).status).toBe(404);
  });

  it.each([{}, { Accept: "*/*" }, { Accept: "application/json" }, { ...NAVIGATION, "Sec-Fetch-Mode": "cors" }])(
    "is not what a program gets that asks with %j",
    async (headers: Record<string, string>) => {
      const answer = await test.ask("GET", "/sessions/0198c0de-1111-4111-8111-111111111111", { headers });
      expect(answer.status).toBe(404);
      expect(answer.json()).toMatchObject({ error: { code: "LUCID_ERR_4001" } });
    },
  );

  describe.each(["GET", "HEAD", "POST"])("is never the answer to %s of", (method) => {
    it.each([
      ["/api", 404],
      ["/api/v2/sessions", 404],
      ["/api/v1", 404],
      ["/api/v1/none", 404],
      ["/health/none", 404],
      ["/health/", 404],
      ["/metrics/none", 404],
      ["/status/none", 404],
      ["/stats/", 404],
      ["/docs/none", 404],
      ["/redoc", 404],
      ["/redoc/none", 404],
      ["/openapi.json/none", 404],
      ["/health", method === "POST" ? 405 : 503],
      ["/health/ready", method === "POST" ? 405 : 503],
      ["/health/live", method === "POST" ? 405 : 200],
      ["/status", method === "POST" ? 405 : 401],
      ["/stats", method === "POST" ? 405 : 401],
      ["/openapi.json", method === "POST" ? 405 : 200],
    ])("%s, which is %i for a browser and a program", async (path, status) => {
      for (const headers of [{}, NAVIGATION]) {
        const answer = await test.ask(method, path, { headers });
        expect([answer.status, answer.headers["content-type"]]).toEqual([status, expect.stringMatching(/^application\/json/)]);
        if (method === "HEAD") expect(answer.text).toBe("");
        else if (status >= 400)
          expect(answer.json()).toMatchObject({ error: { service: "lucid", request_id: expect.any(String) } });
        if (status === 405) expect(answer.headers.allow).toBe("GET, HEAD");
      }
    });
  });
});

it("a node whose page is not built says so", async () => {
  await using test = await openTestGateway({ options: { page: join(tmpdir(), "lucid-no-such-page") } });
  const answer = await test.ask("GET", "/");
  expect([answer.status, answer.headers["content-type"]]).toEqual([200, "text/plain; charset=utf-8"]);
  expect(answer.text).toContain("npm run build");
});

describe("the reference", () => {
  it("is a page that loads its own script and nothing from elsewhere", async () => {
    await using test = await openTestGateway();
    const answer = await test.ask("GET", "/docs/");
    expect([answer.status, answer.headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
    expect(answer.text).not.toMatch(/(src|href)="(https?:)?\/\//);
    expect(answer.text).not.toContain("__CSP_NONCE__");
    const nonce = /nonce="([^"]+)"/.exec(answer.text)?.[1];
    expect(answer.headers["content-security-policy"]).toContain(`script-src 'self' 'nonce-${nonce}'; `);
    const script = /src="([^"]+)"/.exec(answer.text)?.[1] ?? "";
    const bundle = await test.ask("GET", new URL(script, "http://node/docs/").pathname);
    expect([bundle.status, bundle.headers["content-type"]]).toEqual([200, "application/javascript; charset=utf-8"]);
  });

  it("shows the document of the node", async () => {
    await using test = await openTestGateway();
    const answer = await test.ask("GET", "/openapi.json");
    expect(answer.headers["content-type"]).toContain("application/json");
    expect(answer.json()).toMatchObject({ openapi: expect.stringMatching(/^3\.1/), info: { version: "1.2.3" } });
    expect((await test.ask("GET", "/docs")).headers.location).toBe("/docs/");
  });
});
