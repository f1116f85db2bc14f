import * as asn1js from "asn1js";

/** Nothing may stand behind what is read. @throws where something does, or the bytes are no ASN.1. */
export function requireWhole(bytes: Uint8Array): void {
  const { offset } = asn1js.fromBER(new Uint8Array(bytes));
  if (offset !== bytes.length) throw new TypeError("not one value");
}
