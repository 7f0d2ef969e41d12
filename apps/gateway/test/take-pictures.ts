// Takes the pictures of the documents: `npm run pictures`. Needs chromium. The contacts in them are those of the sandbox,
// which are made up.
import { fileURLToPath } from 'node:url';
import { keys } from '@contacts/sandbox';
import type { Page } from 'playwright-core';
import { openBrowser } from './open-browser.ts';
import { startGatewayWithSandbox } from './running-gateway.ts';

const folder = new URL('../../../docs/pictures/', import.meta.url);

await using gateway = await startGatewayWithSandbox({ demoKey: keys.all });
await using browser = await openBrowser();

for (const colorScheme of ['light', 'dark'] as const) {
  const visitor = await browser.newVisitor({ width: 1280, height: 640, colorScheme });
  const { page } = await visitor.newPage();
  await showRelations(page);
  const file = new URL(`graphiql-${colorScheme}.png`, folder);
  await page.screenshot({ path: fileURLToPath(file) });
  process.stdout.write(`${fileURLToPath(file)}\n`);
}

/** Opens GraphiQL and runs its example of contacts with their relations. */
async function showRelations(page: Page): Promise<void> {
  await page.goto(`${gateway.url}/graphql`);
  await page.getByRole('button', { name: 'Relations', exact: true }).click();
  const play = page.getByRole('button', { name: /execute query/i });
  await play.waitFor();
  await page.locator('.graphiql-query-editor', { hasText: 'query Relations' }).waitFor();
  await play.click();
  await page.locator('.result-window', { hasText: 'assignedBy' }).waitFor();
  // The pointer is not to leave the button lit.
  await page.mouse.move(640, 630);
  await page.waitForTimeout(500);
}
