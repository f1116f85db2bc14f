import { commonErrors, configurationErrors, type FieldIssue, type Setting, type SettingValue } from "@lucid/contract";
import { z } from "zod";
import { fieldIssue } from "../calls/index.ts";
import type { Ground } from "../ground/index.ts";
import { closedBecause, type Merged, mergeStored, type SettingsBase, valuesOf } from "./merge-stored.ts";
import { type ChangeRow, createSettingsRepository, settingTables } from "./settings-repository.ts";

/** The settings of a node that runs. */
export interface OpenSettings<Schema extends z.ZodObject = z.ZodObject> {
  /** What is in force. One object that changes: whoever follows a setting reads it at each use. */
  readonly settings: Readonly<z.infer<Schema>>;
  all(): Setting[];
  changes(): ChangeRow[];
  /** Stores all of them or none; null takes back what was stored. @throws SETTING_CLOSED, INVALID_REQUEST. */
  set(given: Readonly<Record<string, SettingValue | null>>, userId: string): void;
  /** @throws CHANGE_NOT_FOUND, SETTING_CLOSED, INVALID_REQUEST. */
  undo(changeId: number, userId: string): void;
  /** Calls back when what holds for a key is another value than before, and now where what is stored says something else than the rest. */
  follow(key: string, apply: (value: SettingValue) => void): void;
}

/** What is stored holds from here on, but for what flags and the environment say. */
export function openSettings<Schema extends z.ZodObject>(
  { db, clock, log }: Pick<Ground, "db" | "clock" | "log">,
  base: SettingsBase<Schema>,
): OpenSettings<Schema> {
  db.attach(settingTables);
  const repository = createSettingsRepository(db);
  const defaults = defaultsOf(base.schema);
  const followers: { readonly key: string; readonly apply: (value: SettingValue) => void }[] = [];
  const started = valuesOf(base.settings);
  let stored = repository.stored();
  const merged = mergeStored(base, stored);
  for (const [key, { message }] of merged.refused) log.warn({ setting: key, why: message }, "a stored setting does not hold");
  let { holding } = merged;
  const current = { ...base.settings, ...merged.values };

  const sourceOf = (key: string): Setting["source"] => (holding.has(key) ? "stored" : (base.sources[key] ?? "default"));

  function requireOpen(key: string): void {
    if (base.schema.shape[key] === undefined) {
      const message = "is no setting";
      throw commonErrors.INVALID_REQUEST({
        issues: [{ path: `settings.${key}`, message, rule: { code: "unknown-field", fields: [key] } }],
      });
    }
    const closed = closedBecause(base, key);
    if (closed !== null) throw configurationErrors.SETTING_CLOSED({ key, closed });
  }

  function take(values: Readonly<Record<string, SettingValue>>): void {
    const before = valuesOf(current);
    Object.assign(current, values);
    for (const { key, apply } of followers) {
      const value = values[key];
      if (value !== undefined && JSON.stringify(value) !== JSON.stringify(before[key])) apply(value);
    }
  }

  function set(given: Readonly<Record<string, SettingValue | null>>, userId: string): void {
    const next = new Map(stored);
    for (const [key, value] of Object.entries(given)) {
      requireOpen(key);
      if (value === null) next.delete(key);
      else next.set(key, value);
    }
    const { values, refused, holding: held } = mergeStored(base, next);
    const issues = [...blamed(refused)].flatMap(([key, { message, issues: found }]): FieldIssue[] => {
      const path = ["settings", key];
      return found
        ? found.map((issue) => fieldIssue({ ...issue, path: [...path, ...issue.path] }))
        : [{ path: path.join("."), message }];
    });
    if (issues.length > 0) throw commonErrors.INVALID_REQUEST({ issues });
    const changes = Object.entries(given).map(([key, value]) => ({
      key,
      before: stored.get(key) ?? null,
      after: value === null ? null : (values[key] ?? null),
      changed_by: userId,
      changed_at: clock.now(),
    }));
    repository.change(changes.filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after)));
    stored = repository.stored();
    holding = held;
    take(values);
  }

  return {
    settings: current,
    all: () =>
      Object.entries(base.schema.shape).map(([key, rule]) => ({
        key,
        description: z.globalRegistry.get(rule)?.description ?? "",
        value: valuesOf(current)[key] ?? "",
        default: defaults[key] ?? null,
        choices: choicesOf(rule),
        source: sourceOf(key),
        closed: closedBecause(base, key),
      })),
    changes: () => repository.changes(),
    set,
    undo(changeId, userId) {
      const change = repository.find(changeId);
      if (!change) throw configurationErrors.CHANGE_NOT_FOUND();
      set({ [change.key]: change.before }, userId);
    },
    follow(key, apply) {
      followers.push({ key, apply });
      const value = valuesOf(current)[key];
      if (value !== undefined && JSON.stringify(value) !== JSON.stringify(started[key])) apply(value);
    },
  };
}

/** What contradicts itself refuses all that is stored: those that its words name are at fault, where they name any. */
function blamed(refused: Merged["refused"]): Merged["refused"] {
  const named = new Map([...refused].filter(([key, { message, issues }]) => issues !== undefined || message.includes(key)));
  return named.size > 0 ? named : refused;
}

function choicesOf(rule: z.core.$ZodType): string[] | null {
  const inner = rule instanceof z.ZodDefault ? rule.unwrap() : rule;
  return inner instanceof z.ZodEnum ? inner.options.map(String) : null;
}

/** What holds where nobody says anything; a setting without a default has none. */
function defaultsOf(schema: z.ZodObject): Readonly<Record<string, SettingValue>> {
  const found = Object.entries(schema.shape).flatMap(([key, rule]) => {
    const nothing = rule.safeParse(undefined);
    return nothing.success ? [[key, nothing.data]] : [];
  });
  return valuesOf(Object.fromEntries(found));
}
