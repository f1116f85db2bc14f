import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { MantineProvider } from "@mantine/core";
import { act, cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { connection } from "../api/connection.ts";
import { NowBadge } from "./now-badge.tsx";

afterEach(() => {
  cleanup();
  connection.setState({ state: "connecting", lastEventMs: undefined });
});

const shown = (): string | null => screen.getByRole("main").textContent;

it("says that the node is not reached, and how old its last word is, until it is heard again", () => {
  i18n.loadAndActivate({ locale: "en", messages: {} });
  connection.setState({ state: "live", lastEventMs: Date.now() });
  render(
    <MantineProvider env="test">
      <I18nProvider i18n={i18n}>
        <main>
          <NowBadge tone="quiet">healthy</NowBadge>
        </main>
      </I18nProvider>
    </MantineProvider>,
  );
  expect(shown()).toBe("healthy");
  act(() => connection.setState({ state: "down", lastEventMs: Date.now() - 39_000 }));
  expect(shown()).toMatch(/^not reachedhealthy · (39|4\d)\u00a0s ago$/);
  act(() => connection.setState({ state: "live", lastEventMs: Date.now() }));
  expect(shown()).toBe("healthy");
});
