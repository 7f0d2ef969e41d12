import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { printColumns, type ColumnsOptions } from './commands/columns.ts';
import { count, type CountOptions } from './commands/count.ts';
import { exportContacts, type ExportOptions } from './commands/export.ts';
import { fromCurl, type FromCurlOptions } from './commands/from-curl.ts';
import { get, type GetOptions } from './commands/get.ts';
import { list, type ListOptions } from './commands/list.ts';
import { DEFAULT_URL } from './options.ts';
import type { Terminal } from './terminal.ts';

/** Returns the program; each command calls `onEnd` with its exit code. */
export function contactsProgram(terminal: Terminal, onEnd: (exitCode: number) => void): Command {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  const program = new Command('contacts')
    .description('Reads the contacts of Bitrix24 through the Contacts Gateway.')
    .version(version)
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void terminal.stdout.write(text),
      writeErr: (text) => void terminal.stderr.write(text),
      outputError: (text, print) => print(withoutValue(text).replace(/^error:/, 'contacts:')),
    })
    .showHelpAfterError('(contacts --help, or contacts help <command>, lists what is allowed.)');

  printing(requesting(connecting(program.command('list').description('print contacts'))))
    .option('--limit <number>', 'most contacts to print, or all', '50')
    .action(async (options: ListOptions) => onEnd(await list(options, terminal)));
  printing(connecting(program.command('get').description('print one contact').argument('<id>', 'number or global id')))
    .option('--columns <names>', 'columns, comma-separated, or all')
    .action(async (id: string, options: GetOptions) => onEnd(await get(id, options, terminal)));
  filtering(printing(connecting(program.command('count').description('count contacts'))))
    .option('--by <field>', 'count for each value of a field')
    .action(async (options: CountOptions) => onEnd(await count(options, terminal)));
  exporting(requesting(connecting(program.command('export').description('write contacts to a file')))).action(
    async (options: ExportOptions) => onEnd(await exportContacts(options, terminal)),
  );
  printing(connecting(program.command('from-curl').description('translate a request of the REST list page')))
    .argument('[command...]', 'a curl command or URL; without one, standard input')
    .passThroughOptions()
    .option('--offset <offset>', "the portal's offset from UTC, for times that have none")
    .option('--json', 'print query, variables and command as JSON')
    .option('--run', 'print the contacts in place of the operation')
    .action(async (words: readonly string[], options: FromCurlOptions) =>
      onEnd(await fromCurl(words, options, terminal)),
    );
  printing(connecting(program.command('columns').description('print the columns, filters and orders that there are')))
    .option('--custom', 'print the custom fields of the portal')
    .action(async (options: ColumnsOptions) => onEnd(await printColumns(options, terminal)));
  return program;
}

function connecting(command: Command): Command {
  return command
    .option('--url <url>', `the gateway, or CONTACTS_URL; default ${DEFAULT_URL}`)
    .option('--key-file <path>', 'a file that holds the VibeCode key')
    .option('--api-key <key>', 'the VibeCode key; better in CONTACTS_API_KEY, since other users can see options')
    .option('--session <session>', "a user's session with an app key, or CONTACTS_SESSION");
}

function filtering(command: Command): Command {
  return command.option(
    '--filter <condition>',
    'such as companyId=15, lastName~Pet, typeId:in=CLIENT,PARTNER, or JSON; repeatable',
    gather,
  );
}

function requesting(command: Command): Command {
  return filtering(command)
    .option('--order <fields>', 'up to three, comma-separated; with a minus in front, descending')
    .option('--columns <names>', 'columns, comma-separated, such as contactId,lastName,company.title; or all');
}

function printing(command: Command): Command {
  return command
    .option('--format <format>', 'table, json, ndjson or csv', 'table')
    .option('--spreadsheet', 'CSV with a byte order mark and without formulas');
}

function exporting(command: Command): Command {
  return command
    .requiredOption('--out <file>', 'the file; its name ends with the format')
    .option('--format <format>', 'json, ndjson or csv, if the name does not end with it')
    .option('--spreadsheet', 'CSV with a byte order mark and without formulas')
    .option('--resume', 'go on with an interrupted export, if there is one')
    .option('--restart', 'begin again in place of an interrupted export')
    .option('--force', 'replace a file that is there already')
    .option('--allow-partial', 'go on where something cannot be read, and leave it empty')
    .option('--summary <format>', 'the closing line: text or json', 'text');
}

function gather(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

/** Removes the value of an unknown option from a message: it can be a key behind a misspelled name. */
function withoutValue(text: string): string {
  const at = text.indexOf('=');
  if (at === -1 || !text.startsWith('error: unknown option')) return text;
  return `${text.slice(0, at)}'${text.slice(text.indexOf('\n', at))}`;
}
