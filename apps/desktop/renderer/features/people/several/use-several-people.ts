import { type BulkAction, errorMessageOf, type GroupId, type ListedAccount } from "@lucid/contract";
import { ORPCError } from "@orpc/client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useApi } from "../../../shared/api/api.ts";

/** People in one call: few enough that one sees how far it is. */
const AT_ONCE = 20;

export interface Refused {
  readonly account: ListedAccount;
  readonly error: unknown;
}

export interface PeopleProgress {
  readonly step: "asking" | "running" | "done";
  /** People that were tried, refused ones included. */
  readonly tried: number;
  readonly refused: readonly Refused[];
}

export interface Wish {
  readonly reason: string;
  readonly hours?: number;
  readonly sessions?: "end" | "keep";
  readonly group_id?: GroupId;
}

/** Does one thing to several people, some at a time, and goes on behind a refusal. */
export function useSeveralPeople(action: BulkAction) {
  const { client, queries } = useApi();
  const cache = useQueryClient();
  const [progress, setProgress] = useState<PeopleProgress>({ step: "asking", tried: 0, refused: [] });
  const stopped = useRef(false);
  useEffect(() => {
    stopped.current = false;
    return () => {
      stopped.current = true;
    };
  }, []);

  async function tryOn(some: readonly ListedAccount[], wish: Wish): Promise<Refused[]> {
    const named = new Map(some.map((account) => [account.user_id, account]));
    try {
      const { results } = await client.directory.bulk({ action, user_ids: [...named.keys()], ...wish });
      return results.flatMap(({ user_id, code }) => {
        const account = named.get(user_id);
        return code === null || !account
          ? []
          : [{ account, error: new ORPCError(code, { message: errorMessageOf(code) ?? code }) }];
      });
    } catch (error) {
      return some.map((account) => ({ account, error }));
    }
  }

  async function run(accounts: readonly ListedAccount[], wish: Wish): Promise<void> {
    const refused: Refused[] = [];
    let tried = 0;
    for (let at = 0; at < accounts.length && !stopped.current; at += AT_ONCE) {
      setProgress({ step: "running", tried, refused: [...refused] });
      const some = accounts.slice(at, at + AT_ONCE);
      refused.push(...(await tryOn(some, wish)));
      tried += some.length;
    }
    setProgress({ step: "done", tried, refused });
    await Promise.all([queries.directory.key(), queries.groups.key()].map((queryKey) => cache.invalidateQueries({ queryKey })));
  }

  return { progress, run, stop: () => void (stopped.current = true) };
}
