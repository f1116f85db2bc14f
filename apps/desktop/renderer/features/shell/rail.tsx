import { useLingui } from "@lingui/react";
import { Kbd } from "@mantine/core";
import {
  IconAdjustments,
  IconAlertOctagon,
  IconArchive,
  IconBell,
  IconCoins,
  IconDashboard,
  IconDatabase,
  IconDeviceDesktop,
  IconFileInvoice,
  IconFileText,
  IconGavel,
  IconHome,
  IconKey,
  IconLink,
  IconListCheck,
  IconSearch,
  IconServer2,
  IconSettings,
  IconShieldCheck,
  IconUserQuestion,
  IconUsers,
  IconWallet,
  IconWebhook,
  type TablerIcon,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useLocation } from "@tanstack/react-router";
import { useId } from "react";
import { useApi } from "../../shared/api/api.ts";
import { Aged, modKey } from "../../shared/ui/index.ts";
import { useUnread } from "../notifications/index.ts";
import { type AreaGroup, type AreaPath, groupsFor } from "./areas.ts";
import { Brand } from "./brand.tsx";
import { NodeCard } from "./node-card.tsx";
import classes from "./shell.module.css";
import { useViewer } from "./use-viewer.ts";

const icons: Record<AreaPath, TablerIcon> = {
  "/": IconHome,
  "/sessions": IconDeviceDesktop,
  "/proofs": IconShieldCheck,
  "/wallet": IconWallet,
  "/node": IconServer2,
  "/earnings": IconCoins,
  "/chain": IconLink,
  "/settings": IconSettings,
  "/notifications": IconBell,
  "/requests": IconUserQuestion,
  "/admin": IconDashboard,
  "/admin/people": IconUsers,
  "/admin/payouts": IconCoins,
  "/admin/invoices": IconFileInvoice,
  "/admin/sessions": IconDeviceDesktop,
  "/admin/policies": IconGavel,
  "/admin/configuration": IconAdjustments,
  "/admin/webhooks": IconWebhook,
  "/admin/emergency": IconAlertOctagon,
  "/admin/audit": IconListCheck,
  "/admin/log": IconFileText,
  "/admin/backup": IconArchive,
  "/admin/databases": IconDatabase,
  "/admin/keys": IconKey,
};

/** The areas at the left, in groups by role, and at its foot the node in use. Beside a live desktop only their icons are left. */
export function Rail({ open, onFind }: { readonly open: boolean; readonly onFind: () => void }) {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const path = useLocation({ select: (location) => location.pathname });
  const unread = useUnread();
  const viewer = useViewer();
  const live = useQuery(queries.sessions.statistics.queryOptions()).data?.live ?? 0;

  return (
    <aside className={classes.rail} data-open={open || undefined}>
      <Brand />
      <button type="button" className={classes.find} onClick={onFind}>
        <IconSearch size={18} className={classes.icon} aria-hidden />
        <span className={classes.label}>{i18n.t("Find or do")}</span>
        <span className={classes.label} data-for-keyboard aria-hidden>
          <Kbd size="xs">{modKey}</Kbd> <Kbd size="xs">K</Kbd>
        </span>
      </button>
      <nav className={classes.nav} aria-label={i18n.t("Areas")}>
        {groupsFor(viewer, path, i18n).map((group) => (
          <Areas key={group.key} group={group} live={live} />
        ))}
        <span className={classes.spacer} />
        <Link to="/notifications" className={classes.item}>
          <IconBell size={18} className={classes.icon} aria-hidden />
          <span className={classes.label}>{i18n.t("Notifications")}</span>
          {unread > 0 && (
            <span className={classes.count}>
              <Aged>{i18n.t("{unread} new", { unread })}</Aged>
            </span>
          )}
        </Link>
        <Link to="/settings" className={classes.item}>
          <IconSettings size={18} className={classes.icon} aria-hidden />
          <span className={classes.label}>{i18n.t("Settings")}</span>
        </Link>
      </nav>
      <NodeCard />
    </aside>
  );
}

function Areas({ group, live }: { readonly group: AreaGroup; readonly live: number }) {
  const { i18n } = useLingui();
  const title = useId();
  return (
    <>
      <div className={classes.groupTitle} id={title}>
        {group.title}
      </div>
      <ul className={classes.group} aria-labelledby={title}>
        {group.areas.map(({ to, label }) => {
          const Icon = icons[to];
          return (
            <li key={to}>
              <Link
                to={to}
                className={classes.item}
                data-within={to === group.within || undefined}
                activeOptions={{ exact: to === "/" || to === "/admin", includeSearch: false }}
              >
                <Icon size={18} className={classes.icon} aria-hidden />
                <span className={classes.label}>{label}</span>
                {to === "/sessions" && live > 0 && (
                  <span className={classes.count}>
                    <Aged>{i18n.t("{live} live", { live })}</Aged>
                  </span>
                )}
              </Link>
            </li>
          );
        })}
      </ul>
    </>
  );
}
