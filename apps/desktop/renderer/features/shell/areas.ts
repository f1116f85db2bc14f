import type { I18n } from "@lingui/core";
import type { Account, Permission } from "@lucid/contract";

export type AreaPath =
  | "/"
  | "/sessions"
  | "/proofs"
  | "/wallet"
  | "/node"
  | "/earnings"
  | "/chain"
  | "/settings"
  | "/notifications"
  | "/requests"
  | "/admin"
  | "/admin/people"
  | "/admin/payouts"
  | "/admin/invoices"
  | "/admin/sessions"
  | "/admin/policies"
  | "/admin/audit"
  | "/admin/log"
  | "/admin/configuration"
  | "/admin/webhooks"
  | "/admin/backup"
  | "/admin/databases"
  | "/admin/keys"
  | "/admin/emergency";

export interface Area {
  readonly to: AreaPath;
  readonly label: string;
  /** Pressed after `G` it leads there. */
  readonly key: string;
}

/** A room of the organisation. */
interface Room extends Area {
  /** Without it the node answers nothing there. */
  readonly permission: Permission;
  /** The room of the rail that it stands beside: one gets from one to the other above the page. */
  readonly beside?: AreaPath;
}

export interface AreaGroup {
  readonly key: "work" | "node" | "organisation";
  readonly title: string;
  readonly areas: readonly Area[];
  /** The area that one is in, where it is not the one that the address names. */
  readonly within?: AreaPath | undefined;
}

/** Whose rail it is. */
export type Viewer = Pick<Account, "role" | "permissions"> & {
  /** Whether the node has payments: without them there is no way to wallets. */
  readonly payments?: boolean;
};

const areas = (i18n: I18n) =>
  ({
    home: { to: "/", label: i18n.t("Home"), key: "h" },
    sessions: { to: "/sessions", label: i18n.t("Sessions"), key: "s" },
    proofs: { to: "/proofs", label: i18n.t("Proofs"), key: "p" },
    wallet: { to: "/wallet", label: i18n.t("Wallet"), key: "o" },
    earnings: { to: "/earnings", label: i18n.t("Earnings"), key: "i" },
    node: { to: "/node", label: i18n.t("Node"), key: "n" },
    chain: { to: "/chain", label: i18n.t("Chain"), key: "k" },
    notifications: { to: "/notifications", label: i18n.t("Notifications"), key: "m" },
    requests: { to: "/requests", label: i18n.t("Requests for access"), key: "q" },
    settings: { to: "/settings", label: i18n.t("Settings"), key: "e" },
  }) as const satisfies Record<string, Area>;

/** In the order of the rail, which has seven of them at most. */
const rooms = (i18n: I18n): readonly Room[] => [
  { to: "/admin", label: i18n.t("Dashboard"), key: "d", permission: "access_admin_dashboard" },
  { to: "/admin/people", label: i18n.t("People"), key: "u", permission: "view_all_users" },
  { to: "/admin/payouts", label: i18n.t("Payouts"), key: "j", permission: "view_all_payouts", beside: "/admin/people" },
  { to: "/admin/invoices", label: i18n.t("Invoices"), key: "z", permission: "view_all_payouts", beside: "/admin/people" },
  { to: "/admin/sessions", label: i18n.t("Sessions of everybody"), key: "v", permission: "end_any_session" },
  { to: "/admin/policies", label: i18n.t("Policies"), key: "r", permission: "access_admin_dashboard" },
  { to: "/admin/audit", label: i18n.t("Audit"), key: "a", permission: "view_audit_logs" },
  { to: "/admin/log", label: i18n.t("Log"), key: "l", permission: "view_audit_logs", beside: "/admin/audit" },
  { to: "/admin/configuration", label: i18n.t("Configuration"), key: "f", permission: "access_admin_dashboard" },
  {
    to: "/admin/webhooks",
    label: i18n.t("Webhooks"),
    key: "w",
    permission: "manage_system_config",
    beside: "/admin/configuration",
  },
  { to: "/admin/backup", label: i18n.t("Backup"), key: "b", permission: "manage_system_config", beside: "/admin/configuration" },
  {
    to: "/admin/databases",
    label: i18n.t("Databases"),
    key: "t",
    permission: "manage_system_config",
    beside: "/admin/configuration",
  },
  { to: "/admin/keys", label: i18n.t("Node keys"), key: "y", permission: "manage_system_config", beside: "/admin/configuration" },
  { to: "/admin/emergency", label: i18n.t("Emergency"), key: "x", permission: "access_admin_dashboard" },
];

/** Without payments there is no way to wallets, earnings, payouts and invoices. */
const isThere = (to: AreaPath, viewer: Viewer | undefined): boolean => {
  if (to === "/earnings" && viewer?.permissions.includes("view_own_payouts") !== true) return false;
  return !["/wallet", "/earnings", "/admin/payouts", "/admin/invoices"].includes(to) || viewer?.payments === true;
};

const roomsFor = (viewer: Viewer | undefined, i18n: I18n): readonly Room[] =>
  rooms(i18n).filter(({ permission, to }) => viewer?.permissions.includes(permission) && isThere(to, viewer));

/** The room of the rail in which a path is. */
const mainOf = (path: string, open: readonly Room[]): AreaPath | undefined => {
  const room = open.find(({ to }) => path === to || (to !== "/admin" && path.startsWith(`${to}/`)));
  return room && (open.find(({ to }) => to === room.beside)?.to ?? room.to);
};

/** A room and those beside it, in the order of the rail; none where it stands alone. */
export function roomsBeside(viewer: Viewer | undefined, path: string, i18n: I18n): readonly Area[] {
  const open = roomsFor(viewer, i18n);
  const main = mainOf(path, open);
  const rooms = main === undefined ? [] : open.filter(({ to, beside }) => to === main || beside === main);
  return rooms.length > 1 ? rooms : [];
}

export const isInOrganisation = (path: string): boolean => path === "/admin" || path.startsWith("/admin/");

/**
 * The groups of the rail; settings stand at its foot. Those who only use sessions see the node by its card. The organisation is a
 * place of its own, so that the rail stays short: outside there is the way in, inside are its rooms and the way back.
 */
export function groupsFor(viewer: Viewer | undefined, path: string, i18n: I18n): readonly AreaGroup[] {
  const { home, sessions, proofs, wallet, earnings, node, chain } = areas(i18n);
  const title = i18n.t("Organisation");
  const open = roomsFor(viewer, i18n);
  const work: AreaGroup = {
    key: "work",
    title: i18n.t("Work"),
    areas: [home, sessions, proofs, wallet].filter(({ to }) => isThere(to, viewer)),
  };
  const machine: AreaGroup = {
    key: "node",
    title: i18n.t("Node"),
    areas: [node, earnings, chain].filter(({ to }) => isThere(to, viewer)),
  };
  const [first] = open;
  if (first && isInOrganisation(path)) {
    return [
      { key: "organisation", title, areas: open.filter(({ to }) => mainOf(to, open) === to), within: mainOf(path, open) },
      { ...work, areas: [home] },
    ];
  }
  return [
    work,
    ...(viewer === undefined || viewer.role === "USER" ? [] : [machine]),
    ...(first ? [{ key: "organisation", title, areas: [{ ...first, label: title }] } as const] : []),
  ];
}

/** Every area that is there for somebody, as the palette and the keys lead to them. */
export const allAreas = (viewer: Viewer | undefined, i18n: I18n): readonly Area[] => [
  ...Object.values(areas(i18n)).filter(({ to }) => isThere(to, viewer)),
  ...roomsFor(viewer, i18n),
];
