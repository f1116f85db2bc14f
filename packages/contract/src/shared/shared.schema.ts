import { z } from "zod";
import { isTronAddress } from "./tron-address.ts";

export const SessionId = z.uuid().brand<"SessionId">().meta({ description: "A session's id" });
export type SessionId = z.infer<typeof SessionId>;
export const UserId = z.uuid().brand<"UserId">();
export type UserId = z.infer<typeof UserId>;

export const Timestamp = z.iso.datetime();
export const HashHex = z.string().regex(/^[0-9a-f]{64}$/, "64 lower-case hex digits");
export const TronAddress = z
  .string()
  .regex(/^T[1-9A-HJ-NP-Za-km-z]{33}$/, { error: "a TRON address: T and 33 letters or digits", abort: true })
  .refine(isTronAddress, "a TRON address: its checksum does not fit, so it was mistyped");
/** A wallet's message signature in hex. TronWeb puts `0x` in front, others write upper case: all mean the same. */
export const SignatureHex = z
  .string()
  .max(200)
  .overwrite((text) => text.replace(/^0x/i, "").toLowerCase());
export const AgeRecipient = z.string().regex(/^age1[02-9ac-hj-np-z]{58}$/, "an age recipient (age1...)");
/** Somebody as others are shown them: `name` is null where none was chosen, `tron_address` empty where the account is gone. */
export const NamedPerson = z.object({ user_id: UserId, name: z.string().nullable(), tron_address: z.string() });
export const Bytes = z.int().nonnegative();

/** Pages count from 1. */
export const Paging = z.strictObject({
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export const Pagination = z.object({ page: z.int(), limit: z.int(), total: z.int(), pages: z.int() }).meta({ id: "Pagination" });
export type Pagination = z.infer<typeof Pagination>;
export const Order = z.enum(["asc", "desc"]).default("desc");
export const Message = z.object({ message: z.string() });

/** Pagination of an answer from the page asked for and the total found. */
export const paginate = (asked: { page: number; limit: number }, total: number): Pagination => ({
  page: asked.page,
  limit: asked.limit,
  total,
  pages: Math.max(1, Math.ceil(total / asked.limit)),
});
