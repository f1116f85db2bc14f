import type { Clock } from "@lucid/core";
import type { Dice } from "./chain-dice.ts";
import type { TestDisk } from "./chain-node.ts";

/** One life of a node's process: it may end at any touch of the disk or the network. */
export interface ProcessLife {
  readonly isOver: boolean;
  end(): void;
  /** Passes a point at which the process may die; throws once it is dead. */
  touch(): void;
  readonly clock: Clock;
  readonly disk: Pick<TestDisk, "db" | "signState">;
}

/** The process dies with this probability at each touch: before or after every write, and before every message. */
export function createProcessLife(disk: TestDisk, clock: Clock, dice: Dice, deathRate: () => number): ProcessLife {
  let isOver = false;

  function touch(): void {
    if (!isOver && dice.chance(deathRate())) isOver = true;
    if (isOver) throw new Error("the simulated process is dead");
  }

  function around<Result>(write: () => Result): Result {
    touch();
    const result = write();
    touch();
    return result;
  }

  const { write } = disk.db;
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
      after: (delayMs, callback) => clock.after(delayMs, () => void (isOver || callback())),
    },
    disk: {
      db: { ...disk.db, write: { prepare: (sql: string) => write.prepare(sql), transaction } as unknown as typeof write },
      signState: {
        read: () => disk.signState.read(),
        write: (text) => around(() => disk.signState.write(text)),
      },
    },
  };
}
