import { ROLES, type Role } from "@lucid/contract";
import type { z } from "zod";
import { settingList, settingWord } from "../ground/index.ts";
import type { LoginsOptions } from "./create-logins.ts";

export const loginsSettings = {
  registration: settingWord("closed", "invitation", "open")
    .default("invitation")
    .describe("who may make an account: nobody, whoever was invited by a link, everybody"),
  second_factor_roles: settingList
    .refine((roles) => roles.every(isRole), `must be roles: ${ROLES.join(", ")}`)
    .default([])
    .describe("roles that must have an authenticator app as a second factor, such as ADMIN,SUPER_ADMIN"),
};

const isRole = (text: string): text is Role => ROLES.some((role) => role === text);

type LoginsSettings = z.infer<z.ZodObject<typeof loginsSettings>> & { readonly trusted_hosts: readonly string[] };

/** The options of the logins as the settings say. Who may come in is asked at each login. */
export const loginsOptions = (settings: Readonly<LoginsSettings>, networkId: string): LoginsOptions => ({
  networkId,
  get registration() {
    return settings.registration;
  },
  get secondFactorRoles() {
    return settings.second_factor_roles.filter(isRole);
  },
  origins: settings.trusted_hosts.filter((name) => name.startsWith("https://")),
});
