import { UserId } from "@lucid/contract";
import { createRoute } from "@tanstack/react-router";
import { AuditPage, readAuditAddress } from "../../features/audit/index.ts";
import { BackupPage } from "../../features/backup/index.ts";
import { ConfigurationPage } from "../../features/configuration/index.ts";
import { DashboardPage } from "../../features/dashboard/index.ts";
import { DatabasesPage } from "../../features/databases/index.ts";
import { EmergencyPage } from "../../features/emergency/index.ts";
import { InvitationsPage, readInvitationsAddress } from "../../features/invitations/index.ts";
import { InvoicePage, InvoicesPage } from "../../features/invoices/index.ts";
import { KeysPage } from "../../features/keys/index.ts";
import { LogPage, readLogAddress } from "../../features/log/index.ts";
import { PayoutsPage } from "../../features/payouts/index.ts";
import {
  GroupsPage,
  PeoplePage,
  PersonError,
  PersonPage,
  readGroupsAddress,
  readPeopleAddress,
} from "../../features/people/index.ts";
import { PoliciesPage, readPoliciesAddress } from "../../features/policies/index.ts";
import { readListAddress, SessionsPage } from "../../features/sessions/index.ts";
import { BadAddress, RoomFrame } from "../../features/shell/index.ts";
import { WebhooksPage } from "../../features/webhooks/index.ts";
import { onlyRead } from "../../shared/only-read.ts";
import { readPage } from "../../shared/page-of-address.ts";
import { inside } from "../inside.tsx";

/** The rooms of the organisation: one route each, its code loaded when it is opened. */
const admin = createRoute({
  getParentRoute: () => inside,
  path: "/admin",
  component: RoomFrame,
});

const dashboard = createRoute({
  getParentRoute: () => admin,
  path: "/",
  component: DashboardPage,
});

const people = createRoute({
  getParentRoute: () => admin,
  path: "/people",
  validateSearch: onlyRead(readPeopleAddress),
  component: PeoplePage,
});

const person = createRoute({
  getParentRoute: () => people,
  path: "/$id",
  params: {
    parse(params: { id: string }): { id: UserId } {
      const id = UserId.safeParse(params.id);
      if (!id.success) throw new BadAddress("That can be no account's id");
      return { id: id.data };
    },
    stringify: (params: { id: UserId }): { id: string } => ({ id: params.id }),
  },
  component: PersonPage,
  errorComponent: PersonError,
});

const invitations = createRoute({
  getParentRoute: () => admin,
  path: "/people/invitations",
  validateSearch: onlyRead(readInvitationsAddress),
  component: InvitationsPage,
});

const sessions = createRoute({
  getParentRoute: () => admin,
  path: "/sessions",
  validateSearch: onlyRead(readListAddress),
  component: () => <SessionsPage ofAdmin />,
});

const configuration = createRoute({
  getParentRoute: () => admin,
  path: "/configuration",
  component: ConfigurationPage,
});

const backup = createRoute({
  getParentRoute: () => admin,
  path: "/backup",
  component: BackupPage,
});

const databases = createRoute({
  getParentRoute: () => admin,
  path: "/databases",
  component: DatabasesPage,
});

const keys = createRoute({
  getParentRoute: () => admin,
  path: "/keys",
  component: KeysPage,
});

const emergency = createRoute({
  getParentRoute: () => admin,
  path: "/emergency",
  validateSearch: onlyRead(readPage),
  component: EmergencyPage,
});

const webhooks = createRoute({
  getParentRoute: () => admin,
  path: "/webhooks",
  component: WebhooksPage,
});

const audit = createRoute({
  getParentRoute: () => admin,
  path: "/audit",
  validateSearch: onlyRead(readAuditAddress),
  component: AuditPage,
});

const log = createRoute({
  getParentRoute: () => admin,
  path: "/log",
  validateSearch: onlyRead(readLogAddress),
  component: LogPage,
});

const policies = createRoute({
  getParentRoute: () => admin,
  path: "/policies",
  validateSearch: onlyRead(readPoliciesAddress),
  component: PoliciesPage,
});

const groups = createRoute({
  getParentRoute: () => admin,
  path: "/people/groups",
  validateSearch: onlyRead(readGroupsAddress),
  component: GroupsPage,
});

const payouts = createRoute({
  getParentRoute: () => admin,
  path: "/payouts",
  component: PayoutsPage,
});

const invoices = createRoute({
  getParentRoute: () => admin,
  path: "/invoices",
  component: InvoicesPage,
});

const invoice = createRoute({
  getParentRoute: () => admin,
  path: "/invoices/$id",
  component: InvoicePage,
});

export const adminRoutes = admin.addChildren([
  dashboard,
  people.addChildren([person]),
  invitations,
  groups,
  payouts,
  invoices,
  invoice,
  sessions,
  policies,
  audit,
  log,
  configuration,
  webhooks,
  backup,
  databases,
  keys,
  emergency,
]);
