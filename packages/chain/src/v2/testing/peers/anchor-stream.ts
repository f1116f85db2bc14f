import { sha256Hex, utf8, v2 } from "@lucid/proof";
import type { NetworkEngine } from "../../engine/create-engine.ts";

/** Anchors that a node sends in lists, and how long each list takes until it is final there. */
export interface AnchorStream {
  /** A list of so many anchors, again after so many milliseconds; none follows once it is told to end. */
  begin(everyMs: number, items: number): void;
  end(): void;
  /** Looks which lists have become final. */
  look(): void;
}

export function createAnchorStream(
  name: string,
  engine: Pick<NetworkEngine, "submit" | "isUnderWay">,
  report: (list: { readonly items: number; readonly ms: number }) => void,
): AnchorStream & { readonly waiting: number } {
  const waiting = new Map<string, { readonly items: number; readonly atMs: number }>();
  let sent = 0;
  let timer: NodeJS.Timeout | undefined;

  function anchor(): v2.Anchor {
    sent += 1;
    const hash = (what: string): string => sha256Hex(utf8(`${what} ${name} ${sent}`));
    const hashes = { manifest_hash: hash("manifest"), grant_hash: hash("grant"), merkle_root: hash("root") };
    return { tag: v2.sessionTag(`${name} ${sent}`, hash("salt")), ...hashes, chunk_count: 1, consistency: null };
  }

  function send(items: number): void {
    const outcome = engine.submit(
      "session_anchors",
      Array.from({ length: items }, anchor).toSorted((one, other) => (one.tag < other.tag ? -1 : 1)),
    );
    if (!outcome.ok) throw new Error(`a list of anchors was refused: ${outcome.reason}`);
    waiting.set(outcome.id, { items, atMs: performance.now() });
  }

  return {
    get waiting() {
      return waiting.size;
    },
    begin(everyMs, items) {
      timer = setInterval(() => send(items), everyMs);
    },
    end: () => clearInterval(timer),
    look() {
      for (const [id, { items, atMs }] of waiting) {
        if (engine.isUnderWay(id)) continue;
        waiting.delete(id);
        report({ items, ms: Math.round(performance.now() - atMs) });
      }
    },
  };
}
