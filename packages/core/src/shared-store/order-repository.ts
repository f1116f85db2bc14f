import type { OpenDatabase, Tables } from "@lucid/foundation";

/** One node asks another one to end logins. Kept until that one has confirmed it, whatever becomes of the store in between. */
export interface OrderRow {
  readonly order_id: string;
  /** Orders of one call. */
  readonly group_id: string;
  /** Public key of the node; null while it is not known which nodes there are. */
  readonly node: string | null;
  readonly kind: "login" | "wallet";
  /** Id of the login, or the hidden name of the wallet. */
  readonly subject: string;
  /** A login of the wallet that goes on. */
  readonly except_login: string | null;
  /** Steady time. */
  readonly created_at: number;
}

export const sharedStoreTables: Tables = {
  name: "shared_store",
  migrations: [
    {
      id: "0001-orders",
      sql: `
        CREATE TABLE login_orders (
          order_id TEXT PRIMARY KEY,
          group_id TEXT NOT NULL,
          node TEXT,
          kind TEXT NOT NULL CHECK (kind IN ('login', 'wallet')),
          subject TEXT NOT NULL,
          except_login TEXT,
          created_at INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX login_orders_by_subject ON login_orders (subject);`,
    },
  ],
};

const COLUMNS = "order_id, group_id, node, kind, subject, except_login, created_at";

/** Rows of `login_orders`. */
export function createOrderRepository({ read, write }: Pick<OpenDatabase, "read" | "write">) {
  const insert = write.prepare(`
    INSERT INTO login_orders (${COLUMNS}) VALUES (:order_id, :group_id, :node, :kind, :subject, :except_login, :created_at)`);
  const remove = write.prepare("DELETE FROM login_orders WHERE order_id = ?");
  const forget = write.prepare("DELETE FROM login_orders WHERE created_at < ?");
  const oldest = read.prepare<[number], OrderRow>(`SELECT ${COLUMNS} FROM login_orders ORDER BY created_at LIMIT ?`);
  const bySubject = read.prepare<[string], OrderRow>(`SELECT ${COLUMNS} FROM login_orders WHERE subject = ?`);
  const ofGroup = read.prepare<[string], { nodes: number }>("SELECT count(*) AS nodes FROM login_orders WHERE group_id = ?");
  return {
    insert: (row: OrderRow): void => void insert.run(row),
    remove: (orderId: string): void => void remove.run(orderId),
    forgetBefore: (ms: number): void => void forget.run(ms),
    oldest: (most: number): OrderRow[] => oldest.all(most),
    ofSubject: (subject: string): OrderRow[] => bySubject.all(subject),
    waitingOf: (groupId: string): number => ofGroup.get(groupId)?.nodes ?? 0,
    /** One order for each node, in place of one for nodes that were not known. */
    spread: write.transaction((row: OrderRow, orders: readonly OrderRow[]): void => {
      remove.run(row.order_id);
      for (const order of orders) insert.run(order);
    }),
  };
}
export type OrderRepository = ReturnType<typeof createOrderRepository>;
