import type { I18n } from "@lingui/core";

/** Fields of requests, as the page calls them. The key is the last name of the path that the node gives. */
export const fieldNames = (i18n: I18n): Readonly<Record<string, string>> => ({
  name: i18n.t("Name"),
  description: i18n.t("Description"),
  template: i18n.t("Desktop"),
  policy: i18n.t("Policy"),
  text: i18n.t("Text"),
  consent: i18n.t("Consent"),
  accepted: i18n.t("Consent"),
  resolution: i18n.t("Resolution"),
  frame_rate: i18n.t("Pictures a second"),
  compression: i18n.t("Compression"),
  encryption: i18n.t("Encryption"),
  encryption_enabled: i18n.t("Encryption"),
  chunk_size_bytes: i18n.t("Largest chunk"),
  max_size_bytes: i18n.t("Largest record"),
  retention_days: i18n.t("Kept for, in days"),
  legal_hold: i18n.t("Legal hold"),
  reason: i18n.t("Reason"),
  grant_signature: i18n.t("Signature of the owner"),
  signature: i18n.t("Signature"),
  method: i18n.t("Kind of proof"),
  recipients: i18n.t("Who can open it"),
  recipient: i18n.t("Key that recordings are encrypted to"),
  sealed: i18n.t("Sealed key"),
  envelope: i18n.t("Envelope of the key"),
  username: i18n.t("Name"),
  tron_address: i18n.t("TRON address"),
  setup_code: i18n.t("Setup code"),
  challenge_id: i18n.t("Text to sign"),
  refresh: i18n.t("Login"),
  refresh_token: i18n.t("Login"),
  token: i18n.t("Login"),
  logout_all_sessions: i18n.t("All logins"),
  session_id: i18n.t("Session"),
  user_id: i18n.t("Account"),
  role: i18n.t("Role"),
  kyc_status: i18n.t("Person checked (KYC)"),
  note_id: i18n.t("Note"),
  chunk_id: i18n.t("Chunk"),
  q: i18n.t("Search"),
  page: i18n.t("Page"),
  limit: i18n.t("Entries a page"),
  status: i18n.t("State"),
  group: i18n.t("Part of the list"),
  sort: i18n.t("Order"),
  order: i18n.t("Order"),
  days: i18n.t("Days"),
  from: i18n.t("From"),
  to: i18n.t("To"),
  from_height: i18n.t("From block"),
  to_height: i18n.t("To block"),
  height: i18n.t("Height"),
  hash: i18n.t("Hash"),
  block_id: i18n.t("Block"),
  transaction_id: i18n.t("Transaction"),
  transaction: i18n.t("Transaction"),
  transactions: i18n.t("Transactions"),
  type: i18n.t("Kind"),
  merkle_root: i18n.t("Merkle root"),
  sender: i18n.t("Sender"),
  unit_id: i18n.t("Program"),
});

/** A field by the path that the node gives; undefined for one that the page does not know. */
export function fieldNameOf(path: string, i18n: I18n): string | undefined {
  const names = fieldNames(i18n);
  return path
    .split(".")
    .toReversed()
    .map((part) => (Object.hasOwn(names, part) ? names[part] : undefined))
    .find((name) => name !== undefined);
}
