import { expect, test } from 'vitest';
import { responseTypeOf } from './response-type.ts';

const graphql = 'application/graphql-response+json';
const json = 'application/json';

test.each<{ accept?: string; type: string }>([
  { type: json },
  { accept: '', type: json },
  { accept: '*/*', type: json },
  { accept: json, type: json },
  { accept: graphql, type: graphql },
  { accept: `${graphql}; charset=utf-8`, type: graphql },
  { accept: 'Application/GraphQL-Response+JSON', type: graphql },
  { accept: `${graphql}, ${json};q=0.9`, type: graphql },
  { accept: `${json};q=0.9, ${graphql}`, type: graphql },
  { accept: `${graphql};q=0.8, ${json}`, type: json },
  { accept: `${graphql}, ${json}`, type: graphql },
  { accept: `${json}, ${graphql}`, type: json },
  { accept: `${graphql};q=0, */*`, type: json },
  { accept: `*/*, ${graphql};q=0.1`, type: graphql },
  { accept: `${graphql};q=x`, type: json },
  // As sent by clients that accept streams.
  { accept: `${graphql}, application/graphql+json, ${json}, text/event-stream, multipart/mixed`, type: graphql },
  { accept: `multipart/mixed;deferSpec=20220824, ${json}`, type: json },
  { accept: 'multipart/mixed', type: json },
  { accept: 'text/event-stream', type: json },
  { accept: 'image/png', type: json },
])('a client that accepts $accept gets $type', ({ accept, type }) => {
  expect(responseTypeOf({ headers: accept === undefined ? {} : { accept } })).toBe(type);
});
