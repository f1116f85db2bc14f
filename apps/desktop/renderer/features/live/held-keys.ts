import { KEYSYM } from "./typed-keys.ts";

export type Modifier = "control" | "alt";

/** Modifiers that were tapped: for the next key, or until they are tapped again. */
export type HeldKeys = Readonly<Partial<Record<Modifier, "once" | "locked">>>;

/** Tapped once it is held for the next key, twice until it is tapped again. */
export function tapModifier(held: HeldKeys, modifier: Modifier): HeldKeys {
  const { [modifier]: now, ...others } = held;
  if (now === "locked") return others;
  return { ...others, [modifier]: now === "once" ? "locked" : "once" };
}

/** What is still held after a key. */
export function afterKey({ control, alt }: HeldKeys): HeldKeys {
  return { ...(control === "locked" && { control }), ...(alt === "locked" && { alt }) };
}

/** Their keysyms, in the order they are pressed. */
export const keysymsOf = ({ control, alt }: HeldKeys): number[] => [
  ...(control === undefined ? [] : [KEYSYM.control]),
  ...(alt === undefined ? [] : [KEYSYM.alt]),
];
