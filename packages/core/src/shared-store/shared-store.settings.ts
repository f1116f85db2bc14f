import { z } from "zod";
import { isLoopback } from "../ground/index.ts";

const urlOf = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined);

/** Neither this text nor what zod says of it may repeat a password that stands in the wrong place. */
function isServer(text: string): boolean {
  const url = urlOf(text);
  return text === "" || (url !== undefined && (url.protocol === "redis:" || url.protocol === "rediss:") && url.hostname !== "");
}

export const sharedStoreSettings = {
  redis_url: z
    .string()
    .refine(isServer, "must be the address of a server, such as rediss://redis.example:6379/0")
    .refine((text) => (urlOf(text)?.password ?? "") === "", "must hold no password: it goes into redis_password_file")
    .default("")
    .describe("Redis that several nodes of one owner share; none, and this node counts alone"),
  redis_password_file: z.string().default("").describe("file that holds the password of that Redis, and nothing else"),
  redis_ca_file: z.string().default("").describe("certificate of the authority of that Redis, where it is no public one"),
  owner_key_file: z
    .string()
    .default("")
    .describe("file with a secret of at least 32 characters that is the same for all nodes of the owner"),
};
export type SharedStoreSettings = z.infer<z.ZodObject<typeof sharedStoreSettings>>;

/** What is missing or contradicts itself, in words; undefined where the settings fit together. */
export function sharedStoreFault({ redis_url, owner_key_file }: SharedStoreSettings): string | undefined {
  const url = urlOf(redis_url);
  if (url === undefined) return undefined;
  if (owner_key_file === "") return "redis_url needs owner_key_file";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const isHere = host === "localhost" || isLoopback(host);
  return url.protocol === "redis:" && !isHere ? "redis:// is for a server on this computer only: use rediss://" : undefined;
}
