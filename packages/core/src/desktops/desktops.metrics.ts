import { Counter, Gauge, Histogram, type Registry } from "prom-client";

export interface DesktopMetrics {
  readonly open: Gauge;
  readonly startSeconds: Histogram<"outcome">;
  readonly clients: Gauge<"kind">;
  readonly passwordFailures: Counter;
  readonly exits: Counter<"part">;
  readonly leftOversEnded: Counter;
  readonly requestsRefused: Counter;
  readonly programsCut: Counter;
}

export function createDesktopMetrics(registry: Registry): DesktopMetrics {
  const registers = [registry];
  return {
    open: new Gauge({ name: "lucid_desktops_open", help: "Desktops that are open now", registers }),
    startSeconds: new Histogram({
      name: "lucid_desktops_start_seconds",
      help: "Time from the request to a desktop that accepts connections",
      labelNames: ["outcome"],
      buckets: [0.1, 0.2, 0.3, 0.5, 0.75, 1, 2, 5, 10],
      registers,
    }),
    clients: new Gauge({ name: "lucid_desktops_clients", help: "Connected clients", labelNames: ["kind"], registers }),
    passwordFailures: new Counter({
      name: "lucid_desktops_password_failures_total",
      help: "Wrong passwords at desktops",
      registers,
    }),
    exits: new Counter({
      name: "lucid_desktops_exits_total",
      help: "Desktops that ended, by cause",
      labelNames: ["part"],
      registers,
    }),
    leftOversEnded: new Counter({
      name: "lucid_desktops_left_overs_ended_total",
      help: "Processes of an earlier run that were ended at start",
      registers,
    }),
    requestsRefused: new Counter({
      name: "lucid_desktops_x_requests_refused_total",
      help: "Requests of programs that the X gate ignored or denied",
      registers,
    }),
    programsCut: new Counter({
      name: "lucid_desktops_x_programs_cut_total",
      help: "Programs that the X gate cut off because of what they sent",
      registers,
    }),
  };
}
