import { canonicalJson } from "@lucid/proof";

/**
 * The same value with its fields in the order of RFC 8785, in which an answer is written as it stands: what somebody
 * saves as it comes is then a document that a verifier takes.
 */
export const canonicalAnswer = <Value extends object>(value: Value): Value => JSON.parse(canonicalJson(value));
