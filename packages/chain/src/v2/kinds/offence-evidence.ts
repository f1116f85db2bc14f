import { v2 } from "@lucid/proof";
import type { DraftState, ListRow } from "../state/branch-state.ts";
import { beginHandover } from "./membership.ts";
import { type Suspended, suspendedIn } from "./sender.ts";
import type { Statement } from "./statement.ts";

/** Epochs for which an offence can be shown (consensus 10.2). */
export const OFFENCE_EPOCHS = 30;

export const punishedName = (entity: string, { kind, place }: Pick<v2.OffenceFacts, "kind" | "place">): string =>
  `${entity}|${kind}|${place}`;

/** Whose key it was in a list in force in an epoch or the one before; undefined for nobody's. */
export function entityOf(state: Pick<DraftState, "get" | "members">, key: string, epoch: number): string | undefined {
  const newest = (state.members.pending ?? state.members.current).version;
  for (let version = newest; version >= 0; version -= 1) {
    const row = state.get<ListRow>("list", String(version));
    if (row === undefined) return undefined;
    if (row.since > epoch || (row.until !== null && row.until < epoch - 1)) continue;
    const member = row.members.find(({ public_key }) => public_key === key);
    if (member !== undefined) return member.entity;
  }
  return undefined;
}

/** Evidence of an offence (consensus 10.2, 10.4): its member waits to be suspended, or why the state does not take it. */
export function showOffence(
  state: DraftState,
  { data, epoch, network, checkSignature }: Statement<{ readonly data: v2.OffencePair }>,
): string | undefined {
  const checked = v2.checkOffence(data, network, checkSignature);
  if (!checked.ok) return checked.reason;
  const offence = checked.value;
  if (offence.epoch < epoch - OFFENCE_EPOCHS) return "offence_too_old";
  const entity = entityOf(state, offence.key, offence.epoch);
  if (entity === undefined) return "not_a_member";
  const name = punishedName(entity, offence);
  if (state.get("punished", name) !== undefined) return "punished";
  state.set("punished", name, offence.epoch);
  const waiting = state.get<readonly string[]>("suspending", "") ?? [];
  const isKnown = waiting.includes(entity) || suspendedIn(state).some((one) => one.entity === entity);
  if (!isKnown) state.set("suspending", "", [...waiting, entity]);
  return undefined;
}

/**
 * Takes waiting members out of the list, in chain order, unless a handover is under way: as many as leaves those suspended
 * at most a third of all.
 */
export function suspendWaiting(state: DraftState, place: { readonly height: number; readonly epoch: number }): void {
  const waiting = state.get<readonly string[]>("suspending", "") ?? [];
  if (waiting.length === 0 || state.members.pending !== null) return;
  const members = new Map(state.members.current.members.map((member) => [member.entity, member]));
  const suspended: Suspended[] = [...suspendedIn(state)];
  const weightOf = (some: Iterable<v2.Member>): number => [...some].reduce((sum, { weight }) => sum + weight, 0);
  const total = weightOf(members.values()) + weightOf(suspended);
  const inList = waiting.filter((entity) => members.has(entity));
  const taken: string[] = [];
  for (const entity of inList) {
    const member = members.get(entity);
    if (member === undefined || 3 * (weightOf(suspended) + member.weight) > total) break;
    members.delete(entity);
    suspended.push({ ...member, since: place.epoch });
    taken.push(entity);
  }
  const left = inList.slice(taken.length);
  if (left.length < waiting.length) state.set("suspending", "", left.length === 0 ? undefined : left);
  if (taken.length === 0) return;
  state.set(
    "suspended",
    "",
    suspended.toSorted((one, other) => (one.entity < other.entity ? -1 : 1)),
  );
  beginHandover(state, [...members.values()], place);
}
