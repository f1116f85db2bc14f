import { z } from "zod";
import { Timestamp } from "../shared/shared.schema.ts";

/** Address of an onion service, version 3: 56 letters and digits of base32, which are its public key. */
export const OnionAddress = z
  .string()
  .regex(/^[a-z2-7]{56}\.onion$/, "the address of an onion service: 56 letters or digits and .onion");

/** What keeps Tor from working, each with a remedy of its own. */
export const TOR_PROBLEMS = ["program-missing", "program-old", "settings-refused", "no-progress", "ended"] as const;

export const TorProblem = z.object({
  code: z.enum(TOR_PROBLEMS),
  /** What was found, as far as it is known. */
  detail: z.string(),
  remedy: z.string(),
});
export type TorProblem = z.infer<typeof TorProblem>;

/** How the node's own tor is, and where it can be reached through it. */
export const TorStatus = z
  .object({
    /** `connecting`: on its way into the network. `connected`: circuits can be built. `failed`: see `problem`. */
    state: z.enum(["off", "starting", "connecting", "connected", "failed"]),
    since: Timestamp,
    /** Whether it is to run: the setting `tor`. */
    wanted: z.boolean(),
    /** How far the way into the network is done, in percent. */
    progress: z.int().min(0).max(100),
    /** What it does at this point, in tor's own words; empty where there is nothing to say. */
    step: z.string(),
    /** Of the program; null while none runs. */
    version: z.string().nullable(),
    /** Circuits that are built; 0 while it does not run. */
    circuits: z.int().nonnegative(),
    onion: z.object({
      /** Null until the node has one. */
      address: OnionAddress.nullable(),
      /** Since when the network can find it in this life of tor; null where it cannot. */
      published_at: Timestamp.nullable(),
      /** Clients that alone may reach it; with 0 everybody who knows the address may. */
      clients: z.int().nonnegative(),
    }),
    problem: TorProblem.nullable(),
  })
  .meta({ id: "TorStatus" });
export type TorStatus = z.infer<typeof TorStatus>;

/** An X25519 public key in base32 without padding, as tor writes it. */
export const TorClientKey = z
  .string()
  .overwrite((text) => text.trim().toUpperCase())
  .regex(/^[A-Z2-7]{52}$/, "an X25519 public key in base32: 52 letters or digits");

export const TorClientName = z.string().regex(/^[A-Za-z0-9_-]{1,32}$/, "1 to 32 letters, digits, - or _");

/** Somebody who may reach the onion service. The private key is with that one alone. */
export const TorClient = z
  .object({ name: TorClientName, public_key: TorClientKey, added_at: Timestamp })
  .meta({ id: "TorClient" });
export type TorClient = z.infer<typeof TorClient>;

/** What came of reaching the node's own address through the network. */
export const TorTest = z
  .object({ reached: z.boolean(), took_ms: z.number().nonnegative(), detail: z.string() })
  .meta({ id: "TorTest" });
export type TorTest = z.infer<typeof TorTest>;
