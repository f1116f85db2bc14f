import { useCallback, useState } from "react";
import { useStore } from "zustand";
import { useApi } from "../api/api.ts";
import { useUnsaved } from "./unsaved.ts";

interface Kept {
  readonly begun: unknown;
  readonly value: unknown;
}

/** In memory alone, by account and name: it outlives a login that ends, and neither a reload nor the tab. */
const kept = new Map<string, Kept>();

export interface Draft<Value> {
  readonly value: Value;
  readonly change: (value: Value) => void;
  /** It was saved, or given up. */
  readonly drop: () => void;
}

/**
 * What somebody writes and has not saved. It is there again when the form is, for this account alone: after a login that ended in the middle, or
 * after the page showed something else in its place. Before the page is left the person is asked.
 * @param name of what is written: one form of it at a time
 */
export function useDraft<Value>(name: string, begin: () => Value, isOfSearch = false): Draft<Value> {
  const account = useStore(useApi().login.state, (state) => state.account?.user_id);
  const key = `${account ?? ""} ${name}`;
  const [{ begun, value }, setShown] = useState(() => {
    const before = kept.get(key) as { begun: Value; value: Value } | undefined;
    const begun = before?.begun ?? begin();
    return { begun, value: before?.value ?? begun };
  });
  const drop = useCallback(() => void kept.delete(key), [key]);
  const isUnsaved = useCallback(() => kept.has(key), [key]);
  useUnsaved({ isUnsaved, drop, isOfSearch });
  function change(value: Value): void {
    setShown({ begun, value });
    if (JSON.stringify(value) === JSON.stringify(begun)) kept.delete(key);
    else kept.set(key, { begun, value });
  }
  return { value, change, drop };
}
