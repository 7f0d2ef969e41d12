import { get } from 'node:http';
import { keys } from '@contacts/sandbox';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../src/config/config.ts';
import { exampleOperations } from '../src/graphql/graphiql/example-operations.ts';
import { browserPath, openBrowser, type OpenPage, type Visitor } from './open-browser.ts';
import { type GatewayWithSandbox, startGatewayWithSandbox } from './running-gateway.ts';

const names = exampleOperations.map(({ query }) => /^query (\w+)/m.exec(query)?.[1] ?? '');

describe.skipIf(browserPath === undefined)('GraphiQL in a browser', () => {
  let gateway: GatewayWithSandbox;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  let visitor: Visitor;
  /** The first visit, which all tests on a desktop share: an open page costs a second of CPU. */
  let first: OpenPage;
  beforeAll(async () => {
    [gateway, browser] = await Promise.all([startGatewayWithSandbox({ demoKey: keys.all }), openBrowser()]);
    visitor = await browser.newVisitor();
    first = await visitor.newPage();
    await load(first.page);
  });
  afterAll(async () => {
    await browser[Symbol.asyncDispose]();
    await gateway[Symbol.asyncDispose]();
  });

  const runButton = (page: Page) => page.getByRole('button', { name: /execute query/i });
  const load = async (page: Page): Promise<void> => {
    await page.goto(`${gateway.url}/graphql`);
    await runButton(page).waitFor();
    // The editor is filled once its workers have started.
    await expectQuery(page, names[0] ?? '');
  };
  const expectQuery = (page: Page, name: string) =>
    page.locator('.graphiql-query-editor', { hasText: `query ${name}` }).waitFor();
  const tabNames = (page: Page) => page.locator('.graphiql-tab-button').allTextContents();
  const activeTab = (page: Page) => page.locator('.graphiql-tab-active .graphiql-tab-button').textContent();
  const openTab = async (page: Page, index: number): Promise<void> => {
    await page.locator('.graphiql-tab-button').nth(index).click();
    await expect.poll(() => activeTab(page)).toBe(names[index]);
  };
  const boxOf = async (locator: Locator) => (await locator.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };

  test('GraphiQL opens without any other host, and its first example shows rows at a click', async () => {
    const { page, asked, complaints } = first;
    expect(await tabNames(page)).toEqual(names);
    gateway.sandbox.clearRequests();
    await runButton(page).click();

    const answer = page.locator('.result-window');
    await expect.poll(() => answer.textContent()).toContain('"totalCount"');
    const contact = gateway.sandbox.contacts.rows().find(({ companyId }) => companyId === 15);
    await expect.poll(() => answer.textContent()).toContain(String(contact?.['lastName']));
    expect(gateway.calls()).toHaveLength(1);

    expect(asked.length).toBeGreaterThan(1);
    expect(asked.filter((url) => !url.startsWith(gateway.url) && !/^(?:data|blob):/.test(url))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('Cyrillic names are not framed as letters that look like Latin ones', async () => {
    const { page } = first;
    await openTab(page, names.indexOf('Relations'));
    // Until the editor has it, the button runs the operation of the tab before.
    await expectQuery(page, 'Relations');
    await runButton(page).click();
    const marked = page.locator('.result-window .unicode-highlight').first();
    await marked.waitFor({ state: 'attached' });
    expect(await marked.evaluate((element) => getComputedStyle(element).borderTopStyle)).toBe('none');
  });

  test('each tab of GraphiQL opens at one click, and variables are shown if a tab has some', async () => {
    const { page, complaints } = first;
    for (const [index, { variables }] of exampleOperations.entries()) {
      await openTab(page, index);
      const shown = () => page.locator('.graphiql-editor-tools .active').textContent();
      await expect.poll(shown).toBe(variables === undefined ? 'Headers' : 'Variables');
    }
    expect(complaints).toEqual([]);
  });

  test('at 1280 pixels, the tabs of all examples are in view, whichever is active', async () => {
    const { page } = first;
    await page.setViewportSize({ width: 1280, height: 720 });
    for (const index of names.keys()) {
      await openTab(page, index);
      const hidden = await page.evaluate<number>(
        `(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)(document.querySelector('.graphiql-tabs'))`,
      );
      expect(hidden).toBe(0);
    }
  });

  test('a second visit opens the examples and the user’s own tabs, from the browser’s cache', async () => {
    await runButton(first.page).click();
    await first.page.locator('.graphiql-tab-add').click();
    await first.page.locator('.graphiql-query-editor').click();
    await first.page.keyboard.insertText('query Mine { __typename }');
    await expect.poll(() => first.page.evaluate('localStorage.getItem("graphiql:tabState")')).toContain('query Mine');
    // A blank one besides, which must not be restored.
    await first.page.locator('.graphiql-tab-add').click();
    await expect
      .poll(() => first.page.evaluate('JSON.parse(localStorage.getItem("graphiql:tabState")).tabs.length'))
      .toBe(names.length + 2);
    await first.page.close();

    for (const visit of ['second', 'third']) {
      const { page, complaints } = await visitor.newPage();
      await load(page);
      expect([visit, await tabNames(page)]).toEqual([visit, [...names, 'Mine']]);
      expect(await activeTab(page)).toBe(names[0]);
      const [script] = await page.evaluate<{ transferSize: number; decodedBodySize: number }[]>(
        `performance.getEntriesByType('resource').filter(({ initiatorType }) => initiatorType === 'script')
          .map(({ transferSize, decodedBodySize }) => ({ transferSize, decodedBodySize }))`,
      );
      expect(script?.transferSize).toBe(0);
      expect(script?.decodedBodySize).toBeGreaterThan(1_000_000);
      await runButton(page).click();
      await expect.poll(() => page.locator('.result-window').textContent()).toContain('"totalCount"');
      expect(complaints).toEqual([]);
      await expect.poll(() => page.evaluate('localStorage.getItem("graphiql:tabState")')).toContain('query Mine');
      await page.close();
    }
  });

  describe('on a phone', () => {
    let page: Page;
    beforeAll(async () => {
      ({ page } = await (await browser.newVisitor({ width: 390, height: 844, colorScheme: 'dark' })).newPage());
      await load(page);
      await runButton(page).click();
    });

    test.each(['dark', 'light'] as const)('on a phone, query and response are stacked, in %s', async (colorScheme) => {
      await page.emulateMedia({ colorScheme });
      const answer = page.locator('.graphiql-response');
      await expect.poll(() => answer.textContent()).toContain('"totalCount"');
      const query = await boxOf(page.locator('.graphiql-editors'));
      const shown = await boxOf(answer);
      expect(query.width).toBeGreaterThan(350);
      expect(shown.width).toBeGreaterThan(350);
      expect(shown.y).toBeGreaterThanOrEqual(query.y + query.height);
      expect(shown.height).toBeGreaterThan(200);
      expect(await page.evaluate('document.scrollingElement.scrollWidth')).toBe(390);
      const brightness = await page.evaluate<number>(
        `getComputedStyle(document.querySelector('.graphiql-editors')).backgroundColor.match(/\\d+/g).slice(0, 3)
        .reduce((sum, part) => sum + Number(part), 0)`,
      );
      expect(brightness > 380).toBe(colorScheme === 'light');
    });
  });
});

describe('the script of GraphiQL’s page', () => {
  const scriptOf = async (url: string, headers: Record<string, string> = {}) =>
    /src="(graphql\/graphiql-[0-9a-f]{16}\.js)"/.exec(
      await (await fetch(`${url}/graphql`, { headers: { accept: 'text/html', ...headers } })).text(),
    )?.[1] ?? '';

  test.each(['gzip', 'br', 'gzip;q=0, br;q=0.5'])(
    'the script of GraphiQL’s page is at most 2.5 MB on the wire and cached for good: %s',
    async (encodings) => {
      await using gateway = await startGatewayWithSandbox();
      const { headers, bytes } = await received(`${gateway.url}/${await scriptOf(gateway.url)}`, encodings);
      expect(headers).toMatchObject({
        'content-type': 'text/javascript; charset=utf-8',
        'content-encoding': encodings.startsWith('gzip;q=0') ? 'br' : encodings,
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
        vary: 'Accept-Encoding',
      });
      expect(bytes).toBeLessThan(2_500_000);
    },
  );

  test('the script is sent uncompressed to clients that accept no compression, and other names are not found', async () => {
    await using gateway = await startGatewayWithSandbox();
    const path = await scriptOf(gateway.url);
    const { headers, bytes } = await received(`${gateway.url}/${path}`, 'identity');
    expect([headers['content-encoding'], headers['content-length']]).toEqual([undefined, String(bytes)]);
    expect((await fetch(`${gateway.url}/${path.replace(/\w{3}\.js$/, '000.js')}`)).status).toBe(404);
    expect((await fetch(`${gateway.url}/${path}`, { method: 'POST' })).status).toBe(405);
  });

  test('the script is served to the requests that get the page', async () => {
    const { security } = loadConfig({ NODE_ENV: 'production', VIBECODE_URL: 'https://vibe.example' });
    await using gateway = await startGatewayWithSandbox({ security });
    const headers = { 'x-api-key': keys.all };
    const url = `${gateway.url}/${await scriptOf(gateway.url, headers)}`;
    expect([(await fetch(url)).status, (await fetch(url, { headers })).status]).toEqual([401, 200]);
    await using off = await startGatewayWithSandbox({ security: loadConfig({ GRAPHIQL: 'off' }).security });
    expect((await fetch(url.replace(gateway.url, off.url), { headers })).status).toBe(404);
  });
});

/** Receives a response with its compressed bytes. */
function received(
  url: string,
  encodings: string,
): Promise<{ headers: Readonly<Record<string, unknown>>; bytes: number }> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': encodings } }, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.once('end', () => resolve({ headers: response.headers, bytes }));
    }).once('error', reject);
  });
}

/** Upstream calls of each example. A first page full of contacts without a last name is read once more by number (docs/pagination.md). */
const callsOf: Readonly<Record<string, number>> = {
  ContactsOfCompany: 1,
  Relations: 2,
  NextPage: 2,
  OneContact: 1,
  ChangedSince: 1,
  CountBySource: 1,
  // Conditions on custom fields are checked by the field list first.
  CustomFields: 2,
  EitherOr: 1,
  Search: 2,
  AnyNode: 1,
};

test.each(exampleOperations.map((example, index) => ({ ...example, name: names[index] ?? '' })))(
  'the example "$name" runs with the expected number of upstream calls',
  async ({ name, query, variables }) => {
    await using gateway = await startGatewayWithSandbox();
    const { status, data, errors } = await gateway.ask(query, { variables: variables ?? {} });
    expect({ status, errors }).toEqual({ status: 200, errors: [] });
    expect(JSON.stringify(data)).toMatch(name === 'CountBySource' ? /"groups":\[\{"key":"/ : /"(?:lastName|name)":"/);
    expect(gateway.calls().filter((call) => !call.endsWith('/v1/me'))).toHaveLength(callsOf[name] ?? 0);
  },
);
