import { errorMessageOf } from "@lucid/contract";
import { ORPCError } from "@orpc/client";
import { useEffect, useRef, useState } from "react";

export interface Refused<Item> {
  readonly item: Item;
  readonly error: unknown;
}

export interface Progress<Item> {
  readonly step: "asking" | "running" | "done";
  /** Items that were tried, refused ones included. */
  readonly tried: number;
  readonly refused: readonly Refused<Item>[];
}

export interface SeveralOptions<Item, Wish> {
  /** Items of one call: few enough that one sees how far it is. */
  readonly atOnce: number;
  /** Does it to some of them. @returns the refused ones; a throw refuses all of them. */
  readonly tryOn: (some: readonly Item[], wish: Wish) => Promise<readonly Refused<Item>[]>;
  /** Asks anew for what may have changed. */
  readonly onDone: () => Promise<unknown>;
}

export interface Several<Item, Wish> {
  readonly progress: Progress<Item>;
  run(items: readonly Item[], wish: Wish): Promise<void>;
  /** What is under way is finished, and nothing is begun behind it. */
  stop(): void;
}

/** Does one thing to several items, some at a time, and goes on behind a refusal, until the component is gone. */
export function useSeveral<Item, Wish>({ atOnce, tryOn, onDone }: SeveralOptions<Item, Wish>): Several<Item, Wish> {
  const [progress, setProgress] = useState<Progress<Item>>({ step: "asking", tried: 0, refused: [] });
  const stopped = useRef(false);
  useEffect(() => {
    stopped.current = false;
    return () => {
      stopped.current = true;
    };
  }, []);

  async function run(items: readonly Item[], wish: Wish): Promise<void> {
    const refused: Refused<Item>[] = [];
    let tried = 0;
    while (tried < items.length && !stopped.current) {
      setProgress({ step: "running", tried, refused: [...refused] });
      const some = items.slice(tried, tried + atOnce);
      refused.push(...(await tryOn(some, wish).catch((error: unknown) => some.map((item): Refused<Item> => ({ item, error })))));
      tried += some.length;
    }
    setProgress({ step: "done", tried, refused });
    await onDone();
  }

  return { progress, run, stop: () => void (stopped.current = true) };
}

/** The refused ones of an answer that has a code for each item, null for those it was done to. */
export const refusedOf = <Item>(results: readonly { readonly item: Item | undefined; readonly code: string | null }[]) =>
  results.flatMap(({ item, code }): Refused<Item>[] =>
    code === null || item === undefined ? [] : [{ item, error: new ORPCError(code, { message: errorMessageOf(code) ?? code }) }],
  );
