import { readFileSync } from 'node:fs';

/** A fenced block of a Markdown file. */
export interface FencedBlock {
  readonly language: string;
  readonly text: string;
  readonly line: number;
}

/** Returns the text of a file, by its path from the root of the project. */
export function readProjectFile(path: string): string {
  return readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
}

/** Returns all fenced blocks of a text, in their order. */
export function fencedBlocks(markdown: string): readonly FencedBlock[] {
  return [...markdown.matchAll(/^```(\w*)\n([^]*?)^```$/gm)].map(({ 1: language = '', 2: text = '', index }) => ({
    language,
    text,
    line: markdown.slice(0, index).split('\n').length,
  }));
}

/** Returns the rows of all tables whose first heading is `heading`, cell by cell, without backticks. */
export function tableRows(markdown: string, heading: string): readonly (readonly string[])[] {
  const tables = markdown.matchAll(/^\|.*\|\n\|(?: -+ \|)+\n((?:\|.*\|\n)+)/gm);
  return [...tables]
    .filter(([table]) => table.startsWith(`| ${heading} |`))
    .flatMap(([, rows = '']) => rows.trimEnd().split('\n'))
    .map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    );
}
