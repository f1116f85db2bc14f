import { SessionId } from "@lucid/contract";
import {
  createBrowserHistory,
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  parseSearchWith,
  type RouterHistory,
  redirect,
  stringifySearchWith,
} from "@tanstack/react-router";
import type { Api } from "./api.ts";
import { NotFound } from "./features/shell/not-found.tsx";
import { PageError } from "./features/shell/page-error.tsx";
import { Shell } from "./features/shell/shell.tsx";

export interface RouterContext {
  readonly api: Api;
}

const root = createRootRouteWithContext<RouterContext>()({ component: Outlet });

const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  validateSearch: (search: Record<string, unknown>): { back?: string } => {
    // A path of this page only: an address of another site would send a fresh login there.
    const isPath = typeof search["back"] === "string" && /^\/(?![/\\])/.test(search["back"]);
    return isPath ? { back: search["back"] as string } : {};
  },
  component: lazyRouteComponent(() => import("./features/login/login-page.tsx"), "LoginPage"),
});

const setup = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  component: lazyRouteComponent(() => import("./features/login/setup-page.tsx"), "SetupPage"),
});

/** Everything behind the login: goes on with an earlier one when there is any. */
const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  async beforeLoad({ context: { api }, location }) {
    if (api.login.state.getState().status === "unknown") await api.login.refresh();
    if (api.login.state.getState().status === "in") return;
    const { needed } = await api.client.logins.setup();
    if (needed) redirect({ to: "/setup", throw: true });
    redirect({ to: "/login", search: location.pathname === "/" ? {} : { back: location.href }, throw: true });
  },
  component: Shell,
});

const index = createRoute({
  getParentRoute: () => inside,
  path: "/",
  beforeLoad: () => {
    redirect({ to: "/sessions", throw: true });
  },
});

const sessions = createRoute({
  getParentRoute: () => inside,
  path: "/sessions",
  component: lazyRouteComponent(() => import("./features/sessions/sessions-page.tsx"), "SessionsPage"),
});

const newSession = createRoute({
  getParentRoute: () => inside,
  path: "/sessions/new",
  component: lazyRouteComponent(() => import("./features/new-session/new-session-page.tsx"), "NewSessionPage"),
});

const parseId = (params: { id: string }): { id: SessionId } => ({ id: SessionId.parse(params.id) });
const stringifyId = (params: { id: SessionId }): { id: string } => ({ id: params.id });

const session = createRoute({
  getParentRoute: () => inside,
  path: "/sessions/$id",
  params: { parse: parseId, stringify: stringifyId },
  component: lazyRouteComponent(() => import("./features/session/session-page.tsx"), "SessionPage"),
});

const live = createRoute({
  getParentRoute: () => inside,
  path: "/sessions/$id/live",
  params: { parse: parseId, stringify: stringifyId },
  component: lazyRouteComponent(() => import("./features/live/live-page.tsx"), "LivePage"),
});

const proofs = createRoute({
  getParentRoute: () => inside,
  path: "/proofs",
  component: lazyRouteComponent(() => import("./features/verify/verify-page.tsx"), "VerifyPage"),
});

const node = createRoute({
  getParentRoute: () => inside,
  path: "/node",
  component: lazyRouteComponent(() => import("./features/node/node-page.tsx"), "NodePage"),
});

const chain = createRoute({
  getParentRoute: () => inside,
  path: "/chain",
  validateSearch: (search: Record<string, unknown>): { find?: string } => {
    // The router reads a height as a number, where that loses nothing.
    const text = typeof search["find"] === "number" ? String(search["find"]) : search["find"];
    return typeof text === "string" && text !== "" ? { find: text } : {};
  },
  component: lazyRouteComponent(() => import("./features/chain/chain-page.tsx"), "ChainPage"),
});

const settings = createRoute({
  getParentRoute: () => inside,
  path: "/settings",
  component: lazyRouteComponent(() => import("./features/settings/settings-page.tsx"), "SettingsPage"),
});

const routeTree = root.addChildren([
  login,
  setup,
  inside.addChildren([index, sessions, newSession, session, live, proofs, node, chain, settings]),
]);

export const createPageRouter = (context: RouterContext, history: RouterHistory = createBrowserHistory()) =>
  createRouter({
    routeTree,
    context,
    history,
    // Plain text: as JSON a hash of digits and one e would be a number.
    parseSearch: parseSearchWith((text) => text),
    stringifySearch: stringifySearchWith(String),
    defaultPreload: "intent",
    // Data belongs to TanStack Query; the router only loads the code of a page ahead.
    defaultPreloadStaleTime: 0,
    defaultErrorComponent: PageError,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
  });

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createPageRouter>;
  }
}
