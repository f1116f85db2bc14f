import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { connection } from "../api/connection.ts";
import { AgedArea } from "./index.ts";

afterEach(() => {
  cleanup();
  connection.setState(connection.getInitialState(), true);
});

it("says once how old a part of a page is, also where a part of it says so by itself elsewhere", () => {
  i18n.loadAndActivate({ locale: "en", messages: {} });
  connection.setState({ state: "down", lastEventMs: undefined });
  render(
    <I18nProvider i18n={i18n}>
      <AgedArea>
        <AgedArea>Transfers</AgedArea>
      </AgedArea>
      <AgedArea>People</AgedArea>
    </I18nProvider>,
  );
  expect(screen.getAllByText("As it was when last heard:")).toHaveLength(2);
  expect(screen.getByText("Transfers")).toBeDefined();
});
