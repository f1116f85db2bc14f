import type { TextTooLarge } from "@lucid/contract";
import type { DesktopEvent } from "../../desktops/index.ts";

type Direction = TextTooLarge["direction"];

const DIRECTIONS: Partial<Record<DesktopEvent["type"], Direction>> = { "clipboard-in": "in", "clipboard-out": "out" };
/** A program that copies without pause is told once, and again after a while. */
const AGAIN_MS = 5_000;

/** Texts that were too large to cross the clipboard of one desktop: the last in each direction, until a later one gets through. */
export function createTooLarge({ onChange }: { readonly onChange: () => void }) {
  const last = new Map<Direction, { readonly atMs: number; readonly bytes: number | null }>();
  return {
    hear(event: DesktopEvent): void {
      const direction = DIRECTIONS[event.type];
      if (direction === undefined || !("refused" in event) || !("bytes" in event)) return;
      const { atMs, bytes } = event;
      if (event.refused === null && last.delete(direction)) onChange();
      const known = last.get(direction);
      if (event.refused !== "size" || (known && atMs - known.atMs < AGAIN_MS && known.bytes === bytes)) return;
      last.set(direction, { atMs, bytes });
      onChange();
    },
    view: (): readonly TextTooLarge[] =>
      [...last].map(([direction, { atMs, bytes }]) => ({ direction, bytes, at: new Date(atMs).toISOString() })),
  };
}
