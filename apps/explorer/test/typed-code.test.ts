import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { typedCode } from '../src/share/typed-code.ts';
import { listOperation } from '../src/view/list-operation.ts';

/** Written by "Copy as code", and type-checked with this package. */
const recipe = (name: string) => readFileSync(new URL(`recipes/${name}.ts`, import.meta.url), 'utf8');

test('the program that is copied is the example, which compiles', () => {
  const view = {
    columns: ['name', 'company', 'company.assignedBy.lastName', 'phones.value', 'emails', 'createdTime', 'ufCrmText'],
    conditions: ['companyId:in=15, 16', "lastName:contains=O'Neil", 'name:ne="x"', 'opened:eq=true'],
    orderBy: [{ field: 'LAST_NAME', direction: 'DESC' }, { field: 'NAME' }],
    search: 'a"b`${c}\\',
  } as const;
  expect(typedCode(listOperation(view), view.columns, 'http://127.0.0.1:4000/graphql')).toBe(recipe('copied-code'));
});

test('the program that filters by custom fields is the example, which compiles', () => {
  const view = {
    columns: ['name'],
    conditions: ['{"custom":[{"field":"ufCrm_2","money":{"in":[{"amount":2.5,"currency":"EUR"}]}}]}'],
    orderBy: [{ custom: 'ufCrm_1' }],
    search: '',
  } as const;
  expect(typedCode(listOperation(view), view.columns, 'http://127.0.0.1:4000/graphql')).toBe(recipe('custom-fields'));
});

test('the program of a first visit has neither filter nor order', () => {
  const operation = listOperation({ columns: ['name'], conditions: [], orderBy: [], search: '' });
  const code = typedCode(operation, ['name'], 'http://127.0.0.1:4000/graphql');
  expect(code).toContain('interface Contact {\n  contactId: number;\n  name: string | null;\n}');
  expect(code).toContain('walkContacts(client, {\n  document,\n  pageSize: 50,\n})');
});
