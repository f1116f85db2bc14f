import { type EmergencyAction, EmergencyId, emergencyErrors, type Role } from "@lucid/contract";
import { Registry } from "prom-client";
import { expect, it } from "vitest";
import { requirePrincipal } from "../calls/index.ts";
import { openTestGround } from "../ground/testing/open-test-ground.ts";
import { testCaller } from "../sessions/testing/test-caller.ts";
import { openEmergencyBook } from "./open-emergency-book.ts";
import { startEmergency } from "./start-emergency.ts";

const ADA = "11111111-1111-4111-8111-111111111111";
const BEN = "22222222-2222-4222-8222-222222222222";
const MINUTE = 60_000;
const ada = testCaller(ADA, ["emergency_lockdown"]);
const ben = testCaller(BEN, ["emergency_lockdown"]);
const refused = (name: keyof typeof emergencyErrors.spec) => expect.objectContaining({ code: emergencyErrors.spec[name].code });
const someCall = { errors: [] };
const newSession = { errors: [emergencyErrors.spec.NEW_SESSIONS_DISABLED] };

async function openNode({ superAdmins = [ADA] } = {}) {
  const stack = new AsyncDisposableStack();
  const ground = stack.use(await openTestGround());
  const audited: string[] = [];
  const sessions = { open: 0, stuck: 0, ended: [] as string[] };
  let stopsAsked = 0;

  async function start() {
    const accounts = { find: () => undefined, activeSuperAdmins: () => superAdmins };
    const book = openEmergencyBook(ground, { accounts });
    const timers = new DisposableStack();
    const metrics = new Registry();
    const every: typeof ground.every = (ms, work) => timers.use(ground.every(ms, work));
    const area = await startEmergency(
      { ...ground, metrics, every },
      {
        book,
        audit: { record: ({ action, outcome }) => void audited.push(`${action} ${outcome}`) },
        accounts,
        logins: { loggedIn: () => [ADA, "somebody", "somebody else"] },
        sessions: {
          openCount: () => sessions.open,
          async endAll({ data }) {
            await Promise.resolve();
            sessions.ended.push(JSON.stringify(data));
            sessions.open = sessions.stuck;
          },
        },
        backups: { missing: () => [], begin: () => Promise.resolve(true) },
        shared: { notices: undefined },
        requestStop: () => {
          stopsAsked += 1;
        },
      },
    );
    const service = area.services?.emergency;
    if (!service) throw new Error("The area has no service");
    const admits = (what: typeof newSession | typeof someCall, role: Role) => {
      try {
        book.gate.admit(what, { ...requirePrincipal(ada), role });
        return true;
      } catch {
        return false;
      }
    };
    return { area, book, service, admits, metrics, kill: () => timers.dispose() };
  }

  const first = await start();
  return {
    ground,
    audited,
    sessions,
    stopsAsked: () => stopsAsked,
    ...first,
    /** The same node in another process. */
    again: start,
    async one(row: Shown | Promise<Shown>, service = first.service) {
      const { emergency_id } = await row;
      const { open, history } = await service.status(undefined, ada);
      return [...open, ...history].find((found) => found.emergency_id === emergency_id);
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

type Shown = { readonly emergency_id: string };
const idOf = ({ emergency_id }: Shown) => ({ emergency_id: EmergencyId.parse(emergency_id) });
/** Lets what was begun in this turn come to its end. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));
const reason = "keys are out";

it("locks everybody but super admins out, ends every session with the reason, and lets who can lift it in", async () => {
  await using node = await openNode();
  node.sessions.open = 3;
  expect((await node.service.status(undefined, ada)).reach).toEqual({
    open_sessions: 3,
    people_logged_in: 2,
    super_admins: 1,
    can_back_up: true,
    other_nodes: false,
    approval: "fresh_factor",
  });
  const said: object[] = [];
  const begun = await node.service.lockdown(
    { reason, duration_minutes: 60 },
    { ...ada, identify: (subject) => void said.push(subject) },
  );
  expect(said).toMatchObject([
    { target: begun.emergency_id, details: { action: "lockdown_system", reason, approval: "fresh_factor" } },
  ]);
  expect(begun).toMatchObject({ status: "in_progress", approval: "fresh_factor", approved_by: { user_id: ADA } });
  await settled();
  expect(node.sessions.ended).toEqual([JSON.stringify({ text: reason })]);
  expect(await node.one(begun)).toMatchObject({ effective_at: expect.any(String), status: "in_progress" });

  const roles = ["USER", "NODE_OPERATOR", "ADMIN", "AUDITOR"] as const;
  for (const role of roles) {
    expect([node.admits(someCall, role), node.admits({ ...someCall, ...{ inLockdown: true } }, role)]).toEqual([false, true]);
    expect(() => node.book.gate.admitLogin(role)).toThrow(refused("LOCKED_DOWN"));
  }
  expect([node.admits(someCall, "SUPER_ADMIN"), node.admits(newSession, "SUPER_ADMIN")]).toEqual([true, false]);
  node.book.gate.admitLogin("SUPER_ADMIN");

  const lifted = await node.service.lift(idOf(begun), ada);
  expect(lifted).toMatchObject({ status: "completed", outcome: "lifted", ended_by: { user_id: ADA } });
  expect([...roles, "SUPER_ADMIN" as const].every((role) => node.admits(newSession, role))).toBe(true);
});

it("waits for a second super admin, who is another one, and forgets what nobody approves", async () => {
  await using node = await openNode({ superAdmins: [ADA, BEN] });
  const asked = await node.service.lockdown({ reason, duration_minutes: 60 }, ada);
  expect(asked).toMatchObject({ status: "initiated", approval: null });
  expect(node.admits(someCall, "USER")).toBe(true);
  expect(() => node.service.approve(idOf(asked), ada)).toThrow(refused("OWN_REQUEST"));
  expect(() => node.service.lockdown({ reason, duration_minutes: 60 }, ben)).toThrow(refused("ALREADY_OPEN"));
  expect(await node.service.approve(idOf(asked), ben)).toMatchObject({
    status: "in_progress",
    approval: "second_person",
    approved_by: { user_id: BEN },
  });
  expect(node.admits(someCall, "USER")).toBe(false);
  expect(() => node.service.approve(idOf(asked), ben)).toThrow(refused("EMERGENCY_STATE"));

  const declined = await node.service.stopSessions({ reason }, ada);
  expect(await node.service.decline(idOf(declined), ada)).toMatchObject({
    status: "failed",
    outcome: "declined",
  });
  const forgotten = await node.service.stopSessions({ reason }, ada);
  node.ground.clock.advance(15 * MINUTE + 1_000);
  expect(await node.one(forgotten)).toMatchObject({ status: "failed", outcome: "lapsed", approval: null });
  expect(node.audited).toEqual(["emergency.stop_all_sessions lapsed"]);
  // The lockdown ended what was open, and nothing else did.
  expect(node.sessions.ended).toHaveLength(1);
  const nothing = EmergencyId.parse(crypto.randomUUID());
  expect(() => node.service.lift({ emergency_id: nothing }, ada)).toThrow(refused("EMERGENCY_NOT_FOUND"));
});

it.each([-24 * 60 * MINUTE, 24 * 60 * MINUTE])(
  "ends by itself after the time that passed, while the clock is set by %d ms and the node is started again",
  async (step) => {
    await using node = await openNode();
    const lockdown = await node.service.lockdown({ reason, duration_minutes: 60 }, ada);
    const disabled = await node.service.disableSessions({ reason, duration_minutes: 720 }, ada);
    node.ground.clock.advance(30 * MINUTE);
    node.ground.clock.setNow(node.ground.clock.now() + step);
    await node.area[Symbol.asyncDispose]();
    const again = await node.again();
    expect(again.admits(someCall, "USER")).toBe(false);
    node.ground.clock.advance(29 * MINUTE);
    expect(again.admits(someCall, "USER")).toBe(false);
    node.ground.clock.advance(2 * MINUTE);
    expect([again.admits(someCall, "USER"), again.admits(newSession, "USER")]).toEqual([true, false]);
    expect(await node.one(lockdown, again.service)).toMatchObject({ status: "completed", outcome: "expired" });
    node.ground.clock.advance(11 * 60 * MINUTE);
    expect(again.admits(newSession, "USER")).toBe(true);
    expect(await node.one(disabled, again.service)).toMatchObject({ outcome: "expired", approval: "not_needed" });
    await again.area[Symbol.asyncDispose]();
  },
);

it("disables new sessions for everybody and nothing else, until they are enabled", async () => {
  await using node = await openNode({ superAdmins: [ADA, BEN] });
  expect(() => node.service.enableSessions({ reason }, ada)).toThrow(refused("NOT_DISABLED"));
  await node.service.disableSessions({ reason, duration_minutes: 720 }, ada);
  expect([node.admits(someCall, "USER"), node.admits(newSession, "SUPER_ADMIN")]).toEqual([true, false]);
  expect(node.book.notices()).toMatchObject([{ action: "disable_new_sessions", reason, until: expect.any(String) }]);
  expect(await node.service.enableSessions({ reason: "over" }, ben)).toMatchObject({ status: "completed", outcome: "done" });
  expect(node.admits(newSession, "USER")).toBe(true);
  expect(node.book.notices()).toEqual([]);
});

it("says so when sessions could not be ended, and in a lockdown goes on ending what is open", async () => {
  await using node = await openNode();
  node.sessions.open = 2;
  node.sessions.stuck = 1;
  const stopped = await node.service.stopSessions({ reason }, ada);
  await settled();
  expect(await node.one(stopped)).toMatchObject({ status: "failed", outcome: "failed", effective_at: null });

  const lockdown = await node.service.lockdown({ reason, duration_minutes: 60 }, ada);
  await settled();
  expect(await node.one(lockdown)).toMatchObject({ effective_at: null, status: "in_progress" });
  node.sessions.stuck = 0;
  node.ground.clock.advance(1_000);
  await settled();
  expect(await node.one(lockdown)).toMatchObject({ effective_at: expect.any(String) });
  node.sessions.open = 1;
  node.ground.clock.advance(1_000);
  await settled();
  expect([node.sessions.open, node.sessions.ended.length]).toEqual([0, 4]);
});

it("stops the node when the delay is over, once, and not when it was lifted before", async () => {
  await using node = await openNode();
  const lifted = await node.service.shutdown({ reason, delay_seconds: 30 }, ada);
  expect(node.admits(newSession, "USER")).toBe(false);
  node.ground.clock.advance(29_000);
  await node.service.lift(idOf(lifted), ada);
  node.ground.clock.advance(60_000);
  expect(node.stopsAsked()).toBe(0);

  const stopped = await node.service.shutdown({ reason, delay_seconds: 30 }, ada);
  node.ground.clock.advance(60_000);
  expect(node.stopsAsked()).toBe(1);
  await node.area[Symbol.asyncDispose]();
  const again = await node.again();
  expect(await node.one(stopped, again.service)).toMatchObject({ status: "completed", outcome: "done" });
  expect(node.stopsAsked()).toBe(1);
  await again.area[Symbol.asyncDispose]();
});

it.each([
  ["makes up for a stop that a killed node missed", 60_000, 1, null],
  ["lets a stop be that was missed long ago", 11 * MINUTE, 0, "lapsed"],
])("after a restart %s", async (_name, awayMs, stops, outcome) => {
  await using node = await openNode();
  const asked = await node.service.shutdown({ reason, delay_seconds: 30 }, ada);
  node.kill();
  node.ground.clock.advance(awayMs);
  const again = await node.again();
  expect(node.stopsAsked()).toBe(stops);
  expect(await node.one(asked, again.service)).toMatchObject({ outcome });
  await again.area[Symbol.asyncDispose]();
});

it("tells everybody who is logged in, and nobody else", async () => {
  await using node = await openNode();
  const heard: string[] = [];
  using _listening = node.ground.changes.on("emergency", (id) => heard.push(id));
  const { emergency_id } = await node.service.disableSessions({ reason, duration_minutes: 1 }, ada);
  expect(heard).toEqual([emergency_id]);
  const event = node.area.events?.["emergency"];
  expect(event?.(emergency_id, testCaller(BEN, []))).toMatchObject({ type: "emergency", in_force: [{ reason }] });
  expect(event?.(emergency_id, { ...ada, principal: undefined })).toBeUndefined();
  const actions: readonly EmergencyAction[] = (await node.service.notice(undefined, ben)).in_force.map(({ action }) => action);
  expect(actions).toEqual(["disable_new_sessions"]);
  expect(await node.metrics.metrics()).toMatch(/lucid_emergency_in_force\{action="disable_new_sessions"\} 1/);
});
