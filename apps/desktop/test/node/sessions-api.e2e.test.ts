import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { NodeEvent, Session } from "@lucid/contract";
import { createWallet, walletFromPhrase } from "@lucid/identity";
import { ChunkProof, DOMAIN, type Genesis, merkle, verifyChunkProof, verifyObject } from "@lucid/proof";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { logIn } from "../../main/cli/rest/node-client.ts";
import {
  becomeOwner,
  exportAndVerify,
  factsOf,
  type NodeProcess,
  type Owner,
  ownGaps,
  runLucid,
  sessionOf,
  startNodeProcess,
  startSession,
  temporaryFolder,
  until,
} from "./test-node.ts";

const consent = { text: "This is recorded.", accepted: true };

describe("sessions over REST", () => {
  const stack = new AsyncDisposableStack();
  let node: NodeProcess;
  let owner: Owner;
  let folder: string;

  beforeAll(async () => {
    folder = stack.use(await temporaryFolder()).path;
    node = stack.use(await startNodeProcess(join(folder, "data"), ["--registration", "open"]));
    owner = await becomeOwner(node);
  });
  afterAll(() => stack.disposeAsync());

  it("refuse a session without consent, with a foreign grant, or with an unknown policy or template", async () => {
    const { client } = owner;
    await expect(client.sessions.create({ name: "x", consent: { ...consent, accepted: false } })).rejects.toThrow(
      "LUCID_SESSION_ERR_4312",
    );
    await expect(client.sessions.create({ name: "x", consent, policy: "anything goes" })).rejects.toThrow(
      "LUCID_SESSION_ERR_4318",
    );
    await expect(client.sessions.create({ name: "x", consent, template: "windows" })).rejects.toThrow("LUCID_SESSION_ERR_4319");
    await expect(client.sessions.create({ name: "", consent })).rejects.toThrow("LUCID_ERR_1001");
    const { session_id } = await client.sessions.create({ name: "Foreign grant", consent });
    const { text } = await client.sessions.grant({ session_id });
    const stranger = walletFromPhrase(createWallet().phrase);
    await expect(client.sessions.start({ session_id, grant_signature: stranger.signMessage(text) })).rejects.toThrow(
      "LUCID_SESSION_ERR_4313",
    );
    expect(await client.sessions.cancel({ session_id })).toMatchObject({ state: "cancelled", status: "cancelled" });
    await expect(client.sessions.grant({ session_id })).rejects.toThrow("LUCID_SESSION_ERR_4304");
  });

  it("find sessions by the words of their name and hide them from other accounts", async () => {
    const { client } = owner;
    const { session_id } = await client.sessions.create({ name: "Vendor access, billing db", consent });
    const found = await client.sessions.list({ q: "bill vend" });
    expect(found.sessions.map((session) => session.session_id)).toEqual([session_id]);
    const stranger = await logIn(node.announced.url, walletFromPhrase(createWallet().phrase));
    expect(stranger.user.role).toBe("USER");
    expect((await stranger.client.sessions.list({})).sessions).toEqual([]);
    await expect(stranger.client.sessions.get({ session_id })).rejects.toThrow("LUCID_SESSION_ERR_4301");
    await expect(stranger.client.sessions.remove({ session_id })).rejects.toThrow("LUCID_SESSION_ERR_4301");
    await client.sessions.remove({ session_id, reason: "only a test" });
    const theirs = (await stranger.client.sessions.create({ name: "Theirs", consent })).session_id;
    await stranger.client.sessions.update({ session_id: theirs, legal_hold: true });
    await expect(stranger.client.sessions.update({ session_id: theirs, legal_hold: false })).rejects.toThrow("LUCID_ERR_2004");
    expect(await client.sessions.update({ session_id: theirs, legal_hold: false })).toMatchObject({ legal_hold: false });
    expect((await client.sessions.list({ q: "billing" })).sessions).toEqual([]);
  });

  it("tell every change of a session as an event", async () => {
    const { client, wallet } = owner;
    const { sessions } = client;
    const events = await client.node.events();
    let settled = 0;
    /** What came of a call: events come in the order of the changes, so all of it comes before the next account's. */
    async function causedBy<Output>(call: () => Promise<Output>) {
      const output = await call();
      const username = `settled-${++settled}`;
      await client.people.updateMe({ username });
      const heard: NodeEvent[] = [];
      for (;;) {
        const next = await events.next();
        if (next.done) throw new Error("The stream of events ended");
        const event = next.value;
        if (event.type === "account" && event.account.username === username) return { output, events: heard };
        heard.push(event);
      }
    }
    const isSession = (session_id: string, wanted: Partial<Session>) =>
      expect.arrayContaining([{ type: "session", session: expect.objectContaining({ session_id, ...wanted }) }]);
    await causedBy(async () => undefined);

    const created = await causedBy(() => sessions.create({ name: "Told", consent }));
    const { session_id } = created.output;
    expect(created.events).toEqual(isSession(session_id, { state: "created" }));
    const renamed = await causedBy(() => sessions.update({ session_id, name: "Told again" }));
    expect(renamed.events).toEqual(isSession(session_id, { name: "Told again" }));
    const granted = await causedBy(() => sessions.grant({ session_id }));
    expect(granted.events).toEqual(isSession(session_id, { state: "created" }));
    // As TronWeb writes a signature: with 0x in front, here in capitals as well.
    const grant_signature = `0x${wallet.signMessage(granted.output.text).toUpperCase()}`;
    const started = await causedBy(() => sessions.start({ session_id, grant_signature }));
    expect(started.events).toEqual(isSession(session_id, { state: "recording" }));
    const paused = await causedBy(() => sessions.pause({ session_id, reason: "lunch" }));
    expect(paused.events).toEqual(isSession(session_id, { state: "paused" }));
    const resumed = await causedBy(() => sessions.resume({ session_id }));
    expect(resumed.events).toEqual(isSession(session_id, { state: "recording" }));
    const { envelopes } = await sessions.keys({ session_id });
    const [{ envelope, recipients } = { envelope: "", recipients: [] }] = envelopes;
    const added = await causedBy(() => sessions.addKey({ session_id, envelope, recipients }));
    expect(added.events).toEqual(isSession(session_id, {}));
    const stopped = await causedBy(() => sessions.stop({ session_id }));
    expect(stopped.events).toEqual(isSession(session_id, { recording_status: "stopped" }));
    const draft = (await sessions.create({ name: "Given up", consent })).session_id;
    const cancelled = await causedBy(() => sessions.cancel({ session_id: draft }));
    expect(cancelled.events).toEqual(isSession(draft, { state: "cancelled" }));
    const removed = await causedBy(() => sessions.remove({ session_id: draft }));
    expect(removed.events).toEqual(expect.arrayContaining([{ type: "session_removed", session_id: draft }]));
  });

  it("refuse the events of somebody else's session before the stream begins", async () => {
    const { session_id } = await owner.client.sessions.create({ name: "Mine", consent });
    const stranger = await logIn(node.announced.url, walletFromPhrase(createWallet().phrase));
    await expect(stranger.download(`/sessions/${session_id}/events`)).rejects.toThrow("LUCID_SESSION_ERR_4301");
  });

  it("pause with a reason, resume, and prove the gap; a range and a redaction still verify", async () => {
    const { client } = owner;
    const session = await startSession(owner, { name: "With a gap" });
    await expect(client.sessions.resume({ session_id: session })).rejects.toThrow("LUCID_SESSION_ERR_4304");
    await until(sessionOf(owner, session), ({ duration }) => duration > 2);
    const paused = await client.sessions.pause({ session_id: session, reason: "password change" });
    expect(paused.state).toBe("paused");
    expect(ownGaps(paused.gaps)).toMatchObject([{ kind: "paused", reason: "password change", to: null }]);
    expect(await client.sessions.resume({ session_id: session })).toMatchObject({ state: "recording" });
    await until(sessionOf(owner, session), ({ chunk_count }) => chunk_count >= 2);
    await client.sessions.stop({ session_id: session });
    const facts = factsOf(await exportAndVerify(owner, session, folder));
    const { chunks } = await client.sessions.chunks({ session_id: session });
    const beforeChunk = chunks.findIndex(({ gap_before }) => gap_before?.kind === "paused");
    expect(ownGaps(facts.gaps)).toMatchObject([{ kind: "paused", reason: "password change", beforeChunk }]);

    const redacted = await verifyPart(session, "redact=0");
    expect(redacted).toMatchObject({ verified: true, facts: { redacted: [[0, 0]] } });
    const last = chunks.at(-1);
    const range = await verifyPart(session, `from_ms=${Date.parse(last?.started_at ?? "") + 1}`);
    expect(range).toMatchObject({ verified: true, facts: { includedCount: 1 } });
    const proofOnly = await verifyPart(session, "chunks=none");
    expect(proofOnly).toMatchObject({ verified: true, facts: { includedCount: 0, chunkCount: chunks.length } });
  });

  it("prove one chunk alone, and two states of the record against each other", async () => {
    const { client } = owner;
    const { sessions } = await client.sessions.list({ q: "gap" });
    const session_id = sessions[0]?.session_id;
    if (!session_id) throw new Error("The session with a gap is missing");
    const proof = ChunkProof.parse(await client.sessions.chunkProof({ session_id, chunk_id: 1 }));
    const genesis = (await client.chain.genesis()) as Genesis;
    expect(verifyChunkProof(proof, genesis)).toMatchObject({ ok: true });
    expect(verifyChunkProof({ ...proof, path: ["0".repeat(64)] }, genesis)).toMatchObject({ ok: false });
    const { from_root, to_root, path } = await client.sessions.consistency({ session_id, from: 1, to: 2 });
    expect(merkle.verifyConsistency({ from: { size: 1, root: from_root }, to: { size: 2, root: to_root }, path })).toBe(true);
    await expect(client.sessions.consistency({ session_id, from: 2, to: 99 })).rejects.toThrow("LUCID_SESSION_ERR_4305");
  });

  it("delete a recording with a signed receipt, and keep its proof", async () => {
    const { client } = owner;
    const { sessions } = await client.sessions.list({ q: "gap" });
    const session_id = sessions[0]?.session_id;
    if (!session_id) throw new Error("The session with a gap is missing");
    await client.sessions.update({ session_id, legal_hold: true });
    await expect(client.sessions.remove({ session_id })).rejects.toThrow("LUCID_SESSION_ERR_4317");
    await client.sessions.update({ session_id, legal_hold: false });
    const { receipt, signature } = await client.sessions.remove({ session_id, reason: "asked by its owner" });
    expect(verifyObject(DOMAIN.deletion, receipt, signature, receipt.node)).toBe(true);
    expect(receipt).toMatchObject({ reason: "asked by its owner", session_id });
    expect(existsSync(join(node.announced.data, "chunks", session_id))).toBe(false);
    expect(await client.sessions.receipt({ session_id })).toEqual({ receipt, signature });
    expect(await verifyPart(session_id, "chunks=none")).toMatchObject({ verified: true });
    // The answer is kept as it comes, and checked against the proof that stays.
    const [kept, part] = [join(folder, "receipt.json"), join(folder, "part.lucid")];
    await writeFile(kept, await (await owner.download(`/sessions/${session_id}/receipt`)).text());
    const { stdout } = await runLucid(["verify", kept, "--recording", part, "--node", receipt.node]);
    expect(stdout).toContain("VERIFIED");
    expect(stdout).toContain("session, manifest, root, number of chunks and bytes are the same");
    await expect(owner.download(`/sessions/${session_id}/bundle`)).rejects.toThrow("LUCID_SESSION_ERR_4305");
  });

  it("serve the viewer over a one-time ticket while an RDP client may connect as well", async () => {
    const { client } = owner;
    const session_id = await startSession(owner, { name: "Watched" });
    const connection = await client.sessions.connection({ session_id });
    expect(connection).toMatchObject({ host: "127.0.0.1", username: "session" });
    expect(connection.port).toBeGreaterThanOrEqual(13_389);
    expect(connection.rdp_file).toContain(`full address:s:127.0.0.1:${connection.port}`);
    const { path } = await client.sessions.viewerTicket({ session_id });
    const address = node.announced.url.replace("http", "ws") + path;
    const viewer = await openViewer(address);
    expect(viewer.greeting).toMatch(/^RFB 003\.00[38]\n$/);
    await expect(openViewer(address)).rejects.toThrow(/./);
    viewer.close();
    await client.sessions.stop({ session_id });
    await expect(client.sessions.viewerTicket({ session_id })).rejects.toThrow("LUCID_SESSION_ERR_4304");
  });

  async function verifyPart(session: string, query: string) {
    const path = join(folder, "part.lucid");
    await writeFile(path, new Uint8Array(await (await owner.download(`/sessions/${session}/bundle?${query}`)).arrayBuffer()));
    return JSON.parse((await runLucid(["verify", path, "--json"])).stdout);
  }
});

function openViewer(address: string): Promise<{ greeting: string; close(): void }> {
  const socket = new WebSocket(address);
  socket.binaryType = "arraybuffer";
  const { promise, resolve, reject } = Promise.withResolvers<{ greeting: string; close(): void }>();
  socket.addEventListener("message", ({ data }: MessageEvent<ArrayBuffer>) =>
    resolve({ greeting: new TextDecoder().decode(data), close: () => socket.close() }),
  );
  socket.addEventListener("error", () => reject(new Error("The viewer was refused")));
  socket.addEventListener("close", () => reject(new Error("The viewer was closed")));
  return promise;
}
