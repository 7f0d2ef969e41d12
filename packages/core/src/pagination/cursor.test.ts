import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { companies } from '../entities/company.ts';
import { contacts } from '../entities/contact.ts';
import { users } from '../entities/user.ts';
import { runs } from '../../test/property-runs.ts';
import { BadCursorError } from '../errors.ts';
import type { Filter } from '../query/filter.ts';
import { completeOrder } from '../query/order.ts';
import { createCursorCodec, type CursorCodec } from './cursor.ts';
import type { Position } from './position.ts';
import { seal } from './seal.ts';

const byLastName = completeOrder(contacts, [{ field: 'lastName', direction: 'asc' }], []);
const filter: Filter = [{ field: 'companyId', operator: 'eq', value: 15 }];
const codec = createCursorCodec(['first secret'], { entity: contacts, filter, order: byLastName });
const somewhere: Position = { values: ['Petrov'], id: 17, ties: 2 };
const cursor = codec.encode(somewhere);

/** Texts of UTF-16 units, which may be halves of a pair. */
const utf16 = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 20 })
  .map((units) => String.fromCharCode(...units));

const positions: fc.Arbitrary<Position> = fc
  .record({
    values: fc.array(fc.oneof(fc.string({ unit: 'binary' }), utf16, fc.maxSafeInteger(), fc.constant(null)), {
      maxLength: 3,
    }),
    id: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    ties: fc.integer(),
    offset: fc.option(fc.nat(), { nil: undefined }),
  })
  .map(({ offset, ...rest }) => ({ ...rest, ...(offset === undefined ? {} : { offset }) }));

test('a position is equal after encoding and decoding', () => {
  fc.assert(
    fc.property(positions, (position) => {
      expect(codec.decode('after', codec.encode(position))).toEqual(position);
    }),
    runs(500),
  );
});

test.each([
  ['three texts of 255 emoji', '😀'.repeat(255)],
  ['three texts of 255 control characters', '\u0001'.repeat(255)],
  ['three texts of 255 halves of an emoji', '\ud83d'.repeat(255)],
  ['texts longer than the upstream holds', 'я'.repeat(20_000)],
])('a cursor of %s is read as it was made', (_, text) => {
  const position: Position = { values: [text, text, text], id: 2 ** 40, ties: 1 };
  expect(codec.decode('after', codec.encode(position))).toEqual(position);
});

test('a cursor is opaque: one word of URL-safe letters, in which nothing of the contact can be read', () => {
  expect(cursor).toMatch(/^[\w-]+$/);
  for (const encoding of ['latin1', 'utf8', 'utf16le'] as const) {
    expect(Buffer.from(cursor, 'base64url').toString(encoding)).not.toMatch(/Petrov|17|null/);
  }
  expect(codec.encode({ ...somewhere, values: ['Petrow'] }).slice(0, 22)).not.toBe(cursor.slice(0, 22));
});

test('cursors of contacts that were made before other entities had any stay valid', () => {
  const made = 'xgCCRqiSJoHv1u1x0d0yfh6Jel8IDnGoAy146dSDgd4YpFf2yOn-8UKmjtIE3A';
  expect(codec.decode('after', made)).toEqual(somewhere);
});

test('the same position is the same cursor: caches of clients compare them', () => {
  expect(
    createCursorCodec(['first secret', 'old'], { entity: contacts, filter, order: byLastName }).encode(somewhere),
  ).toBe(cursor);
});

describe('refused', () => {
  const refusal = (text: string, reader = codec): unknown => {
    try {
      return reader.decode('after', text);
    } catch (error) {
      return error;
    }
  };

  test.each([
    ['nothing', ''],
    ['a word', 'abc'],
    ['an offset, as other servers make them', Buffer.from('arrayconnection:10').toString('base64')],
    ['a MAC alone', cursor.slice(0, 22)],
    ['JSON', '["1"]'],
    ['letters outside the alphabet', `${cursor}*`],
    ['a space before it', ` ${cursor}`],
    ['padding', `${cursor}==`],
    ['the other base64 alphabet', Buffer.from(cursor, 'base64url').toString('base64')],
    ['many cursors as one', cursor.repeat(100)],
    ['a NUL', `${cursor}\0`],
  ])('%s', (_, text) => {
    expect(refusal(text)).toBeInstanceOf(BadCursorError);
  });

  test('a cursor with one character changed, or cut anywhere, is rejected', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    for (let at = 0; at < cursor.length; at += 1) {
      expect(refusal(cursor.slice(0, at)), `cut at ${at}`).toBeInstanceOf(BadCursorError);
      for (const letter of alphabet) {
        if (letter === cursor[at]) continue;
        const changed = `${cursor.slice(0, at)}${letter}${cursor.slice(at + 1)}`;
        expect(refusal(changed), `${letter} at ${at}`).toBeInstanceOf(BadCursorError);
      }
    }
  });

  test('any text that is no cursor is rejected', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String({ maxLength: 400 })), (text) => {
        expect(refusal(text)).toBeInstanceOf(BadCursorError);
      }),
      runs(300),
    );
  });

  test.each([
    ['another filter', [{ field: 'companyId', operator: 'eq', value: 16 }] as const, byLastName],
    ['no filter', [], byLastName],
    ['a value of another type', [{ field: 'companyId', operator: 'eq', value: '15' }] as const, byLastName],
    ['the other direction', filter, completeOrder(contacts, [{ field: 'lastName', direction: 'desc' }], filter)],
    ['another field', filter, completeOrder(contacts, [{ field: 'name', direction: 'asc' }], filter)],
    ['no order', filter, completeOrder(contacts, [], filter)],
  ])('a cursor made for %s is rejected', (_, otherFilter, otherOrder) => {
    const other = createCursorCodec(['first secret'], { entity: contacts, filter: otherFilter, order: otherOrder });
    expect(refusal(cursor, other)).toMatchObject({ allowed: expect.stringContaining('same filter and orderBy') });
  });

  test('a cursor of another entity is rejected with the names of both', () => {
    const scope = { filter: [], order: completeOrder(contacts, [], []) };
    const [ofContacts, ofCompanies, ofUsers] = [contacts, companies, users].map((entity) =>
      createCursorCodec(['first secret'], { entity, ...scope }),
    ) as [CursorCodec, CursorCodec, CursorCodec];
    expect(refusal(ofCompanies.encode(somewhere), ofContacts)).toMatchObject({
      allowed: 'a cursor of contacts; this one is of companies',
    });
    expect(refusal(ofContacts.encode(somewhere), ofCompanies)).toMatchObject({
      allowed: 'a cursor of companies; this one is of contacts',
    });
    expect(refusal(ofCompanies.encode(somewhere), ofUsers)).toMatchObject({
      allowed: 'a cursor of users; this one is of companies',
    });
    expect(ofUsers.decode('after', ofUsers.encode(somewhere))).toEqual(somewhere);
  });

  test('a cursor of another version is rejected, though it is signed', () => {
    expect(refusal(signed('[1,"x",[],1,0]')), 'this test signs as the codec does').toMatchObject({
      allowed: expect.stringContaining('same filter'),
    });
    expect(refusal(signed('[2,"x",[],1,0]'))).toMatchObject({ allowed: expect.stringContaining('current version') });
  });

  test('a cursor signed by another secret is rejected', () => {
    expect(
      refusal(createCursorCodec(['other'], { entity: contacts, filter, order: byLastName }).encode(somewhere)),
    ).toBeInstanceOf(BadCursorError);
  });

  test('the error of a rejected cursor names the argument, shows little of the cursor and says what is allowed', () => {
    const error = refusal('x'.repeat(5000)) as BadCursorError;
    expect(error.argument).toBe('after');
    expect(error.message.length).toBeLessThan(250);
    expect(error.message).toContain('a cursor that this gateway returned');
  });
});

test('conditions in another order are the same filter', () => {
  const more: Filter = [...filter, { field: 'name', operator: 'contains', value: 'a' }];
  const there = createCursorCodec(['s'], { entity: contacts, filter: more, order: byLastName });
  const back = createCursorCodec(['s'], { entity: contacts, filter: more.toReversed(), order: byLastName });
  expect(back.decode('after', there.encode(somewhere))).toEqual(somewhere);
});

describe('secrets', () => {
  const codecOf = (...secrets: [string, ...string[]]) =>
    createCursorCodec(secrets, { entity: contacts, filter, order: byLastName });

  test('a replaced secret verifies cursors only while it is in the list', () => {
    const old = codecOf('old').encode(somewhere);
    expect(codecOf('new', 'old').decode('after', old)).toEqual(somewhere);
    expect(() => codecOf('new').decode('after', old)).toThrow(BadCursorError);
  });

  test('the first secret signs cursors', () => {
    const made = codecOf('new', 'old').encode(somewhere);
    expect(codecOf('new').decode('after', made)).toEqual(somewhere);
    expect(() => codecOf('old').decode('after', made)).toThrow(BadCursorError);
  });
});

function signed(payload: string): string {
  return seal(payload, 'first secret');
}
