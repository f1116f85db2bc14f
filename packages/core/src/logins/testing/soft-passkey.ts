import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import type { PasskeyAssertion, PasskeyAttestation, PasskeyCreation, PasskeyRequest } from "@lucid/contract";

const FLAGS = { present: 0x01, verified: 0x04, backedUp: 0x18, attested: 0x40 };

export interface AnswerAs {
  /** What the page's browser says it is. */
  readonly origin?: string;
  readonly rpId?: string;
  readonly isVerified?: boolean;
  readonly counter?: number;
}

/** An authenticator in software (WebAuthn, ES256, attestation `none`), which does as it is told. */
export function createSoftPasskey(origin = "http://localhost:8080") {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const id = randomBytes(16);
  let counter = 0;
  let userHandle = "";

  function authenticatorData(as: AnswerAs, flags: number, attested = Buffer.alloc(0)): Buffer {
    const count = Buffer.alloc(4);
    counter = as.counter ?? counter + 1;
    count.writeUInt32BE(counter);
    const verified = as.isVerified === false ? 0 : FLAGS.verified;
    return Buffer.concat([
      sha256(as.rpId ?? new URL(origin).hostname),
      Buffer.of(FLAGS.present | verified | flags),
      count,
      attested,
    ]);
  }

  const clientData = (type: string, challenge: string, as: AnswerAs): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge, origin: as.origin ?? origin, crossOrigin: false }));

  return {
    id: id.toString("base64url"),
    create({ options }: PasskeyCreation, as: AnswerAs = {}): PasskeyAttestation {
      userHandle = options.user.id;
      // COSE key of P-256 (RFC 9053, 7.1): {1: 2, 3: -7, -1: 1, -2: x, -3: y}
      const key = Buffer.concat([Buffer.from("a5010203262001215820", "hex"), raw(x), Buffer.from("225820", "hex"), raw(y)]);
      const attested = Buffer.concat([Buffer.alloc(16), Buffer.of(0, id.length), id, key]);
      const data = authenticatorData(as, FLAGS.attested | FLAGS.backedUp, attested);
      // {"fmt": "none", "attStmt": {}, "authData": data}
      const head = Buffer.from("a363666d74646e6f6e656761747453746d74a068617574684461746158", "hex");
      return {
        id: id.toString("base64url"),
        response: {
          clientDataJSON: clientData("webauthn.create", options.challenge, as).toString("base64url"),
          attestationObject: Buffer.concat([head, Buffer.of(data.length), data]).toString("base64url"),
        },
      };
    },
    answer({ options }: PasskeyRequest, as: AnswerAs = {}): PasskeyAssertion {
      const client = clientData("webauthn.get", options.challenge, as);
      const data = authenticatorData(as, FLAGS.backedUp);
      const signature = sign("sha256", Buffer.concat([data, sha256(client)]), privateKey);
      return {
        id: id.toString("base64url"),
        response: {
          clientDataJSON: client.toString("base64url"),
          authenticatorData: data.toString("base64url"),
          signature: signature.toString("base64url"),
          userHandle,
        },
      };
    },
  };
}
export type SoftPasskey = ReturnType<typeof createSoftPasskey>;

const sha256 = (data: string | Uint8Array): Buffer => createHash("sha256").update(data).digest();
const raw = (text: string): Buffer => Buffer.from(text, "base64url");
