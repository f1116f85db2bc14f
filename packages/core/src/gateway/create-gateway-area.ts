import type { Clock } from "@lucid/foundation";
import type { Area } from "../calls/index.ts";
import type { GatewayMetrics } from "./metrics/index.ts";

/** What the gateway tells of itself. */
export const createGatewayArea = (
  { clock }: { readonly clock: Clock },
  metrics: GatewayMetrics,
  version: string,
): Pick<Area, "services"> => ({
  services: {
    gateway: {
      version: () => ({ api_version: "v1", gateway_version: version, supported_versions: ["v1"], deprecation_notice: null }),
      metrics() {
        const { perSecond, p50Ms, p95Ms, p99Ms, errorRate } = metrics.summary();
        return {
          timestamp: new Date(clock.now()).toISOString(),
          metrics: {
            requests_per_second: perSecond,
            response_time_p50: p50Ms,
            response_time_p95: p95Ms,
            response_time_p99: p99Ms,
            error_rate: errorRate,
            active_connections: metrics.connections(),
          },
        };
      },
    },
  },
});
