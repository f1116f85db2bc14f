import type { VectorAnswer, Verifier } from "./vector-input.ts";

const LINE_FEED = 0x0a;

/** What a verifier says of a saved audit log. */
export function auditLog(proof: Verifier, bytes: Uint8Array): VectorAnswer {
  const check = proof.createAuditLogCheck((text) => proof.sha256Hex(proof.utf8(text)));
  let from = 0;
  for (let at = bytes.indexOf(LINE_FEED); at !== -1; at = bytes.indexOf(LINE_FEED, from)) {
    check.push(proof.auditLine(bytes.subarray(from, at)));
    from = at + 1;
  }
  if (from < bytes.length) check.push(proof.auditLine(bytes.subarray(from)));
  const verdict = check.end();
  if (!verdict.verified) {
    const { fault, entry } = verdict.refusal;
    return { code: fault, ...(entry === undefined ? {} : { entry }) };
  }
  const { log, node, network, decidingKeys, first, size, head, anchors, doubts } = verdict.facts;
  return {
    ...{ log, node, network, deciding_keys: decidingKeys, first, size, head },
    ...{ anchors: anchors.map((anchor) => anchor.size), doubts },
  };
}
