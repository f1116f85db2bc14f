import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { Line } from "./line.tsx";

afterEach(cleanup);

function words(values: readonly number[]): string | null {
  i18n.loadAndActivate({ locale: "en", messages: {} });
  const [least, most, last] = [Math.min(...values), Math.max(...values), values.at(-1) ?? 0];
  const series = { stretches: [values.map((value, place) => [place, value] as const)], least, most, last };
  render(
    <I18nProvider i18n={i18n}>
      <Line name="Height" series={series} format={(value) => value.toFixed(0)} />
    </I18nProvider>,
  );
  return screen.getByRole("img").getAttribute("aria-label");
}

it.each([
  [[1], "Height: 1"],
  [[2.1, 2.2], "Height: 2"],
  [[2, 7, 4], "Height: between 2 and 7"],
])("names the line of %j by its range, or by its figure where there is none", (values, expected) => {
  expect(words(values)).toBe(expected);
});
