import { lookup } from "node:dns/promises";
import type { Chain } from "@lucid/chain";
import type { Area } from "../calls/index.ts";
import type { Ground } from "../ground/index.ts";
import type { Networks } from "../lucid-chain/index.ts";
import type { Outward } from "../tor/index.ts";
import { askAuthority } from "./ask-authority.ts";
import { createAsking } from "./create-asking.ts";
import { createTimeStampsService, type StampedSessions } from "./create-time-stamps-service.ts";
import { createTimeStampRepository } from "./time-stamp-repository.ts";
import { timeStampTables } from "./time-stamp-tables.ts";
import { createTimeStampViews } from "./time-stamp-views.ts";
import { createTimeStampsMetrics } from "./time-stamps.metrics.ts";
import type { TimeStampsSettings } from "./time-stamps.settings.ts";

/** How late an authority is asked at most whose time has come. */
const LOOK_MS = 30_000;

export interface TimeStampsDeps {
  readonly chain: Pick<Chain, "networkId"> & { readonly read: Pick<Chain["read"], "finalized" | "transactionsUpTo"> };
  readonly networks: Pick<Networks, "of">;
  readonly sessions: StampedSessions;
  readonly outward: Outward;
}

/** Outside time: authorities that have no part in the chain say when its blocks existed. */
export function startTimeStamps(
  ground: Ground,
  { chain: { networkId: network, read }, networks, sessions, outward }: TimeStampsDeps,
  settings: TimeStampsSettings,
): Area {
  const { db, clock, time, randomness, log, version } = ground;
  db.attach(timeStampTables);
  using starting = new DisposableStack();
  const repository = createTimeStampRepository(db);
  const chain = {
    network,
    finalized: () => read.finalized(),
    transactionsUpTo: (height: number) => read.transactionsUpTo(height),
  };
  const asks = {
    ...{ clock, randomness, outward, userAgent: `lucid/${version}` },
    resolve: (host: string) => lookup(host, { all: true, order: "verbatim" }),
  };
  const asking = createAsking({
    ...{ clock, steady: time.steady, log, metrics: createTimeStampsMetrics(ground.metrics), repository, chain, settings },
    ask: (url, digest, closing) => askAuthority(asks, url, digest, closing),
  });
  const views = createTimeStampViews({ repository, settings, chain });
  starting.use(ground.every(LOOK_MS, () => asking.look()));
  const running = starting.move();

  return {
    services: { timeStamps: createTimeStampsService({ asking, views, repository, networks, sessions, settings }) },
    health: () => views.health(),
    async [Symbol.asyncDispose]() {
      running.dispose();
      await asking[Symbol.asyncDispose]();
    },
  };
}
