import { keys } from '@contacts/sandbox';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Answer, type GatewayWithSandbox, startGateway, startGatewayWithSandbox } from '../running-gateway.ts';
import { startSmallPortal } from './small-portal.ts';

/** An emoji that `slice` cut in half. */
const half = 'a\ud83d';

let gateway: GatewayWithSandbox;
beforeAll(async () => {
  gateway = await startGatewayWithSandbox({}, { contacts: 20 });
});
afterAll(() => gateway[Symbol.asyncDispose]());
beforeEach(() => gateway.sandbox.clearRequests());

const list = 'query ($f: ContactFilter) { contacts(first: 1, filter: $f) { nodes { id } } }';

describe('half an emoji in a filter', () => {
  test.each([
    { name: { eq: half } },
    { name: { in: [half, 'b'] } },
    { name: { ne: half } },
    { post: { contains: half } },
    { phone: { eq: half } },
    { sourceId: { eq: half } },
  ])('half an emoji in a filter is sent upstream unchanged: %j', async (filter) => {
    const { errors } = await gateway.ask(list, { variables: { f: filter } });
    expect(errors).toEqual([]);
    expect(gateway.sandbox.requests).toHaveLength(1);
    expect(JSON.stringify(gateway.sandbox.requests[0]?.params)).toContain(JSON.stringify(half).slice(1, -1));
  });

  test('half an emoji is in the curl command of a report, as JSON', async () => {
    const { text, errors } = await gateway.ask(list, {
      variables: { f: { name: { eq: half } } },
      headers: { 'x-api-key': keys.all, 'x-upstream-report': '1' },
    });
    expect(errors).toEqual([]);
    expect(text).toContain(String.raw`a\\ud83d`);
  });
});

test.each(['asc', 'desc'])('a walk passes contacts whose names hold half an emoji, %sending', async (direction) => {
  const names = ['a', half, half, 'a\ud83e', '\ude00', '😀', 'b'];
  await using upstream = await startSmallPortal({
    contacts: names.map((name, index) => ({ id: index + 1, name, lastName: `${name}${index}` })),
  });
  await using small = await startGateway(upstream.url);
  const walked: string[] = [];
  let after: string | null = null;
  do {
    const { data, errors }: Answer<NamedPage> = await small.ask(
      `query ($after: String) { contacts(first: 1, after: $after, orderBy: { field: NAME, direction: ${direction.toUpperCase()} }) {
        nodes { name } pageInfo { endCursor hasNextPage } } }`,
      { variables: { after } },
    );
    expect(errors).toEqual([]);
    walked.push(...data.contacts.nodes.map(({ name }) => name));
    after = data.contacts.pageInfo.hasNextPage ? data.contacts.pageInfo.endCursor : null;
  } while (after !== null && walked.length < 20);
  expect(walked).toHaveLength(names.length);
  expect(walked.toSorted()).toEqual(names.toSorted());
});

test('a walk by three texts of 255 emoji continues from its long cursors', async () => {
  const long = (tail: string): string => '😀'.repeat(254) + tail;
  await using upstream = await startSmallPortal({
    contacts: ['a', 'b', 'c', 'd'].map((tail, index) => ({
      id: index + 1,
      name: long('x'),
      lastName: long('y'),
      post: long(tail),
    })),
  });
  await using small = await startGateway(upstream.url);
  const page = `query ($after: String) { contacts(first: 2, after: $after, orderBy: [{ field: NAME }, { field: LAST_NAME }, { field: POST }]) {
    nodes { contactId } pageInfo { endCursor } } }`;
  interface Page {
    readonly contacts: {
      readonly nodes: readonly { readonly contactId: number }[];
      readonly pageInfo: { readonly endCursor: string };
    };
  }
  const first = await small.ask<Page>(page);
  const after = first.data.contacts.pageInfo.endCursor;
  expect(after.length).toBeGreaterThan(4096);
  const second = await small.ask<Page>(page, { variables: { after } });
  expect(second.errors).toEqual([]);
  expect(second.data.contacts.nodes).toEqual([{ contactId: 3 }, { contactId: 4 }]);
});

interface NamedPage {
  readonly contacts: {
    readonly nodes: readonly { readonly name: string }[];
    readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
  };
}
