import { z } from "zod";
import { Hash, text } from "./primitives.ts";

const first = {
  format: z.literal("lucid-policy"),
  input: z.strictObject({ mouse: z.boolean(), keyboard: z.boolean() }),
  clipboard: z.strictObject({ host_to_remote: z.boolean(), remote_to_host: z.boolean() }),
  network: z.enum(["none", "internet"]),
  recording: z.strictObject({
    keystrokes: z.boolean(),
    on_loss: z.enum(["freeze", "end"]),
    programs: z.boolean().exactOptional(),
  }),
  limits: z.strictObject({ duration_s: z.int().min(10).max(86_400), idle_s: z.int().min(30).max(86_400) }),
};

const PolicyV1 = z.strictObject({ ...first, version: z.literal(1) });

const PolicyV2 = z.strictObject({
  ...first,
  version: z.literal(2),
  source: z
    .strictObject({
      policy_id: z.string().regex(/^[a-z0-9-]{1,64}$/, "1 to 64 of a-z, 0-9 and -"),
      version: z.int().positive(),
      hash: Hash,
    })
    .nullable(),
  stated: z.strictObject({ reason: text(500), ticket: text(100) }),
});

/** `policy.json` as far as it has a form that is known; owners may have agreed to documents of any other. */
export const KnownPolicy = z.discriminatedUnion("version", [PolicyV1, PolicyV2]);
export type KnownPolicy = z.infer<typeof KnownPolicy>;
