import { contract } from "@lucid/contract";
import { implement, ORPCError } from "@orpc/server";
import { cleanup, screen, within } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { showPage } from "../../windows/user/testing/show-page.tsx";

afterEach(cleanup);

it.each(["2f0c1c1e-52a5-4f4e-9d51-0f6f6f1f9b10", "abc"])(
  "says beside the list that there is nobody under %s, and offers nothing to try again",
  async (id) => {
    showPage(`/admin/people/${id}`, {
      directory: {
        get: implement(contract).directory.get.handler(() => {
          throw new ORPCError("NOT_FOUND", { status: 404 });
        }),
      },
    });
    await screen.findByRole("heading", { name: "There is no such person" });
    expect(screen.getAllByRole("heading", { level: 1 }).map(({ textContent }) => textContent)).toEqual(["People"]);
    expect(screen.getByRole("region", { name: "Person" }).querySelector("button")).toBeNull();
    const lists = within(screen.getByRole("navigation", { name: "Lists of this room" }));
    expect(lists.getByRole("link", { current: "page" }).textContent).toBe("People");
  },
);
