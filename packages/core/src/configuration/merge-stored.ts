import { type Setting, SettingValue } from "@lucid/contract";
import type { z } from "zod";

export type SettingSource = Setting["source"];

/** Settings as flags, environment, file and defaults say, and which of them may change while a node runs. */
export interface SettingsBase<Schema extends z.ZodObject = z.ZodObject> {
  readonly schema: Schema;
  readonly settings: z.infer<Schema>;
  readonly sources: Readonly<Record<string, SettingSource | undefined>>;
  /** Keys that whatever reads them reads anew each time. */
  readonly live: readonly string[];
  /** Why one of the others cannot be changed, where it is not only that it is read at the start. */
  readonly closed: Readonly<Record<string, "new-network" | "new-folder">>;
  /** What contradicts itself between settings that are each valid; undefined where nothing does. */
  contradiction(settings: z.infer<Schema>): string | undefined;
}

interface Refusal {
  readonly message: string;
  readonly issues?: readonly z.core.$ZodIssue[];
}
export interface Merged {
  readonly values: Record<string, SettingValue>;
  /** Keys whose stored value is in force. */
  readonly holding: ReadonlySet<string>;
  readonly refused: ReadonlyMap<string, Refusal>;
}

/** Why a key cannot be changed while the node runs. */
export function closedBecause({ sources, live, closed }: SettingsBase, key: string): Setting["closed"] {
  const source = sources[key];
  if (source === "flag" || source === "environment") return "fixed";
  return live.includes(key) ? null : (closed[key] ?? "restart");
}

/** The values that hold with what is stored, and why what does not hold does not. Flags and environment win over it. */
export function mergeStored(base: SettingsBase, stored: ReadonlyMap<string, SettingValue>): Merged {
  const values = { ...valuesOf(base.settings) };
  const holding = new Set<string>();
  const refused = new Map<string, Refusal>();
  for (const [key, value] of stored) {
    const rule = base.schema.shape[key];
    if (rule === undefined || closedBecause(base, key) !== null) continue;
    const checked = rule.safeParse(value);
    if (checked.success) {
      values[key] = SettingValue.parse(checked.data);
      holding.add(key);
    } else refused.set(key, { message: "is not valid", issues: checked.error.issues });
  }
  const contradiction = base.contradiction(base.schema.parse(values));
  if (contradiction === undefined) return { values, holding, refused };
  for (const key of holding) refused.set(key, { message: contradiction });
  return { values: valuesOf(base.settings), holding: new Set(), refused };
}

export const valuesOf = (settings: object): Record<string, SettingValue> =>
  Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, SettingValue.parse(value)]));
