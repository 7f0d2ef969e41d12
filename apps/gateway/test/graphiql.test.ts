import { keys } from '@contacts/sandbox';
import { expect, test } from 'vitest';
import { exampleOperations } from '../src/graphiql.ts';
import { browserPath, openBrowser } from './open-browser.ts';
import { startGatewayWithSandbox } from './running-gateway.ts';

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
  // A first page full of contacts without a last name is read once more by number (docs/pagination.md).
  const beginsWithoutNames = query.includes('orderBy: [{ field: LAST_NAME }]');
  expect(gateway.calls().filter((call) => !call.endsWith('/v1/me'))).toHaveLength(beginsWithoutNames ? 2 : 1);
});
