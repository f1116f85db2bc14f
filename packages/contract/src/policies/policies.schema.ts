import { z } from "zod";

/**
 * What the people in one session may do. Everything not granted is refused; its RFC 8785 hash goes into
 * the owner's grant and so into the manifest.
 */
export const SessionPolicy = z
  .strictObject({
    format: z.literal("lucid-policy").default("lucid-policy"),
    version: z.literal(1).default(1),
    input: z.strictObject({ mouse: z.boolean(), keyboard: z.boolean() }).default({ mouse: true, keyboard: true }),
    clipboard: z
      .strictObject({
        host_to_remote: z.boolean(),
        remote_to_host: z.boolean(),
      })
      .default({ host_to_remote: false, remote_to_host: false }),
    /** Where the session's programs may connect to. `internet` never reaches this computer itself. */
    network: z.enum(["none", "internet"]).default("none"),
    recording: z
      .strictObject({
        /** Typed characters enter the record only when this is on and every participant was shown it. */
        keystrokes: z.boolean(),
        /** When the recorder cannot run: freeze input until it is back, or end the session. */
        on_loss: z.enum(["freeze", "end"]),
        /** Whether titles of windows and names of programs enter the record as text. Absent: no. */
        programs: z.boolean().optional(),
      })
      .default({ keystrokes: false, on_loss: "freeze", programs: true }),
    limits: z
      .strictObject({
        duration_s: z.int().min(10).max(86_400),
        idle_s: z.int().min(30).max(86_400),
      })
      .default({ duration_s: 28_800, idle_s: 1_800 }),
  })
  .meta({ id: "SessionPolicy" });
export type SessionPolicy = z.infer<typeof SessionPolicy>;

export const PolicyPreset = z
  .object({
    policy_id: z.string(),
    name: z.string(),
    summary: z.string(),
    policy: SessionPolicy,
    policy_hash: z.string(),
  })
  .meta({ id: "PolicyPreset" });
export type PolicyPreset = z.infer<typeof PolicyPreset>;
