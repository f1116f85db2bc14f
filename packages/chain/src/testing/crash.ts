import type { Clock } from "@lucid/foundation";
import type { TestDisk } from "./node.ts";

/** One life of a node's process: it may end at any touch of the disk or the network. */
export interface ProcessLife {
  readonly isOver: boolean;
  end(): void;
  /** Passes a point at which the process may die; throws once it is dead. */
  touch(): void;
  readonly clock: Clock;
  readonly disk: Pick<TestDisk, "db" | "signState">;
}

/** Asks `dies` at each touch: before and after every write, and before every message. */
export function createProcessLife(disk: TestDisk, clock: Clock, dies: () => boolean): ProcessLife {
  let isOver = false;

  function touch(): void {
    if (!isOver && dies()) isOver = true;
    if (isOver) throw new Error("the simulated process is dead");
  }

  function around<Result>(write: () => Result): Result {
    touch();
    const result = write();
    touch();
    return result;
  }

  const { write } = disk.db;
  /** Statements of the write handle are only ever run. A death inside a transaction takes all of it back. */
  const prepare = ((sql: string) => {
    const statement = write.prepare(sql);
    return { run: (...values: unknown[]) => around(() => statement.run(...values)) };
  }) as unknown as typeof write.prepare;
  const transaction = ((work: () => unknown) => {
    const commit = write.transaction(work);
    return () => around(commit);
  }) as typeof write.transaction;

  return {
    get isOver() {
      return isOver;
    },
    end() {
      isOver = true;
    },
    touch,
    clock: {
      now: () => clock.now(),
      elapsed: () => clock.elapsed(),
      after: (delayMs, callback) => clock.after(delayMs, () => void (isOver || callback())),
    },
    disk: {
      db: { ...disk.db, write: { prepare, transaction } as unknown as typeof write },
      signState: {
        read: () => disk.signState.read(),
        write: (text) => around(() => disk.signState.write(text)),
      },
    },
  };
}
