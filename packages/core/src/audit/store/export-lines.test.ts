import { expect, it } from "vitest";
import { writeCsv } from "./export-lines.ts";

const row = (entry: object): string => writeCsv({ sequence: 1, content: JSON.stringify({ sequence: 1, ...entry }), hash: "h" });

it.each(["=1+1", "+1", "-1", "@x", "\t=1"])(
  "a cell that a table program would take for a formula does not begin with %j",
  (text) => {
    const [, ...cells] = row({ action: text }).split(",");
    expect(cells).toContain(`'${text}`);
  },
);

it("quotes what would end a cell, and writes numbers and objects as they are", () => {
  expect(row({ user_agent: 'a "b", c', details: { count: 2 } })).toBe('1,,,,,,,,,,,"{""count"":2}",,"a ""b"", c",,,,,h\r\n');
});
