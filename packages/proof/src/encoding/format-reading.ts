import type { z } from "zod";
import { failed, type Outcome, passed } from "../outcome.ts";
import { createCanonicalCheck, formatFailure } from "./canonical-json.ts";
import { createListCutter, type LongList } from "./json-lists.ts";
import { createUtf8Stream } from "./utf8.ts";

/** Items are given their form together until they are so many, or their text has so many UTF-16 units. */
const BATCH_ITEMS = 1_000;
const BATCH_UNITS = 262_144;

/**
 * Reads a document of any length in memory that does not depend on it, but for what it becomes. Its bytes are given twice:
 * the first time they are looked at, and nothing is built before all of them are known to be canonical JSON; the second
 * time the items of its long lists are given their form, batch by batch.
 */
export interface FormatReading<T> {
  /** The next bytes, the first time. */
  push(piece: Uint8Array): void;
  /** After all bytes: what is wrong with them, or the document without the items of its long lists. */
  end(): Outcome<ItemReading<T>>;
}

export interface ItemReading<T> {
  /** Whether the bytes are needed a second time. */
  readonly hasItems: boolean;
  push(piece: Uint8Array): void;
  /** Throws when the bytes are not those of the first time. */
  end(): Outcome<T>;
}

/** `detail` of a failure names the field. Where several are at fault, it is the one the schema names first. */
export function createFormatReading<Schema extends z.ZodType>(
  schema: Schema,
  lists: readonly LongList[] = [],
): FormatReading<z.output<Schema>> {
  const cutter = createListCutter(lists);
  const check = createCanonicalCheck((text) => cutter.push(text));
  return {
    push: (piece) => check.push(piece),
    end() {
      const checked = check.end();
      if (!checked.ok) return checked;
      const counts = cutter.counts();
      const long = lists.find(({ most }, at) => (counts[at] ?? 0) > most);
      if (long !== undefined) return formatFailure(long.path, `at most ${long.most} items`);
      const rest = cutter.rest();
      if (rest === undefined) return failed("format-invalid", { detail: "longer than any such document" });
      const document: unknown = JSON.parse(rest);
      return passed(createItemReading(schema, lists, counts, document));
    },
  };
}

const PIECE_BYTES = 262_144;

/** Strict reading as by `parseFormat` of a document with long lists, in memory that does not depend on what else it holds. */
export function parseLongFormat<Schema extends z.ZodType>(
  schema: Schema,
  bytes: Uint8Array,
  { most, lists }: { readonly most: number; readonly lists: readonly LongList[] },
): Outcome<z.output<Schema>> {
  if (bytes.length > most) return failed("too-large", { detail: `${bytes.length} bytes, at most ${most}` });
  const reading = createFormatReading(schema, lists);
  const pieces = (take: (piece: Uint8Array) => void): void => {
    for (let at = 0; at < bytes.length; at += PIECE_BYTES) take(bytes.subarray(at, at + PIECE_BYTES));
  };
  pieces((piece) => reading.push(piece));
  const looked = reading.end();
  if (!looked.ok) return looked;
  const items = looked.value;
  if (items.hasItems) pieces((piece) => items.push(piece));
  return items.end();
}

interface Batch {
  readonly list: number;
  readonly texts: string[];
  units: number;
}

function createItemReading<Schema extends z.ZodType>(
  schema: Schema,
  lists: readonly LongList[],
  expected: readonly number[],
  document: unknown,
): ItemReading<z.output<Schema>> {
  const decoder = createUtf8Stream();
  const cutter = createListCutter(lists, take);
  const done = lists.map(() => 0);
  let result: { readonly data: z.output<Schema> } | undefined;
  /** The first fault of the document itself: a fault of an item that the schema names before it may still come. */
  let fault: Outcome<never> | undefined;
  let isDecided = false;
  let batch: Batch = { list: 0, texts: [], units: 0 };
  let last: Members | undefined;

  function take(list: number, item: string | undefined): void {
    if (isDecided) return;
    if (list !== batch.list) flush();
    if (item === undefined) {
      flush();
      if (!isDecided) decide(formatFailure([...pathOf(list), done[list] ?? 0], "longer than any such item"));
      return;
    }
    batch = { list, texts: batch.list === list ? batch.texts : [], units: batch.list === list ? batch.units : 0 };
    batch.texts.push(item);
    batch.units += item.length;
    if (batch.texts.length >= BATCH_ITEMS || batch.units >= BATCH_UNITS) flush();
  }

  const pathOf = (list: number): readonly string[] => lists[list]?.path ?? [];

  function decide(failure: Outcome<never>): void {
    fault = failure;
    isDecided = true;
  }

  function flush(): void {
    if (batch.texts.length === 0) return;
    const items = JSON.parse(`[${batch.texts.join(",")}]`) as unknown[];
    for (const item of items) last = shareTexts(item, last);
    build(batch.list, items);
    batch = { list: batch.list, texts: [], units: 0 };
  }

  function build(list: number, items: readonly unknown[]): void {
    const path = pathOf(list);
    const start = done[list] ?? 0;
    const parsed = schema.safeParse(withItems(document, path, items));
    done[list] = start + items.length;
    if (parsed.success) {
      if (result === undefined) result = { data: parsed.data };
      else listAt(result.data, path).push(...listAt(parsed.data, path));
      return;
    }
    const [issue] = parsed.error.issues;
    const place = issue?.path ?? [];
    const at = place[path.length];
    const isOfItem = typeof at === "number" && path.every((name, step) => name === place[step]);
    const where = isOfItem ? [...path, start + at, ...place.slice(path.length + 1)] : place;
    const failure = formatFailure(where, issue?.message ?? "invalid");
    if (isOfItem) decide(failure);
    else fault ??= failure;
  }

  return {
    hasItems: expected.some((count) => count > 0),
    push(piece) {
      const text = decoder.decode(piece);
      if (text === undefined) throw new Error("the bytes changed while they were read");
      if (!isDecided) cutter.push(text);
    },
    end() {
      flush();
      if (fault !== undefined) return fault;
      if (done.some((count, at) => count !== expected[at])) throw new Error("the bytes changed while they were read");
      if (result === undefined) build(0, []);
      return result === undefined ? (fault ?? failed("format-invalid")) : passed(result.data);
    },
  };
}

type Members = Record<string, unknown>;

/** Texts that an item has from the one before it are kept once: a million entries name the same session. */
function shareTexts(item: unknown, before: Members | undefined): Members | undefined {
  if (!isObject(item)) return before;
  if (before !== undefined) for (const name of Object.keys(item)) if (item[name] === before[name]) item[name] = before[name];
  return item;
}

const isObject = (value: unknown): value is Members => typeof value === "object" && value !== null && !Array.isArray(value);

/** The document with these items in the list at `path`; as it is where it has no such list. */
function withItems(value: unknown, path: readonly string[], items: readonly unknown[]): unknown {
  const [name, ...rest] = path;
  if (items.length === 0) return value;
  if (name === undefined) return items;
  return isObject(value) ? { ...value, [name]: withItems(value[name], rest, items) } : value;
}

function listAt(value: unknown, path: readonly string[]): unknown[] {
  const found = path.reduce<unknown>((inner, name) => (isObject(inner) ? inner[name] : undefined), value);
  if (!Array.isArray(found)) throw new TypeError(`no list at ${path.join(".")}`);
  return found;
}
