import type { AuditLog } from "../audit/index.ts";
import type { Area } from "../calls/index.ts";
import type { Ground } from "../ground/index.ts";
import { createAccountList } from "./account-list.ts";
import { createAccountRepository } from "./account-repository.ts";
import { type Accounts, createAccounts } from "./accounts.ts";
import { createPeopleService } from "./create-people-service.ts";
import { createPeople, type People } from "./people.ts";
import { peopleTables } from "./people-tables.ts";

export interface PeopleDeps {
  readonly audit: Pick<AuditLog, "record">;
}

export interface PeopleArea extends Area {
  readonly people: People;
  readonly accounts: Accounts;
}

/** Accounts: who somebody is and what that one may do. */
export function startPeople(
  { clock, randomness, db }: Pick<Ground, "clock" | "randomness" | "db">,
  { audit }: PeopleDeps,
): PeopleArea {
  db.attach(peopleTables);
  const repository = createAccountRepository(db.write);
  const accounts = createAccounts({ db: db.write, clock, randomness, repository, audit });
  const people = createPeople({ clock, repository, accounts, list: createAccountList(db.read) });

  return {
    people,
    accounts,
    services: { people: createPeopleService(people) },
    events: {
      account(userId, { principal }) {
        const mayLook = principal?.userId === userId || principal?.permissions.has("view_all_users") === true;
        const account = mayLook ? people.getUser(userId) : undefined;
        return account && { type: "account", account };
      },
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
}
