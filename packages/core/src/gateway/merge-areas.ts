import { contract } from "@lucid/contract";
import type { Area, BulkService, Services } from "../calls/index.ts";

/**
 * The namespaces that the areas bring, as one.
 * @throws when the contract has a namespace that no area brings, or two bring the same one.
 */
export function mergeAreas(areas: readonly Pick<Area, "services" | "bulk">[]): { services: Services; bulk: BulkService } {
  const services: Partial<Services> = {};
  const bulk: Partial<BulkService> = {};
  for (const area of areas) {
    for (const name of Object.keys(area.services ?? {})) {
      if (name in services) throw new Error(`Two areas bring the namespace ${name} of the contract`);
    }
    Object.assign(services, area.services);
    Object.assign(bulk, area.bulk);
  }
  if (!isComplete(services) || !hasBytes(bulk))
    throw new Error(`No area brings ${missingOf(services).join(", ") || "the byte routes"}`);
  return { services, bulk };
}

const missingOf = (services: Partial<Services>): string[] => Object.keys(contract).filter((name) => !(name in services));

const BYTES = [
  "openChunk",
  "openBundle",
  "followRecording",
  "redeemViewerTicket",
  "openAccountExport",
  "openAuditExport",
  "addCheckpoint",
] as const satisfies readonly (keyof BulkService)[];
const hasBytes = (bulk: Partial<BulkService>): bulk is BulkService => BYTES.every((name) => bulk[name] !== undefined);

const isComplete = (services: Partial<Services>): services is Services => missingOf(services).length === 0;
