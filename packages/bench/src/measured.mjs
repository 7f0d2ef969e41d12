// Preloaded into every measured Node server. It answers messages of the benchmark over IPC, and uses no CPU between them.
import { Session } from 'node:inspector/promises';

const session = new Session();

const commands = {
  usage() {
    const { user, system } = process.cpuUsage();
    const { rss, heapUsed, external } = process.memoryUsage();
    return { cpuMicros: user + system, rss, heapUsed, external };
  },
  collect() {
    globalThis.gc?.();
    return commands.usage();
  },
  async startProfile() {
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: 200 });
    await session.post('Profiler.start');
    return {};
  },
  async stopProfile() {
    const { profile } = await session.post('Profiler.stop');
    session.disconnect();
    return { profile };
  },
};

process.on('message', ({ id, command }) => {
  if (Object.hasOwn(commands, command)) void answer(id, command);
});
// The server ends when the benchmark does, however that ended.
process.on('disconnect', () => process.exit());
// The channel does not keep a server alive that ends by itself.
process.channel?.unref();

async function answer(id, command) {
  process.send?.({ id, ...(await commands[command]()) });
}
