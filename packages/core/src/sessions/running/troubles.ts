import type { SessionReason } from "@lucid/contract";
import type { CodedGap, Gap } from "@lucid/proof";
import { OPEN_END } from "../stored/chunk-view.ts";
import type { LiveView } from "../stored/session-view.ts";

/** What freezes the input of a session: its record cannot go on (the picture, the chunk store, the database of the chunks' rows), or an admin wants it. */
export type TroubleCause = "recorder" | "storage" | "rows" | "admin";

export interface Troubles {
  begin(cause: TroubleCause, reason: SessionReason): void;
  /** The code of the gap that a trouble makes, once it is known. */
  explain(cause: TroubleCause, code: string | null): void;
  end(cause: TroubleCause): void;
  pause(reason: string): void;
  resume(): void;
  view(): Pick<LiveView, "inputFrozen" | "openGap" | "trouble">;
}

export interface TroublesDeps {
  /** The record's own time, Unix ms, on which the gaps of its chunks are. */
  readonly now: () => number;
  /** Input is frozen from the first trouble to the end of the last. */
  readonly onFrozen: (frozen: boolean) => void;
  readonly onChange: () => void;
}

/** Keeps each trouble and a pause apart, so that the end of one does not hide another. */
export function createTroubles({ now, onFrozen, onChange }: TroublesDeps): Troubles {
  const open = new Map<TroubleCause, { readonly reason: SessionReason; readonly gap: CodedGap | undefined }>();
  let paused: Gap | undefined;

  function gapOf(cause: TroubleCause): CodedGap | undefined {
    // While only rows wait, pictures are still recorded, into memory.
    if (cause === "rows" || cause === "admin") return undefined;
    // Why the recorder has no picture it says a moment later, if it can.
    const code = cause === "storage" ? "storage-blocked" : null;
    return { kind: "recorder_lost", code, data: null, note: "", from_ms: now(), to_ms: OPEN_END };
  }

  return {
    begin(cause, reason) {
      if (open.has(cause)) return;
      open.set(cause, { reason, gap: gapOf(cause) });
      if (open.size === 1) onFrozen(true);
      onChange();
    },
    explain(cause, code) {
      const known = open.get(cause);
      if (!known?.gap || known.gap.code === code) return;
      open.set(cause, { ...known, gap: { ...known.gap, code } });
      onChange();
    },
    end(cause) {
      if (!open.delete(cause)) return;
      if (open.size === 0) onFrozen(false);
      onChange();
    },
    pause(reason) {
      paused = { kind: "paused", reason, from_ms: now(), to_ms: OPEN_END };
      onChange();
    },
    resume() {
      paused = undefined;
      onChange();
    },
    view() {
      const [first] = [paused, ...[...open.values()].map(({ gap }) => gap)]
        .filter((gap) => gap !== undefined)
        .toSorted((one, other) => one.from_ms - other.from_ms);
      const trouble = open.values().next().value;
      return { inputFrozen: open.size > 0, openGap: first ?? null, trouble: trouble?.reason ?? null };
    },
  };
}
