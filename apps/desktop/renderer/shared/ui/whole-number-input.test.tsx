import { setupI18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import { MantineProvider } from "@mantine/core";
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, expect, it } from "vitest";
import { WholeNumberInput } from "./whole-number-input.tsx";

afterEach(cleanup);

const i18n = setupI18n({ locale: "en", messages: { en: {} } });

function Field({ seen }: { readonly seen: number[] }) {
  const [value, setValue] = useState(5);
  const onChange = (next: number): void => {
    seen.push(next);
    setValue(next);
  };
  return <WholeNumberInput label="Uses" min={1} max={100} value={value} onChange={onChange} />;
}

it("leaves a number that is out of bounds as it was typed, and says what it may be", () => {
  const seen: number[] = [];
  render(
    <I18nProvider i18n={i18n}>
      <MantineProvider>
        <Field seen={seen} />
      </MantineProvider>
    </I18nProvider>,
  );
  const field = screen.getByLabelText("Uses");
  for (const [typed, words] of [
    ["101", "must be at most 100"],
    ["-3", "must be at least 1"],
    ["", "must be a whole number"],
  ] as const) {
    fireEvent.change(field, { target: { value: typed } });
    fireEvent.blur(field);
    expect(field).toHaveProperty("value", typed);
    expect(screen.getByText(words)).toBeDefined();
  }
  fireEvent.change(field, { target: { value: "100" } });
  expect(screen.queryByText(/^must be/)).toBeNull();
  expect(seen).toEqual([101, -3, Number.NaN, 100]);
});
