import type { WalletSecret } from "@lucid/contract";
import { Refusal } from "../refusal.ts";

type Purpose = WalletSecret["purpose"];
type SecretFor<Name extends Purpose> = Extract<WalletSecret, { readonly purpose: Name }>;

/** Which strings each kind of secret has. */
const FIELDS: { readonly [Name in Purpose]: readonly (keyof SecretFor<Name> & string)[] } = {
  create: ["user_id", "material", "passphrase"],
  unlock: ["user_id", "wallet_id", "passphrase"],
  rehearse: ["user_id", "wallet_id", "material"],
};

/**
 * What was sealed, for the purpose that it was sealed for and nothing else: a message that was made to unlock a wallet opens
 * nothing of another one, and for nobody else.
 * @throws Refusal SECRET_INVALID
 */
export function readSecret<Name extends Purpose>(
  opened: unknown,
  purpose: Name,
  meant: Partial<Pick<SecretFor<Purpose> & { wallet_id: string }, "user_id" | "wallet_id">>,
): SecretFor<Name> {
  const isMeant =
    typeof opened === "object" &&
    opened !== null &&
    Reflect.get(opened, "purpose") === purpose &&
    FIELDS[purpose].every((field) => typeof Reflect.get(opened, field) === "string") &&
    Object.entries(meant).every(([field, value]) => Reflect.get(opened, field) === value);
  if (!isMeant) throw new Refusal("SECRET_INVALID", { fault: "purpose" });
  return opened as SecretFor<Name>;
}
