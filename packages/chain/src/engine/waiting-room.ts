/** Things that wait for a block which is not here yet. Bounded: the oldest leave first. */
export interface WaitingRoom<Thing> {
  has(id: string): boolean;
  get(id: string): Thing | undefined;
  /** Does nothing for an id that waits already. `size` is in bytes. */
  add(id: string, waitsFor: string, thing: Thing, size: number): void;
  /** Takes out what waits for this block. */
  take(waitsFor: string): readonly Thing[];
  /** Hashes of the blocks waited for. */
  wanted(): readonly string[];
}

interface Place<Thing> {
  readonly waitsFor: string;
  readonly thing: Thing;
  readonly size: number;
}

export function createWaitingRoom<Thing>(limit: { readonly count: number; readonly bytes: number }): WaitingRoom<Thing> {
  const places = new Map<string, Place<Thing>>();
  const byWanted = new Map<string, Set<string>>();
  let bytes = 0;

  function remove(id: string): Place<Thing> | undefined {
    const place = places.get(id);
    if (place === undefined) return undefined;
    places.delete(id);
    bytes -= place.size;
    const others = byWanted.get(place.waitsFor);
    others?.delete(id);
    if (others?.size === 0) byWanted.delete(place.waitsFor);
    return place;
  }

  function makeRoom(): void {
    for (const id of places.keys()) {
      if (places.size <= limit.count && bytes <= limit.bytes) return;
      remove(id);
    }
  }

  return {
    has: (id) => places.has(id),
    get: (id) => places.get(id)?.thing,
    add(id, waitsFor, thing, size) {
      if (places.has(id)) return;
      places.set(id, { waitsFor, thing, size });
      byWanted.set(waitsFor, (byWanted.get(waitsFor) ?? new Set<string>()).add(id));
      bytes += size;
      makeRoom();
    },
    take: (waitsFor) =>
      [...(byWanted.get(waitsFor) ?? [])].flatMap((id) => {
        const place = remove(id);
        return place === undefined ? [] : [place.thing];
      }),
    wanted: () => [...byWanted.keys()],
  };
}
