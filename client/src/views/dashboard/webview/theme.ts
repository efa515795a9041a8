/** The editor's colours, as the web view is given them: custom properties that change with the theme. */

export interface ChartColors {
  readonly text: string;
  readonly grid: string;
  readonly background: string;
  readonly curves: readonly string[];
}

/** Orange is none of them: many themes mix it from a colour that shines through. Red says error, so it comes last. */
const CURVES = ['blue', 'yellow', 'green', 'purple', 'foreground', 'red'];
/** What tells curves of the same colour apart, as lengths of lines and gaps. */
const DASHES: readonly (readonly number[])[] = [[], [8, 4], [2, 3], [10, 3, 2, 3]];

export function readColors(): ChartColors {
  const style = getComputedStyle(document.documentElement);
  const color = (name: string, fallback: string): string =>
    style.getPropertyValue(`--vscode-${name}`).trim() || fallback;
  const text = color('foreground', 'CanvasText');
  return {
    text,
    grid: color('contrastBorder', color('panel-border', 'GrayText')),
    background: color('editor-background', 'Canvas'),
    curves: CURVES.map((name) => color(`charts-${name}`, text)),
  };
}

/** The colour and the dash of a curve, by its place among the curves: 24 pairs, none of which differs by colour only. */
export function lineStyle(
  colors: ChartColors,
  index: number,
): { readonly color: string; readonly dash: readonly number[] } {
  const round = Math.floor(index / (2 * colors.curves.length));
  return {
    color: colors.curves[index % colors.curves.length] ?? colors.text,
    dash: DASHES[(index + round) % DASHES.length] ?? [],
  };
}

/** Draws a piece of a curve: what stands beside its name. */
export function drawSample(
  canvas: HTMLCanvasElement | null,
  { color, dash }: { readonly color: string; readonly dash: readonly number[] },
): void {
  const context = canvas?.getContext('2d');
  if (canvas === null || context === null || context === undefined) return;
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.strokeStyle = color;
  context.lineWidth = 4;
  context.setLineDash(dash.map((length) => length * 2));
  context.beginPath();
  context.moveTo(0, canvas.height / 2);
  context.lineTo(canvas.width, canvas.height / 2);
  context.stroke();
}

export function createSample(): HTMLCanvasElement {
  const sample = document.createElement('canvas');
  sample.className = 'sample';
  sample.width = 64;
  sample.height = 12;
  sample.setAttribute('aria-hidden', 'true');
  return sample;
}

/** Calls back when the editor has changed its theme. */
export function watchTheme(changed: () => void): void {
  new MutationObserver(changed).observe(document.body, {
    attributes: true,
    attributeFilter: ['class', 'data-vscode-theme-id'],
  });
}
