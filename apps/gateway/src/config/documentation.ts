import { z } from 'zod';
import { derivedDefaults, formerNames, sections, variables } from './variables.ts';

// The tables of variables in docs/configuration.md and the README. test/readme.test.ts compares them with the files.

type Kind = z.ZodType;
const read: ReadonlyMap<string, Kind> = new Map(Object.entries(variables.shape));
const described: ReadonlyMap<string, Kind> = new Map(
  Object.values(sections).flatMap((section) => Object.entries(section)),
);
const unset = variables.parse({});

const HEAD = '| Variable | Default | Description |\n| --- | --- | --- |';

/** Returns docs/configuration.md with a table for each section, and one of the former names. */
export function withAllTables(page: string): string {
  const written = Object.entries(sections).reduce(
    (text, [heading, section]) => withTable(text, heading, [HEAD, ...Object.keys(section).map(rowOf)].join('\n')),
    page,
  );
  const rows = Object.entries(formerNames).map(([former, name]) => `| \`${former}\` | \`${name}\` |`);
  return withTable(written, 'Former names', ['| Former name | Variable |', '| --- | --- |', ...rows].join('\n'));
}

/** Returns a page with new rows in place of those of its tables of variables. */
export function withRows(page: string): string {
  return page.replaceAll(/^\| `([\w]+)` \|.*$/gm, (row, name: string) => (described.has(name) ? rowOf(name) : row));
}

/** @throws Error if the page lacks the heading */
function withTable(page: string, heading: string, table: string): string {
  const start = page.indexOf(`\n## ${heading}\n`);
  if (start < 0) throw new Error(`docs/configuration.md has no heading "${heading}".`);
  const next = page.indexOf('\n## ', start + 1);
  const end = next < 0 ? page.length : next;
  const lines = page.slice(start, end).split('\n');
  const text = lines.filter((line) => !line.startsWith('|')).join('\n');
  return `${page.slice(0, start)}${text.trimEnd()}\n\n${table}\n${page.slice(end)}`;
}

function rowOf(name: string): string {
  const value = defaultOf(name);
  return `| \`${name}\` | ${value === undefined ? 'none' : `\`${value}\``} | ${described.get(name)?.description ?? ''} |`;
}

/** Returns the default as it would be written in the environment, if there is one. */
function defaultOf(name: string): string | undefined {
  const kind = read.get(name);
  const derived = (derivedDefaults as Readonly<Record<string, (values: typeof unset) => unknown>>)[name];
  const value = derived ? derived(unset) : unset[name as keyof typeof unset];
  if (kind === undefined || value === undefined) return undefined;
  const text = String(z.encode(kind, value));
  return text === '' ? undefined : text;
}
