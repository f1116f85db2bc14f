import { createServer } from "node:net";
import { type Finding, failed, fine } from "./finding.ts";

interface Places {
  readonly host: string;
  readonly port: number;
  readonly rdp_host: string;
  readonly rdp_port_from: number;
  readonly rdp_port_to: number;
}

/** Whether the node's ports can be had. Not asked of a node that runs, which has them. */
export async function checkPorts({ host, port, rdp_host, rdp_port_from, rdp_port_to }: Places): Promise<readonly Finding[]> {
  const trouble = await listenOnce(host, port);
  const own =
    trouble === undefined
      ? fine("port of the page", `${host}:${port} is free`)
      : failed(
          "port of the page",
          `${host}:${port}: ${trouble}`,
          "stop what uses it (ss -ltnp names it), or choose another with --port",
        );
  for (let rdp = rdp_port_from; rdp <= rdp_port_to; rdp += 1) {
    if ((await listenOnce(rdp_host, rdp)) === undefined) return [own, fine("ports of desktops", `${rdp_host}:${rdp} is free`)];
  }
  const range = `${rdp_host}:${rdp_port_from}-${rdp_port_to}`;
  return [
    own,
    failed("ports of desktops", `none of ${range} can be had`, "choose others with --rdp-port-from and --rdp-port-to"),
  ];
}

const WORDS: Readonly<Record<string, string>> = {
  EADDRINUSE: "another program uses it",
  EACCES: "this user may not take it",
  EADDRNOTAVAIL: "this computer has no such address",
};

/** @returns why it cannot be listened there, or undefined. */
async function listenOnce(host: string, port: number): Promise<string | undefined> {
  const server = createServer();
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  server.once("error", (error: NodeJS.ErrnoException) => resolve(WORDS[error.code ?? ""] ?? error.message));
  server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  return await promise;
}
