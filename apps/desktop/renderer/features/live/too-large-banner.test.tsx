import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import type { TextTooLarge } from "@lucid/contract";
import { MantineProvider } from "@mantine/core";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { sampleSession } from "../../shared/testing/sample-session.ts";
import { TooLargeBanner } from "./too-large-banner.tsx";

afterEach(cleanup);

it("says what was too large since the page was opened, until it is closed, and what comes later as well", () => {
  i18n.loadAndActivate({ locale: "en", messages: {} });
  const onClosed = vi.fn<() => void>();
  const banner = (too_large: TextTooLarge[]) => (
    <I18nProvider i18n={i18n}>
      <MantineProvider>
        <TooLargeBanner session={{ ...sampleSession({}), too_large }} onClosed={onClosed} />
      </MantineProvider>
    </I18nProvider>
  );
  const before: TextTooLarge = { direction: "in", bytes: null, at: "2026-11-17T10:15:03.000Z" };
  const { rerender } = render(banner([before]));
  expect(screen.getByRole("status").textContent).toBe("");
  const out: TextTooLarge = { direction: "out", bytes: 2_097_152, at: "2026-11-17T10:16:00.000Z" };
  rerender(banner([before, out]));
  expect(screen.getByRole("status").textContent).toBe("What was copied in the desktop is too large to leave it: 2.1\u00a0MB.");
  fireEvent.click(screen.getByLabelText("Close this note"));
  expect(onClosed).toHaveBeenCalledOnce();
  expect(screen.getByRole("status").textContent).toBe("");
  rerender(banner([before, { ...out, bytes: null, at: "2026-11-17T10:17:00.000Z" }]));
  expect(screen.getByRole("status").textContent).toBe("What was copied in the desktop is too large to leave it.");
});
