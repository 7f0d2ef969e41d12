import type { TextlintPluginCreator } from '@textlint/kernel';
import { sourceTexts } from './source-texts.ts';

type Location = { readonly line: number; readonly column: number };

/** Lets textlint read the comments and test titles of source files: each is a paragraph. */
export const sourcePlugin: TextlintPluginCreator = {
  Processor: class SourceProcessor {
    availableExtensions() {
      return ['.ts', '.tsx', '.mjs'];
    }

    processor() {
      return {
        preProcess: (source: string) => toDocument(source) as never,
        postProcess: (messages: never[], filePath?: string) => ({ messages, filePath: filePath ?? '<text>' }),
      };
    }
  },
};

function toDocument(source: string): object {
  const locate = locator(source);
  const node = (type: string, start: number, raw: string, more: object = {}): object => ({
    type,
    raw,
    range: [start, start + raw.length],
    loc: { start: locate(start), end: locate(start + raw.length) },
    ...more,
  });
  return node('Document', 0, source, {
    children: sourceTexts(source).map(({ start, text }) =>
      node('Paragraph', start, text, { children: [node('Str', start, text, { value: text })] }),
    ),
  });
}

/** Returns a function from an offset to its line (from 1) and column (from 0). */
function locator(source: string): (offset: number) => Location {
  const starts = [0, ...Array.from(source.matchAll(/\n/g), ({ index }) => index + 1)];
  return (offset) => {
    const line = starts.findLastIndex((start) => start <= offset);
    return { line: line + 1, column: offset - (starts[line] ?? 0) };
  };
}
