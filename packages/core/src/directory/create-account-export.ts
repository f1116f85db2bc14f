import type { Clock } from "@lucid/foundation";
import { type AccountFile, type Area, type Caller, type OwnData, requirePrincipal } from "../calls/index.ts";

export interface AccountExportDeps {
  readonly clock: Pick<Clock, "now">;
  /** Every area of the node, the later ones too: asked when an export begins. */
  readonly areas: readonly Area[];
  /** The node's public key, hex. */
  readonly node: string;
}

/** Entries that go out as one piece. */
const PIECE = 100;

/** Everything that a node keeps about one account, as one JSON document that is written while it is read. */
export function createAccountExport({ clock, areas, node }: AccountExportDeps): (caller: Caller) => Promise<AccountFile> {
  async function* texts(userId: string): AsyncGenerator<string> {
    const exportedAt = new Date(clock.now()).toISOString();
    const head = { format: "lucid-account-export", version: 1, node, exported_at: exportedAt };
    yield JSON.stringify(head).slice(0, -1);
    for (const area of areas) yield* textsOf((await area.ownData?.(userId)) ?? []);
    yield "}\n";
  }

  async function* textsOf(kept: readonly OwnData[]): AsyncGenerator<string> {
    for (const { name, entries } of kept) {
      yield `,\n${JSON.stringify(name)}:[`;
      let piece: string[] = [];
      let before = "\n";
      for await (const entry of entries) {
        piece.push(JSON.stringify(entry));
        if (piece.length < PIECE) continue;
        yield before + piece.join(",\n");
        before = ",\n";
        piece = [];
      }
      if (piece.length > 0) yield before + piece.join(",\n");
      yield "]";
    }
  }

  async function* bytes(userId: string): AsyncGenerator<Uint8Array> {
    const encoder = new TextEncoder();
    for await (const text of texts(userId)) yield encoder.encode(text);
  }

  return async (caller) => {
    const { userId } = requirePrincipal(caller);
    return { filename: `lucid-account-${userId.slice(0, 8)}.json`, stream: bytes(userId) };
  };
}
