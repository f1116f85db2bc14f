import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { createOutward, type Outgoing, type Outward, TorAway } from "../outward.ts";

const NOWHERE = "/nonexistent/socks";

/** Nothing goes through Tor, and there is none. */
export const withoutTor: Outward = createOutward(
  { view: () => ({ state: "off" }), process: () => undefined },
  { through_tor: [] },
  NOWHERE,
);

/** A Tor that leads every host to one port of this computer, with what it was asked for. */
export function createTorTo(port: number, through: Outgoing[]) {
  const asked: string[] = [];
  let isUp = true;
  const open = async (host: string, at: number): Promise<Socket> => {
    if (!isUp) throw new TorAway();
    asked.push(`${host}:${at}`);
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    return socket;
  };
  const { carries } = createOutward(
    { view: () => ({ state: "connected" }), process: () => undefined },
    { through_tor: through },
    NOWHERE,
  );
  return {
    asked,
    outward: { carries, open, socks: NOWHERE } satisfies Outward,
    turn(on: boolean): void {
      isUp = on;
    },
  };
}
