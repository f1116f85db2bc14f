import { LOG_LEVELS, type LogFilter } from "@lucid/contract";
import { expect, it } from "vitest";
import { LEVELS } from "./levels.ts";
import { openLogStore } from "./open-log-store.ts";

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 0, 31);
const MIB = 1_048_576;

const lineOf = (msg: string, { at = NOW, level = 30, ...data }: { at?: number; level?: number; [name: string]: unknown } = {}) =>
  JSON.stringify({ level, time: at, ...data, msg });

function openStore({ keepBytes = 64 * MIB } = {}) {
  const store = openLogStore({ path: ":memory:", keepDays: 30, keepBytes });
  let batches = 0;
  return {
    store,
    put: (...lines: string[]) => store.append({ batch: String(++batches), lines, nowMs: NOW }),
    found: (filter: LogFilter = {}, before?: number, limit = 100) => {
      const { entries, next } = store.list({ filter, before, limit });
      return { messages: entries.map(({ message }) => message), next };
    },
  };
}

it("has the contract's levels", () => {
  expect(LEVELS).toEqual(LOG_LEVELS);
});

it("finds lines by the beginnings of words, by level, part and time, newest first", () => {
  const { put, found, store } = openStore();
  put(
    lineOf("first thing", { at: NOW - 2 * DAY_MS, session_id: "0198c0de-1111" }),
    lineOf("chain: block stored", { level: 20 }),
    lineOf("second thing", { level: 50, detail: { reason: "Überlauf" } }),
    lineOf("call refused", { procedure: "logins.login", code: "LUCID_ERR_2004" }),
  );
  expect(found().messages).toEqual(["call refused", "second thing", "chain: block stored", "first thing"]);
  expect(found({ q: "thin" }).messages).toEqual(["second thing", "first thing"]);
  expect(found({ q: "hing" }).messages).toEqual([]);
  expect(found({ q: "uberl sec" }).messages).toEqual(["second thing"]);
  expect(found({ q: "0198c0de-11" }).messages).toEqual(["first thing"]);
  expect(found({ level: "warn" }).messages).toEqual(["second thing"]);
  expect(found({ level: "info" }).messages).toEqual(["call refused", "second thing", "first thing"]);
  expect(found({ part: "chain" }).messages).toEqual(["chain: block stored"]);
  expect(found({ from: new Date(NOW - DAY_MS).toISOString(), q: "thing" }).messages).toEqual(["second thing"]);
  expect(found({ to: new Date(NOW - DAY_MS).toISOString() }).messages).toEqual(["first thing"]);
  expect(store.parts(null)).toEqual(["calls", "chain", "node", "sessions"]);
});

it.each(['"', "*", "a OR b", 'text : "x"', "NEAR(", "tags:vinfo", "-", "\u0000"])("takes %j for words", (q) => {
  const { put, found } = openStore();
  put(lineOf("plain"));
  expect(() => found({ q })).not.toThrow();
});

it("goes through pages without a gap or a repetition", () => {
  const { put, found } = openStore();
  put(...Array.from({ length: 7 }, (_, at) => lineOf(`line ${at}`)));
  const seen: string[] = [];
  for (let before: number | undefined; ; ) {
    const { messages, next } = found({ q: "line" }, before, 3);
    seen.push(...messages);
    if (next === null) break;
    before = next;
  }
  expect(seen).toEqual([6, 5, 4, 3, 2, 1, 0].map((at) => `line ${at}`));
});

it("passes over a batch that it has", () => {
  const { store, found } = openStore();
  const ask = { batch: "one", lines: [lineOf("once")], nowMs: NOW };
  expect(store.append(ask)).toEqual({ kept: 1 });
  expect(store.append(ask)).toEqual({ kept: 0 });
  expect(found().messages).toEqual(["once"]);
});

it("forgets what is older than it keeps, in the list and in the index", () => {
  const { put, found, store } = openStore();
  put(lineOf("old", { at: NOW - 32 * DAY_MS }), lineOf("kept", { at: NOW - 29 * DAY_MS }));
  expect(found().messages).toEqual(["kept"]);
  expect(found({ q: "old" }).messages).toEqual([]);
  expect(store.sweep(NOW + 2 * DAY_MS)).toBe(1);
  expect(found().messages).toEqual([]);
});

it("forgets the oldest lines when there are too many", () => {
  const { put, found, store } = openStore({ keepBytes: MIB });
  const filler = "w0rd ".repeat(100);
  for (let batch = 0; batch < 12; batch += 1)
    put(...Array.from({ length: 500 }, (_, at) => lineOf(`line ${batch}-${at} ${filler}`)));
  while (store.sweep(NOW) > 0);
  const { entries } = store.list({ filter: {}, limit: 200 });
  expect(entries.at(0)?.id).toBe(6_000);
  expect(store.list({ filter: {}, before: 2_000, limit: 1 }).entries).toEqual([]);
  expect(found({ q: "0-0" }).messages).toEqual([]);
});
