import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  TextlintKernel,
  type TextlintKernelOptions,
  type TextlintPluginCreator,
  type TextlintRuleModule,
} from '@textlint/kernel';
import { sourcePlugin } from './source-plugin.ts';

/** A place with a word that documents and comments of this project do not use. */
export interface ProseOffence {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

const kernel = new TextlintKernel();
// CommonJS modules with a `default` of their own, which Node and vitest import differently.
const require = createRequire(import.meta.url);
const { default: rule } = require('textlint-rule-prh') as { readonly default: TextlintRuleModule };
const { default: markdown } = require('@textlint/textlint-plugin-markdown') as {
  readonly default: TextlintPluginCreator;
};

/** Checks one file's text against the word list; comments of source files also against the openings. */
export async function lintText(file: string, text: string): Promise<readonly ProseOffence[]> {
  const { messages } = await kernel.lintText(text, optionsFor(file));
  return messages.map(({ loc, message }) => ({ file, line: loc.start.line, message }));
}

/**
 * Checks every file that git tracks, except generated ones.
 * @param root folder of the repository, with a slash at its end
 */
export async function lintProject(root: string): Promise<readonly ProseOffence[]> {
  const listed = execFileSync('git', ['ls-files', '*.ts', '*.tsx', '*.mjs', '*.md'], { cwd: root, encoding: 'utf8' });
  const files = listed.split('\n').filter((file) => file !== '' && !/(?:^|\/)generated\/|^CHANGELOG\.md$/.test(file));
  const offences = await Promise.all(files.map((file) => lintText(file, readFileSync(`${root}${file}`, 'utf8'))));
  return offences.flat();
}

function optionsFor(file: string): TextlintKernelOptions {
  const isMarkdown = extname(file) === '.md';
  const lists = ['words', ...(isMarkdown ? [] : ['openings'])];
  return {
    filePath: file,
    ext: extname(file),
    plugins: isMarkdown ? [{ pluginId: 'markdown', plugin: markdown }] : [{ pluginId: 'source', plugin: sourcePlugin }],
    rules: lists.map((list) => ({
      ruleId: list,
      rule,
      options: {
        rulePaths: [fileURLToPath(new URL(`${list}.yml`, import.meta.url))],
        checkLink: true,
        checkEmphasis: true,
        checkBlockQuote: true,
      },
    })),
  };
}
