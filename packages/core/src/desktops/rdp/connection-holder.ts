import { readdir, readFile, readlink } from "node:fs/promises";
import type { Socket } from "node:net";
import { unlessGone } from "../unless-gone.ts";

/** 127.0.0.1 as /proc/net/tcp writes it, and as /proc/net/tcp6 writes it in the clothes of IPv6. */
const LOOPBACK = ["0100007F", "0000000000000000FFFF00000100007F"];

const hexPort = (port: number): string => port.toString(16).toUpperCase().padStart(4, "0");

/** Inode of the other end of an accepted connection within 127.0.0.1 (proc(5), net/tcp). */
async function otherEnd({ remotePort, localPort }: Socket): Promise<string | undefined> {
  if (remotePort === undefined || localPort === undefined) return undefined;
  const ends = new Set(LOOPBACK.map((address) => `${address}:${hexPort(remotePort)} ${address}:${hexPort(localPort)}`));
  for (const table of ["tcp", "tcp6"]) {
    const lines = (await unlessGone(readFile(`/proc/net/${table}`, "latin1"), "")).split("\n");
    for (const line of lines) {
      const [, local, remote, , , , , , , inode] = line.trim().split(/ +/);
      if (ends.has(`${local} ${remote}`)) return inode;
    }
  }
  return undefined;
}

async function holds(pid: number, link: string): Promise<boolean> {
  const names = await unlessGone(readdir(`/proc/${pid}/fd`), []);
  const links = await Promise.all(names.map((name) => unlessGone(readlink(`/proc/${pid}/fd/${name}`), "")));
  return links.includes(link);
}

/** Which of the processes is at the other end of a connection that was accepted on 127.0.0.1; undefined when it is none of them. */
export async function connectionHolder(socket: Socket, pids: readonly number[]): Promise<number | undefined> {
  const inode = await otherEnd(socket);
  return inode === undefined ? undefined : await holderOf(inode, pids);
}

/** Which of the processes has the socket with this inode open. */
export async function holderOf(inode: string, pids: readonly number[]): Promise<number | undefined> {
  for (const pid of pids) if (await holds(pid, `socket:[${inode}]`)) return pid;
  return undefined;
}
