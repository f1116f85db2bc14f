import { z } from "zod";
import { Account } from "../people/people.schema.ts";

/** An account as a list of many shows it: what it may do follows from the role. */
export const ListedAccount = Account.omit({ permissions: true }).meta({ id: "ListedAccount" });
export type ListedAccount = z.infer<typeof ListedAccount>;

/** What accounts may be searched by. */
export const AccountText = z.string().trim().min(1).max(100);
