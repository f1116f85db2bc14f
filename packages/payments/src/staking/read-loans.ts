import type { StakingLoan, StakingResource } from "@lucid/contract";
import type { NodeClient } from "../network/create-node-client.ts";
import { listOf, objectOf, textOf } from "../network/exact-json.ts";
import { NetworkError } from "../network/network-error.ts";
import { whole } from "../transfers/network-cost.ts";
import { readAddress } from "../tron/address.ts";
import { RESOURCES } from "./read-stake.ts";

/** Each is a question of its own, of which TronGrid answers fifteen in a second. */
const MOST = 20;

/** What is lent by one account to another, in sun. `until`: before that it is locked. */
export interface Loan {
  readonly resource: StakingResource;
  readonly amount: bigint;
  readonly until: number | undefined;
}

/** @throws NetworkError */
export async function readLoan(client: NodeClient, fromAddress: string, toAddress: string): Promise<readonly Loan[]> {
  const answer = await client.ask("/walletsolidity/getdelegatedresourcev2", { fromAddress, toAddress, visible: true });
  return listOf(answer["delegatedResource"])
    .map(objectOf)
    .flatMap((one) =>
      RESOURCES.flatMap((resource) => {
        const amount = whole(one, `frozen_balance_for_${resource}`);
        const until = Number(whole(one, `expire_time_for_${resource}`));
        return amount === 0n ? [] : [{ resource, amount, until: until === 0 ? undefined : until }];
      }),
    );
}

export interface Loans {
  readonly lent_to: StakingLoan[];
  readonly borrowed_from: StakingLoan[];
  /** Whether these are all. */
  readonly are_loans_whole: boolean;
}

/** To whom an account lends, and who lends to it. @throws NetworkError */
export async function readLoans(client: NodeClient, address: string, at: number): Promise<Loans> {
  const index = await client.ask("/walletsolidity/getdelegatedresourceaccountindexv2", { value: address, visible: true });
  const named = (name: string): readonly string[] =>
    listOf(index[name]).map((one) => {
      const other = readAddress(textOf(one));
      if (other === undefined) throw new NetworkError("body", "who lends is no address");
      return other;
    });
  const [to, from] = [named("toAccounts"), named("fromAccounts")];
  const show = async (other: string, isLent: boolean): Promise<readonly StakingLoan[]> => {
    const loans = await (isLent ? readLoan(client, address, other) : readLoan(client, other, address));
    return loans.map(({ resource, amount, until }) => ({
      ...{ resource, other, amount: amount.toString() },
      locked_until: until === undefined || until <= at ? null : new Date(until).toISOString(),
    }));
  };
  const all = async (others: readonly string[], isLent: boolean): Promise<StakingLoan[]> =>
    (await Promise.all(others.slice(0, MOST).map((other) => show(other, isLent)))).flat();
  const [lent_to, borrowed_from] = await Promise.all([all(to, true), all(from, false)]);
  return { lent_to, borrowed_from, are_loans_whole: to.length <= MOST && from.length <= MOST };
}
