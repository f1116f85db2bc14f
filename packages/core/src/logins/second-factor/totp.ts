import { Secret, TOTP } from "otpauth";

/** Seconds of one code (RFC 6238, 4.1: X), which is what authenticator apps take for granted, as SHA-1 and six digits. */
const PERIOD_S = 30;
/** Codes before and after the one of now that count: clocks differ. */
const WINDOW = 1;
/** RFC 4226, 4 recommends 160 bits. */
export const SECRET_BYTES = 20;

const totpOf = (secret: Uint8Array, label = ""): TOTP =>
  new TOTP({
    issuer: "Lucid",
    label,
    algorithm: "SHA1",
    digits: 6,
    period: PERIOD_S,
    secret: new Secret({ buffer: new Uint8Array(secret).buffer }),
  });

/** The step (RFC 6238, 4.2: T) that a code belongs to; undefined when it belongs to none of now. `wallMs` is the time of day. */
export function stepOfCode(secret: Uint8Array, code: string, wallMs: number): number | undefined {
  const delta = totpOf(secret).validate({ token: code, timestamp: wallMs, window: WINDOW });
  return delta === null ? undefined : Math.floor(wallMs / 1_000 / PERIOD_S) + delta;
}

/** The secret in base32 and as the address that apps read from a QR code. */
export function secretInWords(secret: Uint8Array, label: string): { readonly secret: string; readonly uri: string } {
  const totp = totpOf(secret, label);
  return { secret: totp.secret.base32, uri: totp.toString() };
}
