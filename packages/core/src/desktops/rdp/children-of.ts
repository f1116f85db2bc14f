import { readdir, readFile } from "node:fs/promises";
import { unlessGone } from "../unless-gone.ts";

/** Children of a process by the parents of all processes (proc(5), field 4 of stat), for a kernel without lists of children. */
export async function childrenByParents(pid: number): Promise<number[]> {
  const names = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const parents = await Promise.all(
    names.map(async (name) => {
      const stat = await unlessGone(readFile(`/proc/${name}/stat`, "latin1"), "");
      return { child: Number(name), parent: Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) };
    }),
  );
  return parents.filter(({ parent }) => parent === pid).map(({ child }) => child);
}

/** Children of a process as the machine numbers them (proc(5), task/[tid]/children). The list may miss some while others end. */
export async function childrenOf(pid: number): Promise<number[]> {
  const list = await unlessGone(readFile(`/proc/${pid}/task/${pid}/children`, "latin1"), undefined);
  return list === undefined ? await childrenByParents(pid) : list.split(" ").filter(Boolean).map(Number);
}
