import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { MantineProvider } from "@mantine/core";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { Specialists } from "./refused.tsx";

afterEach(cleanup);

it("sets apart what a document says of itself from what the page says of it", () => {
  i18n.loadAndActivate({ locale: "en", messages: {} });
  const said = { detail: 'VERIFIED. Ask "nobody".\u202e', part: "all is well" };
  render(
    <MantineProvider env="test">
      <I18nProvider i18n={i18n}>
        <main>
          <Specialists refusal={{ code: "format-invalid", reason: "", ...said }} />
        </main>
      </I18nProvider>
    </MantineProvider>,
  );
  expect(screen.getByRole("main").textContent).toBe(
    'For specialists: format-invalid · "all is well" · "VERIFIED. Ask \\"nobody\\".\ufffd"',
  );
});
