import { describe, expect, test } from 'vitest';
import { decodeBatch, decodeCall } from './decode-call.ts';
import { UpstreamError } from '../errors.ts';
import type { Call, ListCall } from './call.ts';

const list = (parts: Partial<ListCall> = {}): ListCall => ({
  kind: 'list',
  entity: 'contacts',
  filter: {},
  order: [],
  offset: 0,
  limit: 2,
  withTotal: false,
  ...parts,
});
const answer = (data: unknown, meta: Record<string, unknown> = {}, envelope: Record<string, unknown> = {}) => ({
  data,
  meta,
  envelope: { success: true, data, meta, ...envelope },
});
const rows = [{ id: 1 }, { id: 2 }];
const badAnswer = expect.objectContaining({ code: 'bad_response' });

describe('a call on its own', () => {
  test.each<[string, Partial<ListCall>, unknown[], Record<string, unknown>, Record<string, unknown>, object]>([
    ['hasMore', {}, rows, { hasMore: true }, {}, { elements: rows, hasMore: true }],
    ['a total', { withTotal: true }, rows, { total: 5 }, {}, { elements: rows, hasMore: true, total: 5 }],
    [
      'a total beside the data',
      { withTotal: true },
      rows,
      {},
      { total: 5 },
      { elements: rows, hasMore: true, total: 5 },
    ],
    [
      'hasMore on the exactly final page',
      { withTotal: true },
      rows,
      { total: 2, hasMore: true },
      {},
      { hasMore: false },
    ],
    ['an offset', { withTotal: true, offset: 3 }, rows, { total: 5 }, {}, { hasMore: false }],
    ['more rows than asked for', { limit: 1 }, rows, { hasMore: false }, {}, { elements: [{ id: 1 }], hasMore: true }],
    [
      'hasMore on a final page of a list that has to be whole',
      { withTotal: true, whole: true, limit: 9 },
      rows,
      { total: 2, hasMore: true },
      {},
      { elements: rows, hasMore: false },
    ],
    [
      'hasMore and no total, where it has to be whole',
      { withTotal: true, whole: true },
      rows,
      { hasMore: false },
      {},
      { elements: rows, hasMore: false },
    ],
    [
      'hasMore behind no rows, which its reader decides',
      {},
      [],
      { hasMore: true },
      {},
      { elements: [], hasMore: true },
    ],
    ['no meta, and not full', { limit: 3 }, rows, {}, {}, { elements: rows, hasMore: false }],
    ['no meta, and full', {}, rows, {}, {}, { elements: rows, hasMore: undefined }],
  ])('a list with %s', (_name, call, data, meta, envelope, expected) => {
    expect(decodeCall(list(call), answer(data, meta, envelope))).toMatchObject({ list: expected });
  });

  test.each([
    ['no list', list(), { rows }, {}],
    ['null', list(), null, {}],
    ['no total, where one was asked for', list({ withTotal: true }), rows, { hasMore: false }],
    ['a total that is none', list({ withTotal: true }), rows, { total: '5' }],
  ])('%s is outside the contract', (_name, call, data, meta) => {
    expect(() => decodeCall(call, answer(data, meta))).toThrow(UpstreamError);
  });

  test('the result of a call of another kind is its data', () => {
    expect(decodeCall({ kind: 'fields' }, answer({ fields: {} }))).toEqual({ data: { fields: {} } });
  });
});

describe('a batch', () => {
  const calls: readonly Call[] = [list(), list({ withTotal: true }), { kind: 'fields' }];
  const results = { call0: rows, call1: rows, call2: { fields: {} } };
  const meta = { call0: { hasMore: false }, call1: { total: 2, hasMore: false } };

  test.each([
    ['an object', {}],
    ['an empty array', []],
    ['missing', undefined],
    ['null', null],
  ])('every call of a batch has its own result if the errors are %s', (_name, errors) => {
    expect(decodeBatch(calls, answer({ results, errors, meta, totals: { call1: 2 } }))).toEqual([
      { list: { elements: rows, hasMore: false } },
      { list: { elements: rows, hasMore: false, total: 2 } },
      { data: { fields: {} } },
    ]);
  });

  test('a failed call of a batch has its own error, and the others have their results', () => {
    const errors = { call1: { code: 'SCOPE_NOT_ALLOWED', message: 'no' } };
    const [first, second, third] = decodeBatch(calls, answer({ results, errors, meta }));
    expect([first, third]).toEqual([{ list: { elements: rows, hasMore: false } }, { data: { fields: {} } }]);
    expect(second).toMatchObject({ code: 'forbidden', details: { code: 'SCOPE_NOT_ALLOWED' } });
  });

  test('without meta, the total of a batched list is in totals, and a list that is not full is the end', () => {
    const [first, second] = decodeBatch(
      calls,
      answer({ results: { ...results, call0: [{ id: 1 }] }, totals: { call1: 9 } }),
    );
    expect(first).toMatchObject({ list: { hasMore: false } });
    expect(second).toMatchObject({ list: { hasMore: true, total: 9 } });
  });

  test('without totals, the total of a batched list is in meta', () => {
    expect(decodeBatch(calls, answer({ results, meta }))[1]).toMatchObject({ list: { total: 2 } });
  });

  test.each([
    ['no result of a call', { call0: rows }, [badAnswer, badAnswer]],
    ['results in an array', [rows, rows], [badAnswer, badAnswer, badAnswer]],
    ['no results', undefined, [badAnswer, badAnswer, badAnswer]],
  ])('%s in a batch is an error of that call alone', (_name, given, expected) => {
    const decoded = decodeBatch(calls, answer({ results: given, errors: {}, meta }));
    expect(decoded.filter((each) => each instanceof UpstreamError)).toEqual(expected);
  });

  test.each([
    ['a text', 'oops'],
    ['null', null],
    ['a list', []],
  ])('batch data that is %s fails every call', (_name, data) => {
    expect(decodeBatch(calls, answer(data))).toEqual([badAnswer, badAnswer, badAnswer]);
  });

  test('results named like members of every object are no results', () => {
    const [first] = decodeBatch([{ kind: 'fields' }], answer({ results: Object.create({ call0: {} }) as object }));
    expect(first).toBeInstanceOf(UpstreamError);
  });
});
