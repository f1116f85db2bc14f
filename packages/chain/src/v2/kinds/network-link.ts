import { v2 } from "@lucid/proof";
import type { DraftState } from "../state/branch-state.ts";
import type { Statement } from "./statement.ts";

/** What the state keeps of a link: the block of the other chain, its history, and the height of the block that says so. */
export interface LinkRow extends Pick<v2.NetworkLink, "last" | "history_root"> {
  readonly height: number;
}

/** Each sender says once of each other network how long it was. */
export const linkName = (sender: string, network: string): string => `${sender}|${network}`;

/** A sender's statement of the history of another chain (consensus 9.4): dated by this block, or why the state does not take it. */
export function linkNetwork(
  state: DraftState,
  { data, sender, height, checkSignature }: Statement<{ readonly data: v2.NetworkLink }>,
): string | undefined {
  const name = linkName(sender, data.network);
  if (state.get("link", name) !== undefined) return "linked";
  const checked = v2.checkNetworkLink(data, checkSignature);
  if (!checked.ok) return "bad_link";
  const { last, history_root } = data;
  state.set("link", name, { last, history_root, height } satisfies LinkRow);
  return undefined;
}
