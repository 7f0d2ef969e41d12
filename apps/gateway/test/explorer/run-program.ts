import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const gateway = fileURLToPath(new URL('../../', import.meta.url));

/** Runs a TypeScript program that imports packages of the gateway's tests, and returns what it prints. */
export async function runProgram(text: string): Promise<string> {
  const options = ['--conditions=@contacts/source', '--input-type=module-typescript', '--eval', text];
  const { stdout } = await promisify(execFile)(process.execPath, options, { cwd: gateway });
  return stdout;
}
