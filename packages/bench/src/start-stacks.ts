import { type ServerProcess, startServer } from './server-process.ts';
import { installPeers } from './stacks/install-peers.ts';
import type { Stack } from './stacks/stack.ts';

/** Servers, and what is to be said of those that could not be started. */
export interface StartedStacks extends AsyncDisposable {
  readonly servers: readonly ServerProcess[];
  readonly missing: readonly string[];
}

/** Starts all stacks. The floor and the gateway have to start; a peer that does not is left out. */
export async function startStacks(
  stacks: readonly Stack[],
  upstreamUrl: string,
  say: (line: string) => void,
): Promise<StartedStacks> {
  const servers: ServerProcess[] = [];
  const missing: string[] = [];
  const failure = installPeers(stacks);
  if (failure !== undefined) say(failure);
  for (const stack of stacks) {
    try {
      servers.push(await startServer(stack, upstreamUrl));
    } catch (error) {
      if (stack.name === 'floor' || stack.name === 'gateway') throw error;
      const reason = error instanceof Error ? error.message : String(error);
      say(`left out: ${reason}`);
      missing.push(`${stack.title} could not be run here: ${lastLine(reason)}`);
    }
  }
  return {
    servers,
    missing,
    async [Symbol.asyncDispose]() {
      await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()));
    },
  };
}

/** The last line of an output, without the folders of this machine. */
function lastLine(text: string): string {
  const line = text.trimEnd().split('\n').at(-1) ?? '';
  return line.replaceAll(/\/[^\s:]*\//g, '').slice(0, 200);
}
