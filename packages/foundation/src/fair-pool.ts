export interface FairPoolOptions<Member> {
  readonly max: number;
  /** Of one key. */
  readonly maxOfKey: number;
  /** Members that do something now go last. */
  readonly isBusy?: (member: Member) => boolean;
}

/** A bounded set of members of several keys, for example connections and the networks they come from. */
export interface FairPool<Member> {
  readonly size: number;
  has(member: Member): boolean;
  /** Takes a new member in. Gives the one that has to go for it, which is no member any more. */
  add(key: string, member: Member): Member | undefined;
  remove(member: Member): void;
}

/**
 * Room that nobody can take all of: whoever is new always gets in. A key that is full gives one of its own members for it; a pool
 * that is full gives one of the key that has the most. The oldest that is not busy goes first.
 */
export function createFairPool<Member>({ max, maxOfKey, isBusy = () => false }: FairPoolOptions<Member>): FairPool<Member> {
  const members = new Map<string, Set<Member>>();
  const keys = new Map<Member, string>();

  function remove(member: Member): void {
    const key = keys.get(member);
    if (key === undefined) return;
    keys.delete(member);
    const left = members.get(key);
    left?.delete(member);
    if (left?.size === 0) members.delete(key);
  }

  function largest(): ReadonlySet<Member> {
    let found: ReadonlySet<Member> = new Set();
    for (const candidate of members.values()) if (candidate.size > found.size) found = candidate;
    return found;
  }

  function giveWay(key: string): Member | undefined {
    const own = members.get(key);
    const from = own && own.size >= maxOfKey ? own : keys.size >= max ? largest() : undefined;
    if (!from) return undefined;
    const all = [...from];
    const gone = all.find((member) => !isBusy(member)) ?? all[0];
    if (gone !== undefined) remove(gone);
    return gone;
  }

  return {
    get size() {
      return keys.size;
    },
    has: (member) => keys.has(member),
    add(key, member) {
      const gone = giveWay(key);
      const own = members.get(key) ?? new Set();
      members.set(key, own.add(member));
      keys.set(member, key);
      return gone;
    },
    remove,
  };
}
