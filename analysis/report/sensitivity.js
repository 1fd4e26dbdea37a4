// SPDX-License-Identifier: Apache-2.0
// The page of `uptake sensitivity`: what a figure, or a scenario's effect, hangs on.

const shown_inputs = 15;  // in a picture
const is_effect = data.of === 'effect';
const statistics = { morris: ['mean_size', 'mean', 'sd'], sobol: ['total', 'first'], shapley: ['share'], budget: ['share', 'total'] }[data.method] || [];
const statistic_heads = { mean_size: 'sens_mean_size', mean: 'sens_mean', sd: 'sens_sigma', total: 'sens_total', first: 'sens_first', share: 'sens_share' };
const in_unit = data.method === 'morris';

// ---- names and numbers -------------------------------------------------------------------------------------------
const input_of = (path) => list('inputs').find((i) => i.input === path) || { input: path };
/// A short name for the pictures: of a source its words, else its path without the sort of input.
const input_label = (path) => (data.method === 'budget' || !path.includes('.') ? input_meaning(input_of(path)) : path.replace(/^(parameters|levers)\./, ''));
function input_meaning(input) {
  const key = input.input.replace(/^parameters\./, '');
  const dutch = state.language === 'nl' && (input.meaning_nl || parameter_texts[key]);
  return (dutch && in_words(dutch)) || input.meaning_en || input.input;
}
const measure_of = (code) => list('measures').find((m) => m.code === code);
function output_label(o) {
  const of = o.variable === 'total' ? '' : o.variable === 'gate' ? gate_label(o.category)
    : variable_of(o.variable) ? `${variable_label(o.variable)}: ${category_label(o.variable, o.category)}` : o.category;
  const domain = o.domain === 'both' ? '' : domain_label(o.domain);
  return [domain, of_language(measure_of(o.measure), 'label') || o.measure, of].filter(Boolean).join(', ');
}
/// Of the output, or of a change of it.
const digits_of = (o, x) => (o.is_share ? (Math.abs(100 * x) < 0.095 ? 3 : 2) : Math.abs(x) < 10 ? 2 : 0);
const amount = (o, x) => (is_number(x) ? number(o.is_share ? 100 * x : x, digits_of(o, x)) : '–');
const unit_of = (o) => (o.is_share ? tell('sens_x_points') : o.unit);
const amount_long = (o, x) => `${amount(o, x)} ${unit_of(o)}`;
const statistic_text = (o, key, x) => (in_unit ? amount(o, x) : is_number(x) ? `${number(100 * x, 1)}%` : '–');
const scaled = (o, x) => (!is_number(x) ? null : in_unit && !o.is_share ? x : 100 * x);
const statistic_cell = (o, key, s) => ({ main: statistic_text(o, key, s.value), note: in_brackets(s.low, s.high, (x) => statistic_text(o, key, x)) });

// ---- sentences ---------------------------------------------------------------------------------------------------
function sentences(o) {
  const [first, ...others] = o.rows, key = statistics[0], name = capital(output_label(o));
  if (o.why === 'constant') return paragraph('sens_constant', { value: amount_long(o, o.mean) });
  if (o.why === 'not_defined') return paragraph('sens_not_defined', { n: number(o.undefined_points) });
  if (o.why === 'not_emulated') return paragraph('sens_not_emulated', { q2: percent(Math.max(0, o.emulator_q2)) });
  const show = (x) => (in_unit ? amount(o, x) : `${number(100 * x)}%`);
  const value = in_unit ? amount_long(o, first[key].value) : show(first[key].value);
  const lines = [rich(in_unit ? 'sens_first_morris' : 'sens_first_share', { domain: name, input: input_label(first.input), value, low: show(first[key].low), high: show(first[key].high) })];
  const next = others.slice(0, 3).filter((r) => r[key].value > 0.05 * first[key].value);
  if (next.length) lines.push(' ', rich('sens_top', { list: conjunction(next.map((r) => `${input_label(r.input)} (${show(r[key].value)})`)) }));
  if (next.length && next[0][key].high > first[key].low) lines.push(' ', rich('sens_not_apart'));
  const more = data.method === 'budget' ? [el('p', {}, rich('sens_sd', { sd: amount_long(o, o.sd), range: in_brackets(o.sd_low, o.sd_high, (x) => amount(o, x)), mean: amount_long(o, o.mean) })),
    el('p', {}, rich('sens_seeds_share', { share: `${number(100 * Math.max(0, ['population', 'network', 'chance'].reduce((sum, s) => sum + (o.rows.find((r) => r.input === s)?.share.value || 0), 0)))}%` }))]
    : data.method === 'morris' ? paragraph('sens_few', { n: number(o.rows.filter((r) => r.mean_size.value >= first.mean_size.value / 20).length), all: number(o.rows.length) })
      : paragraph('sens_spread', { mean: amount_long(o, o.mean), sd: amount_long(o, o.sd) });
  return [el('div', { class: 'notice' }, el('p', {}, lines), more), data.method === 'shapley' ? paragraph('sens_emulated', { q2: percent(o.emulator_q2) }, 'note') : ''];
}

// ---- pictures ----------------------------------------------------------------------------------------------------
/// Of a budget the sizes of measures enter, whatever their grade; else the worst of what was varied.
const grade_here = () => (by_hand || data.method === 'budget' ? 'assumption' : worst_grade(list('inputs').map((i) => (i.status === 'calibrated' ? 'data' : i.status))) || 'assumption');
const all_head = () => [{ text: tell('sens_input') }, ...statistics.map((key) => ({ text: tell(statistic_heads[key]), number: true, wrap: true }))];
const all_rows_of = (o) => o.rows.map((r) => [{ main: input_label(r.input), note: input_label(r.input) === input_meaning(input_of(r.input)) ? '' : input_meaning(input_of(r.input)) }, ...statistics.map((key) => statistic_cell(o, key, r[key]))]);

function ranking(o) {
  const series = { morris: ['mean_size'], sobol: ['first', 'total'], shapley: ['share'], budget: ['share', 'total'] }[data.method];
  const style = { mean_size: 'relationship', first: 'first_order', total: 'total_order', share: 'first_order' };
  const words = { first_order: tell(data.method === 'sobol' ? 'first' : 'share_of'), total_order: tell('total_index'), relationship: tell('sens_mean_size') };
  const rows = o.rows.slice(0, shown_inputs).map((r) => ({
    label: input_label(r.input),
    points: series.map((key) => ({ series: style[key], value: scaled(o, r[key].value), low: scaled(o, r[key].low), high: scaled(o, r[key].high),
      tip: `${input_label(r.input)}, ${tell(statistic_heads[key])}: ${statistic_text(o, key, r[key].value)} ${in_brackets(r[key].low, r[key].high, (x) => statistic_text(o, key, x))}` })),
  }));
  const names = series.map((key) => style[key]);
  return [el('h3', {}, tell('sens_rank')), paragraph(`sens_rank_text_${data.method}`),
    figure({
      caption: o.rows.length > shown_inputs ? tell('sens_more', { n: shown_inputs, all: o.rows.length }) : '', grade: grade_here(), alt: tell('sens_rank_alt', { domain: output_label(o) }),
      charts: [{ spec: row_chart({ rows, series: names, x_title: in_unit ? unit_of(o) : tell('sens_x_share'), format: in_unit && !o.is_share ? '~s' : '~g', stems: true }) }],
      series: names, labels: words, head: all_head(), rows: all_rows_of(o),
    })];
}

function scatter(o) {
  const rows = o.rows.map((r, i) => ({ x: scaled(o, r.mean_size.value), y: scaled(o, r.sd.value), name: i < 6 ? input_label(r.input) : '',
    tip: `${input_label(r.input)}: mu* ${amount(o, r.mean_size.value)}, sigma ${amount(o, r.sd.value)}` }));
  return [el('h3', {}, tell('sens_scatter')), paragraph('sens_scatter_text'),
    figure({
      grade: grade_here(), alt: tell('sens_scatter_alt', { domain: output_label(o) }),
      charts: [{ spec: effects_chart({ rows, x_title: `${tell('sens_mean_size')}, ${unit_of(o)}`, y_title: `${tell('sens_sigma')}, ${unit_of(o)}` }) }],
      head: all_head(), rows: all_rows_of(o),
    })];
}

const of_output = (o, i) => el('section', { id: `output-${i}`, 'aria-labelledby': `output-${i}-title` }, el('h2', { id: `output-${i}-title` }, capital(output_label(o))),
  sentences(o), o.rows.length ? [ranking(o), data.method === 'morris' ? scatter(o) : ''] : '');

// ---- the page ----------------------------------------------------------------------------------------------------
function inputs_table() {
  if (data.method === 'budget') return el('ul', {}, list('inputs').map((i) => el('li', {}, input_meaning(i))));
  const head = [{ text: tell('sens_input') }, { text: tell('sens_range') }, { text: tell('sens_status') }, { text: tell('sens_source') }];
  const grade_word = (status) => (status === 'calibrated' ? tell('sens_calibrated') : texts.en[status] ? tell(status) : status || '');
  const wide_number = (x) => new Intl.NumberFormat(locale(), { maximumSignificantDigits: 3 }).format(x).replace('-', '−');
  const rows = list('inputs').map((i) => [{ main: i.input, note: input_meaning(i) },
    is_number(i.low) ? { main: range(i.low, i.high, wide_number), note: `${i.unit}${i.scale === 'linear' ? '' : `, ${tell(i.scale)}`}` } : '–', grade_word(i.status), i.source || '']);
  return [paragraph(data.method === 'shapley' ? 'sens_inputs_posterior' : 'sens_inputs_text'), table(head, rows, '', tell('sens_inputs'))];
}

function made_of() {
  return [paragraph(is_effect ? 'sens_made_effect' : 'sens_made_level', { year: data.year, runs: number(data.runs), families: number(data.families) }),
    el('p', { class: 'note' }, rich(`sens_design_${data.method}`, { points: number(data.design_points), inputs: number(list('inputs').length) }), ' ',
      data.method === 'budget' ? '' : rich(data.replicates > 1 ? 'sens_same_seeds' : 'sens_same_seed', { replicates: number(data.replicates) }), ' ', rich('sens_interval')),
    list('notes').map((note) => el('p', { class: 'note' }, `${tell('sens_note')}: ${of_language(note, 'text')}.`))];
}

function build() {
  const title = is_effect ? tell('sens_title_effect', { scenario: of_language(data, 'scenario_title') || data.scenario }) : tell('sens_title_level', { baseline: data.baseline });
  show_page({
    heading: title, title, lead: [paragraph(`sens_lead_${data.method}`, {}, 'lead'), made_of()].flat(Infinity).reduce((box, part) => { if (part) box.append(part); return box; }, el('div', {})),
    body: [
      list('outputs').map(of_output),
      chapter('inputs', 'sens_inputs', inputs_table()),
      chapter('how', 'sens_how', paragraph(`sens_how_${data.method}`)),
      chapter('limits', 'leaves_out', limits_list()),
      chapter('colophon', 'colophon', colophon_table(['version', 'fingerprint', 'command', 'runs', 'families', 'design_points', 'replicates', 'seed', 'posterior']), paragraph('colophon_text', {}, 'note')),
    ],
  });
}

if (data.kind === 'sensitivity') open_page(build);
