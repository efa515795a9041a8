/** The page of the dashboard: everything that is there from the start. Its script fills it. No editor. */

export interface PageOptions {
  /** The address of the script, the style sheet, and where such addresses begin, as the web view names them. */
  readonly script: string;
  readonly style: string;
  readonly source: string;
  /** Only a script with it runs; new for each page. */
  readonly nonce: string;
  readonly server: string;
}

/** Nothing is loaded but the extension's own style sheet and the one script that bears the nonce. */
function policy({ source, nonce }: PageOptions): string {
  return `default-src 'none'; style-src ${source}; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'`;
}

export function writePage(options: PageOptions): string {
  const { script, style, nonce } = options;
  const server = escape(options.server);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escape(policy(options))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${server}</title>
<link rel="stylesheet" href="${escape(style)}">
</head>
<body data-server="${server}">
<header>
  <h1>${server}</h1>
  <p id="about"></p>
  <p id="status" role="status"></p>
  <div class="buttons">
    <button id="connect" type="button" hidden>Connect</button>
    <button id="refresh" type="button">Refresh</button>
    <button id="export" type="button">Export CSV …</button>
    <label>Period
      <select id="period">
        <option value="0">All that is kept</option>
        <option value="600000">10 minutes</option>
        <option value="3600000">1 hour</option>
        <option value="21600000">6 hours</option>
      </select>
    </label>
  </div>
</header>
<main>
  <section aria-labelledby="sets-title">
    <h2 id="sets-title">Destinations that take calls, by set</h2>
    <div id="sets-chart" class="chart"></div>
  </section>
  <section aria-labelledby="curves-title">
    <h2 id="curves-title">Destinations of a set</h2>
    <div class="controls">
      <label>Set <select id="set"></select></label>
      <label>Curves
        <select id="measure">
          <option value="average">Average latency</option>
          <option value="estimate">Estimated latency</option>
          <option value="load">Load</option>
        </select>
      </label>
      <label>Filter <input id="filter" type="search" placeholder="Address or attribute" maxlength="200"></label>
    </div>
    <div id="curves-chart" class="chart"></div>
    <p id="matching" class="note"></p>
    <div class="scroll" tabindex="0" role="region" aria-label="Destinations of the set">
      <table>
        <thead><tr>
          <th scope="col">Curve</th><th scope="col">Destination</th><th scope="col">State</th>
          <th scope="col" class="number">Average</th><th scope="col" class="number">Estimate</th>
          <th scope="col" class="number">Maximum</th><th scope="col" class="number">Timeouts</th>
          <th scope="col" class="number">Load</th>
        </tr></thead>
        <tbody id="destinations"></tbody>
      </table>
    </div>
  </section>
  <section aria-labelledby="changes-title">
    <h2 id="changes-title">State changes</h2>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="changes-title">
      <table>
        <thead><tr>
          <th scope="col">Time</th><th scope="col">Set</th><th scope="col">Destination</th>
          <th scope="col">Before</th><th scope="col">After</th>
        </tr></thead>
        <tbody id="changes"></tbody>
      </table>
      <p id="no-changes" class="note">None was seen yet.</p>
    </div>
  </section>
  <section aria-labelledby="log-title">
    <h2 id="log-title">Done from here</h2>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="log-title">
      <table>
        <thead><tr><th scope="col">Time</th><th scope="col">What</th><th scope="col">Outcome</th></tr></thead>
        <tbody id="log"></tbody>
      </table>
      <p id="no-log" class="note">Nothing was done yet.</p>
    </div>
  </section>
</main>
<script nonce="${nonce}" src="${escape(script)}"></script>
</body>
</html>
`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
