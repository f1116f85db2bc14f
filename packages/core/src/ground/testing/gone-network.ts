import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { systemClock } from "@lucid/foundation";
import { followGonePeers } from "../gone-peers.ts";

/** Runs in a network namespace of its own: one client that takes nothing and lives, then the same without a network. Prints what became of each. */
const [host = "127.0.0.1"] = process.argv.slice(2);
const OPTIONS = { lookMs: 100, silentMs: 3_000 };

async function pair(): Promise<{ readonly served: Socket; readonly client: Socket }> {
  const server = createServer().listen(0, host);
  await once(server, "listening");
  const client = connect((server.address() as AddressInfo).port, host);
  const [served] = (await once(server, "connection")) as [Socket];
  for (const socket of [served, client]) socket.on("error", () => undefined);
  client.pause();
  return { served, client };
}

const log = { info: (data: object, message: string) => console.log(message, data), warn: console.error };
using peers = followGonePeers({ clock: systemClock, log }, OPTIONS);
const slow = await pair();
peers.follow(slow.served);
slow.served.write(Buffer.alloc(32_000_000));
await new Promise((resolve) => setTimeout(resolve, 3 * OPTIONS.silentMs));
console.log(`slow ${slow.served.destroyed ? "cut" : "kept"}`);

const still = await pair();
peers.follow(still.served);
execFileSync("ip", ["link", "set", "lo", "down"]);
still.served.write("a picture");
await once(still.served, "close");
console.log("gone cut");
process.exit(0);
