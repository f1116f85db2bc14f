import { sessionErrors } from "@lucid/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BundleOptions, ByteRange } from "../../calls/index.ts";
import { openTestGateway, type TestGateway } from "../testing/open-test-gateway.ts";

const session = "/api/v1/sessions/0198c0de-1111-4111-8111-111111111111";
const chunk = `${session}/chunks/3/download`;
const content = Buffer.from("0123456789abcdef");
const sha256 = "ab".repeat(32);
const upgrade = {
  Connection: "Upgrade",
  Upgrade: "websocket",
  "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
  "Sec-WebSocket-Version": "13",
};

let ranges: (ByteRange | undefined)[] = [];
let asked: BundleOptions[] = [];

describe("files over HTTP", () => {
  let test: TestGateway;
  beforeAll(async () => {
    test = await openTestGateway({
      bulk: {
        openChunk: (_session, index) => {
          if (index === 9) throw sessionErrors.CHUNK_NOT_FOUND();
          return Promise.resolve({
            size: content.length,
            sha256,
            async *stream(range) {
              ranges.push(range);
              yield content.subarray(range?.start ?? 0, (range?.end ?? content.length - 1) + 1);
            },
          });
        },
        openBundle: (_session, options) => {
          asked.push(options);
          const stream = (async function* () {
            yield Buffer.from("first ");
            yield Buffer.from("second");
          })();
          return Promise.resolve({ filename: 'lucid "a/b".lucid', stream });
        },
      },
    });
  });
  afterAll(() => test[Symbol.asyncDispose]());
  const get = (path: string, headers: Record<string, string> = {}) => test.ask("GET", path, { token: "owner", headers });

  it("ask for the same token and permission as every call", async () => {
    for (const path of [chunk, `${session}/bundle`, "/api/v1/storage/sessions/0198c0de-1111-4111-8111-111111111111/download"]) {
      expect((await test.ask("GET", path)).status).toBe(401);
      expect((await test.ask("GET", path, { token: "nobody" })).status).toBe(403);
    }
  });

  it("send a chunk whole, named by its hash and kept for ever by whoever may have it", async () => {
    const answer = await get(chunk);
    expect([answer.status, answer.text]).toEqual([200, content.toString()]);
    expect(answer.headers).toMatchObject({
      etag: `"${sha256}"`,
      "content-length": "16",
      "accept-ranges": "bytes",
      "cache-control": "private, max-age=31536000, immutable",
      "content-type": "application/octet-stream",
      "x-ratelimit-limit": "20000",
    });
  });

  it.each([
    ["bytes=0-3", "0123", "bytes 0-3/16"],
    ["bytes=4-", "456789abcdef", "bytes 4-15/16"],
    ["bytes=-2", "ef", "bytes 14-15/16"],
    ["bytes=10-99", "abcdef", "bytes 10-15/16"],
    ["bytes=-99", "0123456789abcdef", "bytes 0-15/16"],
  ])("send the part %s", async (range, text, contentRange) => {
    const answer = await get(chunk, { Range: range });
    expect([answer.status, answer.text, answer.headers["content-range"]]).toEqual([206, text, contentRange]);
    expect(answer.headers["content-length"]).toBe(String(text.length));
  });

  it.each(["bytes=16-", "bytes=-0", "bytes=99-100"])("refuse the part %s, which is not there", async (range) => {
    const answer = await get(chunk, { Range: range });
    expect([answer.status, answer.headers["content-range"]]).toEqual([416, "bytes */16"]);
  });

  it.each(["bytes=3-1", "bytes=0-1,4-5", "items=0-1", "bytes=-"])(
    "send everything when %s cannot be understood",
    async (range) => {
      expect(await get(chunk, { Range: range })).toMatchObject({ status: 200, text: content.toString() });
    },
  );

  it("send no bytes that the caller has already", async () => {
    for (const tag of [`"${sha256}"`, `"x", W/"${sha256}"`, "*"]) {
      expect(await get(chunk, { "If-None-Match": tag })).toMatchObject({ status: 304, text: "" });
    }
    expect((await get(chunk, { "If-None-Match": '"x"' })).status).toBe(200);
  });

  it("send a part only if it is still the part of the same file", async () => {
    expect((await get(chunk, { Range: "bytes=0-1", "If-Range": `"${sha256}"` })).status).toBe(206);
    expect((await get(chunk, { Range: "bytes=0-1", "If-Range": '"older"' })).status).toBe(200);
  });

  it("answer HEAD without reading the file", async () => {
    ranges = [];
    const answer = await test.ask("HEAD", chunk, { token: "owner" });
    expect([answer.status, answer.headers["content-length"], answer.text]).toEqual([200, "16", ""]);
    expect(ranges).toEqual([]);
  });

  it("say which methods they take", async () => {
    for (const path of [chunk, `${session}/bundle`]) {
      const answer = await test.ask("DELETE", path, { token: "owner" });
      expect([answer.status, answer.headers.allow]).toEqual([405, "GET, HEAD"]);
    }
    expect((await test.ask("DELETE", `${chunk}/more`, { token: "owner" })).status).toBe(404);
  });

  it("name what is not there or not valid by the envelope", async () => {
    expect((await get(`${session}/chunks/9/download`)).json()).toMatchObject({ error: { code: "LUCID_SESSION_ERR_4305" } });
    expect((await get(`${session}/chunks/x/download`)).json()).toMatchObject({
      error: { code: "LUCID_ERR_1001", details: { issues: [{ path: "index" }] } },
    });
    expect((await get("/api/v1/sessions/nonsense/bundle")).json()).toMatchObject({
      error: { code: "LUCID_ERR_1001", details: { issues: [{ path: "session_id" }] } },
    });
  });

  it("refuse a query that nothing obeys, by its name", async () => {
    for (const path of [`${chunk}?part=1`, `${session}/bundle?part=1`, `${session}/viewer?ticket=x&part=1`]) {
      const answer = await get(path, path.includes("viewer") ? upgrade : {});
      const issues = [{ path: "", message: expect.stringContaining('"part"') }];
      expect([answer.status, answer.json()]).toMatchObject([400, { error: { details: { issues } } }]);
    }
  });

  it("stream a bundle as an attachment with a harmless name", async () => {
    const answer = await get(`${session}/bundle`);
    expect([answer.status, answer.text]).toEqual([200, "first second"]);
    expect(answer.headers).toMatchObject({
      "content-disposition": 'attachment; filename="lucid__a_b_.lucid"',
      "cache-control": "no-store",
    });
  });

  it("hand what a bundle shall hold to the service", async () => {
    asked = [];
    await get(`${session}/bundle`);
    await get(`${session}/bundle?chunks=none&from_ms=10&to_ms=20&redact=7,3-5,4`);
    expect(asked).toEqual([
      { chunks: "all", fromMs: undefined, toMs: undefined, redact: [] },
      { chunks: "none", fromMs: 10, toMs: 20, redact: [3, 4, 5, 7] },
    ]);
  });

  it.each([
    "redact=5-3",
    "redact=a",
    "redact=0-9999999",
    "redact=1,,2",
    "chunks=some",
    "from_ms=-1",
    "to_ms=soon",
    "format=zip",
    "chunks=all&chunks=none",
  ])("refuse a bundle with %s", async (query) => {
    expect((await get(`${session}/bundle?${query}`)).status).toBe(400);
  });

  it("leave a line for each file that was handed out in the audit log", async () => {
    const before = test.audited.length;
    await get(`${session}/bundle`);
    await get(chunk);
    expect(test.audited.slice(before)).toMatchObject([
      { procedure: "bulk.bundle", outcome: "ok", target: "0198c0de-1111-4111-8111-111111111111" },
      { procedure: "bulk.chunk", outcome: "ok", target: "0198c0de-1111-4111-8111-111111111111" },
    ]);
  });
});

it("a file whose reading fails half-way breaks off instead of looking complete", async () => {
  await using test = await openTestGateway({
    bulk: {
      openBundle: () =>
        Promise.resolve({
          filename: "x.lucid",
          stream: (async function* () {
            yield Buffer.from("half");
            throw new Error("the disk is gone");
          })(),
        }),
    },
  });
  await expect(test.ask("GET", `${session}/bundle`, { token: "owner" })).rejects.toThrow();
});

it("reading a file stops when nobody listens any more", async () => {
  const stopped = Promise.withResolvers<void>();
  await using test = await openTestGateway({
    bulk: {
      openBundle: () =>
        Promise.resolve({
          filename: "x.lucid",
          stream: (async function* () {
            try {
              for (;;) yield Buffer.alloc(65_536);
            } finally {
              stopped.resolve();
            }
          })(),
        }),
    },
  });
  const abort = new AbortController();
  const headers = { authorization: "Bearer owner" };
  const answer = await fetch(`${test.gateway.url}${session}/bundle`, { headers, signal: abort.signal });
  expect(answer.status).toBe(200);
  abort.abort();
  await stopped.promise;
});
