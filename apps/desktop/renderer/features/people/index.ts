import { lazyRouteComponent } from "@tanstack/react-router";

export { readPeopleAddress } from "./people-address.ts";

export const PeoplePage = lazyRouteComponent(() => import("./people-page.tsx"), "PeoplePage");
