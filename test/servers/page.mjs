import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { median } from '../bench/statistics.mjs';
import { formattedMarkdown } from '../support/markdown.mjs';

const file = fileURLToPath(new URL('../../docs/servers.md', import.meta.url));

/** Writes docs/servers.md anew: a row a server, then what each probe brought. */
export async function writePage(results, nodeVersion) {
  const rows = results.map(({ server, probes, problems, requests, answers, end, timesMs, plainTimesMs }) => {
    const refused = probes.filter(({ came }) => came.startsWith('refused')).length;
    const varying = [...answers.varying()].map(([part, count]) => `${part} (${count})`);
    return row([
      `[${server.name}](https://www.npmjs.com/package/${server.name}) ${server.version}`,
      server.code,
      `\`--${server.loads}\``,
      `${answers.requests}, ${requests}`,
      `${median(plainTimesMs).toFixed(1)} → ${median(timesMs).toFixed(1)} ms`,
      `${probes.length - refused} of ${probes.length}`,
      varying.join(', ') || 'none',
      end,
      problems.length === 0 ? 'none' : problems.join('; '),
    ]);
  });
  const details = results.flatMap(({ server, probes }) => [
    `\n## ${server.name}\n`,
    row(['probe', 'brought']),
    row(['---', '---']),
    ...probes.map(({ command, came }) => row([`\`${command.replace(/`/g, "'")}\``, came])),
  ]);
  const text = [heading(nodeVersion), ...rows, ...details].join('\n');
  writeFileSync(file, await formattedMarkdown(text, file));
}

const heading = (nodeVersion) => `# Servers that nobody here wrote

Made by \`npm run servers\` on ${new Date().toISOString().slice(0, 10)} with Node.js ${nodeVersion}. Each server is installed from
npm and started as its users do: twice plain, then with the agent by \`NODE_OPTIONS\`. A fixed list of requests is sent to it all the
time; probes of all kinds are placed by the command line, and what they bring is checked against what the requests say. Every
answer is compared with the plain runs: status, body, headers, but for what is not the same in two plain runs. Code with a map
is probed on the lines of its sources. A capture that was cut by its time limit of 10 ms says so, and need not hold what is
checked, as long as another one does; a busy machine cuts more. All probes may cost 5 % of a core. Answered in: median, plain and
with all probes in at once, V8 still compiling; not a benchmark.

${row(['server', 'its code', 'agent by', 'requests: different, sent', 'answered in', 'probes hit', 'not compared (requests)', 'ended', 'what is wrong'])}
${row(Array.from({ length: 9 }, () => '---'))}`;

const row = (cells) =>
  `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
