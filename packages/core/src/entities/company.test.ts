import { expect, test } from 'vitest';
import { includedCompany } from './company.ts';

const contactWith = (included: unknown) => ({ id: 17, raw: { id: 17, companyId: 1, _included: included } });

test('the included company of a contact is found', () => {
  expect(includedCompany(contactWith({ company: { id: '1', title: 'A' } }), 1)).toMatchObject({ id: 1 });
  expect(includedCompany(contactWith({ company: null }), null)).toBeNull();
});

test.each([[undefined], [null], [{}]])('a contact with the included company %j has none', (included) => {
  expect(includedCompany(contactWith(included), 1)).toBeUndefined();
});

test.each([1, null])('the company of another contact is an error, where its own is %j', (id) => {
  expect(() => includedCompany(contactWith({ company: { id: 2, title: 'B' } }), id)).toThrow(
    expect.objectContaining({ code: 'bad_response' }),
  );
});
