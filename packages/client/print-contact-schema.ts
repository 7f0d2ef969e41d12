// Writes the parts of the schema that contacts are selected, filtered and sorted by; with --check, only checks that they
// are current. The introspected schema as a whole is several times as large, too much for a page.
import { readFileSync, writeFileSync } from 'node:fs';
import type {
  IntrospectionInputObjectType,
  IntrospectionObjectType,
  IntrospectionQuery,
  IntrospectionType,
} from 'graphql';
import type { ContactSchema, TypeReference } from './src/columns/contact-schema.ts';

type AnyReference = { readonly kind: string; readonly name?: string; readonly ofType?: AnyReference };

const file = new URL('src/generated/contact-schema.ts', import.meta.url);
const { __schema } = JSON.parse(
  readFileSync(new URL('src/generated/introspection.json', import.meta.url), 'utf8'),
) as IntrospectionQuery;
const types = new Map(__schema.types.map((type) => [type.name, type]));

const outputs: Record<string, ContactSchema['outputs'][string]> = {};
const inputs: Record<string, ContactSchema['inputs'][string]> = {};
addOutput('Contact');
for (const { name } of (typeNamed('CustomFieldValue') as { possibleTypes?: readonly { name: string }[] })
  .possibleTypes ?? [])
  addOutput(name);
addInput('ContactFilter');
const schema: ContactSchema = {
  outputs,
  inputs,
  enums: { ContactOrderField: valuesOf('ContactOrderField'), ContactGroupField: valuesOf('ContactGroupField') },
};

const text = `/* eslint-disable */
import type { ContactSchema } from '../columns/contact-schema.ts';

/** The types that contacts are selected, filtered and sorted by. */
export const contactSchema: ContactSchema = ${JSON.stringify(schema)};
`;
if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
} else if (readFileSync(file, 'utf8') !== text) {
  console.error('src/generated/contact-schema.ts is not current: run "npm run generate" and commit the result.');
  process.exitCode = 1;
}

/** Adds an object type and those below it; fields that take arguments are lists of their own, and left out. */
function addOutput(name: string): void {
  if (outputs[name]) return;
  const { fields } = typeNamed(name) as IntrospectionObjectType;
  const kept = fields.filter(({ args }) => args.length === 0);
  outputs[name] = Object.fromEntries(
    kept.map((field) => [field.name, { ...referenceOf(field.type), description: field.description ?? '' }]),
  );
  for (const { type } of kept)
    if (typeNamed(referenceOf(type).type).kind === 'OBJECT') addOutput(referenceOf(type).type);
}

function addInput(name: string): void {
  if (inputs[name]) return;
  const { inputFields } = typeNamed(name) as IntrospectionInputObjectType;
  inputs[name] = Object.fromEntries(
    inputFields.map((field) => [field.name, { ...referenceOf(field.type), description: field.description ?? '' }]),
  );
  for (const { type } of inputFields)
    if (typeNamed(referenceOf(type).type).kind === 'INPUT_OBJECT') addInput(referenceOf(type).type);
}

function valuesOf(name: string): Readonly<Record<string, string>> {
  const type = typeNamed(name);
  if (type.kind !== 'ENUM') throw new Error(`${name} is not an enum.`);
  return Object.fromEntries(type.enumValues.map((value) => [value.name, value.description ?? '']));
}

function typeNamed(name: string): IntrospectionType {
  const type = types.get(name);
  if (!type) throw new Error(`The schema has no type ${name}.`);
  return type;
}

function referenceOf(type: AnyReference): TypeReference {
  if (type.kind === 'LIST') return { ...referenceOf(type.ofType ?? type), list: true };
  return type.kind === 'NON_NULL' ? referenceOf(type.ofType ?? type) : { type: type.name ?? '' };
}
