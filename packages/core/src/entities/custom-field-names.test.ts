import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CustomFieldName } from './contact-fields.ts';
import { ownName, ownNameOf } from './custom-field-names.ts';
import { nativeName } from './native-name.ts';

test.each([
  ['UF_CRM_3_DIGIT', 'ufCrm3Digit'],
  ['UF_CRM_3_DIGIT10', 'ufCrm_3_DIGIT10'],
  ['UF_CRM_3_DIGIT_10', 'ufCrm_3_DIGIT_10'],
  ['UF_CRM_3_1747309727', 'ufCrm3_1747309727'],
  ['UF_CRM_1747309879', 'ufCrm_1747309879'],
  ['UF_CRM_MY_FIELD', 'ufCrmMyField'],
  ['UF_CRM_PROBETEST', 'ufCrmProbetest'],
  ['UF_CRM_CN_TL2CRM', 'ufCrm_CN_TL2CRM'],
])('%s and %s are one field', (native, shown) => {
  expect(nativeName(shown)).toBe(native);
  expect(nativeName(native)).toBe(native);
  const own = shown as CustomFieldName;
  expect(ownNameOf(native, [own])).toBe(own);
  expect(ownNameOf(own, [native as CustomFieldName])).toBe(native);
});

describe('of names that collide', () => {
  const listed: readonly CustomFieldName[] = ['ufCrmMyField', 'UF_CRM_MY__FIELD', 'ufCrm_1', 'ufCrm1'];

  test.each([
    ['ufCrmMyField', 'ufCrmMyField'],
    ['UF_CRM_MY_FIELD', 'ufCrmMyField'],
    ['UF_CRM_MY__FIELD', 'UF_CRM_MY__FIELD'],
    ['ufCrm_1', 'ufCrm_1'],
    ['ufCrm1', 'ufCrm1'],
    ['UF_CRM_1', undefined],
  ])('%s is %s', (name, own) => {
    expect(ownNameOf(name, listed)).toBe(own);
  });
});

test('a listed name always stands for itself', () => {
  const word = fc.stringMatching(/^(?:ufCrm[A-Z]?[a-z]{1,5}|ufCrm_\w{1,8}|UF_CRM_[A-Z_0-9]{1,8})$/);
  fc.assert(
    fc.property(fc.uniqueArray(word, { minLength: 1, maxLength: 5 }), (names) => {
      const listed = names as CustomFieldName[];
      expect(listed.map((name) => ownName(name, listed))).toEqual(names);
    }),
  );
});

test('a name that the portal lacks is rejected with the names that it has', () => {
  expect(() => ownName('ufCrm_2', ['ufCrm_1'])).toThrow(
    'Argument "customFields.names" is "ufCrm_2"; allowed: a custom field of the portal: ufCrm_1.',
  );
  expect(() => ownName('ufCrm_1', [])).toThrow('it has none');
});
