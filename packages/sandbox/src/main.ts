// `npm run sandbox`: runs the sandbox alone until SIGINT or SIGTERM.
import { createSandbox, keys, sessions } from './index.ts';

const { SANDBOX_PORT: portText = '' } = process.env;
const port = portText === '' ? 4010 : Number(portText);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(`SANDBOX_PORT must be a port number from 0 to 65535 (got ${portText})`);
  process.exit(1);
}

const sandbox = await createSandbox({ port }).catch((error: unknown) => {
  const inUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  console.error(inUse ? `Port ${port} is in use: set SANDBOX_PORT to another one.` : error);
  process.exit(1);
});

console.log(`Sandbox of the upstream: ${sandbox.url}

  Personal key   ${keys.all}
  OAuth app      ${keys.app} with session ${sessions.one} or ${sessions.two}

  curl -g "${sandbox.url}/v1/contacts?limit=10&filter[companyId]=15&select=id,name,lastName,phone" \\
    -H "X-Api-Key: ${keys.all}"
`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void sandbox.close();
  });
}

// A parent process with an IPC channel has ended without a signal to this one, as after SIGKILL.
process.once('disconnect', () => {
  void sandbox.close();
});
process.channel?.unref();
