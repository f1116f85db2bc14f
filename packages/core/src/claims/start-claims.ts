import { LucidError, payoutErrors } from "@lucid/contract";
import type { Area } from "../calls/index.ts";
import type { Ground } from "../ground/index.ts";
import type { AccountRow } from "../people/index.ts";
import type { PaymentsLink } from "../tron/index.ts";
import { createClaimsService, showClaim } from "./create-claims-service.ts";
import type { ClaimBook, ClaimRow } from "./open-claim-book.ts";

/** Where an address is named and payments do not say what keeps them, they are asked again after so long. */
const AGAIN_MS = 60_000;

export interface ClaimsDeps {
  readonly book: ClaimBook;
  /** The port to the process of payments. @throws PAYMENTS_OFF */
  readonly payments: () => Pick<PaymentsLink, "call">;
  readonly accounts: { find(userId: string): Pick<AccountRow, "role" | "status" | "kyc_status"> | undefined };
}

/** Links by which somebody who is owed money names where it is paid. Paying is a payout like any other, under one key for each link. */
export function startClaims(
  { log, time, keys, changes, every }: Pick<Ground, "log" | "time" | "keys" | "changes" | "every">,
  deps: ClaimsDeps,
): Area {
  const { book, payments, accounts } = deps;
  const { steady } = time;
  const asking = new Map<string, Promise<ClaimRow>>();
  let looking: Promise<void> | undefined;
  let isStopped = false;

  async function ask(row: ClaimRow): Promise<ClaimRow> {
    const { claim_id, payee: user_id, address, amount, created_by: actor } = row;
    if (row.state !== "named" || address === null) return row;
    try {
      const account = accounts.find(user_id);
      if (account?.status !== "active") throw payoutErrors.PAYOUT_IMPOSSIBLE({ obstacle: "payee-gone" });
      const is_operator = account.role === "NODE_OPERATOR";
      const payee = { user_id, address, is_operator, is_verified: account.kyc_status === "verified" };
      // No key of a person's order has a colon.
      const order = {
        payee,
        amount,
        note: "",
        priority: "normal",
        not_before: null,
        idempotency_key: `claim:${claim_id}`,
      } as const;
      const [made] = await payments().call("orderPayouts", { actor, orders: [order] });
      if (!made) throw new Error("the payout of a claim link is lost");
      return isStopped ? row : book.order(row, made.payout_id);
    } catch (error) {
      // What was refused for sure was not made: only then another address may be named.
      if (!isStopped && error instanceof LucidError && REFUSED.has(error.code)) book.reopen(row);
      throw error;
    }
  }
  function order(row: ClaimRow): Promise<ClaimRow> {
    const known = asking.get(row.claim_id);
    if (known) return known;
    const asked = ask(row).finally(() => asking.delete(row.claim_id));
    asking.set(row.claim_id, asked);
    return asked;
  }

  /** Goes on with what was named when the node, or payments, went away. */
  async function lookOnce(): Promise<void> {
    // `looking` is this one before anything of it ends.
    await Promise.resolve();
    try {
      for (const row of book.named()) {
        if (isStopped) return;
        await order(row).catch((error: unknown) => {
          if (!(error instanceof LucidError)) throw error;
          log.info({ claim_id: row.claim_id, cause: error.message }, "no payout was made for a claim link yet");
        });
      }
    } catch (error) {
      if (error instanceof LucidError) log.debug({ cause: error.message }, "claim links go on when payments are back");
      else if (!isStopped) log.error({ err: error }, "claim links could not be gone on with");
    } finally {
      looking = undefined;
    }
  }
  const look = (): void => void (looking ??= lookOnce());

  using starting = new DisposableStack();
  starting.use(changes.on("tron", look));
  starting.use(every(AGAIN_MS, look));
  const running = starting.move();
  return {
    services: { claims: createClaimsService({ book, payments, accounts, order, steady, nodeId: keys.publicKey }) },
    ownData(userId) {
      const claims = book.ofPerson(userId);
      return claims.length === 0 ? [] : [{ name: "payout_claims", entries: claims.map((row) => showClaim(row, book, steady)) }];
    },
    async [Symbol.asyncDispose]() {
      isStopped = true;
      running.dispose();
      await looking;
    },
  };
}

const REFUSED = new Set<string>([payoutErrors.spec.PAYOUT_IMPOSSIBLE.code, payoutErrors.spec.PAYOUT_DIFFERS.code]);
