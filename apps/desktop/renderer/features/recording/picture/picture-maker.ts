import type { SessionId } from "@lucid/contract";
import { createStore, type StoreApi } from "zustand/vanilla";

export interface PictureMakerState {
  /** Sessions of which no picture could be made, and why. They are not tried again. */
  readonly failed: ReadonlyMap<SessionId, unknown>;
}

export interface PictureMaker {
  readonly state: StoreApi<PictureMakerState>;
  /** Has a picture made of a recording when it is its turn. The answer is no longer wanted when the returned function was called. */
  want(id: SessionId): () => void;
}

export interface PictureMakerDeps {
  /** Makes and keeps the picture of one recording. */
  readonly make: (id: SessionId, signal: AbortSignal) => Promise<void>;
  /** Whether the same may succeed when it is wanted another time: nothing is told of it. */
  readonly isPassing: (error: unknown) => boolean;
  /** Resolves when the page has nothing better to do. */
  readonly idle: () => Promise<void>;
}

/** Makes pictures in the background: one at a time, once each, and only as long as somebody wants them. */
export function createPictureMaker({ make, isPassing, idle }: PictureMakerDeps): PictureMaker {
  const state = createStore<PictureMakerState>(() => ({ failed: new Map() }));
  const wanted = new Map<SessionId, { readonly id: SessionId; readonly stop: AbortController; askers: number; tried: boolean }>();
  const done = new Set<SessionId>();
  let running = false;

  async function run(): Promise<void> {
    if (running) return;
    running = true;
    for (let next = take(); next; next = take()) {
      const { id, stop } = next;
      await idle();
      if (stop.signal.aborted) continue;
      try {
        await make(id, stop.signal);
        done.add(id);
      } catch (error) {
        if (stop.signal.aborted) continue;
        next.tried = true;
        if (isPassing(error)) continue;
        done.add(id);
        state.setState(({ failed }) => ({ failed: new Map(failed).set(id, error) }));
      }
    }
    running = false;
  }

  const take = () => [...wanted.values()].find(({ id, stop, tried }) => !done.has(id) && !tried && !stop.signal.aborted);

  return {
    state,
    want(id) {
      const entry = wanted.get(id) ?? { id, stop: new AbortController(), askers: 0, tried: false };
      entry.askers += 1;
      wanted.set(id, entry);
      void run();
      return () => {
        entry.askers -= 1;
        if (entry.askers > 0) return;
        entry.stop.abort(new Error("The picture is no longer wanted"));
        if (wanted.get(id) === entry) wanted.delete(id);
      };
    },
  };
}
