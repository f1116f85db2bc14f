import { type BlockView, contract, type TransactionView } from "@lucid/contract";
import { implement, ORPCError } from "@orpc/server";
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { showPage } from "../../windows/user/testing/show-page.tsx";

afterEach(cleanup);

const os = implement(contract);
const HASH = "a".repeat(64);
const AT = "2026-11-20T10:00:00.000Z";
/** As many of each as fill three pages. */
const COUNT = 60;

const blockAt = (height: number): BlockView => ({
  block_id: HASH,
  height,
  hash: String(height).padStart(64, "0"),
  previous_hash: HASH,
  timestamp: AT,
  slot: 1,
  position: 0,
  epoch: 0,
  rank: 0,
  producer: HASH,
  merkle_root: HASH,
  attestation_root: HASH,
  state_root: HASH,
  transaction_count: 0,
  attestation_count: 1,
  transactions: [],
  size_bytes: 1,
  finalized: true,
  confirmations: 3,
});

const transactionAt = (height: number): TransactionView => ({
  transaction_id: String(height).padStart(64, "0"),
  type: "session_anchor_v2",
  status: "final",
  sender: HASH,
  sequence: height,
  block_id: HASH,
  block_height: height,
  data: {},
  signature: HASH,
  submitted_at: AT,
  confirmed_at: AT,
  fee: 0,
});

function listOf<Entry>({ page, limit }: { page: number; limit: number }, at: (height: number) => Entry) {
  const pages = Math.ceil(COUNT / limit);
  const entries = page > pages ? [] : Array.from({ length: limit }, (_, index) => at(COUNT - (page - 1) * limit - index));
  return { entries, pagination: { page, limit, total: COUNT, pages } };
}

const showChain = (path: string) =>
  showPage(path, {
    chain: {
      blocks: os.chain.blocks.handler(({ input }) => {
        const { entries: blocks, pagination } = listOf(input, blockAt);
        return { blocks, pagination };
      }),
      transactions: os.chain.transactions.handler(({ input }) => {
        const { entries: transactions, pagination } = listOf(input, transactionAt);
        return { transactions, pagination };
      }),
      block: os.chain.block.handler(({ input }) => blockAt(Number(input.block_id))),
    },
  });

const addressOf = ({ page }: ReturnType<typeof showChain>): string => page.state.location.href;

it("keeps the list and its page in the address, where Back finds them again", async () => {
  const shown = showChain("/chain");
  fireEvent.click(await screen.findByRole("button", { name: "Page 3" }));
  expect(await screen.findByText("20")).toBeTruthy();
  expect(addressOf(shown)).toBe("/chain?page=3");
  fireEvent.click(screen.getByRole("radio", { name: "Transactions" }));
  expect(await screen.findByRole("table", { name: "Transactions" })).toBeTruthy();
  expect(addressOf(shown)).toBe("/chain?list=transactions");
  shown.page.history.back();
  expect(await screen.findByRole("table", { name: "Blocks" })).toBeTruthy();
  expect(screen.getByText("20")).toBeTruthy();
  shown.page.history.forward();
  expect(await screen.findByRole("table", { name: "Transactions" })).toBeTruthy();
});

it("shows what a pasted address says, and goes back from a block to the same page of the list", async () => {
  const shown = showChain("/chain?page=2");
  fireEvent.click(await screen.findByRole("button", { name: "40" }));
  expect(await screen.findByRole("heading", { name: /^Block/ })).toBeTruthy();
  await waitFor(() => expect(addressOf(shown)).toContain("page=2"));
  fireEvent.click(screen.getByRole("button", { name: "All blocks" }));
  expect(await screen.findByRole("button", { name: "40" })).toBeTruthy();
  expect(addressOf(shown)).toBe("/chain?page=2");
});

it("says of a page that the list does not have that there is none, and leads to the first", async () => {
  const shown = showChain("/chain?list=transactions&page=9");
  fireEvent.click(await screen.findByRole("button", { name: "To the first page" }));
  expect(await screen.findByRole("table", { name: "Transactions" })).toBeTruthy();
  expect(addressOf(shown)).toBe("/chain?list=transactions");
});

it("has room for its figures before they are there, so that nothing below them moves", async () => {
  const answering = Promise.withResolvers<void>();
  const info = os.chain.info.handler(async () => {
    await answering.promise;
    throw new ORPCError("NOT_FOUND", { status: 404 });
  });
  showPage("/chain", { chain: { info } });
  const time = await screen.findByText("Block time");
  expect(time.nextElementSibling?.textContent).toBe("–");
  // A chain that cannot be read has none.
  answering.resolve();
  await screen.findByText("The chain could not be read");
  expect(screen.queryByText("Block time")).toBeNull();
});
