import type { LucidNode } from "@lucid/core";

export type NodeState = "stopped" | "starting" | "running" | "stopping" | "failed";

/** The node inside the application: one at a time, and what is to be shown of it. */
export interface NodeHost extends AsyncDisposable {
  readonly state: NodeState;
  /** Why it could not start; undefined unless the state is `failed`. */
  readonly failure: string | undefined;
  /** Undefined unless it runs. */
  readonly node: LucidNode | undefined;
  /** Calls back after each change of the state, and of the number of recordings. */
  onChange(listener: () => void): Disposable;
  /** Starts it where it does not run. A start that fails is a state, not a rejection. */
  start(): Promise<void>;
  /** Ends it where it runs: open sessions are sealed. */
  stop(): Promise<void>;
}

export function createNodeHost({ startNode }: { readonly startNode: () => Promise<LucidNode> }): NodeHost {
  const listeners = new Set<() => void>();
  let state: NodeState = "stopped";
  let failure: string | undefined;
  let node: LucidNode | undefined;
  let watching: Disposable | undefined;
  // What is asked is done one after the other: a stop during a start ends what that start brought.
  let turn: Promise<void> = Promise.resolve();

  function become(next: NodeState, why?: string): void {
    state = next;
    failure = why;
    for (const listener of listeners) listener();
  }

  async function start(): Promise<void> {
    if (node) return;
    become("starting");
    try {
      node = await startNode();
      watching = node.recordings.onChange(() => {
        for (const listener of listeners) listener();
      });
      become("running");
    } catch (error) {
      become("failed", error instanceof Error ? error.message : String(error));
    }
  }

  async function stop(): Promise<void> {
    const ending = node;
    if (!ending) return;
    become("stopping");
    watching?.[Symbol.dispose]();
    node = undefined;
    try {
      await ending[Symbol.asyncDispose]();
      become("stopped");
    } catch (error) {
      become("failed", error instanceof Error ? error.message : String(error));
    }
  }

  const inTurn = (work: () => Promise<void>): Promise<void> => {
    turn = turn.then(work);
    return turn;
  };

  return {
    get state() {
      return state;
    },
    get failure() {
      return failure;
    },
    get node() {
      return node;
    },
    onChange(listener) {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    start: () => inTurn(start),
    stop: () => inTurn(stop),
    [Symbol.asyncDispose]: () => inTurn(stop),
  };
}
