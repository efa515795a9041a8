/** The editor's colours, as the web view is given them: custom properties that change with the theme. */

export interface ChartColors {
  readonly text: string;
  readonly grid: string;
  readonly background: string;
  readonly curves: readonly string[];
}

const CURVES = ['blue', 'orange', 'green', 'red', 'purple', 'yellow'];
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

/** The colour and the dash of a curve, by its place among the curves. */
export function lineStyle(
  colors: ChartColors,
  index: number,
): { readonly color: string; readonly dash: readonly number[] } {
  return {
    color: colors.curves[index % colors.curves.length] ?? colors.text,
    dash: DASHES[Math.floor(index / colors.curves.length) % DASHES.length] ?? [],
  };
}

/** Calls back when the editor has changed its theme. */
export function watchTheme(changed: () => void): void {
  new MutationObserver(changed).observe(document.body, {
    attributes: true,
    attributeFilter: ['class', 'data-vscode-theme-id'],
  });
}
