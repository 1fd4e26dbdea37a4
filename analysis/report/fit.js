// SPDX-License-Identifier: Apache-2.0
// The page of `uptake fit`: what a posterior makes of every printed number of the survey.

// ---- what the data say -------------------------------------------------------------------------------------------
const targets = list('targets').filter((t) => is_number(t.published) && is_number(t.sim_median));
const is_odds = (t) => t.measure === 'odds_ratio';
const role_order = ['used', 'held_out', 'not_fitted'];
const roles_of = (rows) => role_order.filter((role) => rows.some((r) => r.role === role));
const waves_of = (rows) => [...new Set(rows.map((r) => r.year))].sort();
const no_posterior = !data.posterior || data.posterior === 'none';
const how_many = (rows, which) => rows.filter(which).length;
const is_close = (t) => t.close;
const in_interval = (t) => t.pit > 0.05 && t.pit < 0.95;

const shown = (t, x) => (is_odds(t) ? number(x, 2) : percent(x));
/// 1.96 standard errors of the survey around the printed number; those of odds ratios are of logarithms.
const margin = (t) => (is_odds(t) ? [t.published * Math.exp(-1.96 * t.se), t.published * Math.exp(1.96 * t.se)]
  : [Math.max(0, t.published - 1.96 * t.se), Math.min(1, t.published + 1.96 * t.se)]);
const survey_range = (t) => in_brackets(...margin(t), (x) => shown(t, x));
const model_range = (t) => in_brackets(t.sim_lo, t.sim_hi, (x) => shown(t, x));

/// T1, T2, ... T14, then figures, then what stands in the text only.
const table_order = (code) => (/^T\d+$/.test(code) ? Number(code.slice(1)) : code === 'text' ? 999 : 500);
const table_label = (code) => {
  const [, letter, digits] = /^([TF])(\d+)$/.exec(code) || [];
  return letter ? `${tell(letter === 'T' ? 'table' : 'figure_word')} ${digits}` : code === 'text' ? tell('in_the_text') : code;
};
const abouts = {
  T1: 'relation', T8: 'when', T2: 'types', T9: 'types', T3: 'helped', F3: 'helped', T4: 'background', T10: 'background',
  T5: 'partner', T11: 'partner', T6: 'network', T12: 'network', T7: 'full', T13: 'full',
};
const about = (code) => tell(`about_${abouts[code] || 'other'}`);
const sample_label = (t) => (['all', 'partnered'].includes(t.sample) ? tell(`sample_${t.sample}`) : '');
const place_of = (t) => [table_label(t.table), domain_label(t.domain), t.year, sample_label(t)].filter(Boolean).join(', ');
const full_name = (t) => `${figure_label(t)} (${place_of(t)})`;
const role_labels = () => Object.fromEntries(role_order.map((role) => [role, tell(role)]));

// ---- in short ----------------------------------------------------------------------------------------------------
function made() {
  const fitted = data.waves_fitted || [];
  const key = no_posterior ? 'made_hand' : fitted.length ? 'made_posterior' : 'made_own';
  return paragraph(key, { runs: number(data.runs), draws: number(data.draws), posterior: data.posterior, waves: fitted.join(', '), populations: number(data.populations), families: number(data.families) });
}

/// Of rows: how many are close; "33 of 36" with the share below.
const count_cell = (rows, which) => (rows.length ? { main: tell('of_runs', { k: how_many(rows, which), n: rows.length }), note: `${number((100 * how_many(rows, which)) / rows.length)}%` } : '–');

function score() {
  const percents = targets.filter((t) => !is_odds(t));
  const share = how_many(percents, is_close) / percents.length, close_if_true = data.true_model_within_1_96_se;
  const whole = (x) => `${number(100 * x)}%`;
  const told = !percents.length || !is_number(close_if_true) ? nothing_here()
    : el('div', { class: 'notice' }, el('p', {},
      rich('score', { inside: how_many(percents, is_close), all: percents.length, share: whole(share), true: whole(close_if_true) }), ' ',
      rich(share > data.over_fitted ? 'score_over' : share < close_if_true ? 'score_fewer' : 'score_about', { over: whole(data.over_fitted) })),
    patterns_count(), paragraph(no_posterior ? 'hindsight_hand' : 'hindsight'));
  const head = [{ text: tell('rows_of') }, { text: tell('within_survey'), number: true }, { text: tell('within_interval'), number: true }];
  const kinds = [['kind_percent', percents], ['kind_odds', targets.filter(is_odds)]].flatMap(([kind, rows]) =>
    roles_of(rows).map((role) => [kind, role, rows.filter((t) => t.role === role)]));
  const rows = kinds.map(([kind, role, set]) => [`${tell(kind)}, ${tell(role)}`, count_cell(set, is_close), count_cell(set, in_interval)]);
  rows.push([tell('true_model'), is_number(close_if_true) ? whole(close_if_true) : '–', whole(0.9)]);
  return [told, table(head, rows, '', tell('in_short')), paragraph('errors_note', { true: whole(close_if_true), all: targets.length }, 'note')];
}

function patterns_count() {
  const all = list('patterns'), pass = how_many(all, (p) => p.verdict === 'pass'), missed = how_many(all, (p) => p.verdict === 'MISS');
  return all.length ? paragraph('score_patterns', { pass, tested: pass + missed, untested: all.length - pass - missed }) : '';
}

function coverage() {
  const kinds = [...new Map(targets.map((t) => [`${t.table} ${t.measure}`, t])).values()]
    .sort((a, b) => table_order(a.table) - table_order(b.table) || a.measure.localeCompare(b.measure));
  const waves = waves_of(targets);
  const head = [{ text: tell('table') }, { text: tell('rows_of'), number: true },
    ...['within_survey', 'within_interval', 'rmse'].flatMap((key) => waves.map((year) => ({ text: `${tell(key)}, ${year}`, number: true })))];
  const rows = kinds.map((kind) => {
    const all = targets.filter((t) => t.table === kind.table && t.measure === kind.measure);
    const of = (year) => all.filter((t) => t.year === year);
    const rmse = (year) => data.coverage?.[`${kind.table} ${kind.measure} ${year}`]?.rmse;
    const domain = new Set(all.map((t) => t.domain)).size === 1 ? domain_label(kind.domain) : '';
    return [{ main: table_label(kind.table), note: [domain, about(kind.table), abouts[kind.table] ? '' : tell(`measure_${kind.measure}`)].filter(Boolean).join('; ') },
      { main: number(all.length), note: tell('rows_used', { n: how_many(all, (t) => t.role === 'used') }) },
      ...waves.map((year) => count_cell(of(year), is_close)), ...waves.map((year) => count_cell(of(year), in_interval)),
      ...waves.map((year) => (is_odds(kind) ? number(rmse(year), 2) : number(100 * rmse(year), 1)))];
  });
  return [el('h3', {}, tell('coverage')), rows.length ? table(head, rows, tell('coverage_text'), tell('coverage')) : nothing_here()];
}

function forecasts() {
  const all = list('forecasts');
  if (!all.length) return [el('h3', {}, tell('forecast')), paragraph('forecast_none', {}, 'note')];
  const pts = (x) => number(100 * x, 2);
  const sentence = (f) => {
    const beaten = [f.rmse_as_in_fitted_wave, f.rmse_uniform_rise].filter((naive) => f.rmse < naive).length;
    return paragraph(['forecast_worse', 'forecast_between', 'forecast_better'][beaten], { domain: domain_label(f.domain), rmse: pts(f.rmse), fitted: f.fitted, same: pts(f.rmse_as_in_fitted_wave), uniform: pts(f.rmse_uniform_rise) });
  };
  const waves = { fitted: all[0].fitted, foreseen: all[0].foreseen };
  const line = (key, value) => [tell(key, waves), ...all.map(value)];
  const whole = (x) => `${number(100 * x)}%`;
  const rows = [line('forecast_rows', (f) => number(f.rows)), line('forecast_rmse', (f) => pts(f.rmse)), line('forecast_level', (f) => pts(f.rmse_at_true_level)),
    line('forecast_same', (f) => pts(f.rmse_as_in_fitted_wave)), line('forecast_uniform', (f) => pts(f.rmse_uniform_rise)),
    line('within_survey', (f) => whole(f.within_1_96_se)), line('within_interval', (f) => whole(f.within_predictive_90)),
    line('forecast_rank', (f) => number(f.rank_correlation_of_changes, 2)), line('forecast_signs', (f) => tell('of_runs', { k: f.right_signs, n: f.signs_looked_at })),
    line('forecast_total', (f) => percent(f.total_published)), line('forecast_total_model', (f) => ({ main: percent(f.total_mean), note: in_brackets(f.total_lo, f.total_hi, percent) }))];
  return [el('h3', {}, tell('forecast')), paragraph('forecast_text', waves), all.map(sentence),
    table([{ text: tell('forecast') }, ...all.map((f) => ({ text: domain_label(f.domain), number: true, wrap: true }))], rows, '', tell('forecast'))];
}

// ---- pictures ----------------------------------------------------------------------------------------------------
const number_head = () => [{ text: tell('figure_of') }, { text: tell('table') }, { text: tell('published'), number: true }, { text: tell('simulated'), number: true }, { text: tell('z'), number: true }, { text: tell('role') }];
const number_row = (t) => [figure_label(t), place_of(t), { main: shown(t, t.published), note: survey_range(t) }, { main: shown(t, t.sim_median), note: model_range(t) }, signed(t.z, 1), tell(t.role)];

/// A panel for each domain and wave, one figure. Both waves of a domain have the same axes.
function panels(key, rows, options, factor) {
  if (!rows.length) return nothing_here();
  const charts = domains.flatMap((d) => {
    const of_domain = rows.filter((t) => t.domain === d);
    return waves_of(of_domain).map((year) => ({
      heading: `${tell(d)}, ${year}`,
      spec: fit_chart({
        rows: of_domain.filter((t) => t.year === year).map((t) => ({
          x: factor * t.published, x_low: factor * margin(t)[0], x_high: factor * margin(t)[1],
          y: factor * t.sim_median, y_low: factor * t.sim_lo, y_high: factor * t.sim_hi, series: t.role,
          tip: `${full_name(t)}: ${tell('published')} ${shown(t, t.published)} ${survey_range(t)}, ${tell('simulated')} ${shown(t, t.sim_median)} ${model_range(t)}; ${tell(t.role)}`,
        })),
        series: roles_of(rows), ...options(of_domain.flatMap((t) => [t.published, t.sim_median].map((x) => factor * x))),
      }),
    }));
  });
  return figure({ alt: tell(`${key}_alt`), charts, series: roles_of(rows), labels: role_labels(), head: number_head(), rows: rows.map(number_row) });
}
const percent_axes = (values) => ({ x_title: tell('fit_x'), y_title: tell('fit_y'), bounds: [0, Math.min(100, 5 * Math.ceil((Math.max(...values) + 2) / 5))] });
const odds_axes = (values) => ({
  x_title: tell('odds_x'), y_title: tell('odds_y'), log: true, still: 1,
  bounds: [Math.max(0.05, Math.min(0.5, ...values) / 1.15), Math.min(20, Math.max(2, ...values) * 1.15)],
});

function changes() {
  const rows = list('changes').filter((c) => is_number(c.published) && is_number(c.sim_median));
  if (!rows.length) return nothing_here();
  const charts = domains.map((d) => [d, rows.filter((c) => c.domain === d)]).filter(([, set]) => set.length).map(([d, set]) => {
    const values = set.flatMap((c) => [100 * c.published, 100 * c.sim_median]);
    return {
      heading: tell(d),
      spec: fit_chart({
        rows: set.map((c) => ({
          x: 100 * c.published, x_low: 100 * (c.published - 1.96 * c.se), x_high: 100 * (c.published + 1.96 * c.se),
          y: 100 * c.sim_median, y_low: 100 * c.sim_lo, y_high: 100 * c.sim_hi, series: c.role,
          tip: `${figure_label(c)}: ${tell('published')} ${points(c.published)}, ${tell('simulated')} ${points(c.sim_median)} ${in_brackets(c.sim_lo, c.sim_hi, points)}; ${tell(c.role)}`,
        })),
        series: roles_of(rows), x_title: tell('changes_x'), y_title: tell('changes_y'), still: 0,
        bounds: [Math.floor(Math.min(0, ...values) - 1), Math.ceil(Math.max(0, ...values) + 1)],
      }),
    };
  });
  const head = [{ text: tell('figure_of') }, { text: tell('domain') }, { text: tell('change_published'), number: true }, { text: tell('change_simulated'), number: true }, { text: tell('role') }];
  return figure({ alt: tell('changes_alt'), charts, series: roles_of(rows), labels: role_labels(), head,
    rows: rows.map((c) => [figure_label(c), tell(c.domain), { main: points(c.published), note: in_brackets(c.published - 1.96 * c.se, c.published + 1.96 * c.se, points) }, { main: points(c.sim_median), note: in_brackets(c.sim_lo, c.sim_hi, points) }, tell(c.role)]) });
}

function pit() {
  const n_bins = 10, roles = roles_of(targets);
  if (!roles.length) return nothing_here();
  const bin_of = (t) => Math.min(n_bins - 1, Math.floor(t.pit * n_bins));
  const name = (i) => range(i / n_bins, (i + 1) / n_bins, (x) => number(x, 1));
  const sets = roles.map((role) => [role, targets.filter((t) => t.role === role && is_number(t.pit))]);
  const bins = Array.from({ length: n_bins }, (_, i) => i);
  const charts = sets.map(([role, set]) => ({
    heading: `${capital(tell(role))} (${set.length})`,
    spec: histogram_chart({
      rows: bins.map((i) => ({ from: i / n_bins, to: (i + 1) / n_bins, value: how_many(set, (t) => bin_of(t) === i), tip: `${name(i)}: ${how_many(set, (t) => bin_of(t) === i)}` })),
      series: role, alike: set.length / n_bins, x_title: tell('pit_x'), y_title: tell('pit_y'),
    }),
  }));
  const head = [{ text: tell('pit_from') }, ...roles.map((role) => ({ text: capital(tell(role)), number: true, wrap: true }))];
  return figure({ alt: tell('pit_alt'), charts, head,
    rows: [...bins.map((i) => [name(i), ...sets.map(([, set]) => number(how_many(set, (t) => bin_of(t) === i)))]), [tell('pit_alike'), ...sets.map(([, set]) => number(set.length / n_bins, 1))]] });
}

const rate_rows = () => targets.filter((t) => t.measure === 'rate');
const picture = (key, content) => [el('h3', {}, tell(key)), paragraph(`${key}_text`), content];
const pictures = () => [paragraph('pictures_text'),
  picture('rates', panels('rates', rate_rows(), percent_axes, 100)),
  picture('shares', panels('shares', targets.filter((t) => t.measure === 'share'), percent_axes, 100)),
  picture('odds', panels('odds', targets.filter(is_odds), odds_axes, 1)),
  picture('changes', changes()), picture('pit', pit())];

// ---- the funnel --------------------------------------------------------------------------------------------------
function funnel() {
  const all = list('journeys'), years = waves_of(all);
  const charts = [], rows = [];
  const series = Object.fromEntries(years.map((year) => [year, String(year + 1)]));  // coloured as the wave that follows
  for (const d of domains) {
    const at = Object.fromEntries(years.map((year) => [year, new Map(all.filter((r) => r.domain === d && r.year === year).map((r) => [r.gate, r]))]));
    const order = in_gate_order([...new Set(all.filter((r) => r.domain === d).map((r) => r.gate))]);
    if (!order.length) continue;
    charts.push({ heading: tell(d), alt: tell('funnel_fit_alt', { domain: tell(d) }), spec: funnel_chart(order, Object.fromEntries(years.map((year) => [series[year], (g) => at[year].get(g)?.mean])), 'funnel_per') });
    for (const year of years) {
      let came = order.reduce((sum, g) => sum + (at[year].get(g)?.mean || 0), 0);
      const share = per_thousand(order, (g) => at[year].get(g)?.mean);
      for (const g of order) {
        const r = at[year].get(g);
        if (!r) continue;
        rows.push([gate_label(g), domain_cell(d), String(year), { main: families(r.mean), note: in_brackets(r.low, r.high, families) }, number(share(g), 1), g === 'served' || !came ? '–' : percent(r.mean / came)]);
        came -= r.mean;
      }
    }
  }
  if (!charts.length) return nothing_here();
  const head = [{ text: tell('gate') }, { text: tell('domain') }, { text: tell('year') }, { text: tell('journeys_interval'), number: true }, { text: tell('funnel_per'), number: true, wrap: true }, { text: tell('stops_of_those'), number: true }];
  return figure({ charts, series: Object.values(series), labels: Object.fromEntries(years.map((year) => [series[year], String(year)])), head, rows });
}

// ---- patterns, all rows ------------------------------------------------------------------------------------------
function patterns() {
  const words = { pass: 'verdict_pass', MISS: 'verdict_miss' };
  const head = [{ text: tell('pattern') }, { text: tell('verdict') }, { text: tell('pattern_count'), number: true }, { text: tell('pattern_wanted'), number: true }];
  const rows = list('patterns').map((p) => [{ main: `${p.code} ${of_language(p, 'name') || p.name}`, note: '' }, p.rows > 0 ? tell(words[p.verdict] || 'verdict_untested') : { main: tell('verdict_untested'), note: tell('no_counterpart') },
    p.rows > 0 ? { main: tell('of_runs', { k: p.close, n: p.rows }), note: `${number((100 * p.close) / p.rows)}%` } : '–', p.rows > 0 ? `${number(100 * p.wanted)}%` : '–']);
  return rows.length ? table(head, rows, '', tell('patterns')) : nothing_here();
}

state.sort = { by: 'z', down: true };
state.filters = { domain: '', year: '', table: '', measure: '', role: '', close: '', text: '' };
const first_rows = 40;

function all_rows() {
  const sortable = {
    name: { text: tell('figure_of'), of: full_name }, published: { text: tell('published'), number: true, of: (t) => t.published },
    median: { text: tell('simulated'), number: true, of: (t) => t.sim_median }, z: { text: tell('z'), number: true, of: (t) => Math.abs(t.z) },
    pit: { text: tell('pit_short'), number: true, of: (t) => t.pit }, role: { text: tell('role'), of: (t) => tell(t.role) },
  };
  const choices = {
    domain: [tell('filter_domain'), (t) => t.domain, domain_label], year: [tell('filter_year'), (t) => String(t.year), (c) => c],
    table: [tell('filter_table'), (t) => t.table, table_label], measure: [tell('filter_kind'), (t) => t.measure, (c) => tell(`measure_${c}`)],
    role: [tell('filter_role'), (t) => t.role, (c) => tell(c)], close: [tell('filter_close'), (t) => (t.close ? 'in' : 'out'), (c) => tell(`close_${c}`)],
  };
  let everything = false;
  const holder = el('div', {}), count = el('p', { class: 'note', role: 'status' });
  const more = el('button', { type: 'button', class: 'screen' });
  const fill = () => {
    const words = state.filters.text.trim().toLocaleLowerCase(locale());
    const found = targets.filter((t) => Object.entries(choices).every(([key, [, of]]) => !state.filters[key] || of(t) === state.filters[key])
      && (!words || full_name(t).toLocaleLowerCase(locale()).includes(words)));
    const { of } = sortable[state.sort.by];
    const rising = (a, b) => (typeof of(a) === 'string' ? of(a).localeCompare(of(b), locale(), { numeric: true }) : of(a) - of(b));
    found.sort((a, b) => (state.sort.down ? rising(b, a) : rising(a, b)));
    const head = Object.entries(sortable).map(([key, column]) => {
      const now = state.sort.by === key, mark = now ? (state.sort.down ? ' ▼' : ' ▲') : '';
      const button = el('button', { type: 'button', class: 'sort', 'data-sort': key }, `${column.text}${mark}`);
      button.addEventListener('click', () => {
        state.sort = { by: key, down: now ? !state.sort.down : Boolean(column.number) };
        fill();
        holder.querySelector(`[data-sort="${key}"]`).focus();
      });
      return { text: button, number: column.number, sort: now ? (state.sort.down ? 'descending' : 'ascending') : undefined };
    });
    const rows = (everything ? found : found.slice(0, first_rows)).map((t) => [{ main: figure_label(t), note: place_of(t) },
      { main: shown(t, t.published), note: survey_range(t) }, { main: shown(t, t.sim_median), note: model_range(t) }, signed(t.z, 1), number(t.pit, 2), tell(t.role)]);
    holder.replaceChildren(...[table(head, rows, '', tell('all_rows'))].flat(Infinity).filter(Boolean));
    count.textContent = tell('rows_shown', { shown: rows.length, all: targets.length });
    more.textContent = tell('show_all', { n: found.length });
    more.hidden = rows.length === found.length;
  };
  more.addEventListener('click', () => { everything = true; fill(); });
  const filters = Object.entries(choices).map(([key, [label, of, name]]) => {
    const codes = [...new Set(targets.map(of))].sort((a, b) => (key === 'table' ? table_order(a) - table_order(b) : a.localeCompare(b)));
    const select = el('select', {}, el('option', { value: '' }, tell('any')), codes.map((c) => el('option', { value: c }, name(c))));
    select.value = state.filters[key];
    select.addEventListener('change', () => { state.filters[key] = select.value; fill(); });
    return el('label', {}, label, select);
  });
  const search = el('input', { type: 'search' });
  search.value = state.filters.text;
  search.addEventListener('input', () => { state.filters.text = search.value; fill(); });
  fill();
  return [el('div', { class: 'filters' }, filters, el('label', {}, tell('filter_text'), search)), count, holder, more];
}

// ---- the page ----------------------------------------------------------------------------------------------------
function build() {
  show_page({
    heading: tell('fit_title'), title: tell('fit_title'), lead: paragraph('fit_lead', {}, 'lead'),
    body: [
      chapter('short', 'in_short', made(), targets.length ? [score(), coverage(), forecasts()] : nothing_here()),
      chapter('pictures', 'pictures', pictures()),
      chapter('funnel', 'funnel_fit', paragraph('funnel_fit_text'), funnel()),
      chapter('patterns', 'patterns', paragraph('patterns_text'), patterns()),
      chapter('rows', 'all_rows', paragraph('all_rows_text'), targets.length ? all_rows() : nothing_here()),
      chapter('limits', 'leaves_out', limits_list()),
      chapter('colophon', 'colophon', colophon_table(['version', 'fingerprint', 'command', 'scenario_name', 'runs', 'families', 'draws', 'replicates', 'populations', 'seed', 'posterior']),
        paragraph('fit_colophon_text', {}, 'note')),
    ],
  });
}

if (data.kind === 'fit') open_page(build);
