import { createSandbox, keys } from '@contacts/sandbox';

/** Answers of the upstream as ready bytes of HTTP. */
export interface RecordedAnswers {
  /** Returns the answer to a request, asking the sandbox only for the first of its kind. */
  answer(method: string, path: string, body: Buffer): Buffer | Promise<Buffer>;
  close(): Promise<void>;
}

/** More rows than the largest page of the workloads, so that each has a next page. */
const CONTACTS = 6000;
/** More than all workloads of all stacks ask for. */
const MOST_ANSWERS = 10_000;

/**
 * Starts a sandbox and records its answers: bytes in the shape of the contract, for whatever a stack asks, at the price
 * of a map look-up. Credentials are no part of the key: every caller sees all rows.
 */
export async function recordAnswers(): Promise<RecordedAnswers> {
  const sandbox = await createSandbox({ contacts: CONTACTS, limits: 'off' });
  const answers = new Map<string, Buffer | Promise<Buffer>>();

  async function record(method: string, path: string, body: Buffer): Promise<Buffer> {
    const response = await fetch(`${sandbox.url}${path}`, {
      method,
      headers: { 'x-api-key': keys.all, ...(body.length > 0 ? { 'content-type': 'application/json' } : {}) },
      ...(body.length > 0 ? { body: new Uint8Array(body) } : {}),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    const head =
      `HTTP/1.1 ${response.status} ${response.statusText}\r\ncontent-type: application/json; charset=utf-8\r\n` +
      `content-length: ${bytes.length}\r\n\r\n`;
    return Buffer.concat([Buffer.from(head), bytes]);
  }

  return {
    answer(method, path, body) {
      const key = `${method} ${path} ${body.toString('latin1')}`;
      const known = answers.get(key);
      if (known !== undefined) return known;
      if (answers.size >= MOST_ANSWERS) throw new Error(`More than ${MOST_ANSWERS} different requests upstream.`);
      const recording = record(method, path, body).then((bytes) => {
        answers.set(key, bytes);
        return bytes;
      });
      answers.set(key, recording);
      return recording;
    },
    close: () => sandbox.close(),
  };
}
