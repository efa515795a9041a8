/** The script of the dashboard's page. */
import { prolong } from '../curves.ts';
import {
  FIRST_CHOICE,
  type ChangeRow,
  type Choice,
  type Curves,
  type DestinationRow,
  type KeptState,
  type LogRow,
  type Measure,
  type PanelMessage,
  type Present,
  type SetRow,
  type WebviewMessage,
} from '../protocol.ts';
import { Chart, writeMoment, type ChartOptions } from './chart.ts';
import { create, element } from './elements.ts';
import { createSample, drawSample, lineStyle, readColors, watchTheme } from './theme.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: WebviewMessage): void;
  getState(): KeptState | undefined;
  setState(state: KeptState): void;
};

/** More points are not drawn any finer. */
const MOST_POINTS = 3000;
/** More rows of what happened are in the exported file. */
const MOST_ROWS = 200;
/** How long typing in the filter rests before it is used, in milliseconds. */
const FILTER_REST_MS = 250;

const MEASURES: Readonly<Record<Measure, string>> = {
  average: 'Average latency',
  estimate: 'Estimated latency',
  load: 'Load',
};

const ARROWS: Readonly<Record<ChangeRow['direction'], string>> = { up: '▲ ', down: '▼ ', none: '' };

const NOTHING: Curves = { labels: [], times: [], values: [] };

const host = acquireVsCodeApi();
const server = document.body.dataset.server ?? '';

const page = {
  about: element('about', 'p'),
  status: element('status', 'p'),
  connect: element('connect', 'button'),
  refresh: element('refresh', 'button'),
  export: element('export', 'button'),
  period: element('period', 'select'),
  set: element('set', 'select'),
  measure: element('measure', 'select'),
  filter: element('filter', 'input'),
  matching: element('matching', 'p'),
  destinations: element('destinations', 'tbody'),
  changes: element('changes', 'tbody'),
  noChanges: element('no-changes', 'p'),
  log: element('log', 'tbody'),
  noLog: element('no-log', 'p'),
};

const SET_OPTIONS: ChartOptions = {
  title: 'Destinations that take calls, by set',
  write: (value) => String(Math.round(value)),
  stepped: true,
  legend: true,
};

let choice: Choice = host.getState()?.choice ?? FIRST_CHOICE;
let setCurves = NOTHING;
let curves = NOTHING;
let present: Present | undefined;
const hidden = new Set<string>();

const setsChart = new Chart(element('sets-chart', 'div'), SET_OPTIONS);
const curvesChart = new Chart(element('curves-chart', 'div'), curveOptions());

window.addEventListener('message', (event: MessageEvent<PanelMessage>) => receive(event.data));
watchTheme(() => {
  setsChart.redraw();
  curvesChart.redraw();
  if (present !== undefined) showDestinations(present);
});
page.connect.addEventListener('click', () => host.postMessage({ kind: 'connect' }));
page.refresh.addEventListener('click', () => host.postMessage({ kind: 'refresh' }));
page.export.addEventListener('click', () => host.postMessage({ kind: 'export' }));
page.period.addEventListener('change', () => {
  for (const chart of [setsChart, curvesChart]) chart.setPeriod(Number(page.period.value));
});
page.set.addEventListener('change', () => choose({ ...choice, setId: Number(page.set.value) }));
page.measure.addEventListener('change', () => choose({ ...choice, measure: page.measure.value as Measure }));
let typing: number | undefined;
page.filter.addEventListener('input', () => {
  window.clearTimeout(typing);
  typing = window.setTimeout(() => choose({ ...choice, filter: page.filter.value }), FILTER_REST_MS);
});
page.measure.value = choice.measure;
page.filter.value = choice.filter;
host.postMessage({ kind: 'ready', choice });

function choose(wanted: Choice): void {
  choice = wanted;
  keep();
  host.postMessage({ kind: 'choose', choice });
}

function keep(): void {
  host.setState({ server, choice });
}

function receive(message: PanelMessage): void {
  present = message.present;
  if (message.kind === 'whole') {
    choice = { ...message.choice, filter: page.filter.value };
    keep();
    setCurves = message.setCurves;
    curves = message.curves;
    page.changes.replaceChildren();
    page.log.replaceChildren();
    setsChart.show(setCurves, SET_OPTIONS);
    curvesChart.show(curves, curveOptions());
    curvesChart.hide(hidden);
  } else {
    if (message.setCurves.times.length > 0) {
      setCurves = prolong(setCurves, message.setCurves, MOST_POINTS);
      setsChart.update(setCurves);
    }
    if (message.curves.times.length > 0) {
      curves = prolong(curves, message.curves, MOST_POINTS);
      curvesChart.update(curves);
    }
  }
  showStatus(present);
  showSets(present.sets);
  showDestinations(present);
  prepend(page.changes, message.changes.map(rowOfChange), page.noChanges);
  prepend(page.log, message.log.map(rowOfRecord), page.noLog);
}

function curveOptions(): ChartOptions {
  const { measure } = choice;
  return {
    title: `${MEASURES[measure]} of the destinations of set ${choice.setId ?? '…'}`,
    write: measure === 'load' ? (value) => String(Math.round(value)) : writeLatency,
    stepped: measure === 'load',
    // The table of the destinations is one.
    legend: false,
  };
}

function showStatus({ status }: Present): void {
  page.about.textContent = status.about;
  // The words are read out when they change, so the time of each update is none of them.
  if (page.status.textContent !== status.sentence) page.status.textContent = status.sentence;
  page.status.className = status.isFresh ? 'fresh' : status.kind === 'failing' ? 'failing' : 'stale';
  page.status.setAttribute('aria-live', status.isFresh ? 'off' : 'polite');
  document.body.classList.toggle('old', !status.isFresh);
  page.connect.hidden = status.kind !== 'idle';
  page.refresh.disabled = status.kind === 'idle' || status.kind === 'missing';
}

function showSets(sets: readonly SetRow[]): void {
  const labels = sets.map(({ id, active, size }) => `${id}: ${active} of ${size} take calls`);
  const same =
    page.set.options.length === labels.length &&
    labels.every((label, index) => page.set.options[index]?.text === label);
  if (!same) {
    page.set.replaceChildren(
      ...sets.map(({ id }, index) => {
        const option = create('option', labels[index]);
        option.value = String(id);
        return option;
      }),
    );
  }
  if (choice.setId !== undefined) page.set.value = String(choice.setId);
}

function showDestinations({ destinations, matching, sets }: Present): void {
  const size = sets.find(({ id }) => id === choice.setId)?.size ?? 0;
  page.matching.textContent =
    destinations.length < matching
      ? `${destinations.length} of ${matching} are shown: those in trouble, then the slowest. The filter finds others.`
      : matching < size
        ? `${matching} of ${size} pass the filter.`
        : '';
  const rows = [...page.destinations.rows];
  const isSame =
    rows.length === destinations.length && rows.every((row, index) => row.dataset.uri === destinations[index]?.uri);
  if (!isSame) page.destinations.replaceChildren(...destinations.map(rowOfDestination));
  const colors = readColors();
  destinations.forEach((destination, index) => {
    const row = page.destinations.rows[index];
    if (row !== undefined) fillDestination(row, destination, lineStyle(colors, index));
  });
}

function rowOfDestination({ uri, name }: DestinationRow): HTMLTableRowElement {
  const row = create('tr');
  row.dataset.uri = uri;
  const box = create('input');
  box.type = 'checkbox';
  box.checked = !hidden.has(uri);
  box.setAttribute('aria-label', `Draw the curve of ${uri}`);
  box.addEventListener('change', () => {
    if (box.checked) hidden.delete(uri);
    else hidden.add(uri);
    curvesChart.hide(hidden);
  });
  const curve = create('td');
  curve.append(box, createSample());
  const title = create('th', uri);
  title.scope = 'row';
  if (name !== '') title.append(' ', create('span', name, 'note'));
  row.append(curve, title, create('td'));
  for (let index = 0; index < 5; index++) row.append(create('td', '', 'number'));
  return row;
}

function fillDestination(
  row: HTMLTableRowElement,
  { words, letters, average, estimate, maximum, timeouts, load }: DestinationRow,
  style: ReturnType<typeof lineStyle>,
): void {
  const latency = (value: number | null): string => (value === null ? '–' : writeLatency(value));
  const figure = (value: number | null): string => (value === null ? '–' : String(value));
  const texts = [
    `${words} (${letters})`,
    latency(average),
    latency(estimate),
    latency(maximum),
    figure(timeouts),
    figure(load),
  ];
  texts.forEach((text, index) => {
    const cell = row.cells[index + 2];
    if (cell !== undefined && cell.textContent !== text) cell.textContent = text;
  });
  row.classList.toggle('down', letters.startsWith('I'));
  row.classList.toggle('paused', letters.startsWith('D') || letters.startsWith('T'));
  drawSample(row.querySelector('canvas'), style);
}

function rowOfChange({ at, setId, uri, from, to, direction }: ChangeRow): HTMLTableRowElement {
  const row = create('tr');
  row.append(timeCell(at), create('td', String(setId)), create('td', uri), create('td', from));
  row.append(create('td', `${ARROWS[direction]}${to}`, direction));
  return row;
}

function rowOfRecord({ at, what, fault }: LogRow): HTMLTableRowElement {
  const row = create('tr');
  row.append(timeCell(at), create('td', what));
  row.append(fault === undefined ? create('td', '✓ confirmed', 'up') : create('td', `✗ ${fault}`, 'down'));
  return row;
}

function timeCell(at: number): HTMLTableCellElement {
  const cell = create('td', '', 'time');
  const time = create('time', writeMoment(at));
  time.dateTime = new Date(at).toISOString();
  time.title = new Date(at).toLocaleString();
  cell.append(time);
  return cell;
}

function prepend(body: HTMLTableSectionElement, rows: readonly HTMLTableRowElement[], none: HTMLElement): void {
  body.prepend(...rows);
  while (body.rows.length > MOST_ROWS) body.deleteRow(-1);
  none.hidden = body.rows.length > 0;
}

/** Milliseconds, no finer than they can be read. */
function writeLatency(value: number): string {
  if (value >= 1000) return `${Number((value / 1000).toFixed(1))} s`;
  return value >= 10 ? `${Math.round(value)} ms` : `${Number(value.toFixed(2))} ms`;
}
