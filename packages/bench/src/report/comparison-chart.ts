import type { WorkloadOutcome } from './comparison-report.ts';
import { figure } from './figures.ts';

const LABEL_WIDTH = 320;
const BAR_WIDTH = 420;
const LINE = 20;
const MARGIN = 16;
const TITLE = 'CPU per operation, ratio to the floor (logarithmic; shorter is better)';
const WIDTH = MARGIN * 2 + LABEL_WIDTH + BAR_WIDTH + 60;

/**
 * Returns an SVG of bars: a group a workload, a bar a stack, as long as the logarithm of its ratio to the floor, so that
 * both 2 and 50 can be read. It is legible on light and on dark pages.
 */
export function comparisonChart(results: readonly WorkloadOutcome[]): string {
  const most = Math.max(2, ...results.flatMap(({ outcomes }) => outcomes.map(({ ratio }) => ratio)));
  const parts = [text(MARGIN, MARGIN + LINE, TITLE, '')];
  let top = MARGIN + LINE * 2.5;
  for (const { workload, outcomes } of results) {
    parts.push(text(MARGIN, top, `${workload.name}: ${workload.title}`, 'font-weight="bold"'));
    top += LINE;
    for (const { label, ratio } of outcomes) {
      parts.push(bar(top, label, ratio, most));
      top += LINE;
    }
    top += LINE / 2;
  }
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top}" width="${WIDTH}" height="${top}" ` +
    `font-family="sans-serif" font-size="13" fill="#808890" role="img">\n` +
    `<title>${TITLE}</title>\n${parts.join('')}</svg>\n`
  );
}

function bar(top: number, label: string, ratio: number, most: number): string {
  // A bar of the floor itself, 1, is still to be seen.
  const width = (Math.log(Math.max(ratio, 0.5) / 0.5) / Math.log(most / 0.5)) * BAR_WIDTH;
  const left = MARGIN + LABEL_WIDTH;
  const color = label.startsWith('this gateway') ? '#2f81f7' : label.startsWith('floor') ? '#3fb950' : '#8b949e';
  return (
    text(left - 8, top, label, 'text-anchor="end"') +
    `<rect x="${left}" y="${top - 12}" width="${width.toFixed(1)}" height="14" rx="2" fill="${color}"/>\n` +
    text(left + width + 6, top, figure(ratio), '')
  );
}

function text(x: number, y: number, content: string, attributes: string): string {
  const escaped = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text x="${x.toFixed(1)}" y="${y}" ${attributes}>${escaped}</text>\n`;
}
