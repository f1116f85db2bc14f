import { Registry } from "prom-client";
import { type Clock, systemClock } from "../clock.ts";
import type { Log } from "../log.ts";
import { createSupervisor, type Supervisor } from "../supervisor/create-supervisor.ts";
import { silentLog } from "./silent-log.ts";

/** A supervisor for parts that need one: the machine's clock, and figures that nobody reads. */
export const createTestSupervisor = (clock: Clock = systemClock, log: Log = silentLog): Supervisor =>
  createSupervisor({ clock, log, metrics: new Registry() });
