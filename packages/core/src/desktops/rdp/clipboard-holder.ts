import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { holderOf } from "./connection-holder.ts";

const run = promisify(execFile);

/** A busy machine has some thousand sockets, each a line of some hundred bytes. */
const MAX_LIST_BYTES = 64 * 1_048_576;

/**
 * Which of the processes that xrdp forked is connected to the clipboard service of this display. It takes one connection: that of the client
 * that came first, and when that leaves, of another one. A socket's other end is told by the kernel to `ss` alone (sock_diag(7)).
 */
export async function clipboardHolder(ss: string, display: number, pids: readonly number[]): Promise<number | undefined> {
  const { stdout } = await run(ss, ["-xnH"], { env: { LC_ALL: "C" }, maxBuffer: MAX_LIST_BYTES });
  const connection = new RegExp(`/xrdp_chansrv_socket_${display} \\d+ +\\* (\\d+)`, "g");
  for (const [, inode = ""] of stdout.matchAll(connection)) {
    const holder = await holderOf(inode, pids);
    if (holder !== undefined) return holder;
  }
  return undefined;
}
