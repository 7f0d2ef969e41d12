import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { readProjectFile } from './markdown.ts';

const DOCUMENT = 'docs/upstream.md';
/** A citation such as `§5`, `§11.4` or `§5, "Portal rate"`; comments may break the line before the quotation. */
const CITATION = /§(\d+(?:\.\d+)?)(?:,\s+(?:(?:\/\/|\*)\s+)?"([^"\n]+)")?/g;

test('every paragraph of docs/upstream.md that a source file cites exists', () => {
  const sections = sectionsOf(readProjectFile(DOCUMENT));
  const cited = citingFiles().flatMap((file) =>
    Array.from(readProjectFile(file).matchAll(CITATION), ([text, section = '', title]) => ({
      where: `${file}: ${text}`,
      exists: title === undefined ? sections.has(section) : (sections.get(section)?.has(title) ?? false),
    })),
  );
  expect(cited.length).toBeGreaterThan(200);
  expect(cited.filter(({ exists }) => !exists).map(({ where }) => where)).toEqual([]);
});

test('docs/upstream.md names a source for each fact and lists what is unknown', () => {
  const text = readProjectFile(DOCUMENT);
  const tags = Array.from(text.matchAll(/^\| ([A-Z]+|inferred) \|/gm), ([, tag]) => tag as string);
  expect(tags).toContain('SEED');
  expect(tags.filter((tag) => text.split(tag).length < 3)).toEqual([]);
});

/** Section number → titles of its paragraphs: its headings, its bold words, and the first cells of its tables. */
function sectionsOf(markdown: string): ReadonlyMap<string, ReadonlySet<string>> {
  const sections = new Map<string, Set<string>>();
  let open: Set<string>[] = [];
  for (const line of markdown.split('\n')) {
    const [, level = '', number, heading = ''] = /^(##+) (?:(\d+(?:\.\d+)?)\.? )?(.*)$/.exec(line) ?? [];
    if (number !== undefined) {
      const titles = new Set<string>();
      sections.set(number, titles);
      open = level === '##' ? [titles] : [open[0] ?? titles, titles];
    }
    for (const titles of open) for (const title of [...heading.split(', '), ...titlesIn(line)]) titles.add(title);
  }
  return sections;
}

function titlesIn(line: string): readonly string[] {
  const [, cell = ''] = /^\| ([^|]*?) *\|/.exec(line) ?? [];
  const bold = Array.from(line.matchAll(/\*\*([^*]+?)[.:]?\*\*/g), ([, text = '']) => text);
  return [...cell.replaceAll(/[*`]/g, '').split(', '), cell.replaceAll(/[*`]/g, ''), ...bold];
}

function citingFiles(): readonly string[] {
  const listed = execFileSync('git', ['ls-files', '*.ts', '*.mjs', '*.md', '*.graphql'], { encoding: 'utf8' });
  return listed.split('\n').filter((file) => file !== '' && file !== DOCUMENT);
}
