import type { Account, Role } from "@lucid/contract";

/** Somebody as policies know them. */
export interface Person {
  readonly userId: string;
  readonly role: Role;
  readonly kycStatus: Account["kyc_status"];
  /** Asked only where a rule speaks of groups. */
  isIn(groupId: string): boolean;
  /** Whether the account may act at all. */
  readonly isActive: boolean;
}
