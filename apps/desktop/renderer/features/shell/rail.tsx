import { useLingui } from "@lingui/react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useApi } from "../../shared/api/api.ts";
import { Brand } from "./brand.tsx";
import { NodeCard } from "./node-card.tsx";
import classes from "./shell.module.css";

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
          {i18n.t("Sessions")}
          {live > 0 && <span className={classes.count}>{i18n.t("{live} live", { live })}</span>}
        </Link>
        <Link to="/proofs" className={classes.item}>
          {i18n.t("Proofs")}
        </Link>
        <Link to="/node" className={classes.item}>
          {i18n.t("Node")}
        </Link>
        <Link to="/chain" className={classes.item}>
          {i18n.t("Chain")}
        </Link>
        <span className={classes.spacer} />
        <Link to="/settings" className={classes.item}>
          {i18n.t("Settings")}
        </Link>
      </nav>
      <NodeCard />
    </aside>
  );
}
