import type { ListedAccount, UserId } from "@lucid/contract";
import { useState } from "react";

/** People that were ticked, on this page of the list and on others. */
export interface PeopleSelection {
  readonly accounts: readonly ListedAccount[];
  has(account: ListedAccount): boolean;
  toggle(account: ListedAccount): void;
  /** Takes in all of them, or none where all are in. */
  toggleAll(accounts: readonly ListedAccount[]): void;
  clear(): void;
}

/** Who is listed now is as it is now; who is on another page is as it was ticked. */
export function usePeopleSelection(listed: readonly ListedAccount[]): PeopleSelection {
  const [kept, setKept] = useState<ReadonlyMap<UserId, ListedAccount>>(new Map());
  const now = new Map(listed.map((account) => [account.user_id, account]));
  const has = ({ user_id }: ListedAccount): boolean => kept.has(user_id);
  const put = (accounts: readonly ListedAccount[]): void =>
    setKept((before) => new Map([...before, ...accounts.map((account) => [account.user_id, account] as const)]));
  const take = (accounts: readonly ListedAccount[]): void => {
    const gone = new Set(accounts.map(({ user_id }) => user_id));
    setKept((before) => new Map([...before].filter(([id]) => !gone.has(id))));
  };
  return {
    accounts: [...kept].map(([id, account]) => now.get(id) ?? account),
    has,
    toggle: (account) => (has(account) ? take([account]) : put([account])),
    toggleAll: (accounts) => (accounts.every(has) ? take(accounts) : put(accounts)),
    clear: () => setKept(new Map()),
  };
}
