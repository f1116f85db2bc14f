import { lazyRouteComponent } from "@tanstack/react-router";

export { ChoosePerson } from "./choose-person.tsx";
export { readGroupsAddress } from "./groups-address.ts";
export { readPeopleAddress } from "./people-address.ts";
export { useAccountName } from "./use-account-name.ts";
export { useGroups } from "./use-groups.ts";

export const GroupsPage = lazyRouteComponent(() => import("./groups-page.tsx"), "GroupsPage");
export const PersonError = lazyRouteComponent(() => import("./person-page.tsx"), "PersonError");
export const PersonPage = lazyRouteComponent(() => import("./person-page.tsx"), "PersonPage");
export const PeoplePage = lazyRouteComponent(() => import("./people-page.tsx"), "PeoplePage");
