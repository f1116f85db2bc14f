import { lazyRouteComponent } from "@tanstack/react-router";

export { readPeopleAddress } from "./people-address.ts";

export const PersonPage = lazyRouteComponent(() => import("./person-page.tsx"), "PersonPage");
export const PeoplePage = lazyRouteComponent(() => import("./people-page.tsx"), "PeoplePage");
