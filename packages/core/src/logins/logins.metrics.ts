import { Counter, Gauge, type Registry } from "prom-client";

/** Numbers counted on the hot path, read when the metrics are collected. */
export interface AccessCounts {
  cached: number;
  checked: number;
  refused: number;
}

export function createLoginsMetrics(registry: Registry, sizes: { challenges(): number; tokens(): number; access: AccessCounts }) {
  const registers = [registry];
  new Gauge({
    name: "lucid_logins_challenges_open",
    help: "Login challenges that were neither answered nor expired",
    registers,
    collect() {
      this.set(sizes.challenges());
    },
  });
  new Gauge({
    name: "lucid_logins_tokens_cached",
    help: "Access tokens whose verdict is remembered",
    registers,
    collect() {
      this.set(sizes.tokens());
    },
  });
  new Counter({
    name: "lucid_logins_token_checks_total",
    help: "Access tokens judged, by how",
    labelNames: ["outcome"],
    registers,
    collect() {
      this.reset();
      for (const outcome of ["cached", "checked", "refused"] as const) this.inc({ outcome }, sizes.access[outcome]);
    },
  });
  return {
    attempts: new Counter({
      name: "lucid_logins_attempts_total",
      help: "Attempts to log in by outcome: ok, or the error's name",
      labelNames: ["outcome"],
      registers,
    }),
    codes: new Counter({
      name: "lucid_logins_codes_total",
      help: "Codes of second factors by outcome: ok or wrong",
      labelNames: ["outcome"],
      registers,
    }),
    stepUps: new Counter({
      name: "lucid_logins_step_ups_total",
      help: "Proofs anew within a login by outcome: ok, or the error's name",
      labelNames: ["outcome"],
      registers,
    }),
    refreshes: new Counter({
      name: "lucid_logins_refreshes_total",
      help: "Refreshes by outcome: ok, invalid or reused",
      labelNames: ["outcome"],
      registers,
    }),
  };
}
export type LoginsMetrics = ReturnType<typeof createLoginsMetrics>;
