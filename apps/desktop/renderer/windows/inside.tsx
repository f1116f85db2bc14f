import { createRootRouteWithContext, createRoute, Outlet, redirect } from "@tanstack/react-router";
import { LedgerTextDialog } from "../features/ledger/index.ts";
import type { Api } from "../shared/api/api.ts";
import { UnsavedQuestion } from "../shared/ui/index.ts";
import { UserWindow } from "./user/user-window.tsx";

export interface RouterContext {
  readonly api: Api;
}

/** Any page may hold what is not saved, and have a device sign, those before the login too. */
const Pages = () => (
  <>
    <Outlet />
    <UnsavedQuestion />
    <LedgerTextDialog />
  </>
);

export const root = createRootRouteWithContext<RouterContext>()({ component: Pages });

/** Everything behind the login: goes on with an earlier one when there is any. */
export const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  async beforeLoad({ context: { api }, location }) {
    if (api.login.state.getState().status === "unknown") await api.login.refresh();
    const { status, secondFactorDue } = api.login.state.getState();
    if (status === "in" && secondFactorDue === true) redirect({ to: "/second-factor", throw: true });
    if (status === "in") return;
    // A link that says whose a recording must be came with a file: that is checked without an account.
    if (location.pathname === "/verify" && /(?:^|&)(?:node|owner|network)=/.test(location.hash))
      redirect({ href: `/verify.html#${location.hash}`, reloadDocument: true, throw: true });
    const { needed } = await api.client.logins.setup();
    if (needed) redirect({ to: "/setup", throw: true });
    redirect({ to: "/login", search: location.pathname === "/" ? {} : { back: location.href }, throw: true });
  },
  component: UserWindow,
});
