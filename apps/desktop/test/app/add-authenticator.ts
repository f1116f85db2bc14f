import type { Page } from "playwright";

/** Gives the page's browser an authenticator that keeps passkeys and has its person confirm them (CDP, WebAuthn). */
export async function addAuthenticator(page: Page): Promise<{ credentials(): Promise<number> }> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  const { authenticatorId } = await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { credentials: async () => (await devtools.send("WebAuthn.getCredentials", { authenticatorId })).credentials.length };
}
