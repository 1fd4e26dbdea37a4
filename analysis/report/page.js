// SPDX-License-Identifier: Apache-2.0
// What the report and the page of the fit share: the data in the page, words and numbers, elements, tables, figures,
// labels of the registries. Everything is put in as text nodes, so a name can never become markup.

const data = JSON.parse(document.getElementById('data').textContent);
const list = (name) => (Array.isArray(data[name]) ? data[name] : []);
const domains = ['relationship', 'parenting'];
const start = new URLSearchParams(location.hash.includes('=') ? location.hash.slice(1) : '');
const state = { language: start.get('lang') || ((navigator.language || 'nl').startsWith('en') ? 'en' : 'nl') };
if (!texts[state.language]) state.language = 'nl';

// ---- words and numbers -------------------------------------------------------------------------------------------
/// A value that is empty takes the space before it away.
const filled = (text, values) => text.replace(/( ?)\{(\w+)\}/g, (_, space, name) => (values[name] === '' ? '' : `${space}${values[name] ?? '–'}`));
/// Another region than Flanders has names of its own (region.yaml), and does without what is told of Flanders' data.
const region = data.region ?? null;
const in_words = (text) => (region?.words ?? []).reduce((told, w) => told.replaceAll(w[state.language], w[`here_${state.language}`]), text);
const words = (key) => in_words(texts[state.language][region && `${key}_elsewhere` in texts.en ? `${key}_elsewhere` : key]);
const tell = (key, values = {}) => filled(words(key), values);
const of_language = (thing, stem) => (thing && (thing[`${stem}_${state.language}`] || thing[`${stem}_en`])) || '';
const locale = () => (state.language === 'nl' ? 'nl-BE' : 'en-GB');
const is_number = (x) => typeof x === 'number' && Number.isFinite(x);
const number = (x, digits = 0) => (is_number(x)
  ? new Intl.NumberFormat(locale(), { minimumFractionDigits: digits, maximumFractionDigits: digits })
    .format(Math.abs(x) < 0.5 * 10 ** -digits ? 0 : x).replace('-', '−')
  : '–');
const signed = (x, digits) => (is_number(x) && x >= 0.5 * 10 ** -digits ? '+' : '') + number(x, digits);
/// No more digits than a simulated number deserves: two, or three above a leading one.
const rough = (x) => {
  if (!is_number(x) || x === 0) return x;
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.abs(x))) - 1);
  return Math.round(x / unit) * unit;
};
const families = (x) => number(rough(x));
const signed_families = (x) => signed(rough(x), 0);
const euros = (x) => {
  if (!is_number(x)) return '–';
  const size = Math.abs(x);
  const [value, word] = size >= 999500 ? [x / 1e6, 'million'] : [rough(x), null];
  const shown = word ? tell(word, { n: number(value, Math.abs(value) < 99.5 ? 1 : 0) }) : number(value);
  // sign, mark and number stay on one line
  return shown.startsWith('−') ? `−\u2060€\u00A0${shown.slice(1)}` : `€\u00A0${shown}`;
};
const signed_euros = (x) => (is_number(x) && x >= 0.5 ? '+' : '') + euros(x);
const millions = (x) => (is_number(x) ? number(x / 1e6, Math.abs(x) < 95e3 ? 2 : 1) : '–');
const signed_millions = (x) => (is_number(x) && x >= 5e3 ? '+' : '') + millions(x);
const percent = (x) => (is_number(x) ? `${number(100 * x, 1)}%` : '–');
const points_digits = (x) => (Math.abs(100 * x) < 0.095 ? 2 : 1);
const points = (x, digits = points_digits(x)) => (is_number(x) ? signed(100 * x, digits) : '–');
const points_size = (x) => tell('points_long', { n: is_number(x) ? number(Math.abs(100 * x), points_digits(x)) : '–' });
const points_long = (x) => tell('points_long', { n: points(x) });
const range = (low, high, show) => (is_number(low) && is_number(high) ? tell('to', { a: show(low), b: show(high) }) : '–');
const in_brackets = (low, high, show) => (is_number(low) && is_number(high) && low !== high ? `(${range(low, high, show)})` : '');
const conjunction = (words) => new Intl.ListFormat(locale(), { type: 'conjunction' }).format(words.map(String));
const hundred = (x) => (is_number(x) ? 100 * x : null);  // a missing bound is not zero
const capital = (text) => text.charAt(0).toLocaleUpperCase(locale()) + text.slice(1);
/// In how many of the pairs of runs it was above zero (a tie counts half).
const chance = (p, n) => (is_number(p) && n > 1 ? tell('of_runs', { k: number(p * n), n: number(n) }) : '–');

// ---- elements ----------------------------------------------------------------------------------------------------
function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(name, value);
  element.append(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== ''));
  return element;
}
/// A text with its **bold** parts; filled-in values are never read for asterisks.
const rich = (key, values = {}) => words(key).split('**').map((part, i) => {
  const text = filled(part, values);
  return i % 2 ? el('strong', {}, text) : text;
});
const paragraph = (key, values, cls) => el('p', { class: cls }, rich(key, values));
const nothing_here = () => paragraph('no_rows', {}, 'note');

/// A long compound may break between its parts in a narrow column.
const domain_cell = (d) => domain_label(d).replace(/(\S)ondersteuning/, '$1\u00ADondersteuning');

/// head: [{text, number, wrap, sort}], text also an element; rows: arrays of a text or {main, note, span: rows that it covers}; `covered`: by the cell above.
const covered = Symbol('covered');
function table(head, rows, caption, label = caption || tell('table_summary')) {
  const style = (h) => (h.number ? `number${h.wrap ? ' wrap' : ''}` : undefined);
  const cell = (value, i) => {
    if (value === covered) return '';
    const tag = i === 0 ? 'th' : 'td', rich_cell = value && typeof value === 'object';
    const inside = rich_cell ? [value.main ?? '–', value.note ? el('span', { class: 'interval' }, value.note) : ''] : [value ?? '–'];
    return el(tag, { class: style(head[i]), scope: i === 0 ? 'row' : undefined, rowspan: rich_cell ? value.span : undefined }, inside);
  };
  // The caption stands outside the part that scrolls, or it would be as wide as the table.
  return [caption ? el('p', { class: 'note' }, caption) : '', el('div', { class: 'scroll', tabindex: '0', role: 'group', 'aria-label': label },
    el('table', { 'aria-label': label },
      el('thead', {}, el('tr', {}, head.map((h) => el('th', { scope: 'col', class: style(h), 'aria-sort': h.sort }, h.text)))),
      el('tbody', {}, rows.map((row) => el('tr', {}, row.map(cell))))))];
}

function save(name, type, content) {
  const link = el('a', { href: URL.createObjectURL(new Blob([content], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

const csv_of = (head, rows) => [head.map((h) => h.text), ...rows].map((row) => row.map((value) => {
  const text = value && typeof value === 'object' ? `${value.main} ${value.note}` : String(value ?? '');
  const safe = /^[=@\t]/.test(text) ? `'${text}` : text;  // a spreadsheet would run it
  return `"${safe.replaceAll('"', '""')}"`;
}).join(';')).join('\r\n');

const pending = new Set();  // chart elements that wait to be drawn
let n_figures = 0;

const worst_grade = (grades) => ['assumption', 'literature', 'data'].find((g) => grades.includes(g));
const by_hand = !data.posterior || String(data.posterior).startsWith('none');
/// What a figure without measures rests on: the baseline's own history and costs, and the parameters. What bears no grade is assumed.
function model_grade() {
  const baseline = list('scenarios').find((s) => s.baseline);
  if (!baseline || by_hand) return 'assumption';
  return worst_grade([...(baseline.levers || []).map((l) => l.grade), ...Object.values(baseline.payer_grades || {}), 'data']);
}

/// A figure: caption, grade (if not the model's), legend, charts ({spec, heading, alt: if not the figure's}) and the table that says the same.
function figure({ caption, grade = model_grade(), alt, charts, series = [], labels = {}, head, rows, wide = false }) {
  const name = `uptake-figure-${++n_figures}`;
  const marker = (s) => {
    const { color, shape } = series_styles[s];
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    for (const [k, v] of Object.entries({ width: 12, height: 12, viewBox: '0 0 12 12', 'aria-hidden': 'true' })) svg.setAttribute(k, v);
    const mark = document.createElementNS('http://www.w3.org/2000/svg', shape === 'circle' ? 'circle' : 'path');
    const drawn = shape === 'circle' ? { cx: 6, cy: 6, r: 5 } : { d: shape === 'diamond' ? 'M6 0L12 6L6 12L0 6Z' : 'M6 1L12 11.5L0 11.5Z' };
    for (const [k, v] of Object.entries({ ...drawn, fill: color })) mark.setAttribute(k, v);
    svg.append(mark);
    return el('li', {}, svg, labels[s] || tell(s));
  };
  const drawn = charts.map(({ spec, heading, alt: own }) => {
    // who draws gives its element a role of its own: it gets one inside
    const chart = el('div', { class: 'chart', role: 'img', 'aria-label': own || (heading ? `${heading}. ${alt}` : alt) }, el('div', { 'aria-hidden': 'true' }));
    chart.spec = spec;
    pending.add(chart);
    return [heading ? el('p', { class: 'chart-head' }, heading) : '', chart];
  });
  const button = (key, action) => {
    const b = el('button', { type: 'button' }, tell(key));
    b.addEventListener('click', action);
    return b;
  };
  const csv = button('download_csv', () => save(`${name}.csv`, 'text/csv', `\uFEFF${csv_of(head, rows)}`));
  const svg = button('download_svg', () => drawn.forEach(([, chart], i) => chart.view &&
    chart.view.toSVG().then((text) => save(`${name}${drawn.length > 1 ? `-${i + 1}` : ''}.svg`, 'image/svg+xml', text))));
  return el('figure', { class: charts.length > 1 ? 'several' : undefined },
    el('figcaption', {}, caption ? `${caption} ` : '', el('span', { class: `grade grade-${grade}` }, tell('grade_of', { grade: tell(grade) }))),
    series.length > 1 ? el('ul', { class: 'legend' }, series.map(marker)) : '',
    el('div', { class: wide || charts.length === 1 ? 'charts one' : 'charts' }, drawn.map((d) => el('div', {}, d))),
    el('details', {}, el('summary', {}, tell('table_summary')), el('div', { class: 'tools' }, csv, svg), table(head, rows)));
}

async function draw(chart) {
  const width = Math.floor(chart.clientWidth);
  if (width === 0 || chart.width_drawn === width) return;
  chart.width_drawn = width;
  try {
    const { view } = await vegaEmbed(chart.firstChild, { ...chart.spec(width), description: chart.getAttribute('aria-label') }, {
      mode: 'vega-lite', renderer: 'svg', actions: false, ast: true, expr: vega.expressionInterpreter,
      tooltip: { theme: 'light' }, config: {},
      formatLocale: state.language === 'nl'
        ? { decimal: ',', thousands: '.', grouping: [3], currency: ['€ ', ''] }
        : { decimal: '.', thousands: ',', grouping: [3], currency: ['€ ', ''] },
    });
    chart.view = view;
  } catch (error) {  // the table below still tells it
    chart.firstChild.textContent = '';
    console.error(error);
  }
}
const draw_visible = () => pending.forEach((chart) => (chart.isConnected ? draw(chart) : pending.delete(chart)));

// ---- labels ------------------------------------------------------------------------------------------------------
const variable_of = (code) => list('variables').find((v) => v.code === code);
const category_label = (variable, category) => {
  const found = (variable_of(variable)?.categories || []).find((c) => c.code === category);
  return of_language(found, 'label') || category;
};
const variable_label = (code) => of_language(variable_of(code), 'label') || code;
const domain_label = (d) => (texts.en[d] && (d === 'both' || domains.includes(d)) ? tell(d) : d);
/// A printed number by what it is of; two variables are crossed with a colon.
function figure_label(row) {
  if (row.variable === 'total') return capital(tell('fit_total'));
  const traits = String(row.variable).split(':'), answers = String(row.category).split(':');
  return capital(traits.map((v, i) => `${variable_label(v)}: ${category_label(v, answers[i])}`).join('; '));
}
const gate_label = (code) => of_language(list('gates').find((g) => g.code === code), 'label') || code;
/// Gates on the way; what the registry does not know comes last.
function in_gate_order(codes) {
  const known = list('gates').map((g) => g.code);
  return [...known.filter((c) => codes.includes(c)), ...codes.filter((c) => !known.includes(c))];
}
/// Out of 1,000 journeys that end at one of these gates, how many end at each. `end`: journeys by gate.
function per_thousand(gates, end) {
  const sum = gates.reduce((total, g) => total + (end(g) || 0), 0);
  return (g) => (sum ? (1000 * (end(g) || 0)) / sum : 0);
}
/// Gates after that of the need: who stops there sees one.
const gates_with_need = (gates) => gates.filter((g) => g !== 'recognise');
/// `ends`: of each series, journeys by gate; `per`: the text that says out of which 1,000.
function funnel_chart(gates, ends, per) {
  const series = Object.keys(ends);
  const shares = Object.fromEntries(series.map((s) => [s, per_thousand(gates, ends[s])]));
  return row_chart({
    rows: gates.map((g) => ({
      label: gate_label(g),
      points: series.map((s) => ({ series: s, value: shares[s](g), shown: number(shares[s](g)), tip: `${gate_label(g)}: ${number(shares[s](g))} ${tell(per)}` })),
    })),
    series, x_title: tell(per), format: ',d', bars: true,
  });
}

/// From where the parameters come: the words of the command that drew them, in the language of the page.
function posterior_text(posterior) {
  const [, waves] = /^calibrated on (.+)$/.exec(posterior) || [];
  if (waves) return tell('posterior_calibrated', { waves: conjunction(waves.split(' and ')) });
  const known = { 'none (parameters set by hand)': 'posterior_none', none: 'posterior_none', "draws of one's own": 'posterior_own' }[posterior];
  return known ? tell(known) : String(posterior);
}

// ---- the page ----------------------------------------------------------------------------------------------------
const chapter = (id, key, ...content) => el('section', { id, 'aria-labelledby': `${id}-title` }, el('h2', { id: `${id}-title` }, tell(key)), content);

/// Puts title, lead, contents and chapters where the page has its place for them.
function show_page({ heading, title, lead, body }) {
  const all = el('div', {}, body);
  const contents = el('nav', { 'aria-label': tell('contents') }, el('p', { class: 'contents-title note' }, tell('contents')),
    el('ol', { class: 'contents' }, [...all.querySelectorAll('section')].map((s) => el('li', {}, el('a', { href: `#${s.id}` }, s.querySelector('h2').textContent)))));
  document.documentElement.lang = state.language;
  document.title = `${title} – Uptake`;
  document.querySelectorAll('[data-text]').forEach((e) => { e.textContent = tell(e.dataset.text); });
  document.querySelectorAll('[data-language]').forEach((b) => b.setAttribute('aria-pressed', String(b.dataset.language === state.language)));
  document.getElementById('main').replaceChildren(...[el('h1', {}, heading), lead, cite_line(),
    region?.invented ? el('div', { class: 'notice' }, paragraph('region_invented', { region: of_language(region, 'name') })) : '', contents, ...all.childNodes].filter((part) => part !== ''));
}

/// Builds the page, and again in the other language when that is asked for.
function open_page(build) {
  const fresh = () => {
    pending.clear();
    n_figures = 0;
    build();
    draw_visible();
  };
  document.querySelectorAll('[data-language]').forEach((b) => b.addEventListener('click', () => { state.language = b.dataset.language; fresh(); }));
  let resizing;
  addEventListener('resize', () => { clearTimeout(resizing); resizing = setTimeout(draw_visible, 150); });
  fresh();
}

function limits_list() {
  const limits = list('limits');
  return limits.length ? el('ul', {}, limits.map((l) => el('li', {}, of_language(l, 'text') || l.code))) : paragraph('limits_none');
}

/// How the numbers were made: the fields that are there.
/// What a page is cited by. The fingerprint's first 16 digits, as the manifest and the command have it.
const fingerprinted = () => ({ version: data.version, fingerprint: String(data.fingerprint).slice(0, 16) });
/// Under the lead: the same, with the way to what it is.
const cite_line = () => (data.fingerprint ? el('p', { class: 'note' }, el('a', { href: '#colophon' }, tell('cite_line', fingerprinted()))) : '');

function colophon_table(fields) {
  const shown = fields.filter((f) => data[f] !== undefined && data[f] !== null);
  const whose = region ? [[tell('region'), of_language(region, 'name')], [tell('region_source'), region.source]] : [];
  return [table([{ text: tell('colophon_what') }, { text: tell('colophon_value') }], shown.map((f) => [tell(f), f === 'posterior' ? posterior_text(data[f]) : String(data[f])]).concat(whose), '', tell('colophon')),
    data.fingerprint ? paragraph('cite_text', fingerprinted()) : ''];
}
