export { type AccountRow, toAccount, toListedAccount } from "./account-repository.ts";
export type { Accounts, RightsChanged } from "./accounts.ts";
export type { People } from "./people.ts";
export { passesKyc, permissionsOf, scopeOf } from "./permissions.ts";
export { type PeopleArea, startPeople } from "./start-people.ts";
