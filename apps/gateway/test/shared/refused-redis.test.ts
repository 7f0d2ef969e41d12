import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasRedis, type RedisServer, startRedis } from '../../../../test/redis-server.ts';
import { ConfigError, loadConfig } from '../../src/config/config.ts';
import { createLog } from '../../src/observe/log.ts';
import { start } from '../../src/start.ts';
import { runGateway } from '../gateway-process.ts';

/** A server that is not Redis, or an old one: it says the same to every command. */
async function startFake(reply: string): Promise<Server> {
  const server = createServer((socket: Socket) => {
    socket.on('data', () => socket.write(reply));
    socket.on('error', () => undefined);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

const portOf = (server: Server): number => (server.address() as { readonly port: number }).port;

/** Returns what a start within this process logs, and the error that it ends with: a process costs a second. */
async function refusalOf(url: string): Promise<string> {
  let output = '';
  const stream = new PassThrough({ encoding: 'utf8' }).on('data', (text: string) => (output += text));
  const config = loadConfig({ PORT: '0', SANDBOX_PORT: '0', REDIS_URL: url });
  const log = await createLog({ level: config.log.level, pretty: false, stream });
  const error = await start(config, log).then(
    () => new Error('It started.'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof ConfigError)) throw error;
  return output + error.message;
}

describe.skipIf(!hasRedis)('a gateway does not start', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedis(['--requirepass', 'right']);
  });
  afterAll(() => redis[Symbol.asyncDispose]());

  test.each([
    ['a wrong password', (port: number) => `redis://:s3cret@127.0.0.1:${port}`, 'REDIS_URL: names a user or password'],
    ['no password', (port: number) => `redis://127.0.0.1:${port}`, 'REDIS_URL: needs a password'],
    [
      'a database that is not there',
      (port: number) => `redis://:right@127.0.0.1:${port}/99`,
      'REDIS_URL: names a database',
    ],
    ['TLS where there is none', (port: number) => `rediss://:s3cret@127.0.0.1:${port}`, 'REDIS_URL: leads to a'],
  ])('with %s, and names the variable without its secret', async (_, urlOf, words) => {
    const output = await refusalOf(urlOf(redis.port));
    expect(output).toContain(words);
    expect(output).not.toMatch(/s3cret|right@/);
  });
});

test('a gateway does not start where no Redis listens', async () => {
  const closed = await startFake('');
  const port = portOf(closed);
  closed.close();
  const output = await refusalOf(`redis://:s3cret@127.0.0.1:${port}`);
  expect(output).toContain('REDIS_URL: leads to a Redis that cannot be reached (ECONNREFUSED)');
  expect(output).not.toContain('s3cret');
});

test('a program that does not start for its REDIS_URL prints why, without its secret, and has exit code 1', async () => {
  const server = await startFake('HTTP/1.1 400 Bad Request\r\n\r\n');
  await using gateway = runGateway({ REDIS_URL: `redis://:s3cret@127.0.0.1:${portOf(server)}` });
  expect(await gateway.exited).toBe(1);
  server.close();
  expect(gateway.output()).toContain('REDIS_URL: leads to a server that does not answer as Redis does');
  expect(gateway.output()).not.toContain('s3cret');
});

test('a gateway does not start in front of a server that is not Redis', async () => {
  const server = await startFake('HTTP/1.1 400 Bad Request\r\n\r\n');
  const output = await refusalOf(`redis://127.0.0.1:${portOf(server)}`);
  server.close();
  expect(output).toContain('REDIS_URL: leads to a server that does not answer as Redis does');
});
