import { sha256Hex, utf8, v2 } from "@lucid/proof";
import { testTree } from "../../../testing/traffic.ts";
import type { SimNode, World } from "./world.ts";

/** An anchor that a node accepted: it must be final in the end. */
export interface AcceptedAnchor {
  readonly id: string;
  readonly sender: string;
  readonly anchor: v2.Anchor;
  /** When it was accepted, in simulated milliseconds. */
  readonly atMs: number;
}

/** Sessions that are recorded on the nodes of a world: a head of each, and at last its anchor. */
export interface Traffic {
  readonly anchors: readonly AcceptedAnchor[];
  /** One session of a node, whole. */
  record(node: SimNode): void;
  /** From now on each of these nodes, or of all, records one in so many seconds, on the average. */
  begin(everySeconds: number, by?: readonly SimNode[]): void;
  end(): void;
}

const hash = (text: string): string => sha256Hex(utf8(text));

/** The tag of a simulated session. */
export const simulatedTag = (number: number): string => v2.sessionTag(`session ${number}`, hash(`salt ${number}`));

export function createTraffic(world: World): Traffic {
  const anchors: AcceptedAnchor[] = [];
  let sessions = 0;
  let timer: Disposable | undefined;

  function record(node: SimNode): void {
    const { engine } = node;
    if (engine === undefined || !node.isAlive) return;
    sessions += 1;
    const tag = simulatedTag(sessions);
    const tree = testTree(sessions);
    const size = world.dice.between(1, 9);
    try {
      const head = engine.submit("node_checkpoint", [{ tag, size, root: tree.rootAt(size) }]);
      const consistency = head.ok ? tree.consistencyPath(size, tree.size) : null;
      const hashes = { manifest_hash: hash(`manifest ${sessions}`), grant_hash: hash(`grant ${sessions}`) };
      const anchor = { tag, ...hashes, merkle_root: tree.root(), chunk_count: tree.size, consistency };
      const outcome = engine.submit("session_anchors", [anchor]);
      if (outcome.ok) anchors.push({ id: outcome.id, sender: node.keys.publicKey, anchor, atMs: world.queue.nowMs });
    } catch (error) {
      // The node died while it took it in: nobody was told that it is kept.
      if (node.isAlive) throw error;
    }
  }

  return {
    anchors,
    record,
    begin(everySeconds, by = world.nodes) {
      timer = world.queue.after(1_000, () => {
        for (const node of by) if (world.dice.chance(1 / everySeconds)) record(node);
        this.begin(everySeconds, by);
      });
    },
    end: () => timer?.[Symbol.dispose](),
  };
}
