import { expect, test } from 'vitest';
import { loadConfig } from './config.ts';
import { readVariables } from './read-variables.ts';
import { formerNames, variables } from './variables.ts';

const former = Object.entries(formerNames);

test('no former name is the present name of a variable', () => {
  expect(former.filter(([name]) => name in variables.shape)).toEqual([]);
});

test.each<{ name: string; present: string; value: string }>([
  { name: 'ANSWER_TIMEOUT', present: 'RESPONSE_WRITE_TIMEOUT', value: '7' },
  { name: 'BREAKER_REST', present: 'BREAKER_MAX_RESET_TIMEOUT', value: '3' },
  { name: 'EMPTY_VALUES', present: 'NULLS_ORDER', value: 'high' },
])('the former name $name sets $present and is reported in a warning', ({ name, present, value }) => {
  expect(former).toContainEqual([name, present]);
  const { warnings, ...config } = loadConfig({ [name]: value });
  const { warnings: none, ...expected } = loadConfig({ [present]: value });
  expect(config).toEqual(expected);
  expect(config).not.toEqual({ ...loadConfig({}), warnings: undefined });
  expect(none).toEqual([]);
  expect(warnings).toEqual([`${name} is deprecated: set ${present} instead.`]);
});

test('a variable that is set by both names has the value of its present name', () => {
  const { values, warnings } = readVariables({ BREAKER_REST: '3', BREAKER_MAX_RESET_TIMEOUT: '4' });
  expect(values.BREAKER_MAX_RESET_TIMEOUT).toBe(4000);
  expect(warnings).toHaveLength(1);
});

test('a mistake in a variable that is set by its former name is reported with that name', () => {
  expect(() => readVariables({ EMPTY_VALUES: 'first' })).toThrow('EMPTY_VALUES: must be "low" or "high"');
});

test('an empty former name counts as unset', () => {
  expect(readVariables({ BREAKER_REST: '' }).warnings).toEqual([]);
});
