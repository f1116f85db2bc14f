import { request as httpRequest } from "node:http";
import { connect, type Socket } from "node:net";
import type { Answer, AskOptions } from "./open-test-gateway.ts";

/** What tor writes in front of a connection (HiddenServiceExportCircuitID haproxy). */
export const circuitLine = (circuit: number): string =>
  `PROXY TCP6 fc00:dead:beef:4dad::${(circuit >>> 16).toString(16)}:${(circuit & 0xffff).toString(16)} ::1 ${circuit & 0xffff} 80\r\n`;

export interface OnionAsk extends AskOptions {
  readonly host: string;
  readonly circuit?: number;
}

/** One request as tor hands it over, over a connection of its own. */
export function askOnion(socket: string, method: string, path: string, asked: OnionAsk): Promise<Answer> {
  const connection = connect(socket);
  connection.write(circuitLine(asked.circuit ?? 1));
  return askOver(connection, method, path, asked);
}

/** One request over a connection that goes with it. */
export function askOver(
  connection: Socket,
  method: string,
  path: string,
  { host, token, headers = {}, body }: OnionAsk,
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  connection.once("error", reject);
  const sent = body === undefined ? undefined : JSON.stringify(body);
  const request = httpRequest({
    ...{ method, path, createConnection: () => connection },
    headers: {
      Host: host,
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...(sent === undefined ? {} : { "Content-Type": "application/json", "Content-Length": String(Buffer.byteLength(sent)) }),
      ...headers,
    },
  });
  request.once("error", reject);
  request.once("response", (response) => {
    const parts: Buffer[] = [];
    response.on("data", (part: Buffer) => parts.push(part));
    response.once("error", reject);
    response.once("end", () => {
      const text = Buffer.concat(parts).toString("latin1");
      connection.destroy();
      resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: () => JSON.parse(text) as unknown });
    });
  });
  request.end(sent);
  return promise;
}
