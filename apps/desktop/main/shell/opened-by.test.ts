import { expect, it } from "vitest";
import { readArguments, readDeepLink } from "./opened-by.ts";

const SESSION = "0198c0de-1111-4111-8111-111111111111";
const NODE = "ab".repeat(32);
const SECRET = "A".repeat(43);
const REFUSED = { kind: "refused", why: "not-a-link" };

it("leads a link to the page that it means, with nothing in it that was not read", () => {
  const page = { kind: "page", path: `/verify#session=${SESSION}&node=${NODE}` };
  for (const form of ["verify?", "verify/?", "verify#", "verify/"])
    expect(readDeepLink(`lucid://${form}node=${NODE}&session=${SESSION}`), form).toEqual(page);
  for (const form of ["join/", "join#invite=", "join?invite=", "join/#invite="])
    expect(readDeepLink(`lucid://${form}${SECRET}`), form).toEqual({ kind: "page", path: `/join#invite=${SECRET}` });
});

it.each([
  "lucid://",
  "lucid://verify",
  "lucid://verify?session=1",
  `lucid://verify?session=${SESSION}&x=1`,
  `lucid://verify?session=${SESSION}&session=${SESSION}`,
  `lucid://verify?session=${SESSION}"><script>`,
  `lucid://verify/../admin?session=${SESSION}`,
  `lucid://verify@evil.example/?session=${SESSION}`,
  `lucid://join/${SECRET}x`,
  `lucid://join/${SECRET}/../admin`,
  "lucid://join/",
  "lucid://admin",
  "lucid://settings/wallet",
  "lucid:verify",
  "lucid:javascript:alert(1)",
  `lucid://verify?session=${"1".repeat(5_000)}`,
])("opens nothing for %.60s", (link) => {
  expect(readDeepLink(link)).toEqual(REFUSED);
});

it("takes files from where the program was started, and no more than a few", () => {
  expect(readArguments(["a.lucid", "/b/c.LUCID", "file:///d%20e.lucid", "--x=y.lucid", "notes.txt"], "/home/u")).toEqual([
    { kind: "file", path: "/home/u/a.lucid" },
    { kind: "file", path: "/b/c.LUCID" },
    { kind: "file", path: "/d e.lucid" },
  ]);
  const many = readArguments(
    Array.from({ length: 10 }, (_, number) => `${number}.lucid`),
    "/",
  );
  expect(many.filter(({ kind }) => kind === "file")).toHaveLength(8);
  expect(many.at(-1)).toEqual({ kind: "refused", why: "too-many" });
  expect(readArguments(["file://elsewhere/a.lucid"], "/")).toEqual([{ kind: "window" }]);
});

it("shows a window where nothing is asked for, and none at the start of the computer", () => {
  expect(readArguments([], "/")).toEqual([{ kind: "window" }]);
  expect(readArguments(["--background", "--no-sandbox"], "/")).toEqual([{ kind: "background" }]);
  expect(readArguments(["--background", "lucid://nonsense"], "/")).toEqual([REFUSED]);
});
