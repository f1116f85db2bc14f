import { useLingui } from "@lingui/react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useStore } from "zustand";
import { useApi } from "../../shared/api/api.ts";
import { connection } from "../../shared/api/connection.ts";
import { formatCount } from "../../shared/format/index.ts";
import { Aged, Mark, useFreshness } from "../../shared/ui/index.ts";
import { chainHead } from "../chain/index.ts";
import classes from "./shell.module.css";

const isLoopback = (host: string): boolean => host === "localhost" || host === "[::1]" || host.startsWith("127.");

/** Which node this window talks to, and how far its chain is. Always in sight. */
export function NodeCard() {
  const { i18n } = useLingui();
  const { queries, sockets } = useApi();
  const state = useStore(connection, (now) => now.state);
  const head = useStore(chainHead, (now) => now.head);
  const info = useQuery(queries.chain.info.queryOptions()).data;

  const height = Math.max(head?.height ?? 0, info?.current_height ?? 0);
  const finalHeight = Math.max(head?.finalizedHeight ?? 0, info?.finalized_height ?? 0);
  const name = isLoopback(sockets.hostname) ? i18n.t("This computer") : sockets.host;
  const { isFresh } = useFreshness();

  return (
    <Link to="/node" className={classes.node}>
      <strong>
        <Mark tone={!isFresh ? "bad" : state === "live" ? "quiet" : "waiting"} />
        <span className={classes.label}>{name}</span>
      </strong>
      {!isFresh && <span>{i18n.t("not reached")}</span>}
      {info || head ? (
        <>
          <div>
            <Aged>
              {i18n.t("block {height} · final {final}", { height: formatCount(height), final: formatCount(finalHeight) })}
            </Aged>
          </div>
          {info && <div>{info.network_name}</div>}
        </>
      ) : (
        isFresh && <span>{i18n.t("connecting")}</span>
      )}
    </Link>
  );
}
