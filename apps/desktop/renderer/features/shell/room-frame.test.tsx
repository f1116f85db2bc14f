import { act, cleanup, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { connection } from "../../shared/api/connection.ts";
import { showPage } from "../../windows/user/testing/show-page.tsx";

const before = connection.getState();
afterEach(() => {
  cleanup();
  connection.setState(before, true);
});

it.each([
  ["/admin/people", "People"],
  ["/admin/keys", "Node keys"],
])("says of the room at %s how old it is while the node is not heard", async (path, name) => {
  showPage(path, {});
  await screen.findByRole("heading", { level: 1, name });
  await expect.poll(() => connection.getState().state).toBe("live");
  expect(screen.queryByText(/^As it was /)).toBeNull();
  act(() => connection.setState({ state: "down", lastEventMs: Date.now() - 3_600_000 }));
  expect(await screen.findByText(/^As it was 1\sh.* ago:$/)).toBeTruthy();
  act(() => connection.setState({ state: "live", lastEventMs: Date.now() }));
  expect(screen.queryByText(/^As it was /)).toBeNull();
});
