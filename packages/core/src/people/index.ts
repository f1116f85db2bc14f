export { type AccountRow, toAccount, toListedAccount } from "./account-repository.ts";
export type { Accounts, RightsChanged } from "./accounts.ts";
export type { GroupRepository, GroupRow } from "./group-repository.ts";
export type { Management, Suspension } from "./management.ts";
export type { People } from "./people.ts";
export { can, passesKyc, permissionsOf, ROLE_RANK, STANDINGS, type Standing, scopeOf } from "./permissions.ts";
export { type PeopleArea, startPeople } from "./start-people.ts";
