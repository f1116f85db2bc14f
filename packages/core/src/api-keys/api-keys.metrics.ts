import { Counter, Gauge, type Registry } from "prom-client";
import type { KeyCheck } from "./create-api-keys.ts";

export interface ApiKeyFigures {
  open(): number;
  readonly checks: ReadonlyMap<KeyCheck, number>;
}

export function registerApiKeyMetrics(registry: Registry, { open, checks }: ApiKeyFigures): void {
  const registers = [registry];
  new Gauge({
    name: "lucid_api_keys_open",
    help: "API keys that have not ended",
    registers,
    collect() {
      this.set(open());
    },
  });
  new Counter({
    name: "lucid_api_keys_checks_total",
    help: "Calls with an API key: valid, or why it was refused",
    labelNames: ["outcome"],
    registers,
    collect() {
      this.reset();
      for (const [outcome, count] of checks) this.inc({ outcome }, count);
    },
  });
}
