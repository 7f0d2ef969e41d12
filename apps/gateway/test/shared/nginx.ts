import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@contacts/local-server';
import { until } from './cluster.ts';

/** The load balancer of `deploy/nginx.conf`, in front of gateways of this machine. */
export interface Nginx extends AsyncDisposable {
  readonly url: string;
  /** Returns the messages that nginx printed so far. */
  log(): string;
}

export const hasNginx = spawnSync('nginx', ['-v']).status === 0;

if (!hasNginx) process.stderr.write('Skipped: tests with nginx. Install it for them: apt-get install nginx\n');

const template = new URL('../../../../deploy/nginx.conf', import.meta.url);

/** Starts nginx with the configuration that is deployed, but for its addresses, paths and user. */
export async function startNginx(ports: readonly number[]): Promise<Nginx> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'nginx-'));
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${join(folder, name)};`,
  );
  const config = readFileSync(template, 'utf8')
    .replaceAll(/^ *server gateway-\d.*\n/gm, '')
    .replace('# gateways', ports.map((at) => `server 127.0.0.1:${at} max_fails=0;`).join('\n'))
    .replace(/listen 8080.*;/, `listen 127.0.0.1:${port};`)
    .replace('# paths', temporary.join('\n'));
  writeFileSync(join(folder, 'nginx.conf'), `daemon off;\npid ${join(folder, 'nginx.pid')};\n${config}`);
  const child = spawn('nginx', ['-p', folder, '-e', 'stderr', '-c', join(folder, 'nginx.conf')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let printed = '';
  child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString('utf8')));
  const url = `http://127.0.0.1:${port}`;
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`nginx ended: ${printed}`);
    return fetch(`${url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
  });
  return {
    url,
    log: () => printed,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await once(child, 'exit');
      rmSync(folder, { recursive: true });
    },
  };
}
