import { createHash } from "node:crypto";
import type { Clock, Randomness } from "@lucid/foundation";

/** A ticket opens one viewer connection and only soon: it travels in a URL. */
const TICKET_LIFE_MS = 30_000;
/** Open tickets at once. More would mean that somebody collects them. */
const MAX_TICKETS = 1_000;

export interface TicketHolder {
  readonly sessionId: string;
  readonly userId: string;
  /** The login that asked for it. */
  readonly loginSessionId: string;
  /** The API key that asked for it, which is the login then. */
  readonly apiKeyId?: string | undefined;
  /** Shown among the participants. */
  readonly label: string;
  readonly viewOnly: boolean;
}

/** One-time tickets for the viewer. Only their hashes are kept. */
export function createViewerTickets({ clock, randomness }: { clock: Clock; randomness: Randomness }) {
  const open = new Map<string, TicketHolder & { readonly expiresElapsed: number }>();

  return {
    issue(holder: TicketHolder): { ticket: string; expiresAt: number } {
      for (const [hash, entry] of open)
        if (entry.expiresElapsed <= clock.elapsed() || open.size >= MAX_TICKETS) open.delete(hash);
      const ticket = Buffer.from(randomness.bytes(24)).toString("base64url");
      open.set(hashOf(ticket), { ...holder, expiresElapsed: clock.elapsed() + TICKET_LIFE_MS });
      return { ticket, expiresAt: clock.now() + TICKET_LIFE_MS };
    },
    /** The login has ended, and its tickets with it. */
    revoke(loginSessionId: string): void {
      for (const [hash, entry] of open) if (entry.loginSessionId === loginSessionId) open.delete(hash);
    },
    /** Uses a ticket up. Undefined when it is unknown, used or expired; one of another session stays what it is. */
    redeem(ticket: string, sessionId: string): TicketHolder | undefined {
      const entry = open.get(hashOf(ticket));
      if (entry?.sessionId !== sessionId) return undefined;
      open.delete(hashOf(ticket));
      return clock.elapsed() < entry.expiresElapsed ? entry : undefined;
    },
  };
}
export type ViewerTickets = ReturnType<typeof createViewerTickets>;

const hashOf = (ticket: string): string => createHash("sha256").update(ticket).digest("hex");
