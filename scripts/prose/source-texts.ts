import jsTokens, { type Token } from 'js-tokens';

/** A text in a source file that people read. */
export interface SourceText {
  /** Offset of the first character in the file. */
  readonly start: number;
  /** As it stands in the file, with comment markers or quotation marks. */
  readonly text: string;
}

/**
 * Returns the comments and the test titles of a TypeScript or JavaScript file, in their order.
 * Line comments that follow each other are one text, since sentences span them.
 */
export function sourceTexts(source: string): readonly SourceText[] {
  const texts: SourceText[] = [];
  let offset = 0;
  let callee = '';
  let last: Token | undefined;
  let beforeLast: Token | undefined;
  for (const token of jsTokens(source)) {
    if (token.type === 'SingleLineComment' || token.type === 'MultiLineComment') {
      append(texts, { start: offset, text: token.value }, source);
    } else if (isTitle(token, last, beforeLast?.value === ')' ? 'each' : callee)) {
      texts.push({ start: offset, text: token.value });
    }
    if (token.type === 'IdentifierName') callee = token.value;
    if (token.type !== 'WhiteSpace' && token.type !== 'LineTerminatorSequence') [beforeLast, last] = [last, token];
    offset += token.value.length;
  }
  return texts;
}

function append(texts: SourceText[], text: SourceText, source: string): void {
  const before = texts.at(-1);
  const gap = before && source.slice(before.start + before.text.length, text.start);
  if (before && isLineComment(source, before) && isLineComment(source, text) && /^\r?\n[ \t]*$/.test(gap ?? '')) {
    texts[texts.length - 1] = { ...before, text: `${before.text}${gap}${text.text}` };
  } else {
    texts.push(text);
  }
}

function isLineComment(source: string, { start }: SourceText): boolean {
  return source.startsWith('//', start);
}

/** @param callee name of the function whose first argument it is; `each` for one that a call returned: `test.each(…)(…)` */
function isTitle({ type }: Token, last: Token | undefined, callee: string): boolean {
  const isText = type === 'StringLiteral' || type === 'NoSubstitutionTemplate';
  return isText && last?.value === '(' && /^(?:test|describe|it|each)$/.test(callee);
}
