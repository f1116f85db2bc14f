import type { AnyRoute } from "@tanstack/react-router";
import type { Api } from "../shared/api/api.ts";
import { openEventsEarly } from "../shared/api/early-events.ts";
import { inside } from "./inside.tsx";
import type { createUserRouter } from "./user/routes.tsx";

/** What failed here is asked for again by the router, which shows it. */
const later = (): void => undefined;

/**
 * Asks at once for what comes one after the other by itself: whether an earlier login goes on, the stream of events, and the code of the page. Far
 * from the node each of them takes as long as the way there and back.
 */
export function askAhead(router: ReturnType<typeof createUserRouter>, api: Api, mayGoOn: boolean): void {
  const { pathname, search } = router.latestLocation;
  const matches: readonly { readonly routeId: string }[] = router.matchRoutes(pathname, search);
  const byId: Readonly<Record<string, AnyRoute>> = router.routesById;
  const routes = matches.flatMap(({ routeId }) => byId[routeId] ?? []);
  const isInside = routes.some(({ id }) => id === inside.id);
  // Without a login it leads to another page.
  if (isInside && !mayGoOn) return;
  if (isInside) api.login.refresh().then((isIn) => isIn && !document.hidden && openEventsEarly(api), later);
  for (const route of routes) router.loadRouteChunk(route)?.catch(later);
}
