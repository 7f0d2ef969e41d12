import { keys } from '@contacts/sandbox';
import { describe, expect, test } from 'vitest';
import type { Answer } from '../running-gateway.ts';
import { operations, type Seen } from './fault-case.ts';
import { faultCases, HTTP_STATUS, readTable, withTables } from './fault-table.ts';
import { deadlineMsFor, startScene } from './scene.ts';

/** Texts of the upstream, of proxies and of the cases, none of which may reach the caller. */
const FOREIGN_TEXT = /nginx|<html|Native text|Пётр|Foreign record/;

test('docs/faults.md has a row for each case, and at least 40', async () => {
  const page = await readTable();
  expect(page, 'rewrite it: node --conditions=@contacts/source apps/gateway/test/faults/write-table.ts').toBe(
    withTables(page),
  );
  expect(faultCases.flatMap(([, cases]) => cases).length).toBeGreaterThanOrEqual(40);
});

describe.each(faultCases)('%s', (_, cases) => {
  test.concurrent.each(cases)('a caller gets the documented response under this fault: $fault', async (one) => {
    await using scene = await startScene(one);
    const ask = (): Promise<Answer<Record<string, unknown>>> =>
      scene.gateway.ask(operations[one.asks ?? 'page'], { headers: { 'x-api-key': keys.all, ...one.headers } });
    for (let index = 0; index < (one.before ?? 0); index += 1) await ask();
    const requestsBefore = scene.requests();
    const begun = performance.now();
    const answer = await ask();
    const tookMs = performance.now() - begun;

    expect(answer.status).toBe(HTTP_STATUS);
    expect(answer.text).not.toMatch(FOREIGN_TEXT);
    expectData(answer, one.sees);
    expectError(answer, one.sees);
    expect(scene.requests() - requestsBefore).toBe(one.sees.requests ?? 0);
    // A timer may fire a millisecond early.
    expect(one.sees.time !== 'at the deadline' || tookMs >= deadlineMsFor(one.sees) - 2).toBe(true);
    expect(scene.gateway.logged).toEqual([]);
  });
});

function expectData({ data, errors }: Answer<Record<string, unknown>>, { data: expected, error }: Seen): void {
  const whole = { contacts: { nodes: [{ contactId: 1 }, { contactId: 2 }] } };
  const nothing = { [error?.path ?? 'contacts']: null };
  expect(data).toMatchObject(
    expected === 'all' ? whole : expected === 'nothing' ? nothing : (expected.holds as object),
  );
  expect(errors.length > 0).toBe(error !== undefined);
}

function expectError({ errors }: Answer<unknown>, { error }: Seen): void {
  const [first] = errors;
  const { code, upstream, retryAfter } = first?.extensions ?? {};
  expect({
    code,
    path: first?.path?.join('.'),
    upstream: (upstream as { code?: string } | undefined)?.code,
    retryAfter: typeof retryAfter === 'number' ? true : undefined,
  }).toEqual({
    code: error?.code,
    path: error && (error.path ?? 'contacts'),
    upstream: error?.upstream,
    retryAfter: error?.retryAfter,
  });
}
