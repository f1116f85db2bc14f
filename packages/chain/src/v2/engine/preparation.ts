import type { Clock } from "@lucid/foundation";
import type { v2 } from "@lucid/proof";
import type { SignatureClaim, Signatures } from "../../signing/signature-checker.ts";
import { type Prepared, type PreparedBlock, prepareBlock, prepareInSteps } from "../blocks/prepare-block.ts";
import type { BlocksUnderWay } from "./blocks-under-way.ts";
import { type BlockRange, ignore, type NetworkNode, type PromptNode, type Topic, type Verdict } from "./network-port.ts";

/** Bytes of blocks that wait for their turn or are looked at: twice what every peer's largest answer has. More is fetched later. */
const MAX_BYTES = 16_777_216;
/** The part of it that one peer may take, so that none keeps the blocks of others out. */
const MAX_BYTES_OF_PEER = 8_388_608;
/** Prepared blocks that wait for their parent or their time: those beyond are prepared again when it is there. */
const MAX_KEPT_BYTES = 8_388_608;
/** Milliseconds after which others have their turn on this thread (consensus 14: none waits for 20). */
const TURN_MS = 2;
/** Slices of transactions whose signatures are looked at while the next ones are read. */
const MAX_AHEAD = 4;
/** Blocks of a range that are looked at side by side: several small ones keep the other threads busy. */
const ABREAST = 16;

export interface PreparationDeps {
  readonly network: v2.Network;
  readonly clock: Pick<Clock, "elapsed">;
  readonly signatures: Signatures;
  /** Told when what was put off until these blocks are judged fails. */
  readonly onFailure: (error: unknown) => void;
  readonly stopped: AbortSignal;
}

/** The first step of imports, done beside everything else (consensus 14.2): one block after the other, in the order in which they came. */
export interface Preparation {
  readonly underWay: BlocksUnderWay;
  /** What was prepared already, or at once. */
  prepare(bytes: Uint8Array): Prepared<PreparedBlock>;
  /** The node as peers see it: blocks are prepared before it judges them. */
  before(node: PreparedFor): NetworkNode;
}

/** A node that judges what is prepared for it. */
export interface PreparedFor extends PromptNode {
  /** Whether a block was taken in. */
  knows(hash: string): boolean;
  /** Signatures that it will look at when it applies a block. */
  claimsOf(block: v2.Block): readonly SignatureClaim[];
}

export function createPreparation({ network, clock, signatures, onFailure, stopped }: PreparationDeps): Preparation {
  const kept = new Map<Uint8Array, Prepared<PreparedBlock>>();
  const coming = new Map<string, number>();
  const bytesOf = new Map<string, number>();
  let bytesUnderWay = 0;
  let last: Promise<void> = Promise.resolve();
  let isIdle = true;
  let turnMs = clock.elapsed();

  function note(hash: string, more: 1 | -1): void {
    const count = (coming.get(hash) ?? 0) + more;
    if (count === 0) coming.delete(hash);
    else coming.set(hash, count);
  }

  /** Undefined where the node stops meanwhile. */
  async function prepareLater(bytes: Uint8Array, onNamed: (hash: string) => void): Promise<Prepared<PreparedBlock> | undefined> {
    const steps = prepareInSteps(bytes, network, onNamed);
    const ahead: Promise<string | undefined>[] = [];
    let refusal: string | undefined;
    for (let step = steps.next(); ; step = steps.next()) {
      if (stopped.aborted) return undefined;
      if (step.done === true) {
        // A refusal by the steps comes first, as where every signature is looked at in the end.
        for (const one of ahead) refusal ??= await one;
        return !step.value.ok || refusal === undefined ? step.value : { ok: false, reason: refusal };
      }
      const { claims, refusal: reason } = step.value;
      if (claims.length > 0 && refusal === undefined)
        ahead.push(signatures.checkAll(claims).then((hold) => (hold ? undefined : reason)));
      if (ahead.length > MAX_AHEAD) refusal ??= await ahead.shift();
      if (clock.elapsed() - turnMs < TURN_MS) continue;
      await nextTurn();
      turnMs = clock.elapsed();
    }
  }

  function keep(bytes: Uint8Array, prepared: Prepared<PreparedBlock>): void {
    kept.set(bytes, prepared);
    let room = MAX_KEPT_BYTES - [...kept.keys()].reduce((sum, { length }) => sum + length, 0);
    for (const [oldest] of kept) {
      if (room >= 0 || oldest === bytes) return;
      kept.delete(oldest);
      room += oldest.length;
    }
  }

  /** One after the other: whoever came first is judged first. Undefined where there is no room. */
  function enqueue<Result>(peer: string, size: number, work: () => Promise<Result>): Promise<Result> | undefined {
    const ofPeer = (bytesOf.get(peer) ?? 0) + size;
    if (bytesUnderWay + size > MAX_BYTES || ofPeer > MAX_BYTES_OF_PEER) return undefined;
    bytesUnderWay += size;
    bytesOf.set(peer, ofPeer);
    isIdle = false;
    const result = last.then(work).finally(() => {
      bytesUnderWay -= size;
      const left = (bytesOf.get(peer) ?? 0) - size;
      if (left === 0) bytesOf.delete(peer);
      else bytesOf.set(peer, left);
    });
    const done = result.then(
      () => undefined,
      () => undefined,
    );
    last = done;
    void done.then(() => {
      isIdle ||= last === done;
    });
    return result;
  }

  /** What a node says of blocks once all of them are prepared. */
  async function judged(
    blocks: readonly Uint8Array[],
    judge: () => Verdict,
    { knows, claimsOf }: Pick<PreparedFor, "knows" | "claimsOf">,
  ): Promise<Verdict> {
    const named: string[] = [];
    const onNamed = (hash: string): void => {
      named.push(hash);
      note(hash, 1);
    };
    try {
      turnMs = clock.elapsed();
      for (let at = 0, isRefused = false; at < blocks.length && !isRefused; at += ABREAST) {
        const some = await Promise.all(
          blocks.slice(at, at + ABREAST).map(async (bytes) => {
            const prepared = kept.get(bytes) ?? (await prepareLater(bytes, onNamed));
            if (prepared?.ok === true) await signatures.checkAll(claimsOf(prepared.value.block));
            return { bytes, prepared };
          }),
        );
        for (const { bytes, prepared } of some) {
          if (prepared === undefined) return ignore("not_running");
          keep(bytes, prepared);
          // What comes far behind a block that is refused is not looked at.
          isRefused ||= !prepared.ok;
        }
      }
    } finally {
      for (const hash of named) note(hash, -1);
    }
    const verdict = judge();
    for (const bytes of blocks) {
      const prepared = kept.get(bytes);
      if (prepared !== undefined && (!prepared.ok || knows(prepared.value.hash))) kept.delete(bytes);
    }
    return verdict;
  }

  return {
    underWay: {
      has: (hash) => coming.has(hash),
      after(then) {
        if (isIdle) then();
        else last.then(then).catch(onFailure);
      },
    },
    prepare: (bytes) => kept.get(bytes) ?? prepareBlock(bytes, { network, checkSignature: signatures.check }),
    before(node) {
      return {
        receive(peer: string, topic: Topic, bytes: Uint8Array) {
          if (topic !== "blocks") return node.receive(peer, topic, bytes);
          const judge = () => node.receive(peer, topic, bytes);
          return enqueue(peer, bytes.length, () => judged([bytes], judge, node)) ?? ignore("busy");
        },
        receiveBlocks(peer: string, range: BlockRange, blocks: readonly Uint8Array[]) {
          const size = blocks.reduce((sum, { length }) => sum + length, 0);
          const judge = () => node.receiveBlocks(peer, range, blocks);
          return enqueue(peer, size, () => judged(blocks, judge, node)) ?? ignore("busy");
        },
        receiveStatus: (peer, bytes, askedMs) => node.receiveStatus(peer, bytes, askedMs),
        serve: (range) => node.serve(range),
        greeting: (topic) => node.greeting(topic),
      };
    },
  };
}

const nextTurn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
