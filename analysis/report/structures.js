// SPDX-License-Identifier: Apache-2.0
// The page of `uptake structures`: does what a scenario does stand in every form of the model's open rules?

const structure_of = (code) => list('structures').find((s) => s.code === code) || { forms: [] };
const is_own = (code) => code === 'own';
const forms_text = (s, stem) => conjunction(s.forms.map((f) => of_language(f, stem)));
/// By what differs from the model's own structure.
const structure_label = (code) => (is_own(code) ? tell('struct_own') : capital(forms_text(structure_of(code), 'form')));
const scenario_title = (name) => of_language((data.titles || {})[name], 'title') || name;
const interval_of = (e) => in_brackets(e.low, e.high, (x) => points(x, 2));

function verdict(v) {
  const names = conjunction(v.against.map((code) => `“${structure_label(code)}”`));
  return el('div', { class: 'notice' }, paragraph(`struct_${v.stands}`, { n: number(list('structures').length), forms: names }));
}

function of_verdict(v, i) {
  const rows = list('effects').filter((e) => e.scenario === v.scenario && e.domain === v.domain);
  const name = `${scenario_title(v.scenario)}: ${domain_label(v.domain)}`;
  const chart_rows = rows.map((e) => ({
    label: structure_label(e.structure),
    points: [{ series: v.domain, value: hundred(e.mean), low: hundred(e.low), high: hundred(e.high), tip: `${structure_label(e.structure)}: ${points(e.mean, 2)} ${interval_of(e)}` }],
  }));
  const head = [{ text: tell('struct_form') }, { text: tell('struct_baseline'), number: true, wrap: true }, { text: tell('struct_effect'), number: true, wrap: true }, { text: tell('col_verdict') }];
  return el('section', { id: `effect-${i}`, 'aria-labelledby': `effect-${i}-title` }, el('h2', { id: `effect-${i}-title` }, name), verdict(v),
    figure({
      grade: 'assumption', alt: tell('struct_alt', { name }),
      charts: [{ spec: row_chart({ rows: chart_rows, series: [v.domain], x_title: tell('struct_x', { year: data.year }), format: '~g' }) }],
      head, rows: rows.map((e) => [structure_label(e.structure), percent(e.baseline), { main: points(e.mean, 2), note: interval_of(e) }, e.word === 'none' ? tell('struct_all_zero', { n: number(e.pairs) }) : tell(`word_${e.word}`)]),
    }));
}

/// Each expectation of a source a row, each structure a column would be too wide: how many structures show it, and which do not.
function expectations_table() {
  const key = (e) => [e.scenario, e.domain, e.measure, e.variable, e.category, e.expected].join('/');
  const keys = [...new Set(list('expectations').filter((e) => e.expected !== 'open').map(key))];
  if (!keys.length) return paragraph('struct_no_expectations', {}, 'note');
  const head = [{ text: tell('struct_expectation') }, { text: tell('struct_as_expected'), number: true, wrap: true }, { text: tell('struct_other_way') }];
  return table(head, keys.map((k) => {
    const all = list('expectations').filter((e) => key(e) === k), e = all[0];
    const group = e.variable === 'total' ? tell('struct_all_families') : `${variable_label(e.variable)}: ${category_label(e.variable, e.category)}`;
    const where = all.filter((x) => x.found === 'other_way').map((x) => structure_label(x.structure));
    return [{ main: `${scenario_title(e.scenario)}, ${domain_label(e.domain)}`, note: `${group}: ${tell(`struct_${e.measure}_${e.expected}`)}` },
      `${number(all.filter((x) => x.found === 'as_expected').length)} / ${number(all.length)}`, where.length ? conjunction(where) : tell('struct_nowhere')];
  }), '', tell('struct_expectations'));
}

function forms_table() {
  const head = [{ text: tell('struct_rule') }, { text: tell('struct_form') }, { text: tell('struct_does') }, { text: tell('struct_source') }];
  return table(head, list('structures').filter((s) => !is_own(s.code)).flatMap((s) => s.forms.map((f) => [capital(of_language(f, 'rule')), of_language(f, 'form'), of_language(f, 'does'), f.source])), '', tell('struct_forms'));
}

function build() {
  const own = structure_of('own');
  show_page({
    heading: tell('struct_title'), title: tell('struct_title'),
    lead: el('div', {}, paragraph('struct_lead', { n: number(list('structures').length), year: data.year }, 'lead'),
      own.forms.length ? paragraph('struct_own_is', { forms: forms_text(own, 'form') }) : '', paragraph('struct_not_fitted', {}, 'note')),
    body: [
      list('verdicts').map(of_verdict),
      chapter('expectations', 'struct_expectations', paragraph('struct_expectations_text', {}, 'note'), expectations_table()),
      chapter('forms', 'struct_forms', forms_table()),
      chapter('limits', 'leaves_out', limits_list()),
      chapter('colophon', 'colophon', colophon_table(['version', 'fingerprint', 'command', 'runs', 'families', 'seed', 'posterior']), paragraph('colophon_text', {}, 'note')),
    ],
  });
}

if (data.kind === 'structures') open_page(build);
