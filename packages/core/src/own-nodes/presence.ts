import { EmergencyId, HashHex, type OwnNode, Timestamp } from "@lucid/contract";
import { byName, type Clock, type Log } from "@lucid/foundation";
import { z } from "zod";
import type { OwnNotices } from "../shared-store/index.ts";

/** A node that is there says so in steps of this. */
const STEP_MS = 5_000;
/** Longer than a beat and a step together on a busy machine: who is silent for so long is away. */
const AWAY_MS = 20_000;
/** A node that was not heard of for longer is none of the owner's any more. */
const KNOWN_MS = 8 * 86_400_000;

const Told = z.object({
  node: HashHex,
  name: z.string().max(255),
  version: z.string().max(64),
  at: Timestamp,
  holds: z.array(EmergencyId).max(100),
});
type Told = z.infer<typeof Told>;

const PREFIX = "node ";

interface Heard {
  readonly shown: Omit<Told, "at">;
  /** All that it said, to know when it says something else. */
  readonly said: string;
  readonly atMs: number;
}

export interface PresenceDeps {
  readonly clock: Pick<Clock, "now">;
  readonly log: Pick<Log, "warn">;
  readonly self: Pick<Told, "node" | "name" | "version">;
  /** What holds on all nodes of the owner, and is in force here. */
  readonly holds: () => readonly EmergencyId[];
}

export interface Presence extends OwnNotices {
  list(): OwnNode[];
}

/** That this node is there, and what holds here, for the owner's others; and when each of them said so last. */
export function createPresence({ clock, log, self, holds }: PresenceDeps): Presence {
  const heard = new Map<string, Heard>();

  function read(name: string, text: string): Told | undefined {
    try {
      const told = Told.parse(JSON.parse(text));
      if (name === PREFIX + told.node) return told;
    } catch (error) {
      log.warn({ err: error }, "what another node says of itself is not understood");
    }
    return undefined;
  }

  /** What stood there before this node looked was said at some time before; from then on it is heard when it is said. */
  function take({ at, ...shown }: Told): void {
    const before = heard.get(shown.node);
    const said = JSON.stringify({ ...shown, at });
    if (before?.said === said) return;
    const now = clock.now();
    heard.set(shown.node, { shown, said, atMs: before ? now : Math.min(now, Date.parse(at)) });
  }

  return {
    told() {
      const at = new Date(Math.floor(clock.now() / STEP_MS) * STEP_MS).toISOString();
      const text = JSON.stringify({ ...self, at, holds: [...holds()].toSorted() });
      return [{ name: PREFIX + self.node, text, lifeMs: KNOWN_MS }];
    },
    hear(texts) {
      for (const [name, text] of texts) {
        const told = name.startsWith(PREFIX) ? read(name, text) : undefined;
        if (told && told.node !== self.node) take(told);
      }
    },
    list() {
      const now = clock.now();
      for (const [node, { atMs }] of heard) if (now - atMs > KNOWN_MS) heard.delete(node);
      const others = [...heard.values()]
        .map(({ shown, atMs }) => ({ ...shown, heard_at: iso(atMs), away: now - atMs > AWAY_MS }))
        .toSorted((one, other) => byName(one, other) || (one.node < other.node ? -1 : 1));
      const here = { ...self, heard_at: iso(now), away: false, holds: [...holds()] };
      return [{ ...here, is_self: true }, ...others.map((one) => ({ ...one, is_self: false }))];
    },
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();
