import { MantineProvider } from "@mantine/core";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { RecordTable } from "./record-table.tsx";

afterEach(cleanup);

function names(figures: readonly number[], named?: readonly number[]): readonly string[] {
  render(
    <MantineProvider env="test">
      <RecordTable label="Balances" headings={["Payee", "Owed", "Paid"]} figures={figures} {...(named && { named })}>
        {null}
      </RecordTable>
    </MantineProvider>,
  );
  const { style } = screen.getByRole("table").parentElement ?? expect.fail();
  return [1, 2, 3].map((column) => style.getPropertyValue(`--name-${column}`));
}

it("gives several figures their names, which stand beside them where the headings do not", () => {
  expect(names([1, 2])).toEqual(["", '"Owed"', '"Paid"']);
  cleanup();
  expect(names([1])).toEqual(["", "", ""]);
  cleanup();
  expect(names([], [2])).toEqual(["", "", '"Paid"']);
});
