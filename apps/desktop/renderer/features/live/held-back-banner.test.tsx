import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import type { HeldBack } from "@lucid/contract";
import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { ApiContext } from "../../shared/api/api.ts";
import { sampleAccount } from "../../shared/testing/sample-account.ts";
import { sampleSession } from "../../shared/testing/sample-session.ts";
import { createTestApi } from "../../shared/testing/test-api.ts";
import { HeldBackBanner } from "./held-back-banner.tsx";
import type { HeldAction } from "./use-held-back.ts";

afterEach(cleanup);

const note = (action: HeldAction, second: number): HeldBack => ({
  action,
  decision: { effect: "deny", because: "terms", policy_id: null, policy_version: null, rule_id: null, request_id: null },
  at: `2026-01-01T00:00:0${second}.000Z`,
});

function show(...shown: readonly HeldBack[]) {
  const close = vi.fn<(note: HeldBack) => void>();
  i18n.loadAndActivate({ locale: "en", messages: {} });
  const api = createTestApi({});
  api.login.accept({ access_token: "a", refresh_token: "r", token_type: "bearer", expires_in: 900, user: sampleAccount });
  const queries = new QueryClient();
  const banner = (notes: readonly HeldBack[]) => (
    <I18nProvider i18n={i18n}>
      <QueryClientProvider client={queries}>
        <MantineProvider env="test">
          <ApiContext value={api}>
            <HeldBackBanner session={sampleSession({})} notes={{ shown: notes, tell: vi.fn(), close }} onClosed={vi.fn()} />
          </ApiContext>
        </MantineProvider>
      </QueryClientProvider>
    </I18nProvider>
  );
  const { rerender } = render(banner(shown));
  return { close, next: (...notes: readonly HeldBack[]) => rerender(banner(notes)) };
}

const said = (): string[] => [...document.querySelectorAll("[role=status] strong")].map((words) => words.textContent);

it("says the newest of what is held back, and the others when they are asked for", () => {
  const { close } = show(note("type", 1), note("point", 2), note("copy_in", 3), note("copy_out", 4));
  expect(said()).toEqual(["What was copied stays in the desktop."]);
  fireEvent.click(screen.getByRole("button", { name: "3 more held back", expanded: false }));
  expect(said()).toEqual([
    "What was copied stays in the desktop.",
    "The text did not go into the desktop.",
    "The mouse does not reach the desktop.",
    "Keys do not reach the desktop.",
  ]);
  fireEvent.click(screen.getByRole("button", { name: "Show fewer", expanded: true }));
  expect(said()).toHaveLength(1);
  fireEvent.click(screen.getByRole("button", { name: "Close this note" }));
  expect(close).toHaveBeenCalledExactlyOnceWith(note("copy_out", 4));
});

it("puts what appears above what was there, which keeps its place when it is told again", () => {
  const { next } = show(note("type", 1));
  next(note("type", 1), note("point", 2));
  expect(said()).toEqual(["The mouse does not reach the desktop."]);
  next(note("type", 7), note("point", 2));
  expect(said()).toEqual(["The mouse does not reach the desktop."]);
  // Closed, and tried again.
  next(note("point", 2));
  next(note("type", 9), note("point", 2));
  expect(said()).toEqual(["Keys do not reach the desktop."]);
});

it("hides no note that can be asked for behind the newest one", () => {
  const policy_id = "11111111-1111-4111-8111-111111111111";
  const asks: HeldBack = { ...note("point", 2), decision: { ...note("point", 2).decision, effect: "ask", policy_id } };
  show(note("type", 1), asks, note("copy_in", 3));
  expect(said()).toEqual(["The text did not go into the desktop.", "The mouse does not reach the desktop."]);
  screen.getByRole("button", { name: "Ask for it" });
  fireEvent.click(screen.getByRole("button", { name: "1 more held back" }));
  expect(said()).toHaveLength(3);
});

it("offers no others where there are none", () => {
  show(note("type", 1));
  expect(said()).toEqual(["Keys do not reach the desktop."]);
  expect(screen.queryByRole("button", { name: /more held back/ })).toBeNull();
});
