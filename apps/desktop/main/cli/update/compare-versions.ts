const VERSION = /^(\d+)\.(\d+)\.(\d+)(?:-([0-9a-z.-]+))?$/i;

/** Whether a text is a version as npm writes them: `1.2.3` or `1.2.3-rc.1`. Nothing in it leads out of a folder. */
export const isVersion = (text: string): boolean => VERSION.test(text);

/** Less than 0, 0 or more than 0 as `one` comes before, is, or comes after `other` (Semantic Versioning 2.0.0, 11). */
export function compareVersions(one: string, other: string): number {
  const [mine, its] = [partsOf(one), partsOf(other)];
  for (const index of [0, 1, 2] as const) {
    const difference = mine.numbers[index] - its.numbers[index];
    if (difference !== 0) return difference;
  }
  if (mine.labels.length === 0 || its.labels.length === 0) return its.labels.length - mine.labels.length;
  for (const [index, label] of mine.labels.entries()) {
    const difference = compareLabels(label, its.labels[index]);
    if (difference !== 0) return difference;
  }
  return mine.labels.length - its.labels.length;
}

/** Numbers come before words, and a list that ended before one that goes on. */
function compareLabels(one: string, other: string | undefined): number {
  if (other === undefined) return 1;
  const [mine, its] = [one, other].map((label) => (/^\d+$/.test(label) ? Number(label) : undefined));
  if (mine !== undefined && its !== undefined) return mine - its;
  if (mine !== undefined || its !== undefined) return mine === undefined ? 1 : -1;
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function partsOf(text: string): { readonly numbers: readonly [number, number, number]; readonly labels: readonly string[] } {
  const [, major, minor, patch, label] = VERSION.exec(text) ?? [];
  if (major === undefined) throw new Error(`${text} is no version`);
  return { numbers: [Number(major), Number(minor), Number(patch)], labels: label?.split(".") ?? [] };
}
