import type { TorListener, TorOptions, TorPort } from "@lucid/core";

/** One life of a tor that is none: what it was started with, and what a test has it say. */
export interface FakeTorLife {
  readonly options: TorOptions;
  readonly heard: TorListener;
  /** It ends by itself. */
  crash(words: string): void;
}

export interface FakeTor extends TorPort {
  /** In the order of their starts. */
  readonly lives: readonly FakeTorLife[];
  /** What the next starts throw; undefined, and they come about. */
  refuseWith(error: Error | undefined): void;
}

export interface FakeTorOptions {
  /** What a life says as soon as it is there; connected and published, where nothing is said. */
  readonly says?: (heard: TorListener) => void;
}

/** A tor without a network: it is connected as soon as it is started, and nobody can be reached through it. */
export function createFakeTor({ says = connect }: FakeTorOptions = {}): FakeTor {
  const lives: FakeTorLife[] = [];
  let refusal: Error | undefined;
  return {
    lives,
    refuseWith(error) {
      refusal = error;
    },
    async start(options, heard, signal) {
      signal.throwIfAborted();
      if (refusal) throw refusal;
      const { promise: exited, resolve } = Promise.withResolvers<string>();
      lives.push({ options, heard, crash: resolve });
      says(heard);
      return {
        version: "0.4.8.0",
        exited,
        circuits: () => 3,
        open: () => Promise.reject(new Error("There is no network")),
        [Symbol.asyncDispose]: async () => resolve("was told to end"),
      };
    },
  };
}

function connect(heard: TorListener): void {
  heard.onBootstrap({ progress: 100, step: "Done" });
  heard.onPublished();
}
