import type { SeededRandom } from "@lucid/foundation/testing";
import type { NodeClient } from "../../network/create-node-client.ts";
import type { TransferRepository } from "../../transfers/transfer-repository.ts";

/** The process died here. Nothing of it goes on. */
export class Crash extends Error {
  override readonly name = "Crash";
}

/** Where a process may die: before and after what it stores or says. A dead one does nothing any more. */
export interface Doom {
  /** A moment at which it may die. @throws Crash */
  strike(): void;
  around<Result>(act: () => Result): Result;
}

/** @param permille Chance of dying at each of these moments, in a thousand. */
export function createDoom(random: SeededRandom, permille: () => number): Doom {
  let isDead = false;
  function strike(): void {
    isDead ||= random.below(1_000) < permille();
    if (isDead) throw new Crash("the process died");
  }
  return {
    strike,
    around(act) {
      strike();
      const result = act();
      strike();
      return result;
    },
  };
}

/** A repository whose process may die before or after each of its transactions; the transactions themselves are SQLite's. */
export function mortal<Repository extends object>(
  repository: Repository,
  doom: Doom,
  writes: readonly (keyof Repository)[],
): Repository {
  const wrapped = { ...repository };
  for (const name of writes) {
    const write = repository[name];
    if (typeof write !== "function") throw new TypeError("what writes is a function");
    wrapped[name] = ((...args: unknown[]) => doom.around(() => Reflect.apply(write, repository, args))) as typeof write;
  }
  return wrapped;
}

export const mortalTransfers = (repository: TransferRepository, doom: Doom): TransferRepository =>
  mortal(repository, doom, ["add", "move", "giveOut", "takeBack", "sign", "settle", "reorder", "setTrouble"]);

/** A client whose process may die before and after what it asks and says: also when the other side has heard it. */
export function mortalClient(client: NodeClient, doom: Doom): NodeClient {
  const around = async <Answer>(act: () => Promise<Answer>): Promise<Answer> => {
    doom.strike();
    const answer = await act();
    doom.strike();
    return answer;
  };
  return {
    ask: (path, input) => around(() => client.ask(path, input)),
    say: (path, input) => around(() => client.say(path, input)),
    [Symbol.dispose]: () => client[Symbol.dispose](),
  };
}
