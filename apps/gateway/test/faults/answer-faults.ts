import { gzipSync } from 'node:zlib';
import { type Alter, withMembers, withRows } from './altering-proxy.ts';
import type { FaultCase, Seen } from './fault-case.ts';

const bad: Seen = {
  data: 'nothing',
  error: { code: 'BAD_UPSTREAM_RESPONSE' },
  requests: 1,
  time: 'at once',
};
const down: Seen = { ...bad, error: { code: 'UPSTREAM_UNAVAILABLE' } };
const downTwice: Seen = { ...down, requests: 2, time: 'after one retry' };

const raw = (status: number, headers: Record<string, string>, body: string | Buffer = ''): Alter => {
  return (answer) => void Object.assign(answer, { status, headers, body });
};

/** Responses that arrive and do not follow the contract. */
export const answerFaults: readonly FaultCase[] = [
  { fault: 'JSON that stops in the middle', by: { faults: [{ effect: { kind: 'truncated' } }] }, sees: bad },
  { fault: 'an HTML page with 200', by: { faults: [{ effect: { kind: 'html', status: 200 } }] }, sees: bad },
  { fault: 'an HTML page with 403', by: { faults: [{ effect: { kind: 'html', status: 403 } }] }, sees: bad },
  {
    fault: 'an HTML page with 429',
    by: { faults: [{ effect: { kind: 'html', status: 429 } }] },
    sees: { ...downTwice, error: { code: 'RATE_LIMITED' } },
  },
  ...[502, 503, 504].flatMap((status): readonly FaultCase[] => [
    {
      fault: `an HTML page with ${status}, once`,
      by: { faults: [{ times: 1, effect: { kind: 'html', status } }] },
      sees: { data: 'all', requests: 2, time: 'after one retry' },
    },
    {
      fault: `an HTML page with ${status}, always`,
      by: { faults: [{ effect: { kind: 'html', status } }] },
      sees: downTwice,
    },
  ]),
  {
    fault: 'an HTML page with 503, to wait longer than the deadline',
    by: { alter: raw(503, { 'content-type': 'text/html', 'retry-after': '60' }, '<html>') },
    sees: { ...down, error: { code: 'UPSTREAM_UNAVAILABLE', retryAfter: true } },
  },
  ...['-5', 'in 5'].map((retryAfter) => ({
    fault: `an HTML page with 503 and \`Retry-After: ${retryAfter}\``,
    by: { alter: raw(503, { 'content-type': 'text/html', 'retry-after': retryAfter }, '<html>') },
    sees: downTwice,
  })),
  { fault: 'an empty body with 200', by: { faults: [{ effect: { kind: 'empty' } }] }, sees: bad },
  { fault: 'an empty body with 500', by: { faults: [{ effect: { kind: 'empty', status: 500 } }] }, sees: down },
  { fault: 'no content (204)', by: { alter: raw(204, {}) }, sees: bad },
  {
    fault: 'the right JSON with type text/plain',
    by: { faults: [{ effect: { kind: 'wrongContentType' } }] },
    sees: bad,
  },
  { fault: 'more than 32 MiB', by: { faults: [{ effect: { kind: 'oversized', bytes: 34_000_000 } }] }, sees: bad },
  {
    fault: 'a compressed body without `Accept-Encoding`',
    by: {
      alter: raw(200, { 'content-encoding': 'gzip' }, gzipSync('{"success":true,"data":[],"meta":{"hasMore":false}}')),
    },
    sees: bad,
  },
  {
    fault: 'a body that is not UTF-8',
    by: {
      alter: raw(
        200,
        { 'content-type': 'application/json' },
        Buffer.from('{"success":true,"data":[{"id":1,"name":"\xcf\xe5\xf2\xf0"}],"meta":{"hasMore":false}}', 'latin1'),
      ),
    },
    sees: bad,
  },
  {
    fault: 'a redirect, which is not followed',
    by: { alter: raw(302, { location: '/v1/contacts' }) },
    sees: bad,
  },
  {
    fault: 'a permanent redirect to another host, which never receives the key',
    by: { alter: raw(308, { location: 'http://127.0.0.1:9/' }) },
    sees: bad,
  },
  {
    fault: '`success: false` with 200 and a code',
    by: { faults: [{ effect: { kind: 'falseSuccess', code: 'BITRIX_ERROR' } }] },
    sees: { ...bad, error: { code: 'BAD_USER_INPUT', upstream: 'BITRIX_ERROR' } },
  },
  {
    fault: '`success: false` with 200 without an error',
    by: { alter: withMembers(() => ({ success: false })) },
    sees: bad,
  },
  { fault: '`success: "true"`', by: { alter: withMembers(() => ({ success: 'true' })) }, sees: bad },
  { fault: 'success without `data`', by: { alter: withMembers(() => ({ data: undefined })) }, sees: bad },
  {
    fault: 'personal data in place of an error code',
    by: {
      alter: (answer) =>
        void Object.assign(answer, { status: 400, body: { success: false, error: { code: 'Пётр Иванов, +7 900' } } }),
    },
    sees: bad,
  },
  { fault: 'an object in place of a list', by: { alter: withRows(() => ({})) }, sees: bad },
  { fault: 'null among the rows', by: { alter: withRows(([first]) => [first, null]) }, sees: bad },
  { fault: 'a row without an id', by: { alter: withRows(([first]) => [first, { name: 'Anna' }]) }, sees: bad },
  {
    fault: 'a field of the wrong type',
    by: { alter: withRows(([first, second]) => [{ ...first, name: { a: 1 } }, second]) },
    sees: {
      ...bad,
      data: {
        holds: { contacts: { nodes: [{ contactId: 1, name: null }, {}] } },
        said: 'the page, with that field null',
      },
      error: { code: 'BAD_UPSTREAM_RESPONSE', path: 'contacts.nodes.0.name' },
    },
  },
  {
    fault: 'a field of a user of the wrong type',
    by: {
      alter: (answer, response) => {
        if (answer.path !== '/v1/users') return;
        withRows((rows) => rows.map((row) => ({ ...row, name: { a: 1 } })))(answer, response);
      },
    },
    asks: 'relation',
    sees: {
      ...bad,
      data: {
        holds: { contacts: { nodes: [{ contactId: 1, assignedBy: { name: null } }, {}] } },
        said: 'the page, with that field null',
      },
      error: { code: 'BAD_UPSTREAM_RESPONSE', path: 'contacts.nodes.0.assignedBy.name' },
      requests: 2,
    },
  },
  {
    fault: 'the company of another contact',
    by: {
      alter: withRows(([first, ...rest]) => [
        { ...first, companyId: 1, _included: { company: { id: 2, title: 'Foreign record' } } },
        ...rest,
      ]),
    },
    asks: 'companyAlone',
    sees: {
      ...bad,
      data: {
        holds: { contacts: { nodes: [{ contactId: 1, company: null }, {}] } },
        said: 'the page, with `company` null',
      },
      error: { code: 'BAD_UPSTREAM_RESPONSE', path: 'contacts.nodes.0.company' },
    },
  },
  {
    fault: 'a full page without `meta`: it is unknown if more rows follow',
    by: { alter: withMembers(() => ({ meta: undefined })) },
    sees: bad,
  },
  {
    fault: 'a missing count',
    by: { alter: withMembers(({ meta }) => ({ meta: { ...meta, total: undefined } })) },
    asks: 'counted',
    sees: bad,
  },
  {
    fault: '`hasMore` after a page without rows',
    by: { alter: withMembers(() => ({ data: [], meta: { hasMore: true } })) },
    sees: bad,
  },
  {
    fault: 'more rows than requested',
    by: { alter: withRows((rows) => [...rows, { id: 900 }, { id: 901 }]) },
    sees: { data: 'all', requests: 1, time: 'at once' },
  },
  {
    fault: 'another record than the requested one',
    by: { alter: withRows(() => [{ id: 18, name: 'Foreign record' }]) },
    asks: 'contact',
    sees: { ...bad, error: { code: 'BAD_UPSTREAM_RESPONSE', path: 'contact' } },
  },
  {
    fault: 'a failed call of a batch',
    by: {
      alter: withMembers(({ data }) => ({
        data: Object.assign({}, data, { errors: { call1: { code: 'BITRIX_ERROR', message: 'Native text' } } }),
      })),
    },
    asks: 'batch',
    sees: {
      ...bad,
      data: {
        holds: { contacts: { nodes: [{ contactId: 1, source: null }, {}] } },
        said: 'the page, with `source` null',
      },
      error: { code: 'BAD_USER_INPUT', path: 'contacts.nodes.0.source', upstream: 'BITRIX_ERROR' },
    },
  },
  {
    fault: 'a batch with a missing result',
    by: {
      alter: withMembers(({ data }) => {
        const { results } = data as unknown as { results: Record<string, unknown> };
        return { data: Object.assign({}, data, { results: { call0: results['call0'] } }) };
      }),
    },
    asks: 'batch',
    sees: {
      ...bad,
      data: {
        holds: { contacts: { nodes: [{ contactId: 1, source: null }, {}] } },
        said: 'the page, with `source` null',
      },
      error: { code: 'BAD_UPSTREAM_RESPONSE', path: 'contacts.nodes.0.source' },
    },
  },
];
