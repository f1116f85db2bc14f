import { SessionId } from "@lucid/contract";
import {
  createBrowserHistory,
  createRoute,
  createRouter,
  lazyRouteComponent,
  parseSearchWith,
  type RouterHistory,
  redirect,
  stringifySearchWith,
} from "@tanstack/react-router";
import { ChainPage, readChainAddress } from "../../features/chain/index.ts";
import { ConfirmEmailPage, LoginLinkPage } from "../../features/email/index.ts";
import { HomePage } from "../../features/home/index.ts";
import { JoinPage } from "../../features/invitations/index.ts";
import { OwnInvoicePage, OwnInvoicesPage } from "../../features/invoices/index.ts";
import { LivePage } from "../../features/live/index.ts";
import { LoginPage, SecondFactorPage, SetupPage } from "../../features/login/index.ts";
import { NewSessionPage } from "../../features/new-session/index.ts";
import { NodePage } from "../../features/node/index.ts";
import { NotificationsPage, readNotificationsAddress } from "../../features/notifications/index.ts";
import { ClaimPage, EarningsPage } from "../../features/payouts/index.ts";
import { RequestsPage, readRequestsAddress } from "../../features/requests/index.ts";
import { readSearchAddress, SearchPage } from "../../features/search/index.ts";
import { SessionPage, VerifyLinkPage } from "../../features/session/index.ts";
import { readListAddress, SessionsPage } from "../../features/sessions/index.ts";
import { SettingsPage } from "../../features/settings/index.ts";
import { BadAddress, NotFound, PageError } from "../../features/shell/index.ts";
import { StakingPage, WalletsPage } from "../../features/tron/index.ts";
import { OpenedFilePage, VerifyPage } from "../../features/verify/index.ts";
import { onlyRead } from "../../shared/only-read.ts";
import { adminRoutes } from "../admin/routes.tsx";
import { inside, type RouterContext, root } from "../inside.tsx";

const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  validateSearch: onlyRead((search): { back?: string } => {
    // A path of this page only: an address of another site would send a fresh login there.
    const isPath = typeof search["back"] === "string" && /^\/(?![/\\])/.test(search["back"]);
    return isPath ? { back: search["back"] as string } : {};
  }),
  component: LoginPage,
});

const setup = createRoute({
  getParentRoute: () => root,
  path: "/setup",
  component: SetupPage,
});

const join = createRoute({
  getParentRoute: () => root,
  path: "/join",
  component: JoinPage,
});

const claim = createRoute({
  getParentRoute: () => root,
  path: "/claim",
  component: ClaimPage,
});

const loginLink = createRoute({
  getParentRoute: () => root,
  path: "/login-link",
  component: LoginLinkPage,
});

const confirmEmail = createRoute({
  getParentRoute: () => root,
  path: "/confirm-email",
  component: ConfirmEmailPage,
});

/** In the desktop application only: it serves the file. */
const opened = createRoute({
  getParentRoute: () => root,
  path: "/opened",
  component: OpenedFilePage,
});

const secondFactor = createRoute({
  getParentRoute: () => root,
  path: "/second-factor",
  async beforeLoad({ context: { api } }) {
    if (api.login.state.getState().status === "unknown") await api.login.refresh();
    const { status, secondFactorDue } = api.login.state.getState();
    if (status !== "in" || secondFactorDue !== true) redirect({ to: "/", throw: true });
  },
  component: SecondFactorPage,
});

/** What is no page of ours: it is said inside of the window, where the way on is. */
const nowhere = createRoute({
  getParentRoute: () => inside,
  path: "/$",
  component: NotFound,
});

const home = createRoute({
  getParentRoute: () => inside,
  path: "/",
  component: HomePage,
});

const sessions = createRoute({
  getParentRoute: () => inside,
  path: "/sessions",
  validateSearch: onlyRead(readListAddress),
  component: SessionsPage,
});

const newSession = createRoute({
  getParentRoute: () => inside,
  path: "/sessions/new",
  component: NewSessionPage,
});

function parseId(params: { id: string }): { id: SessionId } {
  const id = SessionId.safeParse(params.id);
  if (!id.success) throw new BadAddress("That can be no session's id");
  return { id: id.data };
}
const stringifyId = (params: { id: SessionId }): { id: string } => ({ id: params.id });

const session = createRoute({
  getParentRoute: () => inside,
  path: "/sessions/$id",
  params: { parse: parseId, stringify: stringifyId },
  // Both are asked for at once, and neither is part of a first load.
  component: lazyRouteComponent(
    async () => (await Promise.all([import("./session-room.tsx"), SessionPage.preload?.()]))[0],
    "SessionRoom",
  ),
});

const live = createRoute({
  getParentRoute: () => inside,
  path: "/sessions/$id/live",
  params: { parse: parseId, stringify: stringifyId },
  validateSearch: onlyRead((search): { window?: "own" } => (search["window"] === "own" ? { window: "own" } : {})),
  component: LivePage,
});

const proofs = createRoute({
  getParentRoute: () => inside,
  path: "/proofs",
  component: VerifyPage,
});

const earnings = createRoute({
  getParentRoute: () => inside,
  path: "/earnings",
  component: EarningsPage,
});

const wallets = createRoute({
  getParentRoute: () => inside,
  path: "/wallet",
  component: WalletsPage,
});

const staking = createRoute({
  getParentRoute: () => inside,
  path: "/wallet/staking/$id",
  component: StakingPage,
});

const ownInvoices = createRoute({
  getParentRoute: () => inside,
  path: "/wallet/invoices",
  component: OwnInvoicesPage,
});

const ownInvoice = createRoute({
  getParentRoute: () => inside,
  path: "/wallet/invoices/$id",
  component: OwnInvoicePage,
});

const verify = createRoute({
  getParentRoute: () => inside,
  path: "/verify",
  component: VerifyLinkPage,
});

const node = createRoute({
  getParentRoute: () => inside,
  path: "/node",
  component: NodePage,
});

const chain = createRoute({
  getParentRoute: () => inside,
  path: "/chain",
  validateSearch: onlyRead(readChainAddress),
  component: ChainPage,
});

const requests = createRoute({
  getParentRoute: () => inside,
  path: "/requests",
  validateSearch: onlyRead(readRequestsAddress),
  component: RequestsPage,
});

const notifications = createRoute({
  getParentRoute: () => inside,
  path: "/notifications",
  validateSearch: onlyRead(readNotificationsAddress),
  component: NotificationsPage,
});

const settings = createRoute({
  getParentRoute: () => inside,
  path: "/settings",
  component: SettingsPage,
});

const search = createRoute({
  getParentRoute: () => inside,
  path: "/search",
  validateSearch: onlyRead(readSearchAddress),
  component: SearchPage,
});

const routeTree = root.addChildren([
  login,
  setup,
  join,
  claim,
  loginLink,
  confirmEmail,
  secondFactor,
  opened,
  inside.addChildren([
    home,
    sessions,
    newSession,
    session,
    live,
    proofs,
    wallets,
    staking,
    ownInvoices,
    ownInvoice,
    earnings,
    verify,
    node,
    chain,
    requests,
    notifications,
    settings,
    search,
    adminRoutes,
    nowhere,
  ]),
]);

export const createUserRouter = (context: RouterContext, history: RouterHistory = createBrowserHistory()) =>
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
    router: ReturnType<typeof createUserRouter>;
  }
}
