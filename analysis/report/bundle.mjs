// SPDX-License-Identifier: Apache-2.0
// Makes the page of the report, of the fit, of a sensitivity analysis, of structures and of a story without its data: template, style, chart library and own scripts in one
// file. What the data are of (`kind`) decides which of them it becomes.
// Use: node bundle.mjs SOURCE_FOLDER NODE_MODULES OUTPUT
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [source, modules, output] = process.argv.slice(2);
const own = (name) => readFileSync(join(source, name), 'utf8');

// The chart library, with the licence that asks to stand beside its copies.
const libraries = ['vega', 'vega-interpreter', 'vega-lite', 'vega-embed'].map((name) => {
  const { version, license } = JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8'));
  const owner = name === 'vega' || name === 'vega-interpreter' ? 'vega-view' : name;  // one repository: one licence
  const terms = readFileSync(join(modules, owner, 'LICENSE'), 'utf8').replaceAll('*/', '* /');
  const code = readFileSync(join(modules, name, 'build', `${name}.min.js`), 'utf8')
    .replace(/\/\/# sourceMappingURL=.*/g, '');  // or a browser's tools would ask for that file
  const also = name === 'vega' ? '\nHolds modules of D3, copyright Mike Bostock, ISC licence.' : '';
  return `/*! ${name} ${version}, ${license}${also}\n${terms.trim()}\n*/\n${code}`;
});

// Both languages must say the same things.
const texts = new Function(`${own('texts.js')}; ${own('fit_texts.js')}; ${own('story_texts.js')}; ${own('sensitivity_texts.js')}; ${own('structures_texts.js')}; return texts;`)();
const keys = (language) => Object.keys(texts[language]);
const missing = [...keys('en').filter((k) => !(k in texts.nl)), ...keys('nl').filter((k) => !(k in texts.en))];
if (missing.length > 0) throw new Error(`texts.js, fit_texts.js, story_texts.js, sensitivity_texts.js, structures_texts.js: not in both languages: ${missing.join(', ')}`);

const page = [...['texts.js', 'fit_texts.js', 'story_texts.js', 'sensitivity_texts.js', 'structures_texts.js', 'charts.js', 'page.js', 'parameter_texts.js', 'lives.js'].map(own),
  ...[['brief.js', 'report.js'], ['fit.js'], ['story.js'], ['sensitivity.js'], ['structures.js']].map((names) => `{\n${names.map(own).join('\n')}\n}`)].join('\n');  // names of their own, each in its block
// A browser reads every line end as \n before it hashes.
const scripts = [...libraries, `(() => {\n'use strict';\n${page}\n})();`].map((s) => s.replace(/\r\n?/g, '\n'));
for (const script of scripts) {
  if (/<\/script|<!--|@@[A-Z]+@@/i.test(script)) throw new Error('a script holds text that would end or break its element');
}

// The policy names each script by its hash: nothing else can run, and nothing can be fetched.
const hashes = scripts.map((script) => `'sha256-${createHash('sha256').update(script, 'utf8').digest('base64')}'`);
const policy = `default-src 'none'; script-src ${hashes.join(' ')}; style-src 'unsafe-inline'; img-src data: blob:; ` +
  `base-uri 'none'; form-action 'none'`;

const parts = {
  POLICY: policy,
  STYLE: own('report.css'),
  SCRIPTS: scripts.map((script) => `<script>${script}</script>`).join('\n'),
};
const html = own('template.html').replace(/@@(POLICY|STYLE|SCRIPTS)@@/g, (_, name) => parts[name]);
if (html.split('@@DATA@@').length !== 2) throw new Error('template.html: @@DATA@@ must stand in it once');
writeFileSync(output, html);
