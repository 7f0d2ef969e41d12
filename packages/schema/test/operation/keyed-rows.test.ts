import { createReferences, fromByteText, UpstreamError } from '@contacts/core';
import { execute, parse } from 'graphql';
import { expect, test, vi } from 'vitest';
import { decodeAnswer } from '../../../core/src/wire/answer.ts';
import { createContext, type ContextOptions } from '../../src/context.ts';
import { knownOperation } from '../../src/operation/known-operation.ts';
import { runOperation } from '../../src/operation/run.ts';
import { schema } from '../../src/schema.ts';

type Request = Parameters<ContextOptions['upstream']['request']>[0];
type Row = Readonly<Record<string, unknown>>;

interface Call {
  readonly id: string;
  readonly entity: string;
  readonly params: { readonly filter: { readonly id?: { readonly $in: readonly number[] } } };
}

const limit = { max: 100, name: 'LIMIT' };
const inputLimits = { ids: limit, values: limit, customFields: limit };
const links = (companyId: unknown, assignedById: unknown, sourceId: unknown = 'WEB') => ({
  companyId,
  assignedById,
  sourceId,
});
const all =
  '{ contacts(first: 200) { nodes { name company { title id } assignedBy { __typename name } createdBy { email } source { name statusId } } } }';

/** An upstream with these contacts, companies 1 to 199 and users 1 to 89, whose calls for some entities fail. */
function upstreamOf(contacts: readonly Row[], fails: (call: Call) => boolean) {
  const asked: string[] = [];
  const entriesOf = ({ entity, params }: Call): readonly Row[] => {
    const ids = params.filter.id?.$in ?? [];
    if (entity === 'contacts') return contacts;
    if (entity === 'companies') return ids.filter((id) => id < 200).map((id) => ({ id, title: `АО "${id}"` }));
    if (entity === 'users')
      return ids.filter((id) => id < 90).map((id) => ({ id, name: `N${id}`, email: `${id}@x.y` }));
    return ['WEB', 'a "b"'].map((statusId, id) => ({ id, entityId: 'SOURCE', statusId, name: `Source ${statusId}` }));
  };
  const answerTo = ({ path, query, body }: Request): object => {
    if (path !== '/v1/batch') {
      const $in = [...new URLSearchParams(query)].flatMap(([name, id]) => (name.startsWith('filter[id]') ? [+id] : []));
      const call = { id: '', entity: path.split('/')[2] ?? '', params: { filter: { id: { $in } } } };
      if (fails(call)) throw new UpstreamError('forbidden', 'No.');
      return { data: entriesOf(call), meta: { hasMore: false } };
    }
    const { calls } = body as { readonly calls: readonly Call[] };
    const results = calls.filter((call) => !fails(call));
    const errors = calls.filter((call) => fails(call));
    return {
      data: {
        results: Object.fromEntries(results.map((call) => [call.id, entriesOf(call)])),
        errors: Object.fromEntries(errors.map(({ id }) => [id, { code: 'ACCESS_DENIED' }])),
        meta: Object.fromEntries(results.map(({ id }) => [id, { hasMore: false }])),
      },
    };
  };
  const request = async (sent: Request) => {
    asked.push(JSON.stringify([sent.path, sent.query, sent.body]));
    await Promise.resolve();
    const bytes = Buffer.from(JSON.stringify({ success: true, ...answerTo(sent) }));
    return decodeAnswer({ statusCode: 200, headers: {} }, [bytes], sent.endpoint);
  };
  return { upstream: { url: 'https://upstream.test', request } as unknown as ContextOptions['upstream'], asked };
}

/** Runs an operation by graphql-js and in its compiled form; returns what both answer, and what was read row by row. */
async function runBoth(text: string, contacts: readonly Row[], fails: (call: Call) => boolean = () => false) {
  // Enough of them that their text is looked at.
  const enough = contacts.length > 9 ? contacts : Array.from({ length: 4 }, () => contacts).flat();
  const rows = enough.map((row, index) => ({
    id: index + 1,
    name: `Zoë ${index}`,
    createdBy: 1,
    birthdate: '1990-02-03T03:00:00+03:00',
    ...row,
  }));
  const references = createReferences();
  const contextOf = (apiKey: string) => {
    const { upstream, asked } = upstreamOf(rows, fails);
    const paging = { cursorSecrets: ['a secret'] as const, nullsOrder: 'low' as const };
    return { context: createContext({ upstream, references, paging, inputLimits }, { apiKey }), asked };
  };
  const warmUp = '{ statuses(dictionary: SOURCE) { name } }';
  await execute({ schema, document: parse(warmUp), contextValue: contextOf('graphql-js').context });
  const oracle = contextOf('graphql-js');
  const expected = await execute({ schema, document: parse(text), contextValue: oracle.context });
  // Where its dictionary is not known yet, the list travels in a batch.
  await runOperation(compile(warmUp).compiled, contextOf('compiled').context, {});
  const own = contextOf('compiled');
  const oneByOne = ['user', 'companyOf', 'status'] as const;
  const spies = oneByOne.map((name) => vi.spyOn(own.context.caller, name));
  const parsing = vi.spyOn(JSON, 'parse');
  const { data, errors } = await runOperation(compile(text).compiled, own.context, {});
  // Rows are parsed where their own resolvers read them.
  const parsedRows = parsing.mock.calls.filter(([of]) => of.startsWith('[{"id":1,"name":"Zo'));
  const rowByRow = spies.reduce((total, spy) => total + spy.mock.calls.length, parsedRows.length);
  parsing.mockRestore();
  expect({ data: fromByteText(data), asked: own.asked }).toEqual({
    data: JSON.stringify(expected.data),
    asked: oracle.asked,
  });
  const seen = (each: typeof errors = []) =>
    each.map(({ path, message }) => `${path?.join('.')}: ${message}`).toSorted();
  expect(seen(errors)).toEqual(seen(expected.errors));
  return { errors, rowByRow };
}

function compile(text: string) {
  const bound = knownOperation(schema, parse(text), undefined).bind({});
  if (!bound) throw new Error('It has variables.');
  return bound;
}

const many = Array.from({ length: 180 }, (_, index) => links(1 + (index % 120), 1 + (index % 7)));

test.each<[string, readonly Row[]]>([
  ['records, and none', [links(5, 7), links(null, 7), links(5, 8, null), links(6, null, 'a "b"')]],
  ['missing records and codes', [links(999, 7), links(5, 99), links(5, 7, 'GONE')]],
  ['more companies than a call takes', many],
])('of rows that lead to %s, no record is read row by row', async (_name, rows) => {
  const { errors, rowByRow } = await runBoth(all, rows);
  expect(errors).toEqual([]);
  expect(rowByRow).toBe(0);
});

test.each([
  [
    'other keys',
    '{ contacts { nodes { a: name company: source { b: name } companyId: company { title } id: contactId } } }',
  ],
  ['a member that is shown beside what it leads to', '{ contacts { nodes { assignedById assignedBy { name } } } }'],
  ['values in another form than they came', '{ contacts { nodes { id birthdate name } } }'],
  ['global ids alone', '{ contacts { nodes { id } } }'],
  ['records alone', '{ contacts { nodes { assignedBy { name } source { name } } } }'],
])('rows of %s are as graphql-js writes them', async (_name, text) => {
  expect((await runBoth(text, [links(5, 7), links(null, 7, 'a "b"')])).rowByRow).toBe(0);
});

test.each<[string, (call: Call) => boolean, number]>([
  ['companies', ({ entity }) => entity === 'companies', 180],
  ['some of the companies', ({ params }) => params.filter.id?.$in.includes(60) ?? false, 60],
  ['dictionaries', ({ entity }) => entity === 'statuses', 180],
  ['users', ({ entity }) => entity === 'users', 360],
])('each row has its own error if the call for %s fails', async (_name, fails, count) => {
  expect((await runBoth(all, many, fails)).errors).toHaveLength(count);
});

test.each<[string, unknown]>([
  ['an id as a text', '5'],
  ['a link that is 0', 0],
  ['a link of no known form', { id: 5 }],
])('rows with %s are read row by row', async (_name, companyId) => {
  expect((await runBoth(all, [links(5, 7), links(companyId, 7)])).rowByRow).toBeGreaterThan(0);
});
