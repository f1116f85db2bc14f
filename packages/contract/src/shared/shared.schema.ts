import { z } from "zod";

export const SessionId = z.uuid().brand<"SessionId">().meta({ description: "A session's id" });
export type SessionId = z.infer<typeof SessionId>;
export const UserId = z.uuid().brand<"UserId">();
export type UserId = z.infer<typeof UserId>;

export const Timestamp = z.iso.datetime();
export const HashHex = z.string().regex(/^[0-9a-f]{64}$/, "64 lower-case hex digits");
export const TronAddress = z.string().regex(/^T[1-9A-HJ-NP-Za-km-z]{33}$/, "a TRON address: T and 33 letters or digits");
export const AgeRecipient = z.string().regex(/^age1[02-9ac-hj-np-z]{58}$/, "an age recipient (age1...)");
export const Bytes = z.int().nonnegative();

/** Pages count from 1. */
export const Paging = z.object({
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
