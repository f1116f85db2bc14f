import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { MantineProvider } from "@mantine/core";
import { act, cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { Term } from "./term.tsx";

afterEach(cleanup);

it.each([
  ["gets the focus", (term: HTMLElement) => act(() => term.focus())],
  ["is pointed at", (term: HTMLElement) => void fireEvent.mouseEnter(term)],
])("shows what a term means when it %s", async (_how, reach) => {
  i18n.loadAndActivate({ locale: "en", messages: {} });
  render(
    <MantineProvider env="test">
      <I18nProvider i18n={i18n}>
        <Term name="anchor">Anchored</Term>
      </I18nProvider>
    </MantineProvider>,
  );
  const term = screen.getByRole("button", { name: "Anchored" });
  expect(screen.queryByRole("tooltip")).toBeNull();
  reach(term);
  expect((await screen.findByRole("tooltip")).textContent).toContain("fingerprint of a whole sealed recording");
});
