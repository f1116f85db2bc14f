import { setupI18n } from "@lingui/core";
import { expect, it } from "vitest";
import { detailOf, titleOf } from "./search-words.ts";

const i18n = setupI18n({ locale: "en", messages: { en: {} } });

it("names a setting and a role in words, and keeps the key by which a setting is set", () => {
  const setting = { title: "log_keep_days", detail: "30" };
  expect(titleOf("settings", setting, i18n)).toBe("Days that the node's log is kept");
  expect(detailOf("settings", setting, i18n)).toBe("log_keep_days · 30");
  expect(detailOf("settings", { title: "redis_url", detail: "" }, i18n)).toBe("redis_url");
  expect(titleOf("settings", { title: "of_a_newer_node" }, i18n)).toBe("of_a_newer_node");
  expect(detailOf("people", { title: "Ada", detail: "SUPER_ADMIN" }, i18n)).toBe("super admin");
});
