import type { Payee, PayoutRoute } from "@lucid/contract";
import { PRIORITIES } from "./payout-rules.ts";

/** One payout that is about to be made. */
export interface Wanted {
  readonly payee: Payee;
  readonly amount: bigint;
  readonly route: PayoutRoute | undefined;
  readonly note: string;
  readonly priority: number;
  readonly not_before: number | null;
  readonly key: string;
  readonly by: string | null;
  /** The transfer that came in of which it sends back. */
  readonly refund?: { readonly transaction_id: string; readonly place: number };
  /** The run of a schedule that it is of, how many are paid in that, and whether it may still pay this. */
  readonly schedule?: { readonly run: number; readonly size: number; readonly mayPay: () => boolean };
}

export const AT_ONCE = { priority: PRIORITIES.indexOf("normal"), not_before: null } as const;
