import { builder } from './builder.ts';

builder.scalarType('JSON', {
  description:
    'A value of any form that JSON has: a text, number, boolean, list or object. Of results alone: no argument is one.',
  serialize: (value) => value,
  parseValue: (value) => {
    throw new TypeError(`${JSON.stringify(value)} cannot be an argument: no argument is JSON.`);
  },
});
