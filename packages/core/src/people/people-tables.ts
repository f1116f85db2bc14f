import type { Tables } from "@lucid/foundation";
import { directory } from "./migrations/0001-directory.ts";
import { groups } from "./migrations/0002-groups.ts";
import { kycVerdicts } from "./migrations/0003-kyc-verdicts.ts";
import { toldSuspensions } from "./migrations/0004-told-suspensions.ts";
import { filters } from "./migrations/0005-filters.ts";
import { search } from "./migrations/0006-search.ts";

/** The tables of the area, from when areas had tables of their own; `users` itself is older. */
export const peopleTables: Tables = {
  name: "people",
  migrations: [directory, groups, kycVerdicts, toldSuspensions, filters, search],
  watched: [
    { table: "users", topic: "account", id: "user_id" },
    { table: "account_groups", topic: "group", id: "group_id" },
    { table: "group_members", topic: "group", id: "group_id" },
  ],
};
