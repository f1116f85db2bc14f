import { COUNT_TO, type Found, requirePrincipal, type SearchProvider } from "../calls/index.ts";
import type { LogKeeper } from "./create-log-keeper.ts";
import type { LogHost } from "./store/log-store.ts";

/** Lines of the node's log, for who may see it. */
export const createLogFinder = (host: LogHost, { flush }: Pick<LogKeeper, "flush">): SearchProvider => ({
  kind: "log",
  async find({ text, limit }, caller): Promise<Found | undefined> {
    if (!requirePrincipal(caller).permissions.has("view_audit_logs")) return undefined;
    await flush();
    const { entries } = await host.ask("list", { filter: { q: text }, limit: COUNT_TO });
    const hits = entries.slice(0, limit).map(({ id, message, level, part, timestamp }) => ({
      id: String(id),
      title: message,
      detail: `${level} ${part}`,
      at: timestamp,
    }));
    return { hits, total: entries.length };
  },
});
