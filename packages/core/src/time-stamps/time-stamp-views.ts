import type { TimeAuthority, TimeStamps } from "@lucid/contract";
import type { PartReports } from "../calls/index.ts";
import { hostOf } from "../outgoing/index.ts";
import type { StampRow, TimeStampRepository } from "./time-stamp-repository.ts";
import type { TimeStampsSettings } from "./time-stamps.settings.ts";

export interface ViewDeps {
  readonly repository: TimeStampRepository;
  readonly settings: TimeStampsSettings;
  readonly chain: { readonly network: string; finalized(): { readonly height: number } };
}

const timeOf = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

const stampView = ({ height, hash, stamped_at, accuracy_ms, signer, certificate, ahead_ms }: StampRow) => ({
  ...{ height, hash, stamped_at: new Date(stamped_at).toISOString(), accuracy_ms, signer, certificate, ahead_ms },
});

/** How the authorities are that the settings name, as the last time each was asked showed it. */
export function createTimeStampViews({ repository, settings, chain }: ViewDeps) {
  function authority(url: string): TimeAuthority {
    const row = repository.find(url);
    const newest = repository.newest(chain.network, url);
    return {
      ...{ url, last_success: timeOf(row?.last_success ?? null), last_failure: timeOf(row?.last_failure ?? null) },
      ...{ fault: row?.fault ?? null, next_at: timeOf(row?.next_at ?? null), stamps: repository.count(url) },
      newest: newest === undefined ? null : stampView(newest),
    };
  }

  const status = (): TimeStamps => ({
    ...{ network: chain.network, finalized_height: chain.finalized().height },
    authorities: settings.time_authorities.map(authority),
  });

  function said({ url, fault, newest, last_success }: TimeAuthority): string {
    const host = hostOf(new URL(url));
    if (fault !== null) return `${host}: ${fault}`;
    return newest === null || last_success === null ? `${host}: not asked yet` : `${host}: block ${newest.height}`;
  }

  return {
    status,
    /** No entry where no authority is set up. The node is of use without them. */
    health(): PartReports {
      const { authorities } = status();
      if (authorities.length === 0) return {};
      const successes = authorities.flatMap(({ last_success }) => last_success ?? []);
      return {
        time_stamps: {
          ...{ ok: authorities.every(({ fault }) => fault === null), optional: true },
          ...{ detail: authorities.map(said).join(", "), last_success: successes.toSorted().at(-1) ?? null },
        },
      };
    },
  };
}
