import { filterFields, parseFilter } from '@contacts/client';
import { keys, sessions } from '@contacts/sandbox';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { startChurn } from '../clients/churn.ts';
import { browserPath, openBrowser, type Visitor, type VisitorOptions } from '../open-browser.ts';
import { type GatewayWithSandbox, startGatewayWithSandbox } from '../running-gateway.ts';
import { buildExplorer } from './built-explorer.ts';
import { runProgram } from './run-program.ts';
import { explorerPage, fillFilterForm, removeFilter, scrollToEnd } from './explorer-page.ts';
import { seriousFindings } from './accessibility.ts';
import { customFilterCases, readCustomFields } from './custom-fields.ts';
import { filterCases } from './filter-cases.ts';

/** The sandbox's special keys, with the session beside them, and the advice that the page gives. */
const insufficientKeys = [
  [keys.noScope, '', 'The key lacks the scope “crm”', 'Add the scope'],
  [keys.crmOnly, '', 'The key lacks the scope “user”', 'Or leave out “Responsible”'],
  [keys.noTokens, '', 'The key has no session of a portal user', 'connect it to the portal again'],
  [keys.expired, '', 'The key has expired', 'Make a new key'],
  [keys.revoked, '', 'The key is switched off', 'Switch the key on'],
  [keys.otherIp, '', 'The key does not accept this address', 'Add the IP address'],
  [keys.management, '', 'The key is for management', 'enter a key of a person'],
  [keys.app, '', 'The key has no session of a portal user', 'needs the session of a user'],
  [keys.app, sessions.expired, 'The session has ended', 'Sign in to the app again'],
  ['vibe_api_unknown', '', 'There is no such key', 'Copy the whole key'],
] as const;

describe.skipIf(browserPath === undefined)('the explorer in a browser', () => {
  let built: Awaited<ReturnType<typeof buildExplorer>>;
  let gateway: GatewayWithSandbox;
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  /** The visitor of most tests, whose browser has the scripts in its cache. */
  let usual: Visitor;
  beforeAll(async () => {
    [built, browser] = await Promise.all([buildExplorer(), openBrowser()]);
    gateway = await startGatewayWithSandbox({ demoKey: keys.all, explorerFolder: built.folder });
    usual = await browser.newVisitor();
  });
  afterAll(async () => {
    await browser[Symbol.asyncDispose]();
    await gateway[Symbol.asyncDispose]();
    await built[Symbol.asyncDispose]();
  });

  const open = async (query = '', options?: VisitorOptions) => {
    const visitor = options === undefined ? usual : await browser.newVisitor(options);
    const { page, complaints, asked } = await visitor.newPage();
    // Open pages cost CPU; each new tab has a session storage of its own.
    onTestFinished(async () => {
      for (const tab of page.context().pages()) await tab.close();
    });
    await page.goto(`${gateway.url}/explorer${query}`);
    return { ...explorerPage(page), complaints, asked };
  };
  const count = async (filter: object | undefined) =>
    (
      await gateway.ask<{ contacts: { totalCount: number } }>(
        'query ($filter: ContactFilter) { contacts(filter: $filter, first: 0) { totalCount } }',
        { variables: { filter } },
      )
    ).data.contacts.totalCount;

  const countSearch = async (search: string) =>
    (
      await gateway.ask<{ contacts: { totalCount: number } }>(
        `{ contacts(search: "${search}", first: 0) { totalCount } }`,
      )
    ).data.contacts.totalCount;

  test('opens with the contacts, from one request and without another host', async () => {
    gateway.sandbox.clearRequests();
    const { page, expectFound, complaints, asked } = await open('?columns=name,phone');
    await expectFound(1167);
    expect(await page.getByRole('row').count()).toBeGreaterThan(20);
    expect(gateway.calls()).toHaveLength(1);
    expect(asked.filter((url) => !url.startsWith(gateway.url) && !url.startsWith('data:'))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('filters by every operator of every kind of field', async () => {
    // Few rows to draw for each of the many filters.
    const { page, expectFound, chips } = await open('?columns=name', { height: 300 });
    await expectFound(1167);
    for (const { field, operator, value, title } of filterCases()) {
      await fillFilterForm(page, [field, operator, String(value)]);
      const [filter] = new URL(page.url()).searchParams.getAll('filter');
      expect([title, filter]).toEqual([title, expect.stringMatching(`^${field}:${operator}=`)]);
      await expectFound(await count(parseFilter([filter ?? ''], 'test')));
      expect(await chips()).toEqual([title]);
      await removeFilter(page);
    }
    expect(new Set(filterCases().map(({ operator }) => operator)).size).toBe(
      new Set(filterFields.flatMap(({ operators }) => Object.keys(operators))).size,
    );
  });

  test('says at the place what a value, a request and an address may be', async () => {
    const { page, press } = await open('?filter=companyId%3Dx&order=nope&contact=y&columns=name,nope');
    const problems = page.getByRole('alert');
    await expect
      .poll(() => problems.allTextContents())
      .toEqual([
        expect.stringMatching(
          /Address, columns.*"nope".*Allowed: .*Address, filter.*takes a whole number \(got "x"\).*Address, order.*Address, contact/s,
        ),
      ]);
    await press('+ Filter');
    await page.getByLabel('Field').selectOption('companyId');
    await page.getByLabel(/^Value/).fill('fifteen');
    await press('Apply');
    await expect.poll(() => problems.last().textContent()).toContain('takes a whole number (got "fifteen")');
    await press('From REST');
    await page.getByRole('textbox', { name: /curl command/ }).fill('https://vibecode.bitrix24.tech/v1/deals?limit=2');
    await press('Translate and show');
    await expect
      .poll(() => page.locator('.rest').getByRole('alert').textContent())
      .toContain('Translated are GET /v1/contacts');
  });

  test('says of each kind of key that is not enough what is missing, and what to do', async () => {
    const { page, enterKey, press } = await open('?columns=name,assignedBy.name');
    const panel = page.getByRole('alert');
    for (const [key, session, title, action] of insufficientKeys) {
      await enterKey(key, session);
      await expect.poll(() => panel.getByRole('heading').allTextContents()).toEqual([title]);
      expect(await panel.textContent()).toContain(action);
      expect(await panel.textContent()).not.toContain(key);
      // The way on is there; the next key is entered by the toolbar all the same.
      await press('Enter another key');
      await press('Back to the contacts');
    }
  });

  test('keeps the view in the address, and the key in the tab alone', async () => {
    const { page, press, expectFound, enterKey, row } = await open();
    await enterKey(keys.readOnly);
    await expectFound(1167);
    await page.getByRole('searchbox').fill('p');
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('2 characters or more');
    await page.getByRole('searchbox').fill('pet');
    await expect.poll(() => page.url()).toContain('search=pet');
    await page.getByRole('button', { name: /^Last name/ }).click();
    await expect.poll(() => page.url()).toContain('order=lastName');
    await press(/^Columns/);
    await page.getByLabel('Job title').check();
    await page.keyboard.press('Escape');
    const found = await countSearch('pet');
    await expectFound(found);
    const first = await row(0);
    await page.reload();
    await expectFound(found);
    await expect.poll(() => row(0)).toEqual(first);
    await page.goBack();
    await page.goBack();
    await expect.poll(() => page.url()).not.toContain('order=');
    expect(await page.getByRole('searchbox').inputValue()).toBe('pet');
    expect(await page.evaluate('JSON.stringify([localStorage, document.cookie, location.href])')).not.toContain(
      'vibe_',
    );
    expect(await page.evaluate('JSON.stringify(sessionStorage)')).toContain(keys.readOnly);
  });

  test('shows all of a contact, by keyboard alone, and gives the focus back', async () => {
    const { page, expectFound } = await open('?filter=contactId%3E%3D17');
    await expectFound(await count({ contactId: { gte: 17 } }));
    await page.locator('[data-row-link]').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    const panel = page.getByRole('complementary', { name: 'Contact' });
    await expect.poll(() => panel.getByRole('heading').first().textContent()).toBe('Ivan Petrov');
    const text = (await panel.textContent()) ?? '';
    for (const part of ['Open the card in Bitrix24', 'Phones', 'E-mails', 'Company', 'Responsible', 'Custom fields'])
      expect(text).toContain(part);
    expect(await panel.getByRole('link', { name: 'Open the card' }).getAttribute('href')).toContain('/crm/contact/');
    await page.keyboard.press('Escape');
    await expect.poll(() => panel.count()).toBe(0);
    expect(await page.evaluate('document.activeElement.closest("tr").dataset.contact')).toBe('17');
  });

  test('shows and sorts by a field that the portal made itself', async () => {
    const { name = '', title = '' } = (await readCustomFields(gateway)).find(({ type }) => type === 'double') ?? {};
    const { page, press, expectFound, row } = await open();
    await press(/^Columns/);
    for (const unsortable of ['Credit line', 'Interests']) await page.getByLabel(unsortable, { exact: true }).check();
    await page.getByLabel(title, { exact: true }).check();
    await page.getByLabel('Created time').first().uncheck();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('columnheader', { name: /^(?:Credit line|Interests)/ }).count()).toBe(2);
    expect(await page.getByRole('button', { name: /^(?:Credit line|Interests)/ }).count()).toBe(0);
    const sort = page.getByRole('button', { name: new RegExp(`^${title}`) });
    await sort.click();
    await sort.click();
    await expect.poll(() => new URL(page.url()).searchParams.get('order')).toBe(`-${name}`);
    await expectFound(1167);
    const { data: sorted } = await gateway.ask<{
      contacts: { nodes: readonly { customFields: readonly { value: { number: number } }[] }[] };
    }>(
      `{ contacts(first: 1, orderBy: [{ custom: "${name}", direction: DESC }]) { nodes { customFields(names: ["${name}"]) { value { ... on NumberValue { number } } } } } }`,
    );
    await expect
      .poll(async () => (await row(0)).at(-1))
      .toBe(String(sorted.contacts.nodes[0]?.customFields[0]?.value.number));
  });

  test('filters by custom fields of every kind, as conditions of the address', async () => {
    const names = new Map((await readCustomFields(gateway)).map(({ name, title }) => [title, name]));
    const { page, press, expectFound, chips } = await open('?columns=name');
    await press('+ Filter');
    const field = page.getByLabel('Field');
    await expect.poll(() => field.locator('optgroup[label="Custom fields"] option').count()).toBe(17);
    await field.selectOption({ label: 'Credit line' });
    await page.getByLabel(/^Value/).fill('1500');
    await press('Apply');
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('Value takes an amount and its currency');
    await press('Cancel');
    for (const [title, operator, value, condition] of customFilterCases) {
      await fillFilterForm(page, [names.get(title) ?? '', operator, value]);
      await expect.poll(chips).toEqual([condition]);
      const filter = parseFilter(new URL(page.url()).searchParams.getAll('filter'), 'test');
      expect(filter).toMatchObject({ custom: [{ field: names.get(title) }] });
      await expectFound(await count(filter));
      if (condition !== customFilterCases.at(-1)?.[3]) await removeFilter(page);
    }
    const before = await chips();
    await page.reload();
    await expect.poll(chips).toEqual(before);
    const link = await page.getByRole('link', { name: 'Open in GraphiQL' }).getAttribute('href');
    expect(decodeURIComponent(link ?? '')).toContain(names.get('Interests'));
    await press(/^\d requests? · /);
    await expect
      .poll(() => page.locator('.cost h2').allTextContents())
      .toEqual(['Cost of the last page of the list', 'Cost of the names of custom fields']);
  });

  test('shows requisites, and says of a contact that is gone that it is', async () => {
    const { data } = await gateway.ask<{
      contacts: { nodes: readonly { contactId: number; requisites: readonly { rqInn: string | null }[] }[] };
    }>('{ contacts(first: 50) { nodes { contactId requisites { rqInn } } } }');
    const found = data.contacts.nodes.find(({ requisites }) => typeof requisites[0]?.rqInn === 'string');
    const { page } = await open(`?contact=${found?.contactId}`);
    const panel = page.getByRole('complementary', { name: 'Contact' });
    await expect.poll(() => panel.textContent()).toContain(`INN${found?.requisites[0]?.rqInn}`);
    await page.goto(`${gateway.url}/explorer?contact=999999`);
    await expect.poll(() => panel.textContent()).toContain('There is no contact 999999');
  });

  test('shows the requests of the last operation as commands', async () => {
    gateway.sandbox.clearRequests();
    const { page, expectFound } = await open('?columns=name,company.title,assignedBy.name&filter=companyId%3E15');
    await expectFound(await count({ companyId: { gt: 15 } }));
    await page.getByRole('button', { name: /^\d requests? · / }).click();
    const commands = await page.locator('.request pre').allTextContents();
    expect(commands).toHaveLength(2);
    expect(commands.join(' ')).toMatch(
      /curl .*v1\/contacts\?.*filter\[companyId\]\[\$gt\]=15.*X-Api-Key: \*\*\*.*curl /,
    );
  });

  test('translates a request of the REST API, and shows its contacts', async () => {
    const { page, press, expectFound, chips, row } = await open();
    await press('From REST');
    const curl = `curl -g "https://vibecode.bitrix24.tech/v1/contacts?limit=10&filter[companyId]=15&order[id]=desc&select=id,name" -H "X-Api-Key: secret"`;
    await page.getByRole('textbox', { name: /curl command/ }).fill(curl);
    await press('Translate and show');
    await expectFound(await count({ companyId: { eq: 15 } }));
    expect(await chips()).toEqual(['Company ID is 15']);
    const ids = gateway.sandbox.contacts.rows().filter(({ companyId }) => companyId === 15);
    await expect.poll(async () => (await row(0))[0]).toBe(String(ids.at(-1)?.['id']));
    const shown = await page.locator('.rest pre').allTextContents();
    expect(shown.join(' ')).toMatch(
      /query Contacts.*nodes \{ contactId name \}.*"companyId".*"CONTACT_ID".*"first": 10/s,
    );
    expect(page.url()).not.toContain('secret');
  });

  test('translates an OR on several fields into one condition', async () => {
    const { page, press, expectFound } = await open();
    await press('From REST');
    const filter = { $or: [{ companyId: 15 }, { '@lastName': 'pet' }] };
    const url = `https://vibecode.bitrix24.tech/v1/contacts?filter=${encodeURIComponent(JSON.stringify(filter))}`;
    await page.getByRole('textbox', { name: /curl command/ }).fill(url);
    await press('Translate and show');
    const expected = await count({ or: [{ companyId: { eq: 15 } }, { lastName: { in: ['pet'] } }] });
    await expectFound(expected);
    await page.reload();
    await expectFound(expected);
    expect(await page.locator('.chip span').allTextContents()).toEqual(['Company ID is 15 or Last name is one of pet']);
  });

  test('opens its operation in GraphiQL', async () => {
    const { page, expectFound } = await open('?filter=companyId%3D15');
    await expectFound(await count({ companyId: { eq: 15 } }));
    const [graphiql] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: 'Open in GraphiQL' }).click(),
    ]);
    const editors = graphiql.locator('.graphiql-editors');
    await expect.poll(() => editors.textContent()).toContain('companyId');
    await graphiql.getByRole('button', { name: /execute query/i }).click();
    const answer = graphiql.locator('.result-window');
    await expect.poll(() => answer.textContent()).toMatch(/"totalCount":\s16\D/);
  });

  test('copies a program that runs and reads the same contacts', async () => {
    const { page, press, expectFound } = await open('?filter=companyId%3D15&columns=lastName,company.title&search=an');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const { data } = await gateway.ask<{ contacts: { nodes: readonly { contactId: number }[] } }>(
      '{ contacts(filter: { companyId: { eq: 15 } }, search: "an") { nodes { contactId } } }',
    );
    await expectFound(data.contacts.nodes.length);
    await press('Copy as code');
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    const code = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(code).not.toContain(keys.all);
    const printed = await runProgram(code.replace('YOUR_API_KEY', keys.all));
    expect([...printed.matchAll(/contactId: (\d+)/g)].map(([, id]) => Number(id))).toEqual(
      data.contacts.nodes.map(({ contactId }) => contactId),
    );
  });

  test('its script is at most 150 kB on the wire', async () => {
    const html = await (await fetch(`${gateway.url}/explorer`)).text();
    const [, path = ''] = /src="(explorer\/app-[^"]+)"/.exec(html) ?? [];
    for (const encoding of ['br', 'gzip']) {
      const { headers } = await fetch(`${gateway.url}/${path}`, { headers: { 'accept-encoding': encoding } });
      expect([encoding, headers.get('content-encoding')]).toEqual([encoding, encoding]);
      expect(Number(headers.get('content-length'))).toBeLessThan(150_000);
    }
  });

  test.each([
    { width: 1280, colorScheme: 'light' },
    { width: 390, colorScheme: 'dark' },
  ] as const)('axe finds nothing serious at $width pixels in $colorScheme, whatever is open', async (options) => {
    const { page, press, enterKey, complaints } = await open('?filter=lastName~e&order=name', {
      ...options,
      height: 800,
    });
    await page.locator('[data-contact]').first().waitFor();
    const problems = async (state: string) => (await seriousFindings(page)).map((finding) => `${state}: ${finding}`);
    const found = [await problems('list')];
    for (const name of [/^Columns/, /^Sort/, 'From REST', /^\d requests? · /]) {
      await press(name);
      await page.locator('.popover:popover-open').waitFor();
      found.push(await problems(String(name)));
      await page.keyboard.press('Escape');
    }
    await press('+ Filter');
    await press('Apply');
    found.push(await problems('filter form'));
    await press('Cancel');
    await page.locator('[data-row-link]').first().click();
    await page.locator('.panel .group').first().waitFor();
    found.push(await problems('panel'));
    await press('Close');
    await press('Key');
    found.push(await problems('key'));
    await press('Back to the contacts');
    expect(await page.evaluate('document.scrollingElement.scrollWidth')).toBe(options.width);
    await enterKey(keys.noScope);
    await page.getByRole('alert').waitFor();
    found.push(await problems('error'));
    expect(found.flat()).toEqual([]);
    expect(complaints.filter((complaint) => !complaint.includes('40'))).toEqual([]);
  });

  test.each([
    ['by number', ''],
    ['by last name, with many ties and empty values', '&order=lastName'],
  ])('scrolls to the end %s while contacts are created and deleted: none missing, none twice', async (_name, order) => {
    await using own = await startGatewayWithSandbox({ demoKey: keys.all, explorerFolder: built.folder });
    const churn = startChurn(own.sandbox, 7);
    const { page } = await usual.newPage();
    onTestFinished(() => page.close());
    await page.goto(`${own.url}/explorer?columns=name,lastName${order}`);
    await page.locator('[data-contact]').first().waitFor();
    const seen = await scrollToEnd(page);
    churn.stop();
    const ids = seen.map(([, contactId]) => contactId);
    expect(ids.length).toBeGreaterThan(1000);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    expect(new Set(seen.map(([place]) => place)).size).toBe(ids.length);
    expect([...churn.throughout()].filter((id) => !ids.includes(id))).toEqual([]);
    expect(Math.min(churn.changes.created, churn.changes.deleted)).toBeGreaterThan(10);
  });
});
