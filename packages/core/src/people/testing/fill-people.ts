import { ROLES } from "@lucid/contract";
import type { WriteDb } from "@lucid/foundation";

/** A third is named `COMMON-…`, and one in a hundred `RARE-…`. */
export const [COMMON, RARE] = ["person", "rare"] as const;

const digits = (at: number): string => ((Math.imul(at + 1, 0x9e3779b1) >>> 0) % 0xffff_ffff).toString(16).padStart(8, "0");
export const nameOf = (at: number): string =>
  at % 100 === 7 ? `${RARE}-${at}` : `${[COMMON, "ada", "grace"][at % 3]}-${digits(at)}`;

/** People as a node has them after years: of every fifty one is deleted, of every thirty one suspended. */
export function fillPeople(db: WriteDb, count: number): void {
  const insert = db.prepare(`
    INSERT INTO users (user_id, tron_address, username, email, role, admin_label, status, kyc_status, created_at, updated_at, recipient, sealed_identity)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  db.transaction(() => {
    for (let at = 0; at < count; at += 1) {
      const role = at % 20 === 0 ? (ROLES[(at / 20) % ROLES.length] ?? "USER") : "USER";
      const isGone = at % 50 === 49;
      insert.run(
        `${digits(at)}-0000-4000-8000-${String(at).padStart(12, "0")}`,
        isGone ? null : `T${digits(at)}${String(at).padStart(25, "0")}`,
        isGone ? null : nameOf(at),
        isGone ? null : `${nameOf(at)}@example.org`,
        role,
        role === "ADMIN" ? "operator" : null,
        isGone ? "deleted" : at % 30 === 0 ? "suspended" : "active",
        at % 4 === 0 ? "verified" : "none",
        1_790_000_000_000 + ((at * 7_919) % count) * 1_000,
        1_790_000_000_000,
        isGone ? null : `age1${digits(at).repeat(7)}`,
        isGone ? null : JSON.stringify({ format: "sealed", text: digits(at).repeat(60) }),
      );
    }
  })();
}
