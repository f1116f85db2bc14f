import type { ReactNode } from "react";

/** Something that the palette does. */
export interface PaletteLine {
  /** Within its group. */
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  /** It is found by these as well. */
  readonly keywords?: readonly string[];
  readonly leftSection?: ReactNode;
  readonly run: () => void;
}

export interface PaletteGroup {
  readonly group: string;
  readonly lines: readonly PaletteLine[];
}

const MOST = 40;

/** The lines that the text fits, those whose label it fits first. */
export function fittingGroups(groups: readonly PaletteGroup[], text: string): readonly PaletteGroup[] {
  const words = text.trim().toLowerCase();
  const holds = (one: string | undefined): boolean => one?.toLowerCase().includes(words) === true;
  const all = groups.flatMap(({ group, lines }) => lines.map((line) => ({ group, line })));
  const byLabel = all.filter(({ line }) => holds(line.label));
  const byOther = all.filter(({ line }) => !holds(line.label) && [line.description, ...(line.keywords ?? [])].some(holds));
  const found = Map.groupBy([...byLabel, ...byOther].slice(0, MOST), ({ group }) => group);
  return [...found].map(([group, lines]) => ({ group, lines: lines.map(({ line }) => line) }));
}

export const keyOf = ({ group }: Pick<PaletteGroup, "group">, { id }: Pick<PaletteLine, "id">): string => `${group} ${id}`;

/** The line that is selected: what somebody chose as long as it is listed, else the first. */
export function selectedKey(keys: readonly string[], chosen: string | undefined): string | undefined {
  return chosen !== undefined && keys.includes(chosen) ? chosen : keys[0];
}

/** The line `step` lines further, round the ends of the list. */
export function keyBeside(keys: readonly string[], key: string | undefined, step: 1 | -1): string | undefined {
  const at = key === undefined ? -1 : keys.indexOf(key);
  return keys.at(at < 0 ? 0 : (at + step) % keys.length);
}
