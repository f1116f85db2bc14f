import type { Dice } from "../../../testing/dice.ts";
import type { NetworkPort, PromptNode, Topic } from "../../engine/network-port.ts";
import type { EventQueue } from "./event-queue.ts";
import type { Links } from "./links.ts";

/** A node as the links between nodes see it. */
export interface WireEnd {
  readonly index: number;
}

/** What happens at a node's own side of its port. */
export interface Mouth {
  /** Called before each word. */
  readonly touch: () => void;
  /** True where a script has said it in its own way. */
  readonly says: (topic: Topic, bytes: Uint8Array) => boolean;
}

export interface WireDeps<End extends WireEnd> {
  readonly queue: EventQueue;
  readonly dice: Dice;
  readonly ends: readonly End[];
  readonly links: () => Links;
  /** Name of a message by its bytes. */
  readonly idOf: (bytes: Uint8Array) => string;
  /** Key of whom a status is asked for. */
  readonly keyOf: (end: End) => string;
  /** Calls into a node that is alive. */
  readonly enter: (end: End, work: (node: PromptNode) => void) => void;
  /** Has a node take in what is new to it: at once, or when it comes to it. */
  readonly takeIn: (end: End, what: Topic | "blocks by range", bytes: number, work: (node: PromptNode) => void) => void;
  /** Whether it gives on what it accepts. */
  readonly passesOn: (end: End) => boolean;
  readonly onReject: (end: End, from: number, topic: Topic, reason: string) => void;
  readonly deliver: (from: number, to: number, topic: Topic, bytes: Uint8Array) => void;
}

/** Messages that a node has passed on are not passed on again for so long. */
const SEEN_MS = 120_000;
/** Neighbours of a node in gossip. */
const DEGREE = 6;

/** What carries messages between simulated nodes: links that delay, lose and repeat, and gossip that goes on after `accept`. */
export function createWire<End extends WireEnd>({ queue, dice, ends, links, ...deps }: WireDeps<End>) {
  const seen = new Map<End, Map<string, number>>();

  function neighboursOf(index: number): number[] {
    const { length } = ends;
    if (length <= DEGREE + 1) return ends.flatMap((other) => (other.index === index ? [] : [other.index]));
    const steps = Array.from({ length: DEGREE / 2 }, (_, step) => step * step + 1);
    return [...new Set(steps.flatMap((step) => [(index + step) % length, (index + length - step) % length]))];
  }

  function delivery(from: number, to: number, topic: Topic | "blocks by range", work: () => void): void {
    const { isConnected, loss, duplication, minDelayMs, maxDelayMs } = links();
    if (!isConnected(from, to, topic) || dice.chance(loss)) return;
    const copies = dice.chance(duplication) ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) queue.after(dice.between(minDelayMs, maxDelayMs), work);
  }

  /** The same bytes under another topic are another message: otherwise whoever says them there first would silence them here. */
  function isNews(end: End, topic: Topic, bytes: Uint8Array): boolean {
    const known = seen.get(end) ?? new Map<string, number>();
    seen.set(end, known);
    const id = `${topic} ${deps.idOf(bytes)}`;
    const until = known.get(id);
    if (until !== undefined && until > queue.nowMs) return false;
    known.delete(id);
    known.set(id, queue.nowMs + SEEN_MS);
    for (const [old, gone] of known) {
      if (gone > queue.nowMs) break;
      known.delete(old);
    }
    return true;
  }

  function gossip(end: End, topic: Topic, bytes: Uint8Array, except: number): void {
    for (const to of neighboursOf(end.index)) if (to !== except) deps.deliver(end.index, to, topic, bytes);
  }

  function receive(end: End, from: number, topic: Topic, bytes: Uint8Array): void {
    deps.enter(end, () => {
      if (!isNews(end, topic, bytes)) return;
      deps.takeIn(end, topic, bytes.length, (node) => {
        const verdict = node.receive(String(from), topic, bytes);
        if (verdict.kind === "reject") deps.onReject(end, from, topic, verdict.reason);
        if (verdict.kind === "accept" && deps.passesOn(end)) gossip(end, topic, bytes, from);
      });
    });
  }

  return {
    /** Takes a message over one link. */
    send(from: number, to: number, topic: Topic, bytes: Uint8Array): void {
      const end = ends[to];
      if (end !== undefined) delivery(from, to, topic, () => receive(end, from, topic, bytes));
    },
    portOf(end: End, { touch, says }: Mouth): NetworkPort {
      return {
        broadcast(topic, bytes) {
          touch();
          isNews(end, topic, bytes);
          if (!says(topic, bytes)) gossip(end, topic, bytes, end.index);
        },
        request(peer, range) {
          touch();
          const asked = ends[Number(peer)];
          if (asked === undefined) return;
          delivery(end.index, asked.index, "blocks by range", () =>
            deps.takeIn(asked, "blocks by range", 0, (node) => {
              const blocks = node.serve(range);
              const bytes = blocks.reduce((sum, { length }) => sum + length, 0);
              delivery(asked.index, end.index, "blocks by range", () =>
                deps.takeIn(end, "blocks by range", bytes, (asking) => void asking.receiveBlocks(peer, range, blocks)),
              );
            }),
          );
        },
        askStatuses() {
          const askedMs = queue.nowMs;
          for (const to of neighboursOf(end.index)) {
            touch();
            const asked = ends[to];
            if (asked !== undefined)
              delivery(end.index, to, "status", () => deps.takeIn(asked, "status", 0, (node) => answer(asked, node)));
          }
          function answer(asked: End, node: PromptNode): void {
            const status = node.greeting("status");
            if (status === undefined) return;
            delivery(asked.index, end.index, "status", () =>
              deps.takeIn(end, "status", status.length, (asking) => {
                const verdict = asking.receiveStatus(deps.keyOf(asked), status, askedMs);
                if (verdict.kind === "reject") deps.onReject(end, asked.index, "status", verdict.reason);
              }),
            );
          }
        },
      };
    },
  };
}
