import { LucidError, pipelineErrors } from "@lucid/contract";
import type { Clock, Log } from "@lucid/foundation";
import type { BlockRef, ChunkEntry, Codec, Suite } from "@lucid/proof";
import type { PlainChunk } from "../chunker/create-chunker.ts";
import type { SealedChunk, Sealer } from "../sealer/sealer.ts";
import type { ChunkStore } from "../store/chunk-store.ts";
import { wipe } from "../wipe.ts";
import { chunkEntry } from "./chunk-entry.ts";
import { delay } from "./delay.ts";
import type { ChunkTimings, RecorderTrouble } from "./recorder.ts";

export interface ChunkLineDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly sealer: Sealer;
  readonly store: ChunkStore;
}

export interface ChunkLineOptions {
  readonly sessionId: string;
  readonly dataKey: Uint8Array;
  readonly codec: Codec;
  readonly level?: number;
  readonly suite: Suite;
  readonly maxPendingBytes: number;
  readonly clockErrorMs: () => number | null;
  readonly finalBlock: () => BlockRef | null;
}

export interface ChunkLineHandlers {
  /** A chunk is about to be stored. */
  onSealed(entry: ChunkEntry): void;
  onChunk(entry: ChunkEntry, timings: ChunkTimings): void | Promise<void>;
  onTrouble(trouble: RecorderTrouble): void;
  onBack(): void;
  onFailed(trouble: RecorderTrouble): void;
}

/** Closed chunks on their way: sealed, stored and reported one after the other, in order. */
export interface ChunkLine {
  /** After `drain` a chunk is wiped and not taken. */
  push(chunk: PlainChunk): void;
  /**
   * Waits until nothing is left, at most `deadlineMs`; returns how many chunks were given up then. No chunk is sealed, stored
   * or reported after that: whoever waited seals the session without it.
   */
  drain(deadlineMs: number): Promise<number>;
  readonly counters: ChunkLineCounters;
  /** Whether the store is the reason that capture should wait. */
  readonly troubled: boolean;
}

export interface ChunkLineCounters {
  readonly closed: number;
  readonly pendingChunks: number;
  readonly pendingBytes: number;
  readonly retries: number;
  readonly stored: number;
  readonly plainBytes: number;
  readonly compressedBytes: number;
  readonly storedBytes: number;
  readonly compressionMs: number;
  readonly encryptionMs: number;
  readonly hashingMs: number;
  readonly storageMs: number;
}

interface Item {
  readonly index: number;
  readonly chunk: PlainChunk;
  readonly closedAtMs: number;
  readonly after: BlockRef | null;
}

/** The seeds' rule: three tries in place, five in all, waiting 1 s and twice as long each time. */
const SEAL_TRIES = 5;
const QUIET_STORE_TRIES = 3;
const FIRST_DELAY_MS = 1_000;
const MAX_DELAY_MS = 15_000;
/**
 * A disk that does not answer for so long hangs: three chunks are in memory alone, and a crash would lose them. In the disk's own time,
 * which goes on where a clock stands still or is hurried.
 */
const SLOW_STORE_MS = 30_000;

export function createChunkLine(deps: ChunkLineDeps, options: ChunkLineOptions, handlers: ChunkLineHandlers): ChunkLine {
  const { clock, log } = deps;
  const queue: Item[] = [];
  const count = {
    closed: 0,
    pendingBytes: 0,
    retries: 0,
    stored: 0,
    plainBytes: 0,
    compressedBytes: 0,
    storedBytes: 0,
    compressionMs: 0,
    encryptionMs: 0,
    hashingMs: 0,
    storageMs: 0,
  };
  const abandoned = new AbortController();
  let trouble: RecorderTrouble | undefined;
  let failed = false;
  /** The first chunk of the queue is stored, and its report under way. */
  let isReporting = false;
  let working: Promise<void> | undefined;
  /** What was final when the chunk that is recorded now was begun, or earlier: when the one before it was closed. */
  let final = options.finalBlock();

  async function work(): Promise<void> {
    for (let item = queue[0]; item && !failed && !abandoned.signal.aborted; item = queue[0]) {
      const sealed = await seal(item);
      if (abandoned.signal.aborted) return;
      const { closedAtMs, index, chunk, after } = item;
      const entry = chunkEntry(options.sessionId, index, chunk, sealed, { clockErrorMs: options.clockErrorMs(), after });
      handlers.onSealed(entry);
      const storingSince = clock.elapsed();
      await store(item, sealed);
      // Given up meanwhile: the session may be sealed without it already, and its file is removed there.
      if (abandoned.signal.aborted) return;
      const storedAtMs = clock.now();
      const storageMs = clock.elapsed() - storingSince;
      const { timings } = sealed;
      count.stored += 1;
      count.plainBytes += sealed.plainSize;
      count.compressedBytes += sealed.compressedSize;
      count.storedBytes += sealed.size;
      count.compressionMs += timings.compressionMs;
      count.encryptionMs += timings.encryptionMs;
      count.hashingMs += timings.hashingMs;
      count.storageMs += storageMs;
      await report(entry, { closedAtMs, storedAtMs, storageMs, ...timings });
      queue.shift();
      count.pendingBytes -= item.chunk.plain.length;
      relieve();
    }
  }

  /** One call per pushed chunk ends up here; the first does the work for all. */
  function pump(): void {
    working ??= work()
      .catch((error: unknown) => giveUp(error))
      .finally(() => {
        working = undefined;
        if (queue.length > 0 && !failed && !abandoned.signal.aborted) pump();
      });
  }

  function giveUp(error: unknown): void {
    if (abandoned.signal.aborted) return;
    failed = true;
    log.error({ err: error, session: options.sessionId }, "The pipeline of a session failed");
    handlers.onFailed(troubleOf(error));
  }

  async function seal({ chunk, index }: Item): Promise<SealedChunk> {
    const { sessionId, dataKey, codec, level, suite } = options;
    const request = { sessionId, index, dataKey, codec, suite, plain: chunk.plain, ...(level === undefined ? {} : { level }) };
    for (let tries = 1; ; tries += 1) {
      try {
        return await deps.sealer.seal(request, abandoned.signal);
      } catch (error) {
        if (tries === SEAL_TRIES) throw error;
        log.warn({ err: error, index, tries }, "A chunk could not be sealed and is tried again");
        await pause(tries);
      }
    }
  }

  async function store({ index }: Item, sealed: SealedChunk): Promise<void> {
    const bytes = new Uint8Array(sealed.container);
    using cleanup = new DisposableStack();
    cleanup.adopt(setTimeout(complainOfSlowness, SLOW_STORE_MS).unref(), clearTimeout);
    for (let tries = 1; ; tries += 1) {
      try {
        await deps.store.put(options.sessionId, index, bytes, abandoned.signal);
        return;
      } catch (error) {
        if (!(error instanceof LucidError) || error.code === pipelineErrors.spec.CHUNK_CONFLICT.code) throw error;
        const hopeless = error.code !== pipelineErrors.spec.STORE_FAILED.code;
        log.warn({ err: error, index, tries }, "A chunk could not be stored and is tried again");
        if (hopeless || tries >= QUIET_STORE_TRIES) complain(troubleOf(error));
        await pause(tries);
      }
    }
  }

  async function report(entry: ChunkEntry, timings: ChunkTimings): Promise<void> {
    isReporting = true;
    try {
      await handlers.onChunk(entry, timings);
    } finally {
      isReporting = false;
    }
  }

  async function pause(tries: number): Promise<void> {
    count.retries += 1;
    await delay(clock, Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** (tries - 1)), abandoned.signal);
  }

  function complain(next: RecorderTrouble): void {
    if (trouble || abandoned.signal.aborted) return;
    trouble = next;
    handlers.onTrouble(next);
  }

  function complainOfSlowness(): void {
    complain({ code: pipelineErrors.spec.STORE_SLOW.code, reason: pipelineErrors.spec.STORE_SLOW.message });
  }

  /** Trouble is over when a chunk went through and no more than half of the room is taken. */
  function relieve(): void {
    if (!trouble || count.pendingBytes > options.maxPendingBytes / 2) return;
    trouble = undefined;
    handlers.onBack();
  }

  return {
    push(chunk) {
      if (abandoned.signal.aborted) return wipe(chunk.plain);
      queue.push({ chunk, index: count.closed, closedAtMs: clock.now(), after: final });
      final = options.finalBlock();
      count.closed += 1;
      count.pendingBytes += chunk.plain.length;
      if (count.pendingBytes > options.maxPendingBytes) complainOfSlowness();
      pump();
    },
    async drain(deadlineMs) {
      const late = Promise.withResolvers<void>();
      let isLate = false;
      using _deadline = clock.after(deadlineMs, () => {
        isLate = true;
        late.resolve();
      });
      while (working && !isLate) await Promise.race([working, late.promise]);
      abandoned.abort(new Error("The pipeline has ended"));
      for (const { chunk } of queue) wipe(chunk.plain);
      return queue.length - (isReporting ? 1 : 0);
    },
    get counters() {
      return { ...count, pendingChunks: queue.length };
    },
    get troubled() {
      return trouble !== undefined;
    },
  };
}

const troubleOf = (error: unknown): RecorderTrouble =>
  error instanceof LucidError
    ? { code: error.code, reason: error.message }
    : { code: pipelineErrors.spec.SEAL_FAILED.code, reason: error instanceof Error ? error.message : String(error) };
