import { createCipheriv, hkdfSync } from "node:crypto";
import { SessionId, type TailHead } from "@lucid/contract";
import { TAIL, tailKeyInfo, tailNonce } from "@lucid/identity";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { followTail } from "./follow-tail.ts";

const sessionId = SessionId.parse("0f8fad5b-d9cb-469f-a165-70867728950e");
const dataKey = crypto.getRandomValues(new Uint8Array(32));
const EPOCH = 1_763_600_000_000;

const u32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

/** The node's side of one connection. */
function connection(signal: AbortSignal) {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>(undefined, undefined, { highWaterMark: 100 });
  const writer = writable.getWriter();
  const salt = crypto.getRandomValues(new Uint8Array(TAIL.saltBytes));
  const key = Buffer.from(hkdfSync("sha256", dataKey, salt, tailKeyInfo(sessionId), TAIL.keyBytes));
  let frames = 0;
  const send = (bytes: Uint8Array): void => void writer.write(bytes).catch(() => undefined);
  signal.addEventListener("abort", () => void writer.abort(signal.reason).catch(() => undefined));
  send(Buffer.concat([Buffer.from(TAIL.magic), Buffer.from([TAIL.version]), salt]));
  return {
    response: new Response(readable),
    say(head: TailHead, body = ""): void {
      const json = Buffer.from(JSON.stringify(head));
      const cipher = createCipheriv("chacha20-poly1305", key, tailNonce(frames), { authTagLength: TAIL.tagBytes });
      frames += 1;
      const sealed = [
        cipher.update(Buffer.concat([u32(json.length), json, Buffer.from(body)])),
        cipher.final(),
        cipher.getAuthTag(),
      ];
      send(Buffer.concat([u32(sealed.reduce((sum, piece) => sum + piece.length, 0)), ...sealed]));
    },
    end: () => void writer.close(),
  };
}

/** A tail, the connections it makes, and what it asks for. */
function setUp({ refuse = () => false, answer }: { readonly refuse?: () => boolean; readonly answer?: () => Response } = {}) {
  const asked: string[] = [];
  const connections: ReturnType<typeof connection>[] = [];
  const tail = followTail({
    ...{ sessionId, dataKey },
    async open(query, signal) {
      asked.push(query);
      if (refuse()) throw new Error("The node is not there");
      if (answer) return answer();
      const made = connection(signal);
      connections.push(made);
      return made.response;
    },
  });
  const kind = () => tail.state.getState().link.kind;
  const until = (wanted: string): Promise<void> => vi.waitFor(() => expect(kind()).toBe(wanted));
  return { tail, asked, connections, until, kind };
}

const alive: TailHead = { type: "alive", now_ms: EPOCH, state: "recording", recorded_until_ms: null };
const chunk: TailHead = {
  ...{ type: "chunk", now_ms: EPOCH, index: 3, take: 0, keyframe: true, gap_before: null },
  ...{ started_at_ms: EPOCH, started_monotonic_ms: 0 },
};
const video: TailHead = {
  ...{ type: "video", now_ms: EPOCH + 600, index: 3, offset: 0, from_ms: EPOCH, to_ms: EPOCH + 500, monotonic_ms: 0 },
};

describe("following what is recorded now", () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
  afterEach(() => vi.useRealTimers());

  it("gives what comes, and how late it is by the record's own clock", async () => {
    const { tail, connections, until, asked } = setUp();
    expect(tail.nowMs()).toBeUndefined();
    tail.want(true);
    await vi.waitFor(() => expect(connections).toHaveLength(1));
    connections[0]?.say(chunk);
    connections[0]?.say(video, "picture");
    await until("following");
    await vi.waitFor(() => expect(tail.state.getState().chunks).toMatchObject([{ index: 3, size: 7, endMs: EPOCH + 500 }]));
    expect(tail.state.getState().recorder).toBe("recording");
    expect(tail.nowMs()).toBeGreaterThanOrEqual(EPOCH + 600);
    expect(asked).toEqual([""]);
    tail.want(false);
  });

  it("says that a connection broke, tries again, and asks for what it has not", async () => {
    const { tail, connections, until, asked } = setUp();
    tail.want(true);
    await vi.waitFor(() => expect(connections).toHaveLength(1));
    connections[0]?.say(chunk);
    connections[0]?.say(video, "picture");
    await vi.waitFor(() => expect(tail.state.getState().chunks[0]?.size).toBe(7));
    connections[0]?.end();
    await until("broken");
    expect(tail.nowMs()).toBeUndefined();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked).toEqual(["", "?chunk=3&offset=7"]);
    connections[1]?.say(alive);
    await until("following");
    tail[Symbol.dispose]();
  });

  it("takes a node that says nothing for one that is not there", async () => {
    const { tail, connections, until } = setUp();
    tail.want(true);
    await vi.waitFor(() => expect(connections).toHaveLength(1));
    connections[0]?.say(alive);
    await until("following");
    await vi.advanceTimersByTimeAsync(3_500);
    await until("broken");
    tail[Symbol.dispose]();
  });

  it("keeps trying while the node refuses, and stops when nobody wants it", async () => {
    let gone = true;
    const { tail, asked, until, kind } = setUp({ refuse: () => gone });
    tail.want(true);
    await until("broken");
    await vi.advanceTimersByTimeAsync(1_000);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked.length).toBeGreaterThanOrEqual(3);
    gone = false;
    tail.want(false);
    expect(kind()).toBe("off");
    const before = asked.length;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked.length).toBe(before);
  });

  it("tells a reader that was too slow from a session that ended", async () => {
    const { tail, connections, until } = setUp();
    tail.want(true);
    await vi.waitFor(() => expect(connections).toHaveLength(1));
    connections[0]?.say({ type: "ended", now_ms: EPOCH, reason: "too-slow" });
    await until("broken");
    expect(tail.state.getState().link).toMatchObject({ cause: "too-slow" });
    await vi.advanceTimersByTimeAsync(1_000);
    connections[1]?.say(alive);
    await until("following");
    connections[1]?.say({ type: "ended", now_ms: EPOCH, reason: "session-ended" });
    await until("off");
    tail[Symbol.dispose]();
  });

  it("asks for nothing more once the session is over, however long the page does not know of it", async () => {
    const { tail, asked, connections, until } = setUp();
    tail.want(true);
    await vi.waitFor(() => expect(connections).toHaveLength(1));
    connections[0]?.say(alive);
    await until("following");
    connections[0]?.say({ type: "ended", now_ms: EPOCH, reason: "session-ended" });
    await until("off");
    await vi.advanceTimersByTimeAsync(60_000);
    tail.want(true);
    expect(asked).toEqual([""]);
    tail[Symbol.dispose]();
  });

  it("takes the answer that nothing comes any more for the end of the session", async () => {
    const { tail, asked, kind } = setUp({ answer: () => new Response(undefined, { status: 204 }) });
    tail.want(true);
    await vi.waitFor(() => expect(kind()).toBe("off"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect([kind(), asked]).toEqual(["off", [""]]);
    tail[Symbol.dispose]();
  });
});
