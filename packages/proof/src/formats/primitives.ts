import { z } from "zod";

/** SHA-256 digest as 64 lower-case hex digits. */
export const Hash = z.string().regex(/^[0-9a-f]{64}$/, "64 lower-case hex digits");
/** Ed25519 public key (RFC 8032) as 64 lower-case hex digits. */
export const PublicKey = z.string().regex(/^[0-9a-f]{64}$/, "an Ed25519 public key in hex");
/** Ed25519 signature (RFC 8032) as 128 lower-case hex digits. */
export const Signature = z.string().regex(/^[0-9a-f]{128}$/, "an Ed25519 signature in hex");
/** TRON account in base58check form. Its checksum is tested where the address is used. */
export const TronAddress = z.string().regex(/^T[1-9A-HJ-NP-Za-km-z]{33}$/, "a TRON address");
/** TRON message signature r | s | v as 130 lower-case hex digits, v being 00, 01, 1b or 1c. */
export const TronSignature = z.string().regex(/^[0-9a-f]{128}(00|01|1b|1c)$/, "a TRON message signature in hex");
export const Uuid = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, "a lower-case UUID");
/** Whole number that survives JSON: 0 to 2^53 - 1. */
export const Count = z.int().nonnegative();
/** Milliseconds since 1970-01-01T00:00:00Z. */
export const UnixMs = z.int().nonnegative();
/** Seconds since 1970-01-01T00:00:00Z: the unit of the chain. */
export const UnixSeconds = z.int().nonnegative();

/** Text of at most so many UTF-16 code units. The schema's own `max` counts characters, which are up to two. */
export const text = (most: number) => z.string().refine((value) => value.length <= most, `at most ${most} UTF-16 code units`);
