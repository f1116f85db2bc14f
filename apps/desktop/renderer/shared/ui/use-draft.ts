import { useCallback, useEffect, useState } from "react";
import { useStore } from "zustand";
import { useApi } from "../api/api.ts";
import { restoredInDialogs, useUnsaved } from "./unsaved.ts";

interface Kept {
  readonly begun: unknown;
  readonly value: unknown;
}

/** In memory alone, by account and name: it outlives a login that ends, and neither a reload nor the tab. */
const kept = new Map<string, Kept>();

const keyOf = (account: string | undefined, name: string): string => `${account ?? ""} ${name}`;

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

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
  const key = keyOf(account, name);
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
    if (isSame(value, begun)) kept.delete(key);
    else kept.set(key, { begun, value });
  }
  return { value, change, drop };
}

/**
 * The state of what is typed into a dialog. After a login that ended in the middle it is there again when the same account opens the dialog; whoever
 * closed it is asked by the dialog itself, and gave it up. Never for secrets: those are typed anew.
 * @param name of what is typed, and of what it is about
 */
export function useTyped<Value>(name: string, begin: Value): readonly [Value, (value: Value) => void] {
  const { state } = useApi().login;
  // Of who opened it: when the login ends, there is no account any more.
  const [key] = useState(() => keyOf(state.getState().account?.user_id, name));
  const [begun] = useState(begin);
  const [value, setShown] = useState(() => {
    const before = kept.get(key) as { readonly value: Value } | undefined;
    return before ? before.value : begun;
  });
  const [isRestored] = useState(() => kept.has(key));
  useEffect(() => {
    const isUnsaved = (): boolean => isRestored && kept.has(key);
    restoredInDialogs.add(isUnsaved);
    return () => {
      restoredInDialogs.delete(isUnsaved);
      if (state.getState().account !== undefined) kept.delete(key);
    };
  }, [isRestored, key, state]);
  function change(changed: Value): void {
    setShown(changed);
    if (isSame(changed, begun)) kept.delete(key);
    else kept.set(key, { begun, value: changed });
  }
  return [value, change];
}
