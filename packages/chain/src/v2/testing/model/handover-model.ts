/** Heights that a branch of the model has. */
const HEIGHT = 5;

/** When a handover is over: consensus 2.5, or rules that are wrong, to see that the model finds it. */
export type HandoverRule = "both lists until final" | "the new list at once" | "the new list once justified";

/** A branch: which of its blocks are justified, which final, and the lists whose votes each needs. Bit h stands for height h. */
interface Branch {
  readonly justified: number;
  /** Heights f whose child has the votes from exactly f. */
  readonly final: number;
  /** By height, a set of lists as bits. */
  readonly needed: readonly number[];
}

const has = (set: number, height: number): boolean => ((set >> height) & 1) === 1;
const below = (height: number): number => (1 << height) - 1;

/**
 * A list by its version and by the side that made it: what both sides have below the fork is one and the same, and above it each
 * side has successors of its own.
 */
const listBit = (version: number, side: number): number => 1 << (3 * version + side);

/** All ways in which membership may change hands on a branch with these justified and final blocks. */
function* waysToChange(
  { justified, final }: Omit<Branch, "needed">,
  { fork, side, rule }: { readonly fork: number; readonly side: number; readonly rule: HandoverRule },
): Generator<readonly number[]> {
  interface Step {
    readonly needed: readonly number[];
    readonly current: number;
    readonly version: number;
    readonly pending: number | undefined;
    readonly begun: number;
  }
  const open: Step[] = [{ needed: [listBit(0, 0)], current: listBit(0, 0), version: 0, pending: undefined, begun: 0 }];
  for (let step = open.pop(); step !== undefined; step = open.pop()) {
    const height = step.needed.length;
    if (height > HEIGHT) {
      yield step.needed;
      continue;
    }
    const stays: Omit<Step, "needed">[] = [step];
    if (step.pending !== undefined && mayEnd(step.begun, height)) {
      const { pending, version, begun } = step;
      stays.push({ current: pending, version: version + 1, pending: undefined, begun });
    }
    for (const stay of stays) {
      const of = (pending: number | undefined): number =>
        rule === "the new list at once" && pending !== undefined ? pending : stay.current | (pending ?? 0);
      open.push({ ...stay, needed: [...step.needed, of(stay.pending)] });
      if (stay.pending !== undefined) continue;
      const next = listBit(stay.version + 1, height <= fork ? 0 : side);
      open.push({ ...stay, pending: next, begun: height, needed: [...step.needed, of(next)] });
    }
  }

  /** Whether the votes in the blocks up to this one, for blocks below it, may have ended a handover that began there. */
  function mayEnd(begun: number, height: number): boolean {
    if (rule === "the new list once justified") return (justified & below(height) & ~below(begun)) !== 0;
    // A block is final by votes for its child, which a later block holds.
    return (final & below(height - 1) & ~below(begun)) !== 0;
  }
}

/** Every branch of one side, above a fork. */
function branchesOf(fork: number, side: number, rule: HandoverRule): readonly Branch[] {
  const branches: Branch[] = [];
  for (let set = 0; set < 1 << HEIGHT; set += 1) {
    const justified = (set << 1) | 1;
    const candidates = justified & (justified >> 1);
    for (let final = 0; final <= candidates; final += 1) {
      if ((final & ~candidates) !== 0 || (final & ~below(fork + 1)) === 0) continue;
      for (const needed of waysToChange({ justified, final }, { fork, side, rule })) branches.push({ justified, final, needed });
    }
  }
  return branches;
}

/**
 * Whether votes that both branches cannot do without are an offence by somebody, whoever voted and from wherever: two for one
 * height, or one from a final block to its child with one around it.
 */
function hasOffender(one: Branch, other: Branch, fork: number): boolean {
  for (let height = fork + 1; height <= HEIGHT; height += 1)
    if (has(one.justified, height) && has(other.justified, height) && share(one, height, other, height)) return true;
  return isSurrounded(one, other, fork) || isSurrounded(other, one, fork);
}

/** More than two thirds of one list, twice: at least one key is in both. */
const share = (one: Branch, height: number, other: Branch, otherHeight: number): boolean =>
  ((one.needed[height] ?? 0) & (other.needed[otherHeight] ?? 0)) !== 0;

function isSurrounded(inner: Branch, outer: Branch, fork: number): boolean {
  for (let final = 0; final < HEIGHT; final += 1) {
    if (!has(inner.final, final)) continue;
    for (let target = Math.max(final + 2, fork + 1); target <= HEIGHT; target += 1) {
      if (!has(outer.justified, target)) continue;
      // The nearest source that a vote for it can have lies below the final block, or the vote is around nothing.
      const sources = outer.justified & below(target) & ~below(final);
      if (sources === 0 && share(inner, final + 1, outer, target)) return true;
    }
  }
  return false;
}

export interface ModelOutcome {
  /** Pairs of branches with a final block on each above the fork. */
  readonly pairs: number;
  /** Those in which nobody has to have offended. */
  readonly unpunished: number;
}

/** Looks at every pair of justified chains on two branches, with handovers anywhere (consensus 15.5). */
export function enumerateHandovers(rule: HandoverRule): ModelOutcome {
  let pairs = 0;
  let unpunished = 0;
  for (const fork of [0, 1, 2]) {
    const groups = new Map<string, readonly Branch[]>();
    /** What both have in common: everything up to the fork. */
    const nameOf = ({ justified, final, needed }: Branch): string =>
      `${justified & below(fork + 1)}|${final & below(fork)}|${needed.slice(0, fork + 1).join()}`;
    for (const [name, ones] of Map.groupBy(branchesOf(fork, 1, rule), nameOf)) groups.set(name, ones);
    for (const [name, others] of Map.groupBy(branchesOf(fork, 2, rule), nameOf))
      for (const one of groups.get(name) ?? [])
        for (const other of others) {
          pairs += 1;
          if (!hasOffender(one, other, fork)) unpunished += 1;
        }
  }
  return { pairs, unpunished };
}
