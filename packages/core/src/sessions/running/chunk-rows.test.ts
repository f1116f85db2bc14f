import { createTestClock, silentLog } from "@lucid/foundation/testing";
import { expect, it } from "vitest";
import { chunkEntry } from "../testing/session-fixtures.ts";
import { createChunkRows } from "./chunk-rows.ts";

const full = Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" });

function openRows() {
  const clock = createTestClock(0);
  const written: number[] = [];
  const troubles: string[] = [];
  const disk: { error: Error | undefined } = { error: undefined };
  const rows = createChunkRows({
    clock,
    log: silentLog,
    write(entry) {
      if (disk.error) throw disk.error;
      written.push(entry.index);
    },
    onTrouble: () => troubles.push("trouble"),
    onBack: () => troubles.push("back"),
  });
  return { clock, rows, written, troubles, disk };
}

it("stores a row as soon as the database takes it again, and says so once", async () => {
  const { clock, rows, written, troubles, disk } = openRows();
  disk.error = full;
  const adding = rows.add(chunkEntry(0));
  await Promise.resolve();
  clock.advance(1_000);
  await Promise.resolve();
  expect({ written, troubles }).toEqual({ written: [], troubles: ["trouble"] });
  disk.error = undefined;
  await expect
    .poll(() => {
      clock.step();
      return written;
    })
    .toEqual([0]);
  expect(await adding).toBe(true);
  expect(troubles).toEqual(["trouble", "back"]);
});

it("keeps what waits in order for the end of the session", async () => {
  const { rows, written, disk } = openRows();
  disk.error = full;
  const first = rows.add(chunkEntry(0));
  rows.release();
  expect(await first).toBe(false);
  expect(await rows.add(chunkEntry(1))).toBe(false);
  expect(() => rows.flush()).toThrow("full");
  disk.error = undefined;
  rows.flush();
  expect(written).toEqual([0, 1]);
});

it("does not wait for what no disk can mend", async () => {
  const { rows, written, disk } = openRows();
  disk.error = new TypeError("not a JSON value");
  await expect(rows.add(chunkEntry(0))).rejects.toThrow("not a JSON value");
  disk.error = undefined;
  rows.flush();
  expect(written).toEqual([]);
});
