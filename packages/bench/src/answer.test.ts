import { expect, test } from 'vitest';
import { type Answer, difference, rowOf } from './answer.ts';

const answer: Answer = {
  total: 2,
  hasNextPage: false,
  rows: [
    { id: 1, name: 'Anna' },
    { id: 2, name: null },
  ],
};

test.each([
  { name: 'equal answers', other: structuredClone(answer), expected: undefined },
  { name: 'another total', other: { ...answer, total: 3 }, expected: 'total: 3 instead of 2' },
  { name: 'another page', other: { ...answer, hasNextPage: true }, expected: 'hasNextPage: true instead of false' },
  { name: 'a missing row', other: { ...answer, rows: answer.rows.slice(1) }, expected: '1 rows instead of 2' },
  {
    name: 'another value',
    other: {
      ...answer,
      rows: [
        { id: 1, name: 'anna' },
        { id: 2, name: null },
      ],
    },
    expected: 'row 0, name: "anna" instead of "Anna"',
  },
  {
    name: 'one field too many',
    other: { ...answer, rows: [answer.rows[0] ?? {}, { id: 2, name: null, post: 'Owner' }] },
    expected: 'row 1, post: "Owner" instead of undefined',
  },
])('the difference of $name is found', ({ other, expected }) => {
  expect(difference(answer, other)).toBe(expected);
});

test('a row has the fields of its workload, and null for a company that is not there', () => {
  expect(rowOf({ id: 1, name: 'Anna', companyId: 0 }, ['id', 'post', 'companyId'])).toEqual({
    id: 1,
    post: null,
    companyId: null,
  });
});
