import { expect, test } from 'vitest';
import { phoneForms } from './phone-forms.ts';

const inFiveFormats = ['+7 (916) 555-22-33', '8 916 555 22 33', '79165552233', '+79165552233', '916-555-22-33'];

test('one number of the +7 zone has the same forms, however it is written', () => {
  const forms = inFiveFormats.map((format) => new Set(phoneForms(format)));
  const common = forms.reduce((all, each) => all.intersection(each));
  expect([...common].toSorted()).toEqual(
    [
      '79165552233',
      '+79165552233',
      '89165552233',
      '9165552233',
      '+7 (916) 555-22-33',
      '8 (916) 555-22-33',
      '+7 916 555-22-33',
      '8 916 555-22-33',
    ].toSorted(),
  );
});

test.each([
  ['+1 212 555 01 00', ['+1 212 555 01 00', '12125550100', '+12125550100']],
  ['+8 916 555 22 33', ['+8 916 555 22 33', '89165552233', '+89165552233']],
  ['74955553546', expect.arrayContaining(['74955553546', '84955553546'])],
  ['5552233', ['5552233', '+5552233']],
])('%s has these forms', (text, expected) => {
  expect(phoneForms(text)).toEqual(expected);
});

test.each(['', '12345', 'ivan', '555-22-33 office', '1'.repeat(21)])('%j is no phone number', (text) => {
  expect(phoneForms(text)).toBeUndefined();
});

test('the forms of a number are few enough for the indexed list of one GET', () => {
  expect(phoneForms('+7 (916) 555-22-33 ')?.length).toBeLessThanOrEqual(20);
});
