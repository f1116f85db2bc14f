import type { IncomingMessage } from "node:http";
import { isLoopback } from "../../ground/index.ts";

/** Whether a program on this computer asks, and not somebody behind a proxy that runs on it. */
export const isLocal = ({ socket, headers }: Pick<IncomingMessage, "socket" | "headers">): boolean =>
  isLoopback(socket.remoteAddress ?? "") && headers["x-forwarded-for"] === undefined && headers["forwarded"] === undefined;
