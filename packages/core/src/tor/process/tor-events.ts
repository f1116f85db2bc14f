import { type ControlReply, fieldsOf } from "../control/reply-reader.ts";
import type { TorListener } from "../tor-port.ts";

export interface EventReader {
  /** One line that tor told by itself. */
  take(line: string): void;
  /** Where it was when the node began to listen: the answer to `GETINFO status/bootstrap-phase`. */
  begin(reply: ControlReply): void;
  circuits(): number;
}

/** What tor tells of itself (control-spec, 4.1), as far as this node listens. */
export function createEventReader(address: string, heard: TorListener): EventReader {
  const service = address.replace(/\.onion$/, "");
  const circuits = new Set<string>();

  function bootstrap(line: string): void {
    const { PROGRESS = "", SUMMARY = "" } = fieldsOf(line);
    const progress = Number(PROGRESS);
    if (PROGRESS !== "" && Number.isInteger(progress)) heard.onBootstrap({ progress, step: SUMMARY });
  }

  return {
    take(line) {
      const [kind, first, second] = line.split(" ", 3);
      if (kind === "STATUS_CLIENT" && second === "BOOTSTRAP") bootstrap(line);
      else if (kind === "HS_DESC" && first === "UPLOADED" && second === service) heard.onPublished();
      else if (kind === "NETWORK_LIVENESS") heard.onLiveness(first === "UP");
      else if (kind === "CIRC" && first !== undefined) {
        if (second === "BUILT") circuits.add(first);
        else if (second === "CLOSED" || second === "FAILED") circuits.delete(first);
      }
    },
    begin: ({ lines }) => lines.filter((line) => line.includes("BOOTSTRAP")).forEach(bootstrap),
    circuits: () => circuits.size,
  };
}
