import { createSoloGenesis, parametersForInterval } from "@lucid/chain";
import type { PolicyDecision } from "@lucid/contract";
import { type Clock, systemRandomness } from "@lucid/foundation";
import { createWallet, newIdentity, walletFromPhrase } from "@lucid/identity";
import { createMemoryChunkStore, type RecorderSummary } from "@lucid/pipeline";
import { type ChunkEntry, grantText } from "@lucid/proof";
import { Registry } from "prom-client";
import type { NodeKeys } from "../../ground/index.ts";
import { networksOf } from "../../lucid-chain/index.ts";
import { createProving, type ProvingDeps } from "../proving/create-proving.ts";
import type { LiveSession, LiveSessionHandlers, LiveSessionOptions } from "../running/live-session.ts";
import { createOpenSessions } from "../running/open-sessions.ts";
import type { RunningSessionsDeps } from "../running/running-sessions.ts";
import { createSessionMetrics } from "../running/sessions.metrics.ts";
import { startRunningSessions } from "../running/start-running-sessions.ts";
import type { SessionRecord } from "../stored/session-row.ts";
import { chunkEntry, openTestRepository, STARTED_AT, sessionId, sessionRecord } from "./session-fixtures.ts";

/** A desktop with a recorder that exist only as far as the node's book-keeping sees them. */
export interface FakeLive {
  readonly options: LiveSessionOptions;
  readonly handlers: LiveSessionHandlers;
  /** Lets the desktop open. */
  open(): void;
  /** What its recorder gives up when it stops. */
  lostChunks: number;
  /** Lets a pending pause or resume go through. */
  readonly gates: { pause: Promise<void>; resume: Promise<void> };
  readonly calls: string[];
  /** A chunk became durable. */
  chunk(index: number): Promise<void>;
}

/** What the tests' kit brings: only tests may import it. */
export interface TestTools<Time extends Clock> {
  readonly clock: Time;
  readonly signer: Pick<NodeKeys, "publicKey" | "sign">;
  readonly log: RunningSessionsDeps["log"];
}

const ALLOWED: PolicyDecision = {
  ...{ effect: "allow", because: "terms", policy_id: null, policy_version: null, rule_id: null, request_id: null },
};

/** Sessions over a database in memory, with desktops that open when the test says so. */
export async function startTestSessions<Time extends Clock>(
  { clock, signer, log }: TestTools<Time>,
  { maxSessions = 10, maxSessionsPerUser = 5, runDirectory = "/nowhere" } = {},
) {
  const stack = new AsyncDisposableStack();
  const stored = stack.use(openTestRepository()).repository;
  let isFull = false;
  const full = Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" });
  /** A database that takes no change while its disk is full. */
  const whileRoom =
    <Args extends readonly unknown[]>(write: (...args: Args) => void) =>
    (...args: Args): void => {
      if (isFull) throw full;
      write(...args);
    };
  let sealing: { failed: boolean } | undefined;
  const update = whileRoom(stored.update);
  const repository = {
    ...stored,
    update(...[id, change, now]: Parameters<typeof update>): void {
      if (change.manifest !== undefined && sealing && !sealing.failed) {
        sealing.failed = true;
        throw full;
      }
      update(id, change, now);
    },
    addChunk: whileRoom(stored.addChunk),
    begin: whileRoom(stored.begin),
  };
  const keys = {
    ...signer,
    signText: (domain: Parameters<typeof signer.sign>[0], text: string) => signer.sign(domain, JSON.parse(text)),
  };
  const wallet = walletFromPhrase(createWallet().phrase);
  const { recipient } = newIdentity();
  const store = createMemoryChunkStore();
  const lives = new Map<string, FakeLive>();
  const heads: { session_id: string; size: number }[] = [];
  const anchors: string[] = [];
  const nothing = () => ({ [Symbol.dispose]: () => undefined });

  function fakeLive(options: LiveSessionOptions, handlers: LiveSessionHandlers): Promise<LiveSession> {
    const opened = Promise.withResolvers<LiveSession>();
    const { sessionId: id } = options.record;
    const calls: string[] = [];
    const gates = { pause: Promise.resolve(), resume: Promise.resolve() };
    let chunks = 0;
    const waiting: ChunkEntry[] = [];
    const rows = {
      flush() {
        for (let entry = waiting[0]; entry; entry = waiting[0]) {
          handlers.storeRow(entry);
          waiting.shift();
        }
      },
    };
    const session = {
      sessionId: id,
      rows,
      recorder: { status: () => ({ stages: { recording: {}, storage: {} } }) },
      view: () => ({ openForMs: 0, participants: [], inputFrozen: false, openGap: null, trouble: null }),
      async pause(reason: string, note: () => void) {
        calls.push(`pause ${reason}`);
        await gates.pause;
        note();
      },
      async resume(note: () => void) {
        calls.push("resume");
        await gates.resume;
        note();
      },
      async stop(): Promise<RecorderSummary> {
        calls.push("stop");
        return { startedAtMs: STARTED_AT, endedAtMs: clock.now(), chunks, lostChunks: live.lostChunks };
      },
    } as unknown as LiveSession;
    options.signal.addEventListener("abort", () => opened.reject(new Error("The desktop was not wanted any more")));
    const live: FakeLive = {
      options,
      handlers,
      calls,
      gates,
      lostChunks: 0,
      open: () => opened.resolve(session),
      async chunk(index) {
        const entry = chunkEntry(index, { session_id: id });
        await store.put(id, index, new Uint8Array([index]));
        chunks += 1;
        waiting.push(entry);
        try {
          rows.flush();
        } catch {
          return;
        }
        await handlers.onStored(entry);
      },
    };
    lives.set(id, live);
    return opened.promise;
  }

  const chain: ProvingDeps["chain"] = {
    submit: {
      own: (_type, data) => {
        if ("session_id" in data) anchors.push(data.session_id);
        return { kind: "accepted", id: "a".repeat(64) };
      },
      status: () => ({ state: "pending", id: "a".repeat(64) }),
      expectedSession: () => undefined,
    },
    read: { onBlock: nothing, onFinal: nothing, anchorView: () => undefined },
  };
  const networkId = sessionRecord().grantTerms.network;
  const read = {
    head: () => ({ height: 0, hash: networkId, time: 0 }),
    headers: () => [],
    anchorOf: () => undefined,
    lastCheckpointOf: () => undefined,
    checkpointsOf: () => [],
    finalCheckpointAbove: () => undefined,
    placesOf: () => new Map(),
    evidence: () => undefined,
    blockEvidence: () => undefined,
  };
  const parameters = parametersForInterval(10);
  const genesis = createSoloGenesis({ network: "test", startsAtMs: STARTED_AT, publicKey: signer.publicKey, parameters });
  const networks = networksOf({ genesis, networkId, read, node: signer.publicKey });
  const checkpointer = { setHead: (head: (typeof heads)[number]) => void heads.push(head), forget: () => undefined };

  const start = () => {
    const open = createOpenSessions(repository);
    const metrics = createSessionMetrics(new Registry(), open);
    const places = { of: () => new Map() };
    const deps = {
      clock,
      randomness: systemRandomness,
      log,
      metrics,
      repository,
      places,
      open,
      checkpointer,
      store,
      changed: nothing,
      rules: { gate: () => () => ALLOWED },
    };
    const proving = createProving({ ...deps, keys, chain, networks }, { recorderVersion: "0.1.0" });
    return startRunningSessions(
      { ...deps, proving, isAnchored: () => false, hosting: { encoder: "libx264", open: fakeLive } },
      {
        runDirectory,
        rdp: { address: "127.0.0.1", fromPort: 1, toPort: 2 },
        maxSessions,
        maxSessionsPerUser,
        missing: [],
        install: "",
        networkId,
      },
    );
  };

  function record(number: number, change: Partial<SessionRecord> = {}): SessionRecord {
    const base = sessionRecord({ sessionId: sessionId(number), ownerAddress: wallet.address, ...change });
    repository.insert(base);
    return base;
  }
  const signatureOf = ({ grantTerms }: SessionRecord): string => wallet.signMessage(grantText(grantTerms));
  const sessions = stack.use(await start());

  return {
    clock,
    repository,
    store,
    sessions,
    lives,
    heads,
    anchors,
    record,
    signatureOf,
    /** A second run over the same database, as after a crash. */
    again: start,
    fillDisk(full: boolean): void {
      isFull = full;
    },
    /** The disk is full when the next manifest is stored, and for that alone. */
    failNextSeal: () => (sealing = { failed: false }),
    stateOf: (number: number) => repository.get(sessionId(number))?.state,
    begin: (created: SessionRecord, recipients = [recipient]) =>
      sessions.start(created.sessionId, signatureOf(created), recipients),
    /** The desktop that is being opened, once it is. */
    async live(number: number): Promise<FakeLive> {
      for (;;) {
        const found = lives.get(sessionId(number));
        if (found) return found;
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    /** A session that records. */
    async recording(number: number): Promise<FakeLive> {
      const created = record(number);
      const begun = sessions.start(created.sessionId, signatureOf(created), [recipient]);
      const live = await this.live(number);
      live.open();
      await begun;
      return live;
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
