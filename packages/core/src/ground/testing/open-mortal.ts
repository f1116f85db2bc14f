/** A call to what is outside of an area: `effect` is what it does there. */
export type Outside = <Answer>(name: string, effect: () => Answer) => Promise<Answer>;

/**
 * An area that may die at a call to the outside, before that had its effect or after it: the call never answers then, nor
 * does any later one of that life. It can be opened again, as after a crash of the node.
 */
export function openMortal<Area extends AsyncDisposable>(open: (outside: Outside) => Area) {
  const deaths: string[] = [];
  let [places, dies] = [0, Number.POSITIVE_INFINITY];
  let isDead = false;
  let area = live();

  function live(): Area {
    let isOver = false;
    isDead = false;
    const isLast = (where: string): boolean => {
      places += 1;
      if (places !== dies) return isOver;
      deaths.push(where);
      isDead = isOver = true;
      void area[Symbol.asyncDispose]();
      return true;
    };
    return open(async (name, effect) => {
      if (isLast(`before ${name}`)) return await new Promise<never>(() => undefined);
      await Promise.resolve();
      const answer = effect();
      if (isLast(`after ${name}`)) return await new Promise<never>(() => undefined);
      return answer;
    });
  }
  return {
    area: () => area,
    /** Where it died, oldest first: `before NAME` or `after NAME`. */
    deaths,
    isDead: () => isDead,
    /** Counted from here, from 1; each call has two places. */
    dieAt: (place: number) => void ([places, dies] = [0, place]),
    async openAgain() {
      await area[Symbol.asyncDispose]();
      dies = Number.POSITIVE_INFINITY;
      area = live();
    },
    [Symbol.asyncDispose]: async () => await area[Symbol.asyncDispose](),
  };
}
