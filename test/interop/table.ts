/** The table of who can buy from whom, as it stands in the README. */

const START = '<!-- interop:start -->';
const END = '<!-- interop:end -->';

/** @param outcomeOf what has happened between a client and a server in a run; `undefined` when their test has failed */
export function matrixTable(
  clients: readonly string[],
  servers: readonly string[],
  outcomeOf: (client: string, server: string) => 'buys' | 'refuses' | undefined,
): string {
  const signs = { buys: '✓', refuses: '–' };
  const cells = (client: string) => servers.map((server) => signs[outcomeOf(client, server) as 'buys'] ?? '✗');
  const rows = [
    ['client ↓ server →', ...servers],
    ['---', ...servers.map(() => ':-:')],
    ...clients.map((client) => [client, ...cells(client)]),
  ];
  return rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** What stands between the markers. */
export function readmeSection(readme: string): string | undefined {
  const start = readme.indexOf(START);
  const end = readme.indexOf(END);
  return start < 0 || end < start ? undefined : readme.slice(start + START.length, end).trim();
}

/** The README with this table between the markers. */
export function withTable(readme: string, table: string): string {
  const section = readmeSection(readme);
  if (section === undefined) throw new Error(`The README has no ${START} and ${END}.`);
  return readme.replace(`${START}\n${section}\n${END}`, () => `${START}\n${table}\n${END}`);
}
