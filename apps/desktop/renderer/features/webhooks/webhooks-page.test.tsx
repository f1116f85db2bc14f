import { contract, type Webhook, WebhookId } from "@lucid/contract";
import { implement } from "@orpc/server";
import { cleanup, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { sampleAccount } from "../../shared/testing/sample-account.ts";
import { createTestEvents } from "../../shared/testing/test-api.ts";
import { showPage } from "../../windows/user/testing/show-page.tsx";

afterEach(cleanup);

const os = implement(contract).webhooks;
const webhook_id = WebhookId.parse("11111111-1111-4111-8111-111111111111");
const admin = { ...sampleAccount, permissions: [...sampleAccount.permissions, "manage_system_config"] } as const;

it("asks nothing more of a webhook that is being removed, whatever the node still tells of it", async () => {
  const { events, tell } = createTestEvents();
  const removing = Promise.withResolvers<void>();
  const asked: string[] = [];
  const { user_id } = sampleAccount;
  const webhook: Webhook = {
    ...{ webhook_id, name: "Tickets", url: "https://tickets.example/", kinds: ["access.requested"], state: "on", waiting: 0 },
    ...{
      created_by: { user_id, name: "ada", tron_address: "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t" },
      created_at: "2026-11-29T06:00:00.000Z",
    },
    ...{ old_secret_until: null, failing_since: null, last_delivered_at: null },
  };
  let webhooks = [webhook];
  showPage(
    "/admin/webhooks",
    {
      node: { events },
      webhooks: {
        list: os.list.handler(() => {
          asked.push("list");
          return { webhooks, networks: [] };
        }),
        deliveries: os.deliveries.handler(() => {
          asked.push("deliveries");
          return { deliveries: [], pagination: { page: 1, limit: 20, total: 0, pages: 0 } };
        }),
        remove: os.remove.handler(async () => {
          await removing.promise;
          return { message: "Removed" };
        }),
      },
    },
    { ...admin, permissions: [...admin.permissions] },
  );
  fireEvent.click(await screen.findByRole("button", { name: "Deliveries: Tickets" }));
  await screen.findByText("Nothing was sent yet.");
  fireEvent.click(screen.getByRole("button", { name: "Remove: Tickets" }));
  asked.length = 0;
  fireEvent.click(await screen.findByRole("button", { name: "Remove it" }));
  await waitFor(() => expect(screen.queryByText("Nothing was sent yet.")).toBeNull());
  // A message that was on its way comes to its end while it goes.
  tell({ type: "webhook", webhook_id });
  await waitFor(() => expect(asked).toContain("list"));
  webhooks = [];
  removing.resolve();
  tell({ type: "webhook", webhook_id });
  await screen.findByRole("heading", { name: "No program is told" });
  expect(asked).not.toContain("deliveries");
});
