import { expect, it } from "vitest";
import { compile } from "../testing/compile.ts";

it("ships the code that the source in the tree compiles to", async () => {
  const { abi, bytecode } = compile("token/test-usdt.sol", "TestUsdt");
  const artifact = `${JSON.stringify({ abi: JSON.stringify(abi), bytecode }, null, 2)}\n`;
  await expect(artifact).toMatchFileSnapshot("./test-usdt.json");
});
