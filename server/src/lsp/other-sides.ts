import { LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver/node.js';
import type { OtherSides } from '../rules/all-sides.ts';
import type { Finding } from '../semantic/problem.ts';
import { toRange } from './convert.ts';
import type { FeatureContext } from './features.ts';
import type { CustomRequests, OtherSidesProgressParams, SideFinding } from './messages.ts';

type Answer = CustomRequests['kamailio/checkOtherSides']['result'];

/**
 * Connects the request that checks the other sides of the conditions: a reading at a time, so that other messages come
 * between, and a cancellation is seen.
 */
export function registerOtherSides(context: FeatureContext): void {
  const { connection, requests, workspace, spell, rulePages } = context;
  connection.onRequest(
    'kamailio/checkOtherSides',
    requests.handle<{ uri: string }, Answer>(
      'kamailio/checkOtherSides',
      { files: [], runs: 0, leftOut: 0 },
      async ({ uri }, token) => {
        const results: OtherSides[] = [];
        const roots = new Set(workspace.readingsOf(uri).map(({ analysis }) => analysis.program.root.uri));
        for (const root of roots) {
          const result = await check(context, uri, root, token);
          if (result) results.push(result);
        }
        const files = new Map<string, Map<string, SideFinding>>();
        for (const finding of results.flatMap(({ others }) => others)) {
          const file = spell(finding.range.source.uri);
          const known = files.get(file) ?? new Map<string, SideFinding>();
          files.set(file, known);
          const sent = toSent(finding, rulePages());
          known.set(JSON.stringify(sent), sent);
        }
        const sum = (key: 'runs' | 'leftOut'): number => results.reduce((total, result) => total + result[key], 0);
        return {
          files: [...files].map(([file, findings]) => ({ uri: file, findings: [...findings.values()] })),
          runs: sum('runs'),
          leftOut: sum('leftOut'),
        };
      },
    ),
  );
}

async function check(
  { connection, workspace }: FeatureContext,
  uri: string,
  root: string,
  token: CancellationToken,
): Promise<OtherSides | undefined> {
  const steps = workspace.checkOtherSides(root);
  if (!steps) return undefined;
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    const progress: OtherSidesProgressParams = { uri, ...step.value };
    void connection.sendNotification('kamailio/otherSidesProgress', progress);
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
  }
}

function toSent({ code, severity, message, range }: Finding, pages: string | undefined): SideFinding {
  return { range: toRange(range), code, severity, message, page: pages?.replace('{code}', code) };
}
