import { once } from "node:events";
import { readdir, readlink } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import type { Session } from "@lucid/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  becomeOwner,
  descendantsOf,
  exportAndVerify,
  type NodeProcess,
  type Owner,
  returnAsOwner,
  sessionOf,
  startNodeProcess,
  startSession,
  stillRunning,
  temporaryFolder,
  tokensOf,
  until,
} from "./test-node.ts";

/** Folders of the sessions that are open, or about to be: the first sign of a start that is under way. */
const openFolders = (data: string) => () => readdir(join(data, "run"));

/** Tries again as long as what was to be met under way was over already: how long a start takes is the machine's affair. */
async function untilInTime(attempt: () => Promise<unknown>): Promise<void> {
  while ((await attempt()) !== undefined);
}

const consent = { text: "This is recorded.", accepted: true };

describe("clients that do everything at once", () => {
  const stack = new AsyncDisposableStack();
  let node: NodeProcess;
  let owner: Owner;
  let folder: string;
  let token: string;

  beforeAll(async () => {
    folder = stack.use(await temporaryFolder()).path;
    node = stack.use(await startNodeProcess(join(folder, "data"), ["--log-level", "silent"]));
    owner = await becomeOwner(node);
    token = (await tokensOf(node, owner)).access_token;
  });
  afterAll(() => stack.disposeAsync());

  const untilOpening = (session_id: string): Promise<string[]> =>
    until(openFolders(join(folder, "data")), (open) => open.includes(session_id));

  const outcomes = async (calls: readonly Promise<unknown>[]): Promise<string[]> =>
    (await Promise.allSettled(calls)).map((call) =>
      call.status === "fulfilled" ? "ok" : (/LUCID_\w+/.exec(String(call.reason))?.[0] ?? String(call.reason)),
    );

  async function prepare(name: string): Promise<{ session_id: Session["session_id"]; grant_signature: string }> {
    const { session_id } = await owner.client.sessions.create({ name, consent });
    const { text } = await owner.client.sessions.grant({ session_id });
    return { session_id, grant_signature: owner.wallet.signMessage(text) };
  }

  it("get one start, and no grant, deletion or second start while it is under way", async () => {
    const { sessions } = owner.client;
    const input = await prepare("Started twice");
    const { session_id } = input;
    const first = sessions.start(input);
    await untilOpening(session_id);
    expect(await outcomes([sessions.start(input), sessions.grant({ session_id }), sessions.remove({ session_id })])).toEqual([
      "LUCID_SESSION_ERR_4304",
      "LUCID_SESSION_ERR_4304",
      "LUCID_SESSION_ERR_4304",
    ]);
    expect(await first).toMatchObject({ state: "recording" });
    expect(
      await outcomes([sessions.stop({ session_id }), sessions.stop({ session_id }), sessions.remove({ session_id })]),
    ).toEqual(["ok", "ok", "LUCID_SESSION_ERR_4304"]);
    expect(await exportAndVerify(owner, session_id, folder)).toMatchObject({ verified: true });
  });

  it("cancel a start under way, and nothing of it is left", async () => {
    const { sessions } = owner.client;
    await untilInTime(async () => {
      const input = await prepare("Cancelled");
      const { session_id } = input;
      const starting = outcomes([sessions.start(input)]);
      await untilOpening(session_id);
      const [cancelled] = await outcomes([sessions.cancel({ session_id })]);
      const [started] = await starting;
      if (started === "ok") return sessions.stop({ session_id });
      expect([cancelled, started]).toEqual(["ok", "LUCID_SESSION_ERR_4304"]);
      expect(await sessions.get({ session_id })).toMatchObject({ state: "cancelled", error_message: null });
      return undefined;
    });
    await until(
      () => descendantsOf(node.announced.pid),
      (family) => family.length === 0,
    );
    expect(await readdir(join(folder, "data", "run"))).toEqual([]);
  });

  it("start five sessions at once, are refused a sixth, and stop all of them at once", async () => {
    const { sessions } = owner.client;
    const inputs = await Promise.all([1, 2, 3, 4, 5, 6].map((number) => prepare(`Parallel ${number}`)));
    const started = await outcomes(inputs.map((input) => sessions.start(input)));
    expect(started.toSorted()).toEqual(["LUCID_SESSION_ERR_4311", "ok", "ok", "ok", "ok", "ok"]);
    const ids = inputs.map(({ session_id }) => session_id).filter((_, index) => started[index] === "ok");
    await Promise.all(ids.map((session_id) => until(sessionOf(owner, session_id), ({ duration }) => duration > 1)));
    await Promise.all(ids.map((session_id) => sessions.stop({ session_id })));
    for (const session_id of ids) expect(await exportAndVerify(owner, session_id, folder)).toMatchObject({ verified: true });
  });

  it("go away while their session starts, and find it running", async () => {
    const { sessions } = owner.client;
    await untilInTime(async () => {
      const { session_id, grant_signature } = await prepare("Left alone");
      const leaving = new AbortController();
      const starting = fetch(`${node.announced.url}/api/v1/sessions/${session_id}/start`, {
        method: "POST",
        headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
        body: JSON.stringify({ grant_signature }),
        signal: leaving.signal,
      }).catch((error: unknown) => error);
      await untilOpening(session_id);
      leaving.abort();
      const came = await starting;
      await until(sessionOf(owner, session_id), ({ state }) => state === "recording");
      await sessions.stop({ session_id });
      if (came instanceof Response) return came;
      expect(came).toMatchObject({ name: "AbortError" });
      return undefined;
    });
  });

  it("stop reading a download, and its file is closed", async () => {
    const { sessions } = await owner.client.sessions.list({ q: "parallel" });
    const session_id = sessions.find(({ anchor }) => anchor.status === "final")?.session_id ?? "";
    const openChunks = async () => {
      const { pid } = node.announced;
      const names = await readdir(`/proc/${pid}/fd`);
      // One may be closed between the listing and the reading.
      const paths = await Promise.all(names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => "")));
      return paths.filter((path) => path.endsWith(".chunk"));
    };
    const url = new URL(node.announced.url);
    const downloads = Array.from({ length: 10 }, () => {
      const socket = connect(Number(url.port), url.hostname).pause();
      socket.on("error", () => undefined);
      socket.write(
        `GET /api/v1/sessions/${session_id}/bundle HTTP/1.1\r\nHost: ${url.host}\r\nAuthorization: Bearer ${token}\r\n\r\n`,
      );
      return socket;
    });
    await Promise.all(downloads.map((socket) => once(socket, "readable")));
    for (const socket of downloads) socket.destroy();
    await until(openChunks, (paths) => paths.length === 0);
    expect(await exportAndVerify(owner, session_id as Session["session_id"], folder)).toMatchObject({ verified: true });
  });
});

it("stops in good order while a session is starting", async () => {
  await untilInTime(async () => {
    await using folder = await temporaryFolder();
    const data = join(folder.path, "data");
    await using node = await startNodeProcess(data, ["--log-level", "silent"]);
    const owner = await becomeOwner(node);
    const running = await startSession(owner, { name: "Running" });
    const starting = startSession(owner, { name: "Starting" }).catch((error: unknown) => error);
    await until(openFolders(data), (open) => open.length === 2);
    const family = await descendantsOf(node.announced.pid);
    expect(await node.end("SIGTERM")).toBe(0);
    const started = await starting;
    await until(
      () => stillRunning(family),
      (left) => left.length === 0,
    );
    expect(await readdir(join(data, "run"))).toEqual([]);
    await using again = await startNodeProcess(data, ["--log-level", "silent"]);
    const back = await returnAsOwner(again, owner);
    expect(await exportAndVerify(back, running, folder.path)).toMatchObject({ verified: true, facts: { end: "interrupted" } });
    if (typeof started === "string") return started;
    const { sessions } = await back.client.sessions.list({ q: "starting" });
    expect(sessions).toMatchObject([{ state: "failed", reason: { code: "start-stopped" } }]);
    return undefined;
  });
});
