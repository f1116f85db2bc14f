import { type CreateSession, contract, type NamedPrice, type Session, SessionPolicy, UserId } from "@lucid/contract";
import { grantText, hashObject, sha256Hex, utf8 } from "@lucid/proof";
import { implement, ORPCError } from "@orpc/server";
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { sampleAccount } from "../../shared/testing/sample-account.ts";
import { sampleSession } from "../../shared/testing/sample-session.ts";
import { showPage } from "../../windows/user/testing/show-page.tsx";
import { lockVault } from "../wallet/index.ts";
import { holdTestWallet, testWallet } from "../wallet/testing/test-wallet.ts";

const os = implement(contract);
const policy = SessionPolicy.parse({});
const consent = "This is recorded.";
const prepared: Session = sampleSession({
  state: "created",
  policy,
  policy_hash: hashObject(policy),
  consent_text: consent,
  consent_hash: sha256Hex(utf8(consent)),
});

beforeEach(holdTestWallet);
afterEach(() => {
  cleanup();
  localStorage.clear();
  sessionStorage.clear();
  lockVault();
});

function nodeThat(start: () => Session) {
  const seen: { created?: CreateSession } = {};
  const hash = hashObject(policy);
  const handlers = {
    sales: { price: os.sales.price.handler(() => ({ price: null })) },
    sessions: {
      defaults: os.sessions.defaults.handler(() => ({
        templates: [
          { template_id: "blank", name: "Blank", description: "Nothing", available: true },
          { template_id: "desktop", name: "Desktop", description: "A terminal", available: true },
          { template_id: "browser", name: "Browser", description: "The web", available: false },
        ],
        policies: [
          {
            ...{ policy_id: "standard", version: 1, name: "Standard", summary: "Type and click", policy, policy_hash: hash },
            ...{ effect: "allow", demands: { reason: false, ticket: false }, retention_days: { min: 1, max: 365 } },
          },
        ],
        consent_text: consent,
        missing: [],
      })),
      create: os.sessions.create.handler(({ input }) => {
        seen.created = input;
        return prepared;
      }),
      grant: os.sessions.grant.handler(() => {
        const { session_id, policy_hash, consent_hash } = prepared;
        const terms = { session_id, policy_hash, consent_hash, network: "a".repeat(64), node: "b".repeat(64), ends_at_ms: 1 };
        return { text: grantText(terms), terms, owner: testWallet.address };
      }),
      start: os.sessions.start.handler(start),
      cancel: os.sessions.cancel.handler(() => prepared),
      get: os.sessions.get.handler(() => prepared),
    },
  };
  return { handlers, seen };
}

async function startRecording(): Promise<void> {
  fireEvent.click(await screen.findByRole("checkbox", { name: /I agree/ }));
  fireEvent.click(screen.getByRole("button", { name: "Start" }));
}

it("says what the policy means, and does not start without consent", async () => {
  const { handlers, seen } = nodeThat(() => prepared);
  showPage("/sessions/new", handlers);
  expect(await screen.findByText("Nothing can be copied out of the desktop.")).toBeDefined();
  fireEvent.click(screen.getByRole("button", { name: "Start" }));
  expect(await screen.findByText("Recording needs your consent.")).toBeDefined();
  expect(seen.created).toBeUndefined();
});

it("offers only what the node has, starts what was chosen, and offers it first the next time", async () => {
  const { handlers, seen } = nodeThat(() => ({ ...prepared, state: "recording" }));
  const { page } = showPage("/sessions/new", handlers);
  fireEvent.click(await screen.findByRole("button", { name: "Desktop With a terminal" }));
  expect((await screen.findByRole("menuitemradio", { name: /Browser/ })).hasAttribute("disabled")).toBe(true);
  fireEvent.click(screen.getByRole("menuitemradio", { name: /^Blank/ }));
  await startRecording();
  await waitFor(() => expect(page.state.location.pathname).toBe(`/sessions/${prepared.session_id}/live`));
  expect(seen.created).toMatchObject({ template: "blank", policy: "standard", consent: { text: consent, accepted: true } });
  cleanup();
  showPage("/sessions/new", handlers);
  expect(await screen.findByRole("button", { name: "Desktop Blank" })).toBeDefined();
  expect(screen.getByRole("checkbox", { name: /I agree/ })).toHaveProperty("checked", false);
});

it("names the field that is wrong, gives it the focus, and changes no value by itself", async () => {
  const { handlers, seen } = nodeThat(() => prepared);
  showPage("/sessions/new", handlers);
  fireEvent.click(await screen.findByRole("checkbox", { name: /I agree/ }));
  fireEvent.click(screen.getByRole("button", { name: "More settings" }));
  const days = screen.getByLabelText("Kept for, in days");
  fireEvent.change(days, { target: { value: "" } });
  fireEvent.click(screen.getByRole("button", { name: "Start" }));
  expect(await screen.findByText(/^A whole number of days from 1 to 365/)).toBeDefined();
  await waitFor(() => expect(document.activeElement).toBe(days));
  const rate = screen.getByLabelText("Pictures a second");
  fireEvent.change(rate, { target: { value: "99" } });
  fireEvent.blur(rate);
  expect(rate).toHaveProperty("value", "99");
  // More days than time has, before and behind.
  for (const value of ["-99999999999", "99999999999"]) {
    fireEvent.change(days, { target: { value } });
    expect(await screen.findByRole("button", { name: "Kept how long is not said yet" })).toBeDefined();
  }
  expect(seen.created).toBeUndefined();
});

it("keeps what was filled in when one goes away and comes back, but not the consent, and not for somebody else", async () => {
  const { handlers } = nodeThat(() => prepared);
  showPage("/sessions/new", handlers);
  fireEvent.change(await screen.findByRole("textbox", { name: "Name" }), { target: { value: "Half done" } });
  fireEvent.click(screen.getByRole("checkbox", { name: /I agree/ }));
  cleanup();
  showPage("/sessions/new", handlers);
  expect(await screen.findByRole("textbox", { name: "Name" })).toHaveProperty("value", "Half done");
  expect(screen.getByRole("checkbox", { name: /I agree/ })).toHaveProperty("checked", false);
  cleanup();
  showPage("/sessions/new", handlers, { ...sampleAccount, user_id: UserId.parse("11111111-1111-4111-8111-111111111111") });
  expect(await screen.findByRole("textbox", { name: "Name" })).toHaveProperty("value", expect.stringMatching(/^Session of /));
});

it("says until when a recording is kept by the node's clock, which is not this computer's", async () => {
  const aheadMs = 2 * 366 * 86_400_000;
  const events = os.node.events.handler(async function* () {
    yield { type: "beat" as const, timestamp: new Date(Date.now() + aheadMs).toISOString() };
    await new Promise(() => undefined);
  });
  showPage("/sessions/new", { ...nodeThat(() => prepared).handlers, node: { events } });
  const year = new Date(Date.now() + aheadMs + 30 * 86_400_000).getFullYear();
  await screen.findByRole("button", { name: new RegExp(`until .* ${year}, then deleted`) });
});

it("starts with Ctrl and Enter from any field", async () => {
  const { handlers, seen } = nodeThat(() => ({ ...prepared, state: "recording" }));
  showPage("/sessions/new", handlers);
  fireEvent.click(await screen.findByRole("checkbox", { name: /I agree/ }));
  fireEvent.keyDown(screen.getByRole("textbox", { name: "Name" }), { key: "Enter", ctrlKey: true });
  await waitFor(() => expect(seen.created).toBeDefined());
});

it("shows why a session did not start, with the code and request id to copy", async () => {
  const envelope = {
    code: "LUCID_SESSION_ERR_4311",
    message: "Too many open sessions",
    details: { limit: 8 },
    request_id: "5f0c",
    timestamp: "2026-11-20T10:00:00.000Z",
    service: "lucid",
    version: "0.1.0",
  };
  const { handlers } = nodeThat(() => {
    throw new ORPCError(envelope.code, { status: 409, message: envelope.message, data: { error: envelope } });
  });
  showPage("/sessions/new", handlers);
  await startRecording();
  const alert = await screen.findByRole("alert");
  for (const part of [
    "The session did not start",
    "As many sessions are open as the node takes",
    "End one that is not needed",
    "Nothing was recorded.",
    "LUCID_SESSION_ERR_4311 5f0c",
  ]) {
    expect(alert.textContent).toContain(part);
  }
});

it("says at the field what the node does not take, and goes there", async () => {
  const issues = [
    { path: "name", message: "Too big", rule: { code: "at-most", limit: 255, of: "letters" } },
    { path: "retention_days", message: "Too big", rule: { code: "at-most", limit: 365, of: "number" } },
  ];
  const envelope = {
    code: "LUCID_ERR_1001",
    message: "The request is not valid",
    details: { issues },
    request_id: "5f0c",
    timestamp: "2026-11-20T10:00:00.000Z",
    service: "lucid",
    version: "0.1.0",
  };
  const { handlers } = nodeThat(() => {
    throw new ORPCError(envelope.code, { status: 400, message: envelope.message, data: { error: envelope } });
  });
  showPage("/sessions/new", handlers);
  await startRecording();
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain("Name: takes 255 letters at most");
  expect(alert.textContent).toContain("Kept for, in days: must be at most 365");
  const name = screen.getByRole("textbox", { name: "Name" });
  expect(name.getAttribute("aria-invalid")).toBe("true");
  await waitFor(() => expect(document.activeElement).toBe(name));
});

it("asks for the wallet first when it is locked", async () => {
  lockVault();
  const { handlers, seen } = nodeThat(() => prepared);
  showPage("/sessions/new", handlers);
  await startRecording();
  expect(await screen.findByRole("dialog", { name: "Unlock your wallet" })).toBeDefined();
  expect(seen.created).toBeUndefined();
});

it("says what a session costs before it is started, and nothing where it costs nothing", async () => {
  const { handlers } = nodeThat(() => prepared);
  const asked = vi.fn(() => ({ price: { name: "Session", price: "2500000" } as NamedPrice | null }));
  const sales = { price: os.sales.price.handler(asked) };
  showPage("/sessions/new", { ...handlers, sales });
  expect(await screen.findByText(/^This session costs 2[.]50* USDT$/)).toBeTruthy();
  cleanup();
  asked.mockClear().mockReturnValue({ price: null });
  showPage("/sessions/new", { ...handlers, sales });
  expect(await screen.findByRole("button", { name: "Start" })).toBeTruthy();
  await waitFor(() => expect(asked).toHaveBeenCalled());
  expect(screen.queryByText(/^This session costs/)).toBeNull();
});
