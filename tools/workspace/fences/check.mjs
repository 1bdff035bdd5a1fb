/** Shows that every fence stands: each forbidden import must fail lint, and by the rule that is meant to stop it. */
import process from 'node:process';
import { ESLint } from 'eslint';
import { root } from '../child.mjs';
import { allowed, forbidden } from './fixtures.mjs';

// The imports stand in files that do not exist, which the type checker could not tell anything about.
const eslint = new ESLint({
  cwd: root,
  overrideConfig: {
    languageOptions: { parserOptions: { project: null } },
    rules: (await import('typescript-eslint')).default.configs.disableTypeChecked.rules,
  },
});

async function rulesAgainst({ at, imports }) {
  const [{ messages }] = await eslint.lintText(`export * from '${imports}';\n`, {
    filePath: `${root}/${at}/fixture.ts`,
  });
  return messages.map(({ ruleId, message }) => ruleId ?? message);
}

const faults = [];
for (const fence of forbidden) {
  const rules = await rulesAgainst(fence);
  if (!rules.includes(fence.rule))
    faults.push(`${fence.at} may import ${fence.imports}: ${fence.rule} does not stop it`);
}
for (const gate of allowed) {
  const rules = await rulesAgainst(gate);
  if (rules.length > 0) faults.push(`${gate.at} may not import ${gate.imports}: ${rules.join(', ')}`);
}

for (const fault of faults) console.error(fault);
console.log(`${forbidden.length - faults.length} of ${forbidden.length} forbidden imports fail lint`);
process.exitCode = faults.length === 0 ? 0 : 1;
