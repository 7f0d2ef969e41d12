import { statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { translateRestRequest } from '../packages/client/src/rest/translate-rest-request.ts';
import { readProjectFile } from './markdown.ts';

const readme = readProjectFile('README.md');
const rows = [...readme.matchAll(/^\| `(\w+(?:\[|=)[^`]*)` \| (.*) \|$/gm)].map(
  ([, parameter = '', counterpart = '']) => ({ parameter, counterpart }),
);

/** Counterparts that are arguments; the others are said in words. */
const withArguments = rows.filter(({ counterpart }) => /^`(?:first|filter|orderBy): /.test(counterpart));

test('the README has a row for each parameter of a list of the REST API', () => {
  const named = new Set(rows.map(({ parameter }) => /^\w+/.exec(parameter)?.[0]));
  expect([...named]).toEqual(['limit', 'offset', 'select', 'order', 'sort', 'filter', 'include', 'withTotal']);
});

test.each(withArguments)('$parameter is translated as the README says', ({ parameter, counterpart }) => {
  const args = /^`([^`]+)`/.exec(counterpart)?.[1] ?? '';
  const { variables } = translateRestRequest(`/v1/contacts?${parameter}`);
  expect(variables).toMatchObject(valueOf(args));
});

test('what is selected, included and counted is translated as the README says', () => {
  const cell = (name: string) => rows.find(({ parameter }) => parameter.startsWith(name));
  const queryOf = (name: string) => translateRestRequest(`/v1/contacts?${cell(name)?.parameter}`).query;
  expect(cell('select')?.counterpart).toContain('`nodes { contactId lastName phone }`');
  expect(queryOf('select')).toContain('nodes { contactId lastName phone }');
  expect(queryOf('include')).toMatch(/company \{[^}]*title/);
  expect(queryOf('select')).toContain('totalCount');
  expect(queryOf('withTotal')).not.toContain('totalCount');
  const { notes } = translateRestRequest(`/v1/contacts?${cell('offset')?.parameter}`);
  expect(JSON.stringify(notes)).toContain('offset');
});

test('the pictures of the README are there, and 200 kB at most', () => {
  const pictures = [...readme.matchAll(/(?:src|srcset)="([^"]+)"/g)].map(([, path = '']) => path);
  expect(pictures).toHaveLength(4);
  for (const path of pictures) expect(statSync(new URL(`../${path}`, import.meta.url)).size).toBeLessThan(200_000);
});

/** Reads arguments of GraphQL as an object; enum values are texts. */
function valueOf(args: string): object {
  const json = args.replaceAll(
    /("[^"]*")|([A-Za-z]\w*)/g,
    (_, text: string | undefined, name: string) => text ?? (name === 'true' ? name : `"${name}"`),
  );
  return JSON.parse(`{ ${json} }`) as object;
}
