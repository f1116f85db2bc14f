import { emergencyErrors, loginErrors } from "@lucid/contract";
import type { Area, Gate } from "../calls/index.ts";
import type { Ground } from "../ground/index.ts";
import { type AccountRow, passesKyc, permissionsOf } from "../people/index.ts";
import type { SessionsArea } from "../sessions/index.ts";
import type { PaymentsLink } from "../tron/index.ts";
import { type CashierDeps, createCashier } from "./create-cashier.ts";
import { createSalesService, showOrder } from "./create-sales-service.ts";
import type { SalesBook } from "./open-sales-book.ts";

/** A paid session that was kept from starting by what passes is tried again after so long. */
const AGAIN_MS = 30_000;
const PERMISSION = "create_session";

export interface SalesDeps {
  readonly book: SalesBook;
  /** The port to the process of payments. @throws PAYMENTS_OFF */
  readonly payments: () => Pick<PaymentsLink, "call">;
  readonly sessions: Pick<SessionsArea, "ordered" | "find">;
  readonly accounts: {
    find(userId: string): Pick<AccountRow, "status" | "role" | "admin_label" | "kyc_status" | "tron_address"> | undefined;
  };
  readonly announce: CashierDeps["announce"];
  readonly gate: Pick<Gate, "admit">;
  readonly audit: CashierDeps["audit"];
  /** Whether this node may begin something new. @throws SHARED_STORE_AWAY */
  readonly admitNew: () => Promise<void>;
}

/** Sessions that wait for an invoice, and start by themselves once it is paid. */
export function startSales(ground: Pick<Ground, "changes" | "log" | "every">, deps: SalesDeps): Area {
  const { changes, log } = ground;
  const { book, payments, sessions, accounts, gate, admitNew, audit, announce } = deps;

  /** What stands before the owner's own call stands before a start that nobody calls. */
  async function admit(userId: string): Promise<void> {
    const account = accounts.find(userId);
    const may =
      account?.status === "active" && permissionsOf(account).has(PERMISSION) && passesKyc(PERMISSION, account.kyc_status);
    if (!may) throw loginErrors.PERMISSION_DENIED({ permission: PERMISSION });
    gate.admit({ errors: [emergencyErrors.spec.NEW_SESSIONS_DISABLED] }, account);
    await admitNew();
  }

  function payee(): string | null {
    const userId = book.payee();
    if (userId === null || accounts.find(userId)?.status === "active") return userId;
    log.warn({ user_id: userId }, "session_payee names nobody who is there: of this session nothing is owed to anybody");
    return null;
  }

  using starting = new DisposableStack();
  const cashier = starting.use(
    createCashier({
      ...{ log, book, payments, admit, audit, announce, sessions: sessions.ordered },
      addressOf: (userId) => accounts.find(userId)?.tron_address ?? null,
    }),
  );
  // What the process of payments did not get to say before it ended is asked for when it says how its network is.
  for (const topic of ["invoices", "tron"]) starting.use(changes.on(topic, () => void cashier.look()));
  starting.use(changes.on("session", (sessionId) => book.isOpen(sessionId) && void cashier.look()));
  starting.use(ground.every(AGAIN_MS, () => void cashier.look()));
  const running = starting.move();
  return {
    services: { sales: createSalesService({ ...deps, cashier, payee, sessions: sessions.ordered, find: sessions.find }) },
    ownData: (userId) => {
      const orders = book.ofUser(userId);
      return orders.length === 0
        ? []
        : [{ name: "session_orders", entries: orders.map((row) => showOrder(row, book.isUnused(row, sessions.ordered.fate))) }];
    },
    [Symbol.asyncDispose]: async () => running.dispose(),
  };
}
