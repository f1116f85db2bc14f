import { createHmac, hkdfSync } from "node:crypto";

const PREFIX = "whsec_";

/** The signature of Standard Webhooks (standardwebhooks.com), version 1. @param seconds unix time */
export const signatureOf = (key: Uint8Array, messageId: string, seconds: number, body: string): string =>
  `v1,${createHmac("sha256", key).update(`${messageId}.${seconds}.${body}`).digest("base64")}`;

/** Which secret of which webhook. */
export interface SecretName {
  readonly webhook_id: string;
  readonly generation: number;
}

/** Secrets of webhooks follow from one key of the node (HKDF-SHA256, RFC 5869), so that none of them is stored. */
export function createSigner(nodeKey: Uint8Array) {
  const keyOf = ({ webhook_id, generation }: SecretName): Buffer =>
    Buffer.from(hkdfSync("sha256", nodeKey, "", `lucid webhook ${webhook_id} ${generation}`, 32));

  return {
    /** As its receiver keeps it. */
    secret: (name: SecretName): string => `${PREFIX}${keyOf(name).toString("base64")}`,
    /** The value of `webhook-signature`: one signature for each secret, the newest first. @param seconds unix time */
    sign: (messageId: string, seconds: number, body: string, names: readonly SecretName[]): string =>
      names.map((name) => signatureOf(keyOf(name), messageId, seconds, body)).join(" "),
  };
}
export type Signer = ReturnType<typeof createSigner>;
