import { isUtf8 } from 'node:buffer';
import type { ScannedRow } from '../entities/scanned-row.ts';
import { byteTextOf, fromByteText, joined } from './byte-text.ts';
import { scanRows } from './scan-list.ts';

type Json = Readonly<Record<string, unknown>>;

/** Minimum size: a few rows are parsed sooner. */
const MIN_BYTES = 512;
const HEAD = '{"success":true,"data":{"results":{';
const LIST = /"(call\d{1,3})":\[/y;

/**
 * Finds the rows of the lists with which the results of a batch begin, in its text; all else is parsed.
 * @param chunks the bytes of the answer; they can be cut anywhere
 * @returns the envelope; nothing for any other form, which may be right all the same
 */
export function scanBatch(chunks: readonly Buffer[]): Json | undefined {
  const bytes = joined(chunks);
  if (bytes.length < MIN_BYTES || !isUtf8(bytes)) return undefined;
  const text = byteTextOf(bytes);
  if (!text.startsWith(HEAD)) return undefined;
  const lists: Record<string, readonly ScannedRow[]> = {};
  let parsed = HEAD;
  let at = HEAD.length;
  for (let list = listAt(text, at); list; list = listAt(text, at)) {
    lists[list.id] = list.rows;
    const comma = text[list.end] === ',' ? ',' : '';
    parsed += `"${list.id}":[]${comma}`;
    at = list.end + comma.length;
  }
  return at === HEAD.length ? undefined : withLists(parsed + fromByteText(text.slice(at)), lists);
}

function listAt(text: string, at: number) {
  LIST.lastIndex = at;
  const [, id] = LIST.exec(text) ?? [];
  const list = id === undefined ? undefined : scanRows(text, LIST.lastIndex);
  return id !== undefined && list ? { id, ...list } : undefined;
}

/** Parses the rest, and puts the lists in their places; nothing if another member of one name took one. */
function withLists(text: string, lists: Readonly<Record<string, readonly ScannedRow[]>>): Json | undefined {
  try {
    const envelope = JSON.parse(text) as { readonly data?: { readonly results?: Record<string, unknown> } };
    const results = envelope.data?.results ?? {};
    if (!Object.keys(lists).every((id) => Array.isArray(results[id]) && results[id].length === 0)) return undefined;
    Object.assign(results, lists);
    return envelope;
  } catch {
    return undefined;
  }
}
