import type { Role } from "@lucid/contract";
import { emergencyErrors } from "@lucid/contract";
import { Registry } from "prom-client";
import { requirePrincipal, type Services } from "../../calls/index.ts";
import { testCaller } from "../../sessions/testing/test-caller.ts";
import type { SharedNode } from "../../shared-store/testing/open-shared-nodes.ts";
import { type EmergencyBook, openEmergencyBook } from "../open-emergency-book.ts";
import { startEmergency } from "../start-emergency.ts";

const ADA = "11111111-1111-4111-8111-111111111111";
export const ada = testCaller(ADA, ["emergency_lockdown"]);
const NEW_SESSION = { errors: [emergencyErrors.spec.NEW_SESSIONS_DISABLED] };

/** The emergency part of one of several nodes, in which somebody is the only super admin and a session runs. */
export interface EmergencyNode extends AsyncDisposable {
  readonly shared: SharedNode;
  readonly service: Services["emergency"];
  readonly book: EmergencyBook;
  /** What was written into the audit log. */
  readonly audited: string[];
  openSessions(): number;
  startSession(): void;
  admits(role: Role): boolean;
  admitsSession(): boolean;
  /** Ends the process as a crash does. */
  kill(): Promise<void>;
  /** The same, and starts the same node again. */
  crash(): Promise<EmergencyNode>;
}

export async function openEmergencyNode(shared: SharedNode): Promise<EmergencyNode> {
  const { ground, store } = shared;
  const audited: string[] = [];
  let sessions = 1;
  const accounts = { find: () => undefined, activeSuperAdmins: () => [ADA] };
  const book = openEmergencyBook(ground, { accounts });
  const timers = new DisposableStack();
  const area = await startEmergency(
    { ...ground, metrics: new Registry(), every: (ms, work) => timers.use(ground.every(ms, work)) },
    {
      ...{ book, accounts, shared: store },
      audit: { record: ({ action, outcome }) => void audited.push(`${action} ${outcome}`) },
      logins: { loggedIn: () => [ADA] },
      sessions: {
        openCount: () => sessions,
        async endAll() {
          await Promise.resolve();
          sessions = 0;
        },
      },
      backups: { missing: () => [], begin: () => Promise.resolve(true) },
      requestStop: () => undefined,
    },
  );
  const service = area.services?.emergency;
  if (!service) throw new Error("The area has no service");
  function admits(role: Role, what: { readonly errors: typeof NEW_SESSION.errors }): boolean {
    try {
      book.gate.admit(what, { ...requirePrincipal(ada), role });
      return true;
    } catch {
      return false;
    }
  }
  async function kill(): Promise<void> {
    timers.dispose();
    await shared.crash();
  }
  return {
    shared,
    service,
    book,
    audited,
    openSessions: () => sessions,
    startSession: () => {
      sessions += 1;
    },
    admits: (role) => admits(role, { errors: [] }),
    admitsSession: () => admits("SUPER_ADMIN", NEW_SESSION),
    kill,
    async crash() {
      await kill();
      return await openEmergencyNode(await shared.restart());
    },
    async [Symbol.asyncDispose]() {
      timers.dispose();
      await shared[Symbol.asyncDispose]();
    },
  };
}
