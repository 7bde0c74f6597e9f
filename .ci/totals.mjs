// Reads vitest's JSON report and closes with its totals on a line alone. Fails when a test failed, when none ran,
// and in CI when one was skipped: all that tests need is there, so a skip hides something.
import { readFileSync } from 'node:fs';

const { testResults } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const tests = testResults.flatMap((file) => file.assertionResults);
const passed = tests.filter((test) => test.status === 'passed').length;
// A file that could not be loaded has no test that failed, and is a failure all the same.
const broken = testResults.filter(
  (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
);
const failed = tests.filter((test) => test.status === 'failed').length + broken.length;
const skipped = tests.filter((test) => test.status !== 'passed' && test.status !== 'failed');

for (const file of broken) console.log(`not run: ${file.name}: ${file.message}`);
for (const test of skipped) console.log(`skipped: ${test.fullName}`);
console.log(`${passed} passed, ${failed} failed`);

const wrong = failed > 0 || passed === 0 || (process.env.CI === 'true' && skipped.length > 0);
process.exitCode = wrong ? 1 : 0;
