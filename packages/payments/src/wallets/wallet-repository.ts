import type { HardwareKey } from "@lucid/contract";
import type { OpenDatabase } from "@lucid/foundation";

export interface WalletRow {
  readonly wallet_id: string;
  readonly user_id: string;
  readonly name: string;
  readonly address: string;
  readonly kind: "hot" | "watch" | "hardware";
  /** Both null but for a hardware wallet: where its key is. */
  readonly device: HardwareKey["device"] | null;
  readonly account: number | null;
  /** Unix milliseconds, as all times here. */
  readonly created_at: number;
  readonly rehearsed_at: number | null;
  readonly unlocked_at: number | null;
  /** Wrong passphrases since the last right one. */
  readonly failed_tries: number;
  /** Until when no passphrase is tried. */
  readonly closed_until: number;
}
export type NewWallet = Pick<
  WalletRow,
  "wallet_id" | "user_id" | "name" | "address" | "kind" | "device" | "account" | "created_at"
>;
export type WalletRepository = ReturnType<typeof createWalletRepository>;

export function createWalletRepository({ read, write }: Pick<OpenDatabase, "read" | "write">) {
  const ofUser = read.prepare<[string], WalletRow>("SELECT * FROM wallet WHERE user_id = ? ORDER BY created_at, wallet_id");
  const one = read.prepare<[string, string], WalletRow>("SELECT * FROM wallet WHERE user_id = ? AND wallet_id = ?");
  const ownerOf = read.prepare<[string], { user_id: string }>("SELECT user_id FROM wallet WHERE wallet_id = ?");
  const owners = read.prepare<[], { user_id: string }>("SELECT DISTINCT user_id FROM wallet");
  const insert = write.prepare<NewWallet>(
    `INSERT INTO wallet (wallet_id, user_id, name, address, kind, device, account, created_at)
     VALUES (:wallet_id, :user_id, :name, :address, :kind, :device, :account, :created_at)`,
  );
  const rename = write.prepare<[string, string]>("UPDATE wallet SET name = ? WHERE wallet_id = ?");
  const rehearse = write.prepare<[number, string]>("UPDATE wallet SET rehearsed_at = ? WHERE wallet_id = ?");
  const unlock = write.prepare<[number, string]>(
    "UPDATE wallet SET unlocked_at = ?, failed_tries = 0, closed_until = 0 WHERE wallet_id = ?",
  );
  const fail = write.prepare<[number, number, string]>(
    "UPDATE wallet SET failed_tries = ?, closed_until = ? WHERE wallet_id = ?",
  );
  const remove = write.prepare<[string]>("DELETE FROM wallet WHERE wallet_id = ?");

  return {
    list: (userId: string): readonly WalletRow[] => ofUser.all(userId),
    find: (userId: string, walletId: string) => one.get(userId, walletId),
    ownerOf: (walletId: string) => ownerOf.get(walletId)?.user_id,
    owners: (): readonly string[] => owners.all().map(({ user_id }) => user_id),
    add: (wallet: NewWallet): void => void insert.run(wallet),
    rename: (walletId: string, name: string): void => void rename.run(name, walletId),
    rehearsed: (walletId: string, at: number): void => void rehearse.run(at, walletId),
    unlocked: (walletId: string, at: number): void => void unlock.run(at, walletId),
    failed: (walletId: string, tries: number, closedUntil: number): void => void fail.run(tries, closedUntil, walletId),
    remove: (walletId: string): void => void remove.run(walletId),
  };
}
