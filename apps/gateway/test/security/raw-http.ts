import { connect } from 'node:net';

/** A response, parsed from its bytes. */
export interface RawAnswer {
  readonly status: number;
  /** By lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends any bytes, and returns the first response when the connection closes or becomes silent. */
export async function sendRaw(
  url: string,
  parts: readonly (string | Buffer)[],
  patienceMs = 5000,
): Promise<RawAnswer | undefined> {
  const { hostname, port } = new URL(url);
  const received = await new Promise<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect({ host: hostname, port: Number(port) }, () => {
      for (const part of parts) socket.write(part);
    });
    const silent = setTimeout(() => done(), patienceMs);
    const done = (): void => {
      clearTimeout(silent);
      socket.destroy();
      resolve(Buffer.concat(chunks));
    };
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      if (isComplete(Buffer.concat(chunks).toString('latin1'), String(parts[0]).startsWith('HEAD '))) done();
    });
    socket.once('close', done);
    socket.once('error', (error: NodeJS.ErrnoException) => {
      // The gateway may close the connection before it has read the request.
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') done();
      else reject(error);
    });
  });
  return parsed(received.toString('utf8'));
}

/** Returns a request's head and body; `Content-Length` is added unless the headers describe a length themselves. */
export function rawRequest(start: string, headers: readonly string[], body: string = ''): readonly (string | Buffer)[] {
  const length = headers.some((header) => /^(?:content-length|transfer-encoding):/i.test(header))
    ? []
    : [`Content-Length: ${Buffer.byteLength(body)}`];
  return [`${start} HTTP/1.1\r\n${[...headers, ...length].join('\r\n')}\r\n\r\n${body}`];
}

function isComplete(text: string, withoutBody: boolean): boolean {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const length = /^content-length: (\d+)/im.exec(text.slice(0, end))?.[1];
  if (withoutBody) return true;
  if (length !== undefined) return text.length >= end + 4 + Number(length);
  return text.endsWith('0\r\n\r\n') || text.startsWith('HTTP/1.1 204');
}

function parsed(text: string): RawAnswer | undefined {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [start = '', ...lines] = head.split('\r\n');
  const status = /^HTTP\/1\.1 (\d{3})/.exec(start)?.[1];
  if (status === undefined) return undefined;
  const headers = lines.map((line) => {
    const at = line.indexOf(':');
    return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()] as const;
  });
  return { status: Number(status), headers: Object.fromEntries(headers), body: rest.join('\r\n\r\n') };
}
