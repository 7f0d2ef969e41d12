import type { GraphQLError } from 'graphql';
import * as fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { ListProjection } from '@contacts/core';
import type { Position, Run } from './compiled.ts';
import { putList } from './put-list.ts';

type Entry = 'copied' | 'put' | 'wrong';

const entry: Position = {
  nodes: [] as unknown as Position['nodes'],
  coordinate: 'Query.list',
  nullable: false,
  write(run, value) {
    if (value === 'wrong') throw new Error('wrong');
    run.text += `"${String(value)}"`;
  },
};

function runOf() {
  const run = { text: '', path: [], located: (_nodes: unknown, error: Error) => error };
  return run as unknown as Run;
}

const copier = () =>
  vi.fn<ListProjection>((entries: readonly unknown[], from: number, to: number) => {
    const part = entries.slice(from, to);
    return part.length > 0 && part.every((each) => each === 'copied')
      ? part.map(() => '"copied"').join(',')
      : undefined;
  });

test('each entry is written once and in its place, copied or not', () => {
  const lists = fc.array(fc.oneof({ weight: 60, arbitrary: fc.constant<Entry>('copied') }, fc.constant<Entry>('put')), {
    maxLength: 400,
  });
  fc.assert(
    fc.property(lists, (entries) => {
      const run = runOf();
      putList(run, entry, entries, { copy: copier(), keyed: [] });
      expect(run.text).toBe(JSON.stringify(entries));
      expect(run.path).toEqual([]);
    }),
  );
});

test('a list of which all can be copied is copied at once', () => {
  const copied = copier();
  putList(
    runOf(),
    entry,
    Array.from({ length: 5000 }, () => 'copied'),
    { copy: copied, keyed: [] },
  );
  expect(copied).toHaveBeenCalledTimes(1);
});

test('the path of an error has the place of its entry among entries that are copied', () => {
  const entries: Entry[] = Array.from({ length: 300 }, () => 'copied');
  entries[217] = 'wrong';
  const run = runOf();
  let path: readonly unknown[] = [];
  run.located = (_nodes, error) => {
    path = [...run.path];
    return error as GraphQLError;
  };
  expect(() => putList(run, entry, entries, { copy: copier(), keyed: [] })).toThrow('wrong');
  expect(path).toEqual([217]);
});
