import type { Collation } from './collation.ts';
import { BLANK, type Cell, type Column, EMPTY_TEXT } from './column.ts';
import { lowerBound } from './lower-bound.ts';

// Codes of NULL and of the empty text. Other texts have greater codes.
const NULL = 0;
const EMPTY = 1;

/**
 * Makes a column of texts. Each distinct text is stored once, and a row takes 4 bytes. The sort key of a text is the
 * rank of its collation key, so that texts which the collation treats as equal have equal keys.
 */
export function textColumn(initialCollation: Collation): Column {
  let codes = new Uint32Array(16);
  let collation = initialCollation;
  const texts: string[] = ['', ''];
  let twoEmpties = false;
  const codeOf = new Map<string, number>();
  let ranks: Float64Array | null = null;
  let collationKeys: string[] = [];

  /** Returns the ranks, computed again after a new text was added. */
  function ranked(): Float64Array {
    if (ranks?.length === texts.length) return ranks;
    const keyOfCode = texts.map((text) => collation(text));
    collationKeys = [...new Set(keyOfCode.slice(EMPTY + 1))].toSorted((a, b) => (a < b ? -1 : 1));
    const rankOf = new Map(collationKeys.map((text, rank) => [text, rank]));
    ranks = Float64Array.from(keyOfCode, (text, code) => (code > EMPTY ? (rankOf.get(text) ?? BLANK) : BLANK));
    if (twoEmpties) ranks[EMPTY] = EMPTY_TEXT;
    return ranks;
  }

  return {
    reserve(rows) {
      if (rows <= codes.length) return;
      const wider = new Uint32Array(Math.max(rows, codes.length * 2));
      wider.set(codes);
      codes = wider;
    },
    get(row): Cell {
      const code = codes[row];
      if (code === EMPTY) return twoEmpties ? '' : null;
      return code === undefined || code === NULL ? null : (texts[code] ?? null);
    },
    set(row, cell) {
      if (typeof cell !== 'string' || cell === '') {
        codes[row] = cell === '' ? EMPTY : NULL;
        return;
      }
      codes[row] = codeOf.getOrInsertComputed(cell, (text) => texts.push(text) - 1);
    },
    key: (row) => (ranks?.length === texts.length ? ranks : ranked())[codes[row] ?? 0] ?? BLANK,
    keyOf(cell) {
      if (typeof cell !== 'string' || cell === '') return BLANK;
      ranked();
      return rankAmong(collationKeys, collation(cell));
    },
    textTest(matches) {
      // Each distinct text is tested once: 0 is not tested, 1 no match, 2 a match.
      const verdicts = new Uint8Array(texts.length);
      verdicts[NULL] = 1;
      verdicts[EMPTY] = 1;
      return (row) => {
        const code = codes[row] ?? 0;
        const verdict = verdicts[code] ?? 0;
        if (verdict !== 0) return verdict === 2;
        const matched = matches(texts[code] ?? '');
        verdicts[code] = matched ? 2 : 1;
        return matched;
      };
    },
    useCollation(next) {
      collation = next;
      ranks = null;
    },
    useView(view) {
      twoEmpties = view.twoEmpties;
      ranks = null;
    },
    emptyKey: () => (twoEmpties ? EMPTY_TEXT : null),
  };
}

/** Returns the rank of a text among sorted texts; half a rank below the first greater one if it is not there. */
function rankAmong(sorted: readonly string[], text: string): number {
  const rank = lowerBound(0, sorted.length, (place) => (sorted[place] ?? '') < text);
  return sorted[rank] === text ? rank : rank - 0.5;
}
