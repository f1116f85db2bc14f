import type { SessionReason } from "@lucid/contract";
import { expect, it } from "vitest";
import { createTroubles } from "./troubles.ts";

const LOST: SessionReason = { code: "recorder-lost", data: {} };
const FULL: SessionReason = { code: "storage-blocked", data: { error: "LUCID_PIPELINE_ERR_4501" } };
const ROWS: SessionReason = { code: "database-blocked", data: {} };

function openTroubles() {
  let now = 1_000;
  const frozen: boolean[] = [];
  const troubles = createTroubles({
    now: () => (now += 1),
    onFrozen: (on) => frozen.push(on),
    onChange: () => undefined,
  });
  return { troubles, frozen };
}

it("keeps input frozen until the last trouble is over", () => {
  const { troubles, frozen } = openTroubles();
  troubles.begin("recorder", LOST);
  troubles.begin("storage", FULL);
  troubles.begin("storage", FULL);
  troubles.end("storage");
  expect(frozen).toEqual([true]);
  expect(troubles.view()).toMatchObject({
    inputFrozen: true,
    openGap: { kind: "recorder_lost", code: null, note: "" },
  });
  troubles.end("recorder");
  troubles.end("recorder");
  expect(frozen).toEqual([true, false]);
  expect(troubles.view()).toEqual({ inputFrozen: false, openGap: null, trouble: null });
});

it("shows a pause through the end of a trouble, and leaves input alone for it", () => {
  const { troubles, frozen } = openTroubles();
  troubles.pause("lunch");
  troubles.begin("storage", FULL);
  troubles.end("storage");
  expect(troubles.view()).toMatchObject({ inputFrozen: false, openGap: { kind: "paused", reason: "lunch" } });
  troubles.resume();
  expect(troubles.view().openGap).toBeNull();
  expect(frozen).toEqual([true, false]);
});

it("claims no gap while only the rows of stored chunks wait", () => {
  const { troubles } = openTroubles();
  troubles.begin("rows", ROWS);
  expect(troubles.view()).toEqual({ inputFrozen: true, openGap: null, trouble: ROWS });
});

it("claims no cause of a gap before the recorder knows it, and then the one that the record will have", () => {
  const { troubles } = openTroubles();
  troubles.explain("recorder", "display-silent");
  expect(troubles.view().openGap).toBeNull();
  troubles.begin("recorder", LOST);
  expect(troubles.view().openGap).toMatchObject({ kind: "recorder_lost", code: null });
  troubles.explain("recorder", "display-silent");
  expect(troubles.view()).toMatchObject({ inputFrozen: true, openGap: { code: "display-silent", from_ms: 1_001 } });
});
