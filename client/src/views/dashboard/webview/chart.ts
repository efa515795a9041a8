/** One chart with all ways to read it: drawn, point by point with the keyboard, and as a table. */
import uPlot from 'uplot';
import { cutBefore, describeCurve } from '../curves.ts';
import type { Curves } from '../protocol.ts';
import { create } from './elements.ts';
import { createSample, drawSample, lineStyle, readColors } from './theme.ts';

export interface ChartOptions {
  readonly title: string;
  readonly write: (value: number) => string;
  /** Steps instead of slopes: for numbers that jump. */
  readonly stepped: boolean;
  /** Whether the names of the curves stand below them. */
  readonly legend: boolean;
}

const HEIGHT = 220;
/** More rows are no table but a file: they are exported. */
const TABLE_ROWS = 100;
/** More curves than these are not read out for each point. */
const READ_OUT = 8;

const KEYS: Readonly<Record<string, (index: number, last: number) => number>> = {
  ArrowLeft: (index) => index - 1,
  ArrowRight: (index) => index + 1,
  PageUp: (index) => index - 10,
  PageDown: (index) => index + 10,
  Home: () => 0,
  End: (_index, last) => last,
};

let charts = 0;

export class Chart {
  readonly #plotted = create('div', '', 'plot');
  readonly #legend = create('ul', '', 'legend');
  readonly #readout = create('p', '', 'readout');
  readonly #empty = create('p', 'Nothing was measured yet.', 'note');
  readonly #toggle = create('button', 'Show as table');
  readonly #tableBox = create('div', '', 'scroll');
  #options: ChartOptions;
  #plot: uPlot | undefined;
  #curves: Curves = { labels: [], times: [], values: [] };
  #shown: Curves = this.#curves;
  #hidden: ReadonlySet<string> = new Set();
  #period = 0;
  #index = -1;

  constructor(box: HTMLElement, options: ChartOptions) {
    this.#options = options;
    const id = `readout-${++charts}`;
    this.#readout.id = id;
    this.#readout.setAttribute('aria-live', 'polite');
    this.#plotted.tabIndex = 0;
    this.#plotted.setAttribute('role', 'img');
    this.#plotted.setAttribute('aria-describedby', id);
    this.#plotted.addEventListener('keydown', (event) => this.#move(event));
    this.#plotted.addEventListener('blur', () => this.#point(-1));
    this.#toggle.type = 'button';
    this.#toggle.className = 'secondary';
    this.#toggle.setAttribute('aria-expanded', 'false');
    this.#toggle.addEventListener('click', () => {
      this.#tableBox.hidden = !this.#tableBox.hidden;
      this.#toggle.textContent = this.#tableBox.hidden ? 'Show as table' : 'Hide table';
      this.#toggle.setAttribute('aria-expanded', String(!this.#tableBox.hidden));
      this.#fillTable();
    });
    this.#tableBox.hidden = true;
    this.#tableBox.tabIndex = 0;
    this.#tableBox.setAttribute('role', 'region');
    box.append(this.#plotted, this.#legend, this.#empty, this.#readout, this.#toggle, this.#tableBox);
    new ResizeObserver(() => this.#plot?.setSize({ width: this.#width(), height: HEIGHT })).observe(box);
  }

  /** Draws from nothing: other curves, other words. */
  show(curves: Curves, options: ChartOptions): void {
    this.#curves = curves;
    this.#options = options;
    this.#index = -1;
    this.redraw();
  }

  /** The same curves with newer points. */
  update(curves: Curves): void {
    this.#curves = curves;
    const before = this.#shown.times[this.#index];
    this.#cut();
    if (this.#plot === undefined) {
      this.redraw();
      return;
    }
    this.#plot.setData(this.#data());
    // The point that is read keeps its time although older ones were dropped.
    this.#point(before === undefined ? -1 : this.#shown.times.indexOf(before));
    this.#describe();
  }

  /** Which curves are not drawn, by their labels. */
  hide(labels: ReadonlySet<string>): void {
    this.#hidden = labels;
    this.#plot?.batch(() => {
      this.#curves.labels.forEach((label, index) => {
        this.#plot?.setSeries(index + 1, { show: !labels.has(label) });
      });
    });
    this.#describe();
  }

  /** How much of the past is drawn, in milliseconds; 0 for all. */
  setPeriod(period: number): void {
    this.#period = period;
    this.update(this.#curves);
  }

  redraw(): void {
    this.#plot?.destroy();
    this.#plot = undefined;
    this.#cut();
    const hasPoints = this.#shown.times.length > 0 && this.#shown.labels.length > 0;
    this.#plotted.hidden = !hasPoints;
    this.#empty.hidden = hasPoints;
    this.#toggle.hidden = !hasPoints;
    this.#describe();
    this.#fillLegend(hasPoints);
    if (!hasPoints) return;
    this.#plot = new uPlot(this.#plotOptions(), this.#data(), this.#plotted);
    if (this.#index >= 0) this.#point(this.#index);
  }

  #cut(): void {
    const newest = this.#curves.times.at(-1) ?? 0;
    this.#shown = this.#period === 0 ? this.#curves : cutBefore(this.#curves, newest - this.#period);
  }

  #data(): uPlot.AlignedData {
    return [[...this.#shown.times], ...this.#shown.values.map((values) => [...values])];
  }

  #plotOptions(): uPlot.Options {
    const colors = readColors();
    const font = `12px ${getComputedStyle(document.body).fontFamily}`;
    const axis: uPlot.Axis = {
      stroke: colors.text,
      font,
      grid: { stroke: colors.grid, width: 0.5 },
      ticks: { stroke: colors.grid, width: 0.5 },
    };
    const stepped = uPlot.paths.stepped?.({ align: 1 });
    return {
      width: this.#width(),
      height: HEIGHT,
      ms: 1,
      legend: { show: false },
      cursor: { y: false, points: { size: 7 } },
      padding: [8, 28, 0, 0],
      scales: {
        y: { range: (_plot, _least, most) => [0, Number.isFinite(most) && most > 0 ? most * 1.1 : 1] },
      },
      axes: [
        { ...axis, incrs: TIME_STEPS, values: (_plot, times) => writeTimes(times) },
        {
          ...axis,
          size: 70,
          ...(this.#options.stepped ? { incrs: WHOLE_STEPS } : {}),
          values: (_plot, values) => values.map(this.#options.write),
        },
      ],
      series: [
        {},
        ...this.#shown.labels.map((label, index): uPlot.Series => {
          const { color, dash } = lineStyle(colors, index);
          return {
            label,
            stroke: color,
            width: 2,
            dash: [...dash],
            show: !this.#hidden.has(label),
            points: { show: this.#shown.times.length < 3, size: 5, fill: color },
            ...(this.#options.stepped && stepped !== undefined ? { paths: stepped } : {}),
          };
        }),
      ],
      hooks: {
        setCursor: [
          (plot) => {
            if (this.#plotted.matches(':focus-visible') && !this.#plotted.matches(':hover')) return;
            this.#read(plot.cursor.idx ?? -1);
          },
        ],
      },
    };
  }

  #width(): number {
    return Math.max(240, this.#plotted.parentElement?.clientWidth ?? 0);
  }

  #move(event: KeyboardEvent): void {
    const move = KEYS[event.key];
    const last = this.#shown.times.length - 1;
    if (event.key === 'Escape') this.#point(-1);
    if (move === undefined || last < 0) return;
    event.preventDefault();
    const from = this.#index < 0 ? last + 1 : this.#index;
    this.#point(Math.max(0, Math.min(last, move(from, last))));
  }

  /** Puts the line of the cursor on a point, or takes it away. */
  #point(index: number): void {
    const plot = this.#plot;
    if (plot === undefined) return;
    this.#index = index;
    const time = this.#shown.times[index];
    plot.setCursor(
      time === undefined
        ? { left: -10, top: -10 }
        : { left: plot.valToPos(time, 'x'), top: plot.over.clientHeight / 2 },
      false,
    );
    this.#read(index);
  }

  #read(index: number): void {
    const time = this.#shown.times[index];
    this.#readout.textContent = time === undefined ? '' : `${writeMoment(time)}: ${this.#valuesAt(index).join(', ')}`;
  }

  #valuesAt(index: number): string[] {
    const visible = this.#visible();
    const read = visible.slice(0, READ_OUT).map(({ label, values }) => {
      const value = values[index] ?? null;
      return `${label} ${value === null ? 'not known' : this.#options.write(value)}`;
    });
    return visible.length > READ_OUT ? [...read, `and ${visible.length - READ_OUT} more`] : read;
  }

  #visible(): { readonly label: string; readonly values: readonly (number | null)[] }[] {
    return this.#shown.labels
      .map((label, index) => ({ label, values: this.#shown.values[index] ?? [] }))
      .filter(({ label }) => !this.#hidden.has(label));
  }

  #describe(): void {
    const curves = this.#visible().map(
      ({ label, values }) => `${label}: ${describeCurve(values, this.#options.write)}`,
    );
    this.#plotted.setAttribute(
      'aria-label',
      `${this.#options.title}. ${curves.join('. ')}. The arrow keys read single points.`,
    );
    this.#tableBox.setAttribute('aria-label', `${this.#options.title}, as a table`);
    this.#fillTable();
  }

  #fillLegend(isShown: boolean): void {
    this.#legend.hidden = !isShown || !this.#options.legend;
    const colors = readColors();
    const items = this.#shown.labels.map((label, index) => {
      const item = create('li');
      const sample = createSample();
      drawSample(sample, lineStyle(colors, index));
      item.append(sample, label);
      return item;
    });
    this.#legend.replaceChildren(...(this.#options.legend ? items : []));
  }

  #fillTable(): void {
    if (this.#tableBox.hidden) return;
    const visible = this.#visible();
    const table = create('table');
    const head = table.createTHead().insertRow();
    for (const [index, title] of ['Time', ...visible.map(({ label }) => label)].entries()) {
      const cell = create('th', title, index === 0 ? '' : 'number');
      cell.scope = 'col';
      head.append(cell);
    }
    const body = table.createTBody();
    const { times } = this.#shown;
    for (let index = times.length - 1; index >= Math.max(0, times.length - TABLE_ROWS); index--) {
      const row = body.insertRow();
      const time = create('th', writeMoment(times[index] ?? 0));
      time.scope = 'row';
      row.append(time);
      for (const { values } of visible) {
        const value = values[index] ?? null;
        row.append(create('td', value === null ? '–' : this.#options.write(value), 'number'));
      }
    }
    const left = times.length - TABLE_ROWS;
    const note = left > 0 ? [create('p', `${left} older rows are in the exported file.`, 'note')] : [];
    this.#tableBox.replaceChildren(table, ...note);
  }
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Steps of the axis of times: no finer than they are written. */
const TIME_STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
];

/** Steps of an axis that counts. */
const WHOLE_STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000];

function writeTimes(times: readonly number[]): string[] {
  const isFine = times.some((time) => time % 60_000 !== 0);
  return times.map((time) => writeMoment(time).slice(0, isFine ? 8 : 5));
}

/** `12:03:05` in the machine's own zone. */
export function writeMoment(time: number): string {
  const date = new Date(time);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}
