import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import * as standIn from "./electron.ts";

/** Electron's own declarations: what the stand-in offers must be there, or a test would pass on what the real program lacks. */
const declared = readFileSync(join(import.meta.dirname, "../../../../node_modules/electron/electron.d.ts"), "utf8");

/** What the parts of the stand-in need of each other. */
const OWN: ReadonlySet<string> = new Set([
  "begin",
  "becomeReady",
  "schemes",
  "windows",
  "closeRefused",
  "allWindowsClosed",
  "targetId",
  "onWindow",
  "end",
  "answer",
  "switches",
]);
/** In the real program, and in no declaration of it. */
const UNDECLARED: ReadonlySet<string> = new Set(["getLastWebPreferences", "fromDevToolsTargetId"]);

function namesOf(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  const prototype: unknown = Object.getPrototypeOf(value);
  const inherited = prototype === Object.prototype || prototype === null ? [] : Object.getOwnPropertyNames(prototype);
  return [...Object.keys(value), ...inherited].filter((name) => name !== "constructor" && !name.startsWith("_"));
}

const isDeclared = (name: string): boolean => new RegExp(`\\b${name}\\b\\??\\s*[(:<]`).test(declared);
const used = (name: string): boolean => !OWN.has(name) && !UNDECLARED.has(name);

it("offers nothing that Electron does not have", () => {
  const objects = Object.entries(standIn).flatMap(([part, value]) => namesOf(value).map((name) => ({ part, name })));
  const classes = [standIn.BrowserWindow, standIn.MessagePortMain, standIn.Tray, standIn.Menu, standIn.Notification].flatMap(
    (one) => Object.getOwnPropertyNames(one.prototype).map((name) => ({ part: one.name, name })),
  );
  const names = [...objects, ...classes].filter(({ name }) => used(name) && name !== "constructor");
  expect(names.length).toBeGreaterThan(60);
  expect(names.filter(({ name }) => !isDeclared(name)).map(({ part, name }) => `${part}.${name}`)).toEqual([]);
  for (const part of Object.keys(standIn))
    expect(declared, part).toMatch(new RegExp(`\\b(const|class|namespace|type) ${part}\\b|\\b${part}:`));
});
