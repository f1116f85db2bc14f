import { createMemoryHistory } from "@tanstack/react-router";
import { expect, it } from "vitest";
import { createTestApi } from "../../shared/testing/test-api.ts";
import { createUserRouter } from "./routes.tsx";

/** What the page at an address is given of it. */
function givenAt(address: string): unknown {
  const router = createUserRouter({ api: createTestApi({}) }, createMemoryHistory({ initialEntries: [address] }));
  const { pathname, search } = router.latestLocation;
  const { search: given } = router.matchRoutes(pathname, search).at(-1) ?? {};
  return JSON.parse(JSON.stringify(given));
}

it.each([
  "/login?back=//evil.example/",
  "/login?back=https://evil.example/",
  "/sessions?page=abc&state=nonsense&sort=x&order=y",
  "/admin/sessions?page=-1",
  `/sessions/2f0c1c1e-52a5-4f4e-9d51-0f6f6f1f9b10/live?window=x`,
  "/chain?list=nonsense&page=0",
  "/requests?id=abc&which=nonsense",
  "/notifications?page=0&unread=perhaps",
  "/search?q=%20",
  "/admin/people?role=KING&page=1.5",
  "/admin/people/groups?group=abc",
  "/admin/people/invitations?page=x&state=y&role=KING",
  "/admin/emergency?page=0",
  "/admin/policies?id=%C3%84&part=x&status=y",
  "/admin/audit?entry=999&severity=x&from=yesterday",
  "/admin/log?level=x&before=y",
  "/sessions?utm_source=elsewhere",
])("gives the page at %s nothing that means nothing", (address) => {
  expect(givenAt(address)).toEqual({});
});

it("gives a page what its address says", () => {
  expect(givenAt("/login?back=/sessions?page=2&x=1")).toEqual({ back: "/sessions?page=2" });
  expect(givenAt("/sessions?page=3&state=live&x=1")).toEqual({ page: 3, state: "live" });
});
