/** Why the chain does not take a transaction, whatever its kind. */
export type GeneralRefusal =
  | "malformed"
  | "too_large"
  | "wrong_network"
  | "bad_signature"
  | "expired"
  | "expiry_too_far"
  | "sequence_used"
  | "sequence_gap"
  | "mempool_full"
  | "sender_limit";
