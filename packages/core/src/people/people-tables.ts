import type { Tables } from "@lucid/foundation";
import { directory } from "./migrations/0001-directory.ts";

/** The tables of the area, from when areas had tables of their own; `users` itself is older. */
export const peopleTables: Tables = {
  name: "people",
  migrations: [directory],
  watched: [{ table: "users", topic: "account", id: "user_id" }],
};
