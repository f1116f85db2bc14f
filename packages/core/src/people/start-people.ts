import { GroupId } from "@lucid/contract";
import type { AuditLog } from "../audit/index.ts";
import type { Area } from "../calls/index.ts";
import type { Ground } from "../ground/index.ts";
import { createAccountList } from "./account-list.ts";
import { createAccountRepository } from "./account-repository.ts";
import { type Accounts, createAccounts } from "./accounts.ts";
import { createPeopleFinder } from "./create-people-finder.ts";
import { createPeopleService } from "./create-people-service.ts";
import { createGroupRepository, type GroupRepository } from "./group-repository.ts";
import { createManagement, type Management } from "./management.ts";
import { createPeople, type People } from "./people.ts";
import { peopleTables } from "./people-tables.ts";

/** A suspension ends at most this much later than it says. */
const SUSPENSION_LOOK_MS = 10_000;

export interface PeopleDeps {
  readonly audit: Pick<AuditLog, "record">;
}

type PeopleGround = Pick<Ground, "clock" | "randomness" | "db" | "every"> & { readonly time: Pick<Ground["time"], "steady"> };

export interface PeopleArea extends Area {
  readonly people: People;
  readonly accounts: Accounts;
  readonly management: Management;
  readonly groups: GroupRepository;
}

/** Accounts: who somebody is and what that one may do. */
export function startPeople({ clock, randomness, db, time, every }: PeopleGround, { audit }: PeopleDeps): PeopleArea {
  db.attach(peopleTables);
  const repository = createAccountRepository(db.write);
  const accounts = createAccounts({ db: db.write, clock, randomness, repository, audit });
  const management = createManagement({ db: db.write, steady: time.steady, repository, accounts });
  const people = createPeople({ clock, repository, list: createAccountList(db.read) });
  const groups = createGroupRepository(db);
  accounts.onErased(({ userId }) => groups.leaveAll(userId));
  const endSuspensions = (): void => accounts.endSuspensions(time.steady.now());
  endSuspensions();
  const ending = every(SUSPENSION_LOOK_MS, endSuspensions);

  return {
    people,
    accounts,
    management,
    groups,
    services: { people: createPeopleService(people) },
    finder: createPeopleFinder(people),
    ownData(userId) {
      const row = repository.whole(userId);
      return [
        { name: "account", entries: row ? [row] : [] },
        { name: "groups", entries: groups.ofAccount(userId) },
      ];
    },
    events: {
      group: (groupId, { principal }) =>
        principal?.permissions.has("view_all_users") ? { type: "group", group_id: GroupId.parse(groupId) } : undefined,
      account(userId, { principal }) {
        const mayLook = principal?.userId === userId || principal?.permissions.has("view_all_users") === true;
        const account = mayLook ? people.getUser(userId) : undefined;
        return account && { type: "account", account };
      },
    },
    [Symbol.asyncDispose]: async () => ending[Symbol.dispose](),
  };
}
