import { stat, truncate } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import type { Session } from "@lucid/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  becomeOwner,
  exportAndVerify,
  factsOf,
  type NodeProcess,
  type Owner,
  ownGaps,
  sessionOf,
  startNodeProcess,
  startSession,
  temporaryFolder,
  tokensOf,
  until,
} from "./test-node.ts";

const consent = { text: "This is recorded.", accepted: true };
/** A string that JSON can carry and UTF-8 cannot. */
const HALF = "x\ud800y";

describe("sessions that get nonsense", () => {
  const stack = new AsyncDisposableStack();
  let node: NodeProcess;
  let owner: Owner;
  let folder: string;
  let token: string;
  let sealed: Session["session_id"];
  let limited: Session["session_id"];

  beforeAll(async () => {
    folder = stack.use(await temporaryFolder()).path;
    node = stack.use(await startNodeProcess(join(folder, "data"), ["--log-level", "silent"]));
    owner = await becomeOwner(node);
    token = (await tokensOf(node, owner)).access_token;
    limited = await startSession(owner, { policy: { limits: { duration_s: 10, idle_s: 30 } } });
    sealed = await startSession(owner, { name: "Sealed", consent: { text: "Every writing:\n日本, שלום, 👩‍🚀", accepted: true } });
  });
  afterAll(() => stack.disposeAsync());

  async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const response = await fetch(`${node.announced.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const code = response.ok ? "ok" : (/LUCID_\w+/.exec(text)?.[0] ?? String(response.status));
    return { code, status: response.status, range: response.headers.get("content-range"), size: text.length, text };
  }
  const codesOf = async (paths: readonly string[]) =>
    Object.fromEntries(await Promise.all(paths.map(async (path) => [path, (await ask("GET", path)).code])));
  const all = (paths: readonly string[], code: string) => Object.fromEntries(paths.map((path) => [path, code]));

  it("take any name that reads as what it is as a name, and any search as words", async () => {
    for (const name of ["😀".repeat(120), "é".repeat(255), "<script>", "שלום", "👩‍🚀"]) {
      expect(await ask("POST", "/sessions", { name, description: name, consent })).toMatchObject({ code: "ok" });
    }
    for (const name of ["", "   ", "x".repeat(256), "a\u0000b", "a\u001b[31m", "a\nb", "\u202eevil", HALF]) {
      const refused = await ask("POST", "/sessions", { name, consent });
      expect(refused).toMatchObject({ code: "LUCID_ERR_1001", text: expect.stringContaining('"path":"name"') });
    }
    for (const [field, body] of [
      ["description", { name: "x", description: HALF, consent }],
      ["consent.text", { name: "x", consent: { ...consent, text: "\u202e" } }],
    ] as const) {
      const refused = await ask("POST", "/sessions", body);
      expect(refused).toMatchObject({ code: "LUCID_ERR_1001", text: expect.stringContaining(`"path":"${field}"`) });
    }
    const searches = ["-", "--", "*", '"', "\0", "a OR", "NEAR(a b)", "'; DROP TABLE sessions", "😀"].map(
      (words) => `/sessions?q=${encodeURIComponent(words)}`,
    );
    expect(await codesOf(searches)).toEqual(all(searches, "ok"));
  });

  it("refuse pages, ids and bodies that are none", async () => {
    const pages = [
      "page=-1",
      "page=0",
      "page=1e9",
      "page=1.5",
      "page=NaN",
      "limit=0",
      "limit=101",
      "sort=password",
      "status=gone",
    ];
    const paths = [
      ...pages.map((page) => `/sessions?${page}`),
      "/sessions/x",
      "/sessions/..%2f..%2fetc",
      "/sessions/%00",
      `/sessions/${sealed}x`,
    ];
    expect(await codesOf(paths)).toEqual(all(paths, "LUCID_ERR_1001"));
    expect(await codesOf(["/sessions?page=1000000&limit=100"])).toEqual({ "/sessions?page=1000000&limit=100": "ok" });
    for (const body of [
      "",
      "{",
      "[]",
      "null",
      '"x"',
      `{"reason":${"[".repeat(5_000)}${"]".repeat(5_000)}}`,
      { reason: " " },
      { reason: "x".repeat(501) },
    ]) {
      expect(await ask("POST", `/sessions/${sealed}/pause`, body)).toMatchObject({ code: "LUCID_ERR_1001" });
    }
  });

  it("record a reason in any writing, none with half a character, and verify", async () => {
    await until(sessionOf(owner, sealed), ({ duration }) => duration > 1);
    expect(await ask("POST", `/sessions/${sealed}/pause`, { reason: HALF })).toMatchObject({ code: "LUCID_ERR_1001" });
    expect(await ask("POST", `/sessions/${sealed}/pause`, { reason: "昼休み 🍱" })).toMatchObject({ code: "ok" });
    expect(await ask("POST", `/sessions/${sealed}/resume`, {})).toMatchObject({ code: "ok" });
    const early = ["bundle", "manifest"].map((part) => `/sessions/${sealed}/${part}`);
    expect(await codesOf(early)).toEqual(all(early, "LUCID_SESSION_ERR_4315"));
    expect(await ask("POST", `/pipeline/sessions/${sealed}/process`, {})).toMatchObject({ code: "LUCID_SESSION_ERR_4304" });
    await until(sessionOf(owner, sealed), ({ duration }) => duration > 3);
    expect(await ask("POST", `/sessions/${sealed}/stop`, {})).toMatchObject({ code: "ok" });
    const { gaps } = factsOf(await exportAndVerify(owner, sealed, folder));
    expect(ownGaps(gaps)).toMatchObject([{ reason: "昼休み 🍱" }]);
  });

  it("refuse bundles, chunks, ranges and proofs of what is not there", async () => {
    const bundles = [
      "redact=5-3",
      "redact=0-99999999",
      "redact=99",
      "redact=-1",
      "redact=a",
      "redact=",
      "from_ms=5&to_ms=3",
      "from_ms=0&to_ms=1",
      "from_ms=1e400",
      "chunks=some",
    ];
    const chunks = ["-1", "1.5", "4294967296", "abc"].map((index) => `/sessions/${sealed}/chunks/${index}/download`);
    const wrong = [
      ...bundles.map((query) => `/sessions/${sealed}/bundle?${query}`),
      ...chunks,
      `/sessions/${sealed}/consistency?from=0&to=1`,
    ];
    expect(await codesOf(wrong)).toEqual(all(wrong, "LUCID_ERR_1001"));
    const missing = [
      "chunks/99/download",
      "chunks/1000000000000000/proof",
      "consistency?from=2&to=1",
      "consistency?from=1&to=1e15",
    ].map((path) => `/sessions/${sealed}/${path}`);
    expect(await codesOf(missing)).toEqual(all(missing, "LUCID_SESSION_ERR_4305"));
    expect(await codesOf([`/sessions/${sealed}/bundle?redact=0-0,0,0-1`])).toEqual({
      [`/sessions/${sealed}/bundle?redact=0-0,0,0-1`]: "ok",
    });
    const {
      chunks: [first],
    } = await owner.client.sessions.chunks({ session_id: sealed });
    const size = first?.size_bytes ?? 0;
    const range = async (value: string) => {
      const { status, range: answered } = await ask("GET", `/sessions/${sealed}/chunks/0/download`, undefined, { range: value });
      return [status, answered];
    };
    expect(await range("bytes=0-0")).toEqual([206, `bytes 0-0/${size}`]);
    expect(await range("bytes=-1")).toEqual([206, `bytes ${size - 1}-${size - 1}/${size}`]);
    expect(await range("bytes=0-99999999999")).toEqual([206, `bytes 0-${size - 1}/${size}`]);
    for (const value of ["bytes=-0", `bytes=${size}-`]) expect(await range(value)).toEqual([416, `bytes */${size}`]);
    for (const value of ["bytes=5-2", "bytes=0-1,3-4", "bytes=x", "lines=0-1"]) expect(await range(value)).toEqual([200, null]);
  });

  it("name the chunk that the disk has lost before a download begins", async () => {
    const file = join(folder, "data", "chunks", sealed, "00000000.chunk");
    const { size } = await stat(file);
    await truncate(file, size - 1);
    const { code, text } = await ask("GET", `/sessions/${sealed}/bundle`);
    expect({ code, text }).toEqual({
      code: "LUCID_SESSION_ERR_4305",
      text: expect.stringContaining("Chunk 0 is missing or damaged"),
    });
    expect(await ask("GET", `/sessions/${sealed}/bundle?redact=0`)).toMatchObject({ code: "ok" });
    expect(await ask("GET", `/sessions/${sealed}/bundle?chunks=none`)).toMatchObject({ code: "ok" });
  });

  it("stay startable after a recipient or a signature that is none", async () => {
    const { session_id } = await owner.client.sessions.create({ name: "Refused", consent });
    const { text } = await owner.client.sessions.grant({ session_id });
    const grant_signature = owner.wallet.signMessage(text);
    const recipients = [`age1${"q".repeat(58)}`];
    expect(await ask("POST", `/sessions/${session_id}/start`, { grant_signature, recipients })).toMatchObject({
      code: "LUCID_SESSION_ERR_4314",
    });
    for (const wrong of ["", "zz", "0".repeat(130)]) {
      expect(await ask("POST", `/sessions/${session_id}/start`, { grant_signature: wrong })).toMatchObject({
        code: "LUCID_SESSION_ERR_4313",
      });
    }
    for (const envelope of ["", "AAAA"]) {
      expect(await ask("POST", `/sessions/${sealed}/keys`, { envelope, recipients })).toMatchObject({ code: "LUCID_ERR_1001" });
    }
    expect(await sessionOf(owner, session_id)()).toMatchObject({ state: "created" });
    expect(await ask("DELETE", `/sessions/${session_id}`, { reason: HALF })).toMatchObject({ code: "LUCID_ERR_1001" });
    expect(await ask("DELETE", `/sessions/${session_id}`, { reason: "no use" })).toMatchObject({ code: "ok" });
  });

  it("serve everybody else while streams are not read, and forget those", async () => {
    const { host, hostname, port } = new URL(node.announced.url);
    const silent = Array.from({ length: 20 }, () => {
      const socket = connect(Number(port), hostname).pause();
      socket.on("error", () => undefined);
      socket.write(`GET /api/v1/events HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${token}\r\n\r\n`);
      return socket;
    });
    const streams = async () =>
      /lucid_gateway_streams\{kind="node.events"\} (\d+)/.exec(await (await fetch(`${node.announced.url}/metrics`)).text())?.[1];
    await until(streams, (count) => count === "20");
    for (let number = 0; number < 100; number += 1) {
      await owner.client.sessions.update({ session_id: sealed, description: `${number}`.repeat(300) });
    }
    for (const socket of silent) socket.destroy();
    await until(streams, (count) => count === "0");
  });

  it("end by themselves at the limit of their policy", async () => {
    const ended = await until(sessionOf(owner, limited), ({ anchor }) => anchor.status === "final");
    expect(ended).toMatchObject({ end: "limit", state: "completed" });
    expect(ended.duration).toBeGreaterThan(8);
    expect(await exportAndVerify(owner, limited, folder)).toMatchObject({ verified: true, facts: { end: "limit" } });
  });
});
