interface Told {
  readonly t: number;
  readonly type: string;
}

/** Whether a program of the desktop caused an event, and no person: it can make as many as it likes. */
export const isOfProgram = ({ type }: Pick<Told, "type">): boolean => type.startsWith("program_") || type.startsWith("window_");

/** At most so many events, by their time. Those of programs get the room that the others leave, so that they hide none of them. */
export function keepMost<Event extends Told>(events: readonly Event[], most: number): Event[] {
  const sorted = events.toSorted((a, b) => a.t - b.t);
  const others = sorted.filter((event) => !isOfProgram(event)).slice(0, most);
  const ofPrograms = sorted.filter(isOfProgram).slice(0, most - others.length);
  return [...others, ...ofPrograms].toSorted((a, b) => a.t - b.t);
}
