import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { configVariables } from '../apps/gateway/src/config/config.ts';

const root = new URL('../', import.meta.url);
const text = readFileSync(new URL('docs/security.md', root), 'utf8');
const attacks = text
  .slice(text.indexOf('| Attack |'), text.indexOf('## In figures'))
  .split('\n')
  .slice(2)
  .filter((line) => line.startsWith('|'))
  .map((line) => line.split('|').map((cell) => cell.trim()));

test('every attack in docs/security.md names a test that exists', () => {
  expect(attacks.length).toBeGreaterThan(25);
  for (const [, attack, , , tests = ''] of attacks) {
    const named = [...tests.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
    expect({ attack, tests: named.length }).not.toEqual({ attack, tests: 0 });
    for (const name of named) {
      const path = name.includes('/') ? name : `apps/gateway/test/security/${name}`;
      expect({ name, there: existsSync(new URL(`${path}.test.ts`, root)) }).toEqual({ name, there: true });
    }
  }
});

test('the gateway reads every variable that docs/security.md names', () => {
  const named = [
    ...text.matchAll(/`((?:MAX|CALLER|CORS|GET|DOCUMENTS|VIBECODE|INTROSPECTION(?!_)|REFERENCE|METRICS)[A-Z_]*)\b/g),
  ];
  expect(named.length).toBeGreaterThan(20);
  expect(named.map(([, name = '']) => name).filter((name) => !configVariables.includes(name))).toEqual([]);
});
