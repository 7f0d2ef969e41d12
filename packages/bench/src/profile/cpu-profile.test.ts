import { expect, test } from 'vitest';
import { ownerOf, selfTimes, shortFile } from './cpu-profile.ts';

function node(id: number, functionName: string, url = '', lineNumber = 0) {
  return { id, callFrame: { functionName, url, lineNumber } };
}

test('time is that of a function itself, over all places that call it, without idle time', () => {
  const profile = {
    nodes: [
      node(1, '(root)'),
      node(2, '(idle)'),
      node(3, 'f', 'node:net', 4),
      node(4, 'f', 'node:net', 4),
      node(5, ''),
    ],
    samples: [2, 3, 4, 5, 3],
    timeDeltas: [1000, 10, 20, 5, 10],
  };
  expect(selfTimes(profile)).toEqual([
    { functionName: 'f', file: 'node:net', line: 5, micros: 40 },
    { functionName: '(anonymous)', file: '', line: 1, micros: 5 },
  ]);
});

test.each([
  { url: 'file:///a/node_modules/.pnpm/x@1/node_modules/@y/x/lib/a.js', owner: '@y/x' },
  { url: 'file:///a/node_modules/.pnpm/x@1/node_modules/x/index.js', owner: 'x' },
  { url: 'file:///a/packages/core/src/errors.ts', owner: 'packages/core' },
  { url: 'file:///a/packages/core/src/planning/call.ts', owner: 'packages/core/planning' },
  { url: 'node:internal/streams/writable', owner: 'node: streams' },
  { url: '', owner: 'V8 and built-ins' },
])('$url is of $owner', ({ url, owner }) => {
  expect(ownerOf({ functionName: 'f', file: shortFile(url) })).toBe(owner);
});

test('garbage collection has a line of its own', () => {
  expect(ownerOf({ functionName: '(garbage collector)', file: '' })).toBe('garbage collection');
});
