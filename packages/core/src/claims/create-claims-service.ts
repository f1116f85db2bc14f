import {
  ClaimId,
  type ClaimOffer,
  LucidError,
  type PayoutClaim,
  PayoutId,
  payoutErrors,
  tronErrors,
  UserId,
} from "@lucid/contract";
import { type Caller, requirePrincipal, type Services } from "../calls/index.ts";
import type { SteadyTime } from "../ground/index.ts";
import type { PaymentsLink } from "../tron/index.ts";
import type { ClaimBook, ClaimRow } from "./open-claim-book.ts";
import type { ClaimsDeps } from "./start-claims.ts";

export interface ClaimsServiceDeps extends Pick<ClaimsDeps, "accounts"> {
  readonly book: ClaimBook;
  readonly payments: () => Pick<PaymentsLink, "call">;
  /** Has the payout made of an address that was named. @throws what keeps it */
  readonly order: (row: ClaimRow) => Promise<ClaimRow>;
  readonly steady: Pick<SteadyTime, "toWall">;
  /** The node's public key. */
  readonly nodeId: string;
}

export const showClaim = (
  row: ClaimRow,
  { stateOf }: Pick<ClaimBook, "stateOf">,
  steady: Pick<SteadyTime, "toWall">,
): PayoutClaim => ({
  claim_id: ClaimId.parse(row.claim_id),
  ...{ network: row.network, amount: row.amount, state: stateOf(row), address: row.address },
  payee: UserId.parse(row.payee),
  created_by: UserId.parse(row.created_by),
  created_at: new Date(steady.toWall(row.created_at)).toISOString(),
  expires_at: new Date(steady.toWall(row.expires_at)).toISOString(),
  payout_id: row.payout_id === null ? null : PayoutId.parse(row.payout_id),
});

/** The part of the contract about claim links. */
export function createClaimsService(deps: ClaimsServiceDeps): Services["claims"] {
  const { book, payments, accounts, order, steady, nodeId } = deps;
  const show = (row: ClaimRow): PayoutClaim => showClaim(row, book, steady);
  const impossible = (obstacle: Parameters<typeof payoutErrors.PAYOUT_IMPOSSIBLE>[0]["obstacle"]) =>
    payoutErrors.PAYOUT_IMPOSSIBLE({ obstacle });

  async function offer(row: ClaimRow, caller: Caller): Promise<ClaimOffer> {
    const { network, rules } = await payments().call("payoutOverview", {});
    const { state, ...shown } = show(row);
    if (network !== row.network || state === "expired" || state === "withdrawn") throw payoutErrors.CLAIM_INVALID();
    const { amount, expires_at, address } = shown;
    return { network, amount, expires_at, address, state, fee: rules.fee, node: { id: nodeId, host: caller.host } };
  }
  function needSecret(secret: string): ClaimRow {
    const row = book.bySecret(secret);
    if (!row) throw payoutErrors.CLAIM_INVALID();
    return row;
  }
  function noted(caller: Caller, row: ClaimRow): ClaimRow {
    const { claim_id, payee, amount, address, payout_id } = row;
    const named = address === null ? {} : { address };
    caller.identify({ target: claim_id, details: { payee, amount, ...named, ...(payout_id === null ? {} : { payout_id }) } });
    return row;
  }

  return {
    list: () => ({ claims: book.page().map(show) }),
    async make({ payee, amount, expires_in_hours: hours }, caller) {
      const { userId } = requirePrincipal(caller);
      if (payee === userId) throw payoutErrors.APPROVED_BY_ANOTHER();
      if (accounts.find(payee)?.status !== "active") throw impossible("payee-gone");
      const [{ network, rules }, [balance]] = await Promise.all([
        payments().call("payoutOverview", {}),
        payments().call("payeeBalances", { payee }),
      ]);
      const units = BigInt(amount);
      if (units < BigInt(rules.least) || units <= BigInt(rules.fee)) throw impossible("below-minimum");
      if (units > BigInt(rules.most)) throw impossible("above-maximum");
      // From here on nothing waits: what other links may pay of it is not promised twice.
      if (units + book.held(payee) > BigInt(balance?.accrued ?? 0)) throw impossible("not-owed");
      const { row, secret } = book.add({ network, payee, amount, created_by: userId, hours });
      noted(caller, row);
      return { claim: show(row), secret, path: `/claim#claim=${secret}` };
    },
    withdraw({ claim_id }, caller) {
      const row = book.find(claim_id);
      if (!row) throw payoutErrors.CLAIM_INVALID();
      if (row.state !== "open") throw payoutErrors.CLAIM_STATE({ state: row.state });
      return show(noted(caller, book.withdraw(row)));
    },
    look: async ({ secret }, caller) => await offer(needSecret(secret), caller),
    async take({ secret, address }, caller) {
      const row = needSecret(secret);
      noted(caller, row);
      const before = await offer(row, caller);
      if (row.address !== null && row.address !== address) throw payoutErrors.CLAIM_STATE({ state: row.state });
      const named = row.state === "open" ? book.name(row, address) : row;
      noted(caller, named);
      try {
        const { state } = noted(caller, await order(named));
        return { ...before, address, state: state === "ordered" ? state : "named" };
      } catch (error) {
        // The address is named, and a payout is asked for until payments say what becomes of it.
        if (error instanceof LucidError && UNSURE.has(error.code)) return { ...before, address, state: "named" };
        throw error;
      }
    },
  };
}

const UNSURE = new Set<string>([tronErrors.spec.PAYMENTS_AWAY.code, tronErrors.spec.NETWORK_AWAY.code]);
