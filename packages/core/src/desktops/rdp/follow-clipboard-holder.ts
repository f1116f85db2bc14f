import type { Logger } from "pino";

/** A client that is connected by RDP, and the process that xrdp forked for it. */
export interface RdpMember {
  readonly clientId: number;
  readonly pid: number;
}

/**
 * Whose clipboard the service carries: of one client its own; of several, asked of `holderOf` once for as long as the same ones are there
 * and `run`, which counts how often the service was started, is the same. What it was asked for is answered in turn.
 */
export function followClipboardHolder(
  deps: { readonly log: Logger; readonly members: () => readonly RdpMember[]; readonly run: () => number },
  holderOf: (pids: readonly number[]) => Promise<number | undefined>,
): () => Promise<number | null> {
  let known: { readonly key: string; readonly clientId: number } | undefined;
  let lastTurn: Promise<unknown> = Promise.resolve();

  async function find(members: readonly RdpMember[], run: number): Promise<number | null> {
    const [first, ...others] = members;
    if (!first) return null;
    if (others.length === 0) return first.clientId;
    const key = [run, ...members.map(({ clientId }) => clientId)].join(" ");
    if (known?.key === key) return known.clientId;
    try {
      const pid = await holderOf(members.map((member) => member.pid));
      const holder = members.find((member) => member.pid === pid);
      if (holder) known = { key, clientId: holder.clientId };
      return holder?.clientId ?? null;
    } catch (cause) {
      deps.log.warn({ err: cause }, "Whose clipboard the service carries is not known");
      return null;
    }
  }

  return () => {
    const [members, run] = [deps.members(), deps.run()];
    const turn = lastTurn.then(() => find(members, run));
    lastTurn = turn;
    return turn;
  };
}
