import { readFileSync } from "node:fs";
import { DeletionReceipt, SessionPolicy, SourcedPolicy } from "@lucid/contract";
import { canonicalJson, DOMAIN, hashObject, verifyObject } from "@lucid/proof";
import { describe, expect, it } from "vitest";
import type { DesktopEvent } from "../desktops/index.ts";
import { BUILT_IN_POLICIES } from "../policies/index.ts";
import { recordedEvent } from "./running/recorded-event.ts";

const page = (name: string): string => readFileSync(new URL(`../../../../docs/formats/${name}.md`, import.meta.url), "utf8");

/** The row of a page's tables that is about a name. */
const rowOf = (text: string, name: string): string =>
  text.split("\n").find((line) => line.startsWith("|") && (line.split("|")[1] ?? "").includes(`\`${name}\``)) ?? "";

/** Example that stands in a page as an indented line. */
const exampleIn = (text: string, start: string): unknown =>
  JSON.parse(text.split("\n").find((line) => line.startsWith(`    ${start}`)) ?? "");

const at = { atMs: 5 } as const;
const client = { ...at, kind: "viewer", clientId: 1, address: "127.0.0.1" } as const;

/** One event of every type, with all that it may have. */
const events: { readonly [Type in DesktopEvent["type"]]: DesktopEvent & { readonly type: Type } } = {
  "application-exited": { ...at, type: "application-exited", command: "xterm", code: 0 },
  button: { ...at, type: "button", clientId: 1, pressed: true, button: 1, x: 1, y: 1 },
  "client-connected": { ...client, type: "client-connected" },
  "client-disconnected": { ...client, type: "client-disconnected" },
  "clipboard-in": { ...at, type: "clipboard-in", clientId: 1, format: "text", bytes: 1, sha256: "00", refused: "size" },
  "clipboard-out": { ...at, type: "clipboard-out", clientId: 1, format: "text", bytes: 1, sha256: "00", refused: "size" },
  "input-refused": { ...at, type: "input-refused", clientId: 1, action: "type" },
  "input-changed": { ...at, type: "input-changed", enabled: true },
  key: { ...at, type: "key", clientId: 1, pressed: true, keysym: 0x61 },
  "limit-reached": { ...at, type: "limit-reached", limit: "memory" },
  motion: { ...at, type: "motion", clientId: 1, x: 1, y: 1 },
  "network-changed": { ...at, type: "network-changed", answers: false },
  "part-restarted": { ...at, type: "part-restarted", part: "display", code: 1, signal: null },
  "password-failed": { ...at, type: "password-failed", kind: "rdp", address: "127.0.0.1" },
  "password-locked": { ...at, type: "password-locked", untilMs: 6 },
  "program-button": { ...at, type: "program-button", pressed: true, button: 1 },
  "program-cut": { ...at, type: "program-cut", reason: "" },
  "program-ended": { ...at, type: "program-ended", pid: 1, name: "xterm" },
  "program-events-dropped": { ...at, type: "program-events-dropped", count: 1 },
  "program-key": { ...at, type: "program-key", pressed: true, keycode: 38 },
  "program-motion": { ...at, type: "program-motion", x: 1, y: 1, relative: false },
  "program-started": { ...at, type: "program-started", pid: 1, name: "xterm" },
  "window-closed": { ...at, type: "window-closed", window: 1 },
  "window-focused": { ...at, type: "window-focused", window: 1, title: "" },
  "window-opened": { ...at, type: "window-opened", window: 1, title: "", application: "XTerm" },
  "window-titled": { ...at, type: "window-titled", window: 1, title: "" },
};

describe("the page about events", () => {
  const recorded = Object.values(events).flatMap((event) => recordedEvent(event, { characters: true }) ?? []);

  it.each(recorded.map((event) => [event.type, event] as const))("tells every field of %s", (type, event) => {
    const row = rowOf(page("events"), type);
    for (const field of Object.keys(event).filter((name) => name !== "t" && name !== "type"))
      expect(row).toContain(`\`${field}\``);
  });
});

describe("the page about policies", () => {
  const text = page("policy");

  it("tells every field", () => {
    const source = { policy_id: "p", version: 1, hash: "ab".repeat(32) };
    const second = SourcedPolicy.parse({ ...SessionPolicy.parse({}), version: 2, source, stated: { reason: "", ticket: "" } });
    for (const [name, value] of Object.entries(second)) {
      const row = rowOf(text, name);
      expect(row).not.toBe("");
      for (const inner of typeof value === "object" && value !== null ? Object.keys(value) : [])
        expect(row).toContain(`"${inner}"`);
    }
  });

  it("has its example right", () => {
    const standard = BUILT_IN_POLICIES.find(({ policyId }) => policyId === "standard")?.document.session;
    expect(text).toContain(`    ${canonicalJson(standard)}\n`);
    expect(text).toContain(hashObject(standard));
  });
});

describe("the page about deletion receipts", () => {
  const text = page("deletion-receipt");

  it("tells every field", () => {
    for (const name of Object.keys(DeletionReceipt.shape.receipt.shape)) expect(rowOf(text, name)).not.toBe("");
  });

  it("has its example right", () => {
    const receipt = exampleIn(text, "{");
    const signature = /^ {4}([0-9a-f]{128})$/m.exec(text)?.[1] ?? "";
    expect(DeletionReceipt.parse({ receipt, signature }).receipt).toEqual(receipt);
    expect(text).toContain(`    ${canonicalJson(receipt)}\n`);
    expect(verifyObject(DOMAIN.deletion, receipt, signature, String((receipt as { node: unknown }).node))).toBe(true);
  });
});
