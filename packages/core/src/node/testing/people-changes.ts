import { createHmac } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Account, type AuthResponse, GroupId, type NodeEvent, UserId } from "@lucid/contract";
import { createWallet, type Wallet, walletFromPhrase } from "@lucid/identity";
import { canonicalJson } from "@lucid/proof";
import type { NodeClient } from "./owned-node.ts";

/** Does what a procedure is for, and gives the event that must come of it. */
export type Change = () => Promise<(event: NodeEvent) => boolean>;

interface Tools {
  /** The node's data folder. */
  readonly data: () => string;
  /** The node's time of day, unix ms. */
  readonly now: () => number;
  /** As the owner. */
  readonly client: () => NodeClient;
  readonly clientOf: (token: string | undefined) => NodeClient;
  readonly logIn: (as: Wallet) => Promise<AuthResponse>;
  /** Reads away the events of what came before. */
  readonly settle: () => Promise<void>;
}

/** A call for each procedure that changes people or groups. */
export function peopleChanges({ data, now, client, clientOf, logIn, settle }: Tools): Readonly<Record<string, Change>> {
  /** Somebody else, who is logged in. */
  async function joined(): Promise<UserId> {
    const { user } = await logIn(walletFromPhrase(createWallet().phrase));
    return UserId.parse(user.user_id);
  }
  async function grouped(name: string): Promise<GroupId> {
    const { group_id } = await client().groups.create({ name });
    await settle();
    return GroupId.parse(group_id);
  }
  const ofGroup = (group_id: string) => (event: NodeEvent) => event.type === "group" && event.group_id === group_id;
  const ofPerson = (user_id: string, status: Account["status"]) => (event: NodeEvent) =>
    event.type === "account" && event.account.user_id === user_id && event.account.status === status;

  return {
    "directory.create": async () => {
      const { address } = walletFromPhrase(createWallet().phrase);
      const { user_id } = await client().directory.create({ tron_address: address });
      return ofPerson(user_id, "active");
    },
    "directory.change": async () => {
      const user_id = await joined();
      await client().directory.change({ user_id, kyc_status: "pending" });
      return (event) => event.type === "account" && event.account.user_id === user_id && event.account.kyc_status === "pending";
    },
    "directory.bulk": async () => {
      const user_id = await joined();
      await client().directory.bulk({ action: "suspend", user_ids: [user_id], reason: "away" });
      return ofPerson(user_id, "suspended");
    },
    "directory.suspend": async () => {
      const user_id = await joined();
      await client().directory.suspend({ user_id, reason: "away", hours: 1 });
      return ofPerson(user_id, "suspended");
    },
    "directory.activate": async () => {
      const user_id = await joined();
      await client().directory.suspend({ user_id, reason: "away" });
      await settle();
      await client().directory.activate({ user_id });
      return ofPerson(user_id, "active");
    },
    "groups.create": async () => ofGroup((await client().groups.create({ name: "Made" })).group_id),
    "groups.change": async () => {
      const group_id = await grouped("To change");
      await client().groups.change({ group_id, description: "changed" });
      return ofGroup(group_id);
    },
    "groups.remove": async () => {
      const group_id = await grouped("To remove");
      await client().groups.remove({ group_id });
      return ofGroup(group_id);
    },
    "groups.addMember": async () => {
      const [group_id, user_id] = [await grouped("To join"), await joined()];
      await settle();
      await client().groups.addMember({ group_id, user_id });
      return ofGroup(group_id);
    },
    "groups.removeMember": async () => {
      const [group_id, user_id] = [await grouped("To leave"), await joined()];
      await client().groups.addMember({ group_id, user_id });
      await settle();
      await client().groups.removeMember({ group_id, user_id });
      return ofGroup(group_id);
    },
    "directory.kycVerdict": async () => {
      const user_id = await joined();
      await settle();
      const issued_at = Math.floor(now() / 1_000);
      const verdict = { verdict_id: crypto.randomUUID(), user_id, status: "verified", issued_at } as const;
      const key = await readFile(join(data(), "keys/kyc.key"));
      const text = `lucid-kyc-verdict-1\n${canonicalJson(verdict)}`;
      const signature = createHmac("sha256", key).update(text).digest("hex");
      await clientOf(undefined).directory.kycVerdict({ verdict, signature });
      return (event) => event.type === "account" && event.account.user_id === user_id && event.account.kyc_status === "verified";
    },
    "directory.remove": async () => {
      const user_id = await joined();
      await client().directory.remove({ user_id });
      return ofPerson(user_id, "deleted");
    },
    "account.delete": async () => {
      const gone = walletFromPhrase(createWallet().phrase);
      const { user, access_token } = await logIn(gone);
      await clientOf(access_token).account.delete({ tron_address: gone.address });
      return ofPerson(user.user_id, "deleted");
    },
    "directory.endLogins": async () => {
      const user_id = await joined();
      await settle();
      await client().directory.endLogins({ user_id });
      return (event) => event.type === "logins" && event.user_id === user_id;
    },
  };
}
