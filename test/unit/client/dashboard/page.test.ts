import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { writePage } from '../../../../client/src/views/dashboard/page.ts';

const PAGE = writePage({
  script: 'https://host/dashboard.js',
  style: 'https://host/dashboard.css',
  source: 'https://host',
  nonce: 'n0nce',
  server: '"><script>alert(1)</script>',
});

describe('the page of the dashboard', () => {
  it('runs its own script only', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(PAGE)?.[1]?.replaceAll('&#39;', "'");
    assert.equal(
      policy,
      "default-src 'none'; style-src https://host; script-src 'nonce-n0nce'; base-uri 'none'; form-action 'none'",
    );
    assert.deepEqual(PAGE.match(/<script[^>]*>/g), ['<script nonce="n0nce" src="https://host/dashboard.js">']);
    assert.doesNotMatch(PAGE, / style="| on\w+="/);
  });

  it('gives every control a name', () => {
    for (const [control] of PAGE.matchAll(/<(?:select|input)[^>]*>/g)) {
      const before = PAGE.slice(0, PAGE.indexOf(control));
      assert.ok(before.lastIndexOf('<label') > before.lastIndexOf('</label'), control);
    }
    for (const [, id] of PAGE.matchAll(/aria-labelledby="([^"]+)"/g)) assert.ok(PAGE.includes(`id="${id}"`), id);
  });
});
