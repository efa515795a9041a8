/** Placeholder until the editor host is laid: says what it left out. */
import { writeFileSync } from 'node:fs';
import { RESULT_VARIABLE } from '../../tools/suite-result.ts';

const file = process.env[RESULT_VARIABLE];
if (file !== undefined) writeFileSync(file, JSON.stringify({ passed: 0, failed: 0, skipped: 1 }));
