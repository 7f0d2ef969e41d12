// Takes the pictures of the documents: `npm run pictures`. Needs chromium or its headless shell. The contacts in them are
// those of the sandbox, which are made up.
import { fileURLToPath } from 'node:url';
import { keys } from '@contacts/sandbox';
import type { Page } from 'playwright-core';
import { buildExplorer } from './explorer/built-explorer.ts';
import { openBrowser } from './open-browser.ts';
import { startGatewayWithSandbox } from './running-gateway.ts';

const folder = new URL('../../../docs/pictures/', import.meta.url);

await using explorer = await buildExplorer();
await using gateway = await startGatewayWithSandbox({ demoKey: keys.all, explorerFolder: explorer.folder });
await using browser = await openBrowser();

/** Each picture, with the page that it shows. */
const pictures: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  graphiql: showRelations,
  explorer: showExplorer,
};

for (const [name, show] of Object.entries(pictures)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    const visitor = await browser.newVisitor({ width: 1280, height: 640, colorScheme });
    const { page } = await visitor.newPage();
    await show(page);
    const file = fileURLToPath(new URL(`${name}-${colorScheme}.png`, folder));
    await page.screenshot({ path: file });
    process.stdout.write(`${file}\n`);
  }
}

/** Opens GraphiQL and runs its example of contacts with their relations. */
async function showRelations(page: Page): Promise<void> {
  await page.goto(`${gateway.url}/graphql`);
  await page.getByRole('button', { name: 'Relations', exact: true }).click();
  const play = page.getByRole('button', { name: /execute query/i });
  await play.waitFor();
  await page.locator('.graphiql-tab-active', { hasText: 'Relations' }).waitFor();
  await page.locator('.graphiql-query-editor', { hasText: 'query Relations' }).waitFor();
  await play.click();
  await page.locator('.result-window', { hasText: 'assignedBy' }).waitFor();
  await settle(page);
}

/** Opens the explorer with a filter, and the details of a contact. */
async function showExplorer(page: Page): Promise<void> {
  await page.goto(`${gateway.url}/explorer?filter=typeId%3DCLIENT&order=lastName&contact=17`);
  await page.getByRole('row').nth(10).waitFor();
  await settle(page);
}

/** Takes the pointer away from what it lights up, and waits for the end of animations. */
async function settle(page: Page): Promise<void> {
  await page.mouse.move(640, 630);
  await page.waitForTimeout(500);
}
