import { createHmac, timingSafeEqual } from "node:crypto";
import type { Role } from "@lucid/contract";

/** Claims of an access token; times in seconds as RFC 7519 wants them, of the node's steady time. */
export interface AccessClaims {
  readonly sub: string;
  readonly user_id: string;
  readonly role: Role;
  readonly type: "access";
  /** Public key of the node that the login is at: the times are of that node. */
  readonly iss: string;
  /** The account's TRON address, by which other nodes of the owner know it. */
  readonly adr: string;
  /** The login session it belongs to. */
  readonly sid: string;
  readonly iat: number;
  readonly nbf: number;
  readonly exp: number;
  readonly jti: string;
}

const header = base64url(JSON.stringify({ alg: "HS256", typ: "JWT" }));
const MAX_TOKEN_LENGTH = 1_024;

/** Signs claims as a JWT (RFC 7519) with HMAC-SHA-256. */
export function signAccessToken(claims: AccessClaims, key: Uint8Array): string {
  const signed = `${header}.${base64url(JSON.stringify(claims))}`;
  return `${signed}.${mac(signed, key)}`;
}

/**
 * The claims of a token that was signed with the key, or undefined. Only the node's own header is accepted, so no
 * other algorithm can be asked for; the times are for the caller to judge.
 */
export function readAccessToken(token: string, key: Uint8Array): AccessClaims | undefined {
  const end = token.lastIndexOf(".");
  if (token.length > MAX_TOKEN_LENGTH || !token.startsWith(`${header}.`) || end <= header.length) return undefined;
  const given = Buffer.from(token.slice(end + 1));
  const expected = Buffer.from(mac(token.slice(0, end), key));
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  return JSON.parse(Buffer.from(token.slice(header.length + 1, end), "base64url").toString()) as AccessClaims;
}

const mac = (text: string, key: Uint8Array): string => createHmac("sha256", key).update(text).digest("base64url");

function base64url(text: string): string {
  return Buffer.from(text).toString("base64url");
}
