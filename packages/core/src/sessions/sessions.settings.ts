import { z } from "zod";
import { settingCount, settingPort } from "../ground/index.ts";

export const sessionsSettings = {
  rdp_host: z.string().default("127.0.0.1").describe("address RDP clients connect to"),
  rdp_port_from: settingPort.default(13_389).describe("first port for RDP clients"),
  rdp_port_to: settingPort.default(14_389).describe("last port for RDP clients"),
  max_sessions: settingCount(1, 100).default(10).describe("sessions recording at the same time"),
  max_sessions_per_user: settingCount(1, 100).default(5).describe("the same for one account"),
};
export type SessionsSettings = z.infer<z.ZodObject<typeof sessionsSettings>>;
