import type { Clock } from "@lucid/foundation";
import { Counter, Gauge, Histogram, type Registry } from "prom-client";
import { type CallSummary, createRecentCalls } from "./recent-calls.ts";

export interface GatewayMetrics {
  /** One finished call. `operation` is a name of the contract, never a path with ids in it. */
  observe(door: string, operation: string, status: number, seconds: number): void;
  /** Calls of the last minute. */
  summary(): CallSummary;
  connectionOpened(): void;
  connectionClosed(): void;
  connections(): number;
  /** Refusals that their operation does not declare: each is a defect. */
  readonly undeclared: Counter<"operation">;
  /** Connections that had to give way to new ones: more than a few mean that somebody floods the node. */
  readonly crowded: Counter;
  /** Requests refused before anything was counted: unknown hosts, pages of other sites, doubled headers. */
  readonly turnedAway: Counter;
  /** Open event streams and viewers. */
  readonly streams: Gauge<"kind">;
}

export function createGatewayMetrics(deps: { readonly registry: Registry; readonly clock: Clock }): GatewayMetrics {
  const registers = [deps.registry];
  const recent = createRecentCalls();
  let connections = 0;
  const seconds = new Histogram({
    name: "lucid_gateway_request_seconds",
    help: "Time from the arrival of a call to its answer, or to the start of its stream",
    labelNames: ["door", "operation", "status"],
    buckets: [0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30],
    registers,
  });
  new Gauge({
    name: "lucid_gateway_connections",
    help: "Open connections of the HTTP listener",
    registers,
    collect() {
      this.set(connections);
    },
  });

  return {
    observe(door, operation, status, duration) {
      seconds.observe({ door, operation, status }, duration);
      recent.add(deps.clock.elapsed(), duration * 1_000, status >= 500);
    },
    summary: () => recent.summary(deps.clock.elapsed()),
    connectionOpened: () => void connections++,
    connectionClosed: () => void connections--,
    connections: () => connections,
    undeclared: new Counter({
      name: "lucid_gateway_undeclared_refusals_total",
      help: "Refusals that their operation does not declare",
      labelNames: ["operation"],
      registers,
    }),
    crowded: new Counter({
      name: "lucid_gateway_connections_crowded_out_total",
      help: "Connections that were cut to make room for others",
      registers,
    }),
    turnedAway: new Counter({
      name: "lucid_gateway_requests_turned_away_total",
      help: "Requests of unknown hosts, of pages of other sites, or with doubled headers",
      registers,
    }),
    streams: new Gauge({
      name: "lucid_gateway_streams",
      help: "Open event streams and viewers",
      labelNames: ["kind"],
      registers,
    }),
  };
}
