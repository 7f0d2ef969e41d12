import { existsSync } from 'node:fs';
import { keys } from '@contacts/sandbox';
import { type Browser, chromium, type Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { exampleOperations } from '../src/graphiql.ts';
import { startGatewayWithSandbox } from './running-gateway.ts';

const browserPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);
if (browserPath === undefined) {
  process.stderr.write('Skipped: GraphiQL in a browser. Install one for it: apt-get install chromium\n');
}

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

test.skipIf(browserPath === undefined)(
  'GraphiQL opens without any outside host, and its first example shows rows at a click',
  { timeout: 60_000 },
  async () => {
    await using gateway = await startGatewayWithSandbox({ demoKey: keys.all });
    await using browser = await openBrowser();
    const { page, asked, complaints } = await browser.newPage();

    await page.goto(`${gateway.url}/graphql`);
    const run = page.getByRole('button', { name: /execute query/i });
    await run.waitFor();
    expect(await page.getByRole('tab').count()).toBe(exampleOperations.length);
    gateway.sandbox.clearRequests();
    await run.click();

    const answer = page.locator('.result-window');
    await expect.poll(() => answer.textContent(), { timeout: 20_000 }).toContain('"totalCount"');
    const first = gateway.sandbox.contacts.rows().find(({ companyId }) => companyId === 15);
    await expect.poll(() => answer.textContent()).toContain(String(first?.['lastName']));
    expect(gateway.calls()).toHaveLength(1);

    expect(asked.length).toBeGreaterThan(1);
    expect(asked.filter((url) => !url.startsWith(gateway.url) && !/^(?:data|blob):/.test(url))).toEqual([]);
    expect(complaints).toEqual([]);
  },
);

test.each(exampleOperations)('the example runs: $query', async ({ query, variables }) => {
  await using gateway = await startGatewayWithSandbox();
  const { status, data, errors } = await gateway.ask(query, { variables: variables ?? {} });
  expect({ status, errors }).toEqual({ status: 200, errors: [] });
  expect(JSON.stringify(data)).toMatch(/"(?:lastName|name)":"/);
  expect(gateway.calls().filter((call) => !call.endsWith('/v1/me'))).toHaveLength(1);
});

interface OpenPage {
  readonly page: Page;
  /** Every URL that the page asked for. */
  readonly asked: readonly string[];
  /** Errors on its console, and those that nobody caught. */
  readonly complaints: readonly string[];
}

async function openBrowser(): Promise<{ newPage(): Promise<OpenPage> } & AsyncDisposable> {
  const browser: Browser = await chromium.launch({ executablePath: browserPath as string, args: flags });
  return {
    async newPage() {
      const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
      const asked: string[] = [];
      const complaints: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      page.on('pageerror', ({ message }) => complaints.push(message));
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      return { page, asked, complaints };
    },
    [Symbol.asyncDispose]: () => browser.close(),
  };
}
