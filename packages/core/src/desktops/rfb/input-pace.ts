import type { Clock } from "@lucid/foundation";

const WINDOW_MS = 100;
/**
 * Events of all clients in a window. A chunk of the record has room for some 2 500 a second (`create-chunker`), which programs have their
 * part of: nobody may fill it, so that what somebody else types has none. A hand makes 30 a second, a quick wheel 200.
 */
const MAX_EVENTS = 100;

export interface PacedInput extends Disposable {
  /** So much of the record's room was taken. */
  spend(events: number): void;
  mayGoOn(): boolean;
}

/** Holds what clients do to so much as the record has room for. What is more waits: nothing of it is lost. */
export interface InputPace {
  /** `goOn` is called when the client may go on, also where it did not have to wait. */
  follow(goOn: () => void): PacedInput;
}

export function createInputPace({ clock }: { readonly clock: Pick<Clock, "after"> }): InputPace {
  interface Member {
    readonly goOn: () => void;
    spent: number;
  }
  const members = new Set<Member>();
  let isTiming = false;
  const share = (): number => MAX_EVENTS / members.size;

  function nextWindow(): void {
    isTiming = false;
    for (const member of members) {
      // Whoever took more than a share pays for it.
      member.spent = Math.max(0, member.spent - share());
      if (member.spent > 0) time();
      if (member.spent < share()) member.goOn();
    }
  }

  function time(): void {
    if (isTiming) return;
    isTiming = true;
    clock.after(WINDOW_MS, nextWindow);
  }

  return {
    follow(goOn) {
      const member: Member = { goOn, spent: 0 };
      members.add(member);
      return {
        spend(events) {
          member.spent += events;
          if (events > 0) time();
        },
        mayGoOn: () => member.spent < share(),
        [Symbol.dispose]: () => void members.delete(member),
      };
    },
  };
}
