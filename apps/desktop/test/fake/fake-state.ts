import { EventEmitter, on } from "node:events";
import { type NodeEvent, type Session, type SessionId, sessionErrors } from "@lucid/contract";
import { createFakeChain, type FakeChain, hashOf } from "./fake-chain.ts";
import { makeSession, sketchedSessions } from "./fake-sessions.ts";

export interface FakeOptions {
  /** Whether the node still waits for its owner. */
  readonly setupNeeded?: boolean;
  /** `sketched`: the sessions of the design's sketch; `none`: a fresh node. */
  readonly sessions?: "sketched" | "none";
  /** Programs the node lacks for hosting. */
  readonly missing?: readonly string[];
  /** Milliseconds between two blocks, and two steps of a session that is being sealed. */
  readonly stepMs?: number;
}

export interface FakeState extends Disposable {
  readonly sessions: Map<SessionId, Session>;
  readonly chain: FakeChain;
  readonly options: FakeOptions;
  setupNeeded: boolean;
  get(id: SessionId): Session;
  /** Changes a session and tells the streams. */
  change(id: SessionId, changes: Partial<Session>): Session;
  add(changes: Partial<Session>): Session;
  remove(id: SessionId): void;
  /** Seals in steps: processing, stored, anchored, completed. */
  seal(id: SessionId): Session;
  events(signal: AbortSignal | undefined): AsyncGenerator<NodeEvent>;
}

export function createFakeState(options: FakeOptions): FakeState {
  const stepMs = options.stepMs ?? 2_000;
  const chain = createFakeChain(48_213, Date.now());
  const listed = options.sessions === "none" ? [] : sketchedSessions();
  const sessions = new Map(listed.map((session) => [session.session_id, session]));
  const emitter = new EventEmitter();
  const tell = (event: NodeEvent) => emitter.emit("event", event);
  const timers = new Set<NodeJS.Timeout>();

  function get(id: SessionId): Session {
    const session = sessions.get(id);
    if (!session) throw sessionErrors.SESSION_NOT_FOUND();
    return session;
  }

  function change(id: SessionId, changes: Partial<Session>): Session {
    const session = { ...get(id), ...changes, updated_at: new Date().toISOString() };
    sessions.set(id, session);
    tell({ type: "session", session });
    return session;
  }

  function later(step: number, act: () => void): void {
    timers.add(setTimeout(act, step * stepMs));
  }

  function record(): void {
    for (const session of sessions.values()) {
      if (session.state !== "recording") continue;
      change(session.session_id, {
        chunk_count: session.chunk_count + 1,
        anchored_chunk_count: session.chunk_count,
        size_bytes: session.size_bytes + 214_000,
        proven_until: new Date(Date.now() - 4_000).toISOString(),
      });
    }
  }

  timers.add(
    setInterval(() => {
      const block = chain.grow();
      tell({
        type: "head",
        height: block.height,
        finalized_height: block.height - 1,
        hash: block.hash,
        timestamp: block.timestamp,
      });
      record();
    }, stepMs),
  );

  return {
    sessions,
    chain,
    options,
    setupNeeded: options.setupNeeded ?? false,
    get,
    change,
    add(changes) {
      const session = makeSession(changes);
      sessions.set(session.session_id, session);
      tell({ type: "session", session });
      return session;
    },
    remove(id) {
      sessions.delete(id);
      tell({ type: "session_removed", session_id: id });
    },
    seal(id) {
      const root = hashOf(id);
      const completed_at = new Date().toISOString();
      const common = { status: "completed", recording_status: "stopped", pipeline_status: "completed", end: "stopped" } as const;
      later(1, () => change(id, { ...common, state: "stored", merkle_root: root, manifest_hash: hashOf(root) }));
      later(2, () => {
        const { transaction_id, block_height } = chain.anchor(id, root, get(id).chunk_count);
        change(id, {
          state: "anchored",
          anchored: true,
          anchor: { status: "included", transaction_id, block_height, confirmations: 0, final_at: null },
        });
      });
      later(3, () => {
        const { anchor } = get(id);
        change(id, {
          state: "completed",
          anchor: { ...anchor, status: "final", confirmations: 1, final_at: new Date().toISOString() },
        });
      });
      return change(id, { state: "processing", recording_status: "stopped", completed_at, participants: [] });
    },
    async *events(signal) {
      for await (const [event] of on(emitter, "event", signal ? { signal } : {})) yield event as NodeEvent;
    },
    [Symbol.dispose]() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
