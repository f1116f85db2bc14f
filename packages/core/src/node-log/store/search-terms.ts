import type { LogFilter } from "@lucid/contract";
import { LEVELS, levelName, levelNumber } from "./levels.ts";

const HOUR_MS = 3_600_000;
export const hourOf = (ms: number): number => Math.floor(ms / HOUR_MS);

export const levelTag = (level: number): string => `v${levelName(level)}`;
export const partTag = (part: string): string => `p${part.toLowerCase().replace(/[^0-9a-z]/g, "")}`;
const WORDS = /[\p{L}\p{N}-]*[\p{L}\p{N}][\p{L}\p{N}-]*/gu;

/** A filter as a query of the index; undefined where it asks for nothing that the index has. */
export function matchOf({ level, part, q }: LogFilter): string | undefined {
  const levels = LEVELS.filter((one) => level !== undefined && levelNumber(one) >= levelNumber(level));
  const terms = [
    ...(level === undefined || level === "trace" ? [] : [`tags : (${levels.map((one) => `"v${one}"`).join(" OR ")})`]),
    ...(part === undefined ? [] : [`tags : "${partTag(part)}"`]),
    ...(q?.match(WORDS) ?? []).map((word) => `text : "${word}"*`),
  ];
  return terms.length === 0 ? undefined : terms.join(" AND ");
}
