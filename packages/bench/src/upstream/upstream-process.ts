import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The upstream of all stacks, in a process of its own. It inherits the core of this one. */
export interface Upstream extends AsyncDisposable {
  readonly url: string;
  /** Returns the number of requests that it has answered. */
  requests(): Promise<number>;
}

/** Starts the upstream. */
export async function startUpstream(): Promise<Upstream> {
  const child = fork(fileURLToPath(new URL('upstream-server.ts', import.meta.url)), {
    execArgv: ['--conditions=@contacts/source'],
  });
  const [{ port }] = (await once(child, 'message')) as [{ readonly port: number }];
  return {
    url: `http://127.0.0.1:${port}`,
    async requests() {
      child.send('requests');
      const [{ requests }] = (await once(child, 'message')) as [{ readonly requests: number }];
      return requests;
    },
    async [Symbol.asyncDispose]() {
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
  };
}
