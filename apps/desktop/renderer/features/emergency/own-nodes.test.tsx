import { i18n } from "@lingui/core";
import { I18nProvider } from "@lingui/react";
import type { Emergency, OwnNode } from "@lucid/contract";
import { MantineProvider } from "@mantine/core";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { ReachOfAction } from "./own-nodes.tsx";

afterEach(cleanup);

const ID = "0198c0de-1111-4111-8111-111111111111";
const lockdown = { emergency_id: ID, action: "lockdown_system", status: "in_progress" } as Emergency;
const node = (name: string, change: Partial<OwnNode> = {}): OwnNode => ({
  ...{ node: name, name, version: "0.2.0", is_self: false, heard_at: "2026-11-30T05:00:00.000Z" },
  ...{ away: false, holds: [ID as Emergency["emergency_id"]] },
  ...change,
});

function words(one: Emergency, nodes: readonly OwnNode[]): string | null {
  i18n.loadAndActivate({ locale: "en", messages: {} });
  render(
    <MantineProvider env="test">
      <I18nProvider i18n={i18n}>
        <main>
          <ReachOfAction one={one} nodes={nodes} />
        </main>
      </I18nProvider>
    </MantineProvider>,
  );
  return screen.getByRole("main").textContent;
}

it("names the nodes that have not heard of a lockdown, and since when one is silent", () => {
  const nodes = [node("here", { is_self: true }), node("attic"), node("cellar", { holds: [] })];
  const silent = node("shed", { holds: [], away: true });
  expect(words(lockdown, [...nodes, silent])).toMatch(
    /^In force on 2 of 4 nodes\. Not heard of by: cellar, shed \(not heard since .+\)$/,
  );
});

it("says that all have heard of it, and nothing of a node that is alone or of what waits", () => {
  expect(words(lockdown, [node("here"), node("attic")])).toBe("In force on all 2 nodes.");
  cleanup();
  expect(words(lockdown, [node("here")])).toBe("");
  cleanup();
  expect(words({ ...lockdown, status: "initiated" }, [node("here"), node("attic", { holds: [] })])).toBe("");
});
