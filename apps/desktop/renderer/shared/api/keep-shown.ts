import type { Query } from "@tanstack/react-query";
import { connection } from "./connection.ts";
import { toFailure } from "./failure.ts";

/**
 * While the node is not heard, that it did not answer one more call is no news: what is shown stays, the page says how old it is, and
 * all of it is asked for again when the node is back. What was never there stays refused.
 */
export function keepShown(error: unknown, query: Query<unknown, unknown>): void {
  if (query.state.data === undefined || toFailure(error).code !== "OFFLINE" || connection.getState().state === "live") return;
  query.setState({ status: "success", error: null, isInvalidated: true });
}
