import { useLingui } from "@lingui/react";
import { IconDeviceDesktop, IconLink, IconServer2, IconSettings, IconShieldCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useApi } from "../../shared/api/api.ts";
import { Aged } from "../../shared/ui/index.ts";
import { Brand } from "./brand.tsx";
import { NodeCard } from "./node-card.tsx";
import classes from "./shell.module.css";

/** How many sessions are live, as far as it is known. */
function LiveCount({ live }: { readonly live: number }) {
  const { i18n } = useLingui();
  return (
    <span className={classes.count}>
      <Aged>{i18n.t("{live} live", { live })}</Aged>
    </span>
  );
}

/** The areas at the left, and at its foot the node in use. */
export function Rail({ open }: { readonly open: boolean }) {
  const { i18n } = useLingui();
  const { queries } = useApi();
  const live = useQuery(queries.sessions.statistics.queryOptions()).data?.live ?? 0;

  return (
    <aside className={classes.rail} data-open={open || undefined}>
      <Brand />
      <nav className={classes.nav} aria-label={i18n.t("Areas")}>
        <Link to="/sessions" className={classes.item}>
          <IconDeviceDesktop size={18} className={classes.icon} aria-hidden />
          <span className={classes.label}>{i18n.t("Sessions")}</span>
          {live > 0 && <LiveCount live={live} />}
        </Link>
        <Link to="/proofs" className={classes.item}>
          <IconShieldCheck size={18} className={classes.icon} aria-hidden />
          <span className={classes.label}>{i18n.t("Proofs")}</span>
        </Link>
        <Link to="/node" className={classes.item}>
          <IconServer2 size={18} className={classes.icon} aria-hidden />
          <span className={classes.label}>{i18n.t("Node")}</span>
        </Link>
        <Link to="/chain" className={classes.item}>
          <IconLink size={18} className={classes.icon} aria-hidden />
          <span className={classes.label}>{i18n.t("Chain")}</span>
        </Link>
        <span className={classes.spacer} />
        <Link to="/settings" className={classes.item}>
          <IconSettings size={18} className={classes.icon} aria-hidden />
          <span className={classes.label}>{i18n.t("Settings")}</span>
        </Link>
      </nav>
      <NodeCard />
    </aside>
  );
}
