import { API_PREFIX, type TailHead } from "@lucid/contract";
import {
  createTailReader,
  createWallet,
  newIdentity,
  openChunk,
  RECORD,
  readRecords,
  type TailFrame,
  unwrapDataKey,
  walletFromPhrase,
} from "@lucid/identity";
import { startTestNode } from "@lucid/testkit/node";
import { describe, expect, it } from "vitest";
import { logInAs, ownNode } from "./testing/owned-node.ts";

/** A session that is recorded, with the key that opens it. */
async function openSession() {
  await using starting = new AsyncDisposableStack();
  const node = starting.use(await startTestNode({ settings: { registration: "open" } }));
  const owner = await ownNode(node);
  const { identity, recipient } = newIdentity();
  const session_id = await owner.prepare();
  await owner.start(session_id, [recipient]);
  const [kept] = (await owner.client.sessions.keys({ session_id })).envelopes;
  const dataKey = await unwrapDataKey(Buffer.from(kept?.envelope ?? "", "base64"), identity);
  const running = starting.move();
  return { node, owner, session_id, dataKey, [Symbol.asyncDispose]: () => running.disposeAsync() };
}

type Session = Awaited<ReturnType<typeof openSession>>;

/** Follows the session; `until` gives the frames to the next one that is asked for. */
async function follow({ owner, session_id, dataKey }: Session, query = "") {
  const response = await owner.ask(`/sessions/${session_id}/tail${query}`);
  const reader = (response.body ?? new ReadableStream<Uint8Array>()).getReader();
  const opener = createTailReader(session_id, dataKey);
  const waiting: TailFrame[] = [];
  async function until(type: TailHead["type"]): Promise<TailFrame[]> {
    const found: TailFrame[] = [];
    while (found.at(-1)?.head.type !== type) {
      const next = waiting.shift();
      if (next) found.push(next);
      else {
        const { done, value } = await reader.read();
        if (done) throw new Error(`The stream ended before ${type}`);
        waiting.push(...opener.push(value));
      }
    }
    return found;
  }
  return { response, until, leave: () => reader.cancel() };
}

const videoOf = (frames: readonly TailFrame[]): Buffer =>
  Buffer.concat(frames.filter(({ head }) => head.type === "video").map(({ body }) => body));

const eventsOf = (frames: readonly TailFrame[]): string[] =>
  frames.filter(({ head }) => head.type === "events").map(({ body }) => Buffer.from(body).toString());

describe("a recording that is followed", () => {
  it("shows what is sealed afterwards, byte by byte, and each event, with nothing of it in the clear", async () => {
    await using session = await openSession();
    const { node, owner, session_id, dataKey } = session;
    const follower = await follow(session);
    const before = await follower.until("alive");
    await node.work(11);
    const frames = [...before, ...(await follower.until("closed"))];
    await owner.until(session_id, ({ chunk_count }) => chunk_count >= 1);

    const container = await (await owner.ask(`/sessions/${session_id}/chunks/0/download`)).arrayBuffer();
    const records = readRecords(openChunk(new Uint8Array(container), dataKey));
    const sealed = (type: number) => Buffer.concat(records.filter((record) => record.type === type).map(({ bytes }) => bytes));
    expect(videoOf(frames)).toEqual(sealed(RECORD.video));
    expect(eventsOf(frames).toSorted()).toEqual(expect.arrayContaining(sealed(RECORD.events).toString().match(/.+\n/g) ?? [""]));
    await follower.leave();

    const plain = await owner.ask(`/sessions/${session_id}/tail`);
    const { value } = await (plain.body ?? new ReadableStream<Uint8Array>()).getReader().read();
    expect(Buffer.from(value ?? []).toString("latin1")).not.toMatch(/ftyp|moov|now_ms/);
  });

  it("ends with the session, after which nothing comes, and is refused before it began", async () => {
    await using session = await openSession();
    const follower = await follow(session);
    await follower.until("alive");
    await session.node.work(1);
    await session.owner.stop(session.session_id);
    expect((await follower.until("ended")).at(-1)?.head).toMatchObject({ type: "ended", reason: "session-ended" });
    const statusOf = async (id: string): Promise<number> => (await session.owner.ask(`/sessions/${id}/tail`)).status;
    expect(await statusOf(session.session_id)).toBe(204);
    expect(await statusOf(await session.owner.prepare())).toBe(409);
  });

  it("goes on through a pause, and tells of it", async () => {
    await using session = await openSession();
    const { node, owner, session_id } = session;
    const follower = await follow(session);
    await follower.until("alive");
    await node.work(2);
    await owner.client.sessions.pause({ session_id, reason: "break" });
    await follower.until("closed");
    await node.time.pass(2);
    expect((await follower.until("alive")).at(-1)?.head).toMatchObject({ state: "paused" });
    await owner.client.sessions.resume({ session_id });
    const [next] = (await follower.until("video")).filter(({ head }) => head.type === "chunk");
    expect(next?.head).toMatchObject({ index: 1, take: 1, gap_before: { kind: "paused", reason: "break" } });
  });

  it("is not there for somebody who may not see the session", async () => {
    await using session = await openSession();
    const { node, session_id } = session;
    const stranger = await logInAs(node, walletFromPhrase(createWallet().phrase));
    const answer = await fetch(`${node.url}${API_PREFIX}/sessions/${session_id}/tail`, {
      headers: { authorization: `Bearer ${stranger.access_token}` },
    });
    expect(answer.status).toBe(404);
  });
});
