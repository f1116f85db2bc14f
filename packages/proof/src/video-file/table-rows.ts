import { readExactly } from "../bundle/archive-reader.ts";
import type { ByteSource } from "../byte-source.ts";
import { viewOf } from "../video/boxes.ts";

/** Rows of a table in a file, of which a window is in memory. */
export interface TableRows {
  readonly count: number;
  row(number: number): Promise<DataView>;
}

const WINDOW_ROWS = 4_096;

export function createTableRows(source: ByteSource, offset: number, rowBytes: number, count: number): TableRows {
  let window: { readonly first: number; readonly bytes: Promise<Uint8Array> } | undefined;
  return {
    count,
    async row(number) {
      const first = number - (number % WINDOW_ROWS);
      if (window?.first !== first)
        window = {
          first,
          bytes: readExactly(source, offset + first * rowBytes, Math.min(WINDOW_ROWS, count - first) * rowBytes),
        };
      const bytes = await window.bytes;
      return viewOf(bytes.subarray((number - first) * rowBytes, (number - first + 1) * rowBytes));
    },
  };
}

/** The durations of samples, from the runs of `stts`. */
export function createDurations(runs: TableRows) {
  let [row, left, duration] = [0, 0, 0];
  return {
    /** Those of the next samples; undefined when the table does not have so many, or an empty run. */
    async take(count: number): Promise<Uint32Array | undefined> {
      const durations = new Uint32Array(count);
      for (let filled = 0; filled < count; ) {
        if (left === 0) {
          if (row === runs.count) return undefined;
          const run = await runs.row(row);
          [row, left, duration] = [row + 1, run.getUint32(0), run.getUint32(4)];
          if (left === 0) return undefined;
        }
        const next = Math.min(left, count - filled);
        durations.fill(duration, filled, filled + next);
        filled += next;
        left -= next;
      }
      return durations;
    },
    isAtEnd: (): boolean => row === runs.count && left === 0,
  };
}

/** Which samples are sync samples, from the ascending numbers of `stss`. */
export function createSyncs(numbers: TableRows) {
  let [row, last, before] = [0, 0, 0];
  return {
    /** 1 for each of the next samples that is one, else 0. */
    async take(count: number): Promise<Uint8Array> {
      const syncs = new Uint8Array(count);
      for (; row < numbers.count; row += 1) {
        const number = (await numbers.row(row)).getUint32(0);
        if (number <= last || number > before + count) break;
        syncs[number - before - 1] = 1;
        last = number;
      }
      before += count;
      return syncs;
    },
    isAtEnd: (): boolean => row === numbers.count,
  };
}
