import { type ClaimOffer, contract } from "@lucid/contract";
import { implement, ORPCError } from "@orpc/server";
import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { showPage } from "../../windows/user/testing/show-page.tsx";

afterEach(() => {
  cleanup();
  history.replaceState(null, "", "/");
});

const ADDRESS = "TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH";
const SECRET = "s".repeat(43);
const TIME = "2999-01-01T00:00:00.000Z";

it("says what a link pays and on which network, and names an address once, with the secret out of the address bar", async () => {
  const { look, take } = implement(contract).claims;
  let offer: ClaimOffer = {
    ...{ network: "devnet", amount: "25000000", expires_at: TIME, address: null, state: "open", fee: "100000" },
    node: { id: "ab".repeat(32), host: "lucid.example.org" },
  };
  const asked: string[] = [];
  let isRefusing = true;
  history.replaceState(null, "", `/claim#claim=${SECRET}`);
  showPage("/claim", {
    claims: {
      look: look.handler(({ input }) => {
        asked.push(input.secret);
        return offer;
      }),
      take: take.handler(({ input }) => {
        if (isRefusing) throw new ORPCError("PAYOUT_IMPOSSIBLE", { status: 409 });
        offer = { ...offer, state: "ordered", address: input.address };
        return offer;
      }),
    },
  });
  const field = await screen.findByRole("textbox", { name: /^Your TRON address/ });
  expect(location.hash).toBe("");
  expect(new Set(asked)).toEqual(new Set([SECRET]));
  expect(screen.getByText("lucid.example.org")).toBeDefined();
  expect(screen.getAllByText(/devnet/i).length).toBeGreaterThan(0);
  const send = screen.getByRole("button", { name: "Have it paid there" });
  expect(send).toHaveProperty("disabled", true);
  fireEvent.change(field, { target: { value: ` ${ADDRESS} ` } });
  fireEvent.click(send);
  await screen.findByText("No payout was made");
  isRefusing = false;
  fireEvent.click(screen.getByRole("button", { name: "Have it paid there" }));
  await screen.findByText(/^The payout is made[.]/);
  expect(screen.queryByRole("textbox")).toBeNull();
});
