import { z } from "zod";
import { settingFlag, settingList } from "../ground/index.ts";
import { OUTGOING } from "./outward.ts";

const isOutgoing = (text: string): boolean => OUTGOING.some((one) => one === text);

export const torSettings = {
  tor: settingFlag.default(false).describe("whether this node runs a tor of its own, and is reached by an onion service"),
  tor_defaults_file: z
    .string()
    .default("")
    .describe("file in torrc form that holds where the node says nothing itself: bridges, for example"),
  through_tor: settingList
    .refine((entries) => entries.every(isOutgoing), `must be of: ${OUTGOING.join(", ")}`)
    .default([])
    .describe(
      "what this node sends only through its own tor, and not at all while that is not connected: webhooks, email, time_stamps, witnesses, payments",
    ),
};
export type TorSettings = Readonly<z.infer<z.ZodObject<typeof torSettings>>>;
