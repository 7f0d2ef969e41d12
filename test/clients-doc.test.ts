import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { texts } from '../apps/gateway/test/clients/relay/contact-list.ts';
import { type GatewayWithSandbox, startGatewayWithSandbox } from '../apps/gateway/test/running-gateway.ts';
import { fencedBlocks, readProjectFile, tableRows } from './markdown.ts';

const run = promisify(execFile);
const recipes = 'apps/gateway/test/clients/recipes';
const page = readProjectFile('docs/clients.md');
const blocks = fencedBlocks(page);
const files = readdirSync(new URL(`../${recipes}`, import.meta.url));
const programs = files.filter((file) => file !== 'codegen.ts');
const GATEWAY = 'http://127.0.0.1:4000';

let gateway: GatewayWithSandbox;
beforeAll(async () => {
  gateway = await startGatewayWithSandbox();
});
afterAll(() => gateway[Symbol.asyncDispose]());

test('the programs of docs/clients.md are those that are type-checked, linted and run', () => {
  const shown = blocks.filter(({ language }) => language === 'ts').map(({ text }) => text);
  expect(new Set(shown)).toEqual(new Set(files.map((file) => readProjectFile(`${recipes}/${file}`))));
  expect(programs.length).toBeGreaterThanOrEqual(5);
});

test('the texts and the configuration of Relay are those that the artifacts are made with', () => {
  const words = (text = '') => text.split(/\s+/).filter((word) => word !== '');
  const shown = (language: string) => blocks.find((block) => block.language === language)?.text;
  expect(words(shown('graphql'))).toEqual(words(texts.join('\n')));
  const {
    src: _src,
    schema: _schema,
    artifactDirectory: _artifacts,
    ...settings
  } = JSON.parse(readProjectFile('apps/gateway/test/clients/relay/relay.config.json')) as Readonly<
    Record<string, unknown>
  >;
  expect(JSON.parse(shown('json') ?? '')).toMatchObject(settings);
});

/** Resolves imports as bundlers do: Relay's compiler writes them without the extension of the file. */
const withEndings = `data:text/javascript,import { registerHooks } from 'node:module';
registerHooks({ resolve: (name, context, next) => next(name.endsWith('.graphql') ? name + '.ts' : name, context) });`;

test.each(programs)('%s reads all 1,167 contacts, 50 per upstream call', async (file) => {
  gateway.sandbox.clearRequests();
  const text = readProjectFile(`${recipes}/${file}`);
  expect(text).toContain(GATEWAY);
  const options = ['--conditions=@contacts/source', '--import', withEndings, '--input-type=module-typescript'];
  const { stdout } = await run(process.execPath, [...options, '--eval', text.replaceAll(GATEWAY, gateway.url)], {
    cwd: fileURLToPath(new URL(`../${recipes}`, import.meta.url)),
  });
  expect(gateway.sandbox.contacts.size).toBe(1167);
  expect(stdout).toBe('1167 contacts\n');
  expect(gateway.calls()).toHaveLength(24);
});

describe('types are generated in another repository', () => {
  const rows = tableRows(page, 'The schema comes from');

  test.each(rows.map(([source = '', schema = '']) => ({ source, schema })))('$source', async ({ schema }) => {
    await using project = await makeProject();
    const config = readProjectFile(`${recipes}/codegen.ts`);
    const [line = ''] = /^const schema = .+;$/m.exec(config) ?? [];
    expect(line).not.toBe('');
    await writeFile(
      join(project.folder, 'codegen.ts'),
      config.replace(line, `const schema = ${schema.replaceAll(GATEWAY, gateway.url)};`),
    );
    await run(process.execPath, [codegen, '--config', 'codegen.ts'], { cwd: project.folder });
    const types = await readFile(join(project.folder, 'src/gql/graphql.ts'), 'utf8');
    expect(types).toContain('nodes: Array<{ contactId: number, createdTime: string | null }>');
  });

  test('the config of the page is one of them', () => {
    expect(rows).toHaveLength(4);
    expect(readProjectFile(`${recipes}/codegen.ts`)).toContain(`const schema = ${rows[0]?.[1]};`);
  });
});

const codegen = fileURLToPath(new URL('../apps/gateway/node_modules/@graphql-codegen/cli/cjs/bin.js', import.meta.url));

/** A folder with an operation and the printed schema, from which the packages of the gateway's tests are found. */
async function makeProject(): Promise<{ readonly folder: string } & AsyncDisposable> {
  const base = fileURLToPath(new URL('../apps/gateway/node_modules/.codegen-', import.meta.url));
  const folder = await mkdtemp(base);
  await mkdir(join(folder, 'src'));
  await writeFile(join(folder, 'schema.graphql'), readProjectFile('packages/schema/schema.graphql'));
  await writeFile(
    join(folder, 'src/contact-list.ts'),
    `import { graphql } from './gql';
export const contactList = graphql(\`query ContactList { contacts { nodes { contactId createdTime } } }\`);
`,
  );
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) };
}
