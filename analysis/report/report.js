// SPDX-License-Identifier: Apache-2.0
// The report of a run or a comparison.

const is_compare = data.kind === 'compare';
const last_year = data.last_year;
state.chosen = start.get('scenario');
const few_scenarios = 3, most_lines = 8;

// ---- what the data say -------------------------------------------------------------------------------------------
const scenarios = list('scenarios').filter((s) => !(is_compare && (s.baseline || s.part_of)));  // a part of a package is told with its whole
const baseline = list('scenarios').find((s) => s.baseline);
const title = (s) => of_language(s, 'title') || s.name || '–';
const measure_of = (code) => list('measures').find((m) => m.code === code);
const measure_label = (code) => of_language(measure_of(code), 'label') || code;
const service_of = (code) => list('services').find((s) => s.code === code);
const grade_label = (g) => (['data', 'literature', 'assumption'].includes(g) ? tell(g) : tell('unknown_grade'));
const payer_label = (p) => (p === 'total' ? tell('all_payers') : of_language(list('payers').find((x) => x.code === p), 'label') || p);

function index_of(rows) {
  const index = new Map();
  for (const row of rows) {
    const key = [row.scenario, row.measure, row.domain, row.variable].join('|');
    if (!index.has(key)) index.set(key, []);
    index.get(key).push(row);
  }
  return (s, measure, domain, variable) => index.get([s.name, measure, domain, variable].join('|')) || [];
}
const level_rows = index_of(list('levels').map((r) => ({ ...r, value: r.mean })));
const rows_for = is_compare ? index_of(list('effects')) : level_rows;
const in_last_year = (rows) => rows.filter((r) => r.year === last_year);
const total_of = (s, measure, domain) => in_last_year(rows_for(s, measure, domain, 'total'))[0];
const by_code = (rows) => new Map(in_last_year(rows).map((r) => [r.category, r]));
const row_for = (name, s, more = () => true) => list(name).find((r) => r.scenario === s.name && r.year === last_year && more(r));

/// The levers that the baseline does not have.
function own_levers(s) {
  const same = (a, b) => a.name === b.name && a.kind === b.kind && a.from === b.from;
  return (s.levers || []).filter((l) => !(baseline && s !== baseline && (baseline.levers || []).some((b) => same(l, b))));
}
const rests_on = (s) => ['data', 'literature', 'assumption'].filter((g) => own_levers(s).some((l) => l.grade === g));
const is_what_if = (s) => own_levers(s).length > 0 && own_levers(s).every((l) => l.grade === 'assumption');
/// A lever by its label; under it its name in the file.
const lever_cell = (lever) => ({ main: lever_label(lever), note: el('code', {}, lever.name) });
const in_english = (text) => el('span', { lang: 'en' }, text);
const kicker = (s) => (is_what_if(s) ? el('p', { class: 'kicker' }, tell('what_if')) : '');

/// The average wait of a domain, weighted by who starts; null if nothing is known.
function average_wait(s, domain) {
  const started = by_code(rows_for(s, 'started', domain, 'service'));
  const sums = { baseline: [0, 0], value: [0, 0] };
  for (const [code, row] of by_code(rows_for(s, 'mean_wait', domain, 'service'))) {
    for (const side of ['baseline', 'value']) {
      const weight = started.get(code)?.[side];
      if (is_number(weight) && is_number(row[side])) {
        sums[side][0] += weight * row[side];
        sums[side][1] += weight;
      }
    }
  }
  if (!sums.value[1]) return null;
  const before = sums.baseline[1] ? sums.baseline[0] / sums.baseline[1] : undefined;
  return { before, after: sums.value[0] / sums.value[1] };
}

// ---- the first page ----------------------------------------------------------------------------------------------
/// Every scenario's effect on one measure, both domains: dots with intervals.
function effects_figure(measure, caption, alt) {
  const rows = scenarios.map((s) => ({
    label: title(s),
    points: domains.map((d) => [d, total_of(s, measure, d)]).filter(([, r]) => r).map(([d, r]) => ({
      series: d, value: 100 * r.difference, low: hundred(r.low), high: hundred(r.high),
      tip: `${title(s)}, ${tell(`${d}_lower`)}: ${points(r.difference)} ${in_brackets(r.low, r.high, points)}`,
    })),
  })).filter((r) => r.points.length);
  if (!rows.length) return nothing_here();
  const falls = measure === 'unmet_need';
  const head = [{ text: tell('scenario') }, { text: tell('domain') }, { text: tell('baseline'), number: true }, { text: tell('scenario'), number: true },
    { text: `${tell('effect')} (${tell('points')})`, number: true }, { text: tell('interval'), number: true }, { text: tell(falls ? 'chance_down' : 'chance_up'), number: true }];
  const body = scenarios.flatMap((s) => domains.map((d) => [s, d, total_of(s, measure, d)])).filter(([, , r]) => r)
    .map(([s, d, r]) => [title(s), tell(d), percent(r.baseline), percent(r.value), points(r.difference, 2), range(r.low, r.high, (x) => points(x, 2)), verdict_of(r) === 'none' ? '–' : chance(falls ? 1 - r.p_positive : r.p_positive, r.n)]);
  return figure({ grade: worst_grade(scenarios.map(effect_grade)), caption, alt, charts: [{ spec: row_chart({ rows, series: domains, x_title: tell('points'), format: '+.2~f' }) }], series: domains, head, rows: body });
}

function compare_table() {
  const head = ['scenario', 'domain', 'col_verdict', 'col_use', 'col_net', 'col_wait', 'col_cost', 'col_each', 'col_rests']
    .map((key, i) => ({ text: tell(key), number: i >= 3 && i <= 7, wrap: key === 'col_wait' }));
  const rows = scenarios.flatMap((s) => domains.map((d, i) => {
    const use = total_of(s, 'contact', d), wait = average_wait(s, d), cost = row_for('cost_per', s);
    const net = row_for('reached', s, (r) => r.domain === d);
    const each = cost && is_number(cost.per_family) && cost.extra_families > 0 && cost.extra_cost >= 0;
    const once = (cell) => (i > 0 ? covered : { ...cell, span: domains.length });
    return [once({ main: title(s) }), domain_cell(d), use && tell(`word_${verdict_of(use)}`),
      use && { main: points(use.difference), note: in_brackets(use.low, use.high, points) },
      net && { main: signed_families(net.net), note: in_brackets(net.low, net.high, families) },
      wait && is_number(wait.before) ? wait_difference(wait) : null,
      once(cost ? { main: signed_millions(cost.extra_cost), note: in_brackets(cost.low, cost.high, millions) } : {}),
      once(each ? { main: euros(cost.per_family), note: grade_label(cost.grade) } : {}),
      once({ main: rests_on(s).map(grade_label).join(', '), note: is_what_if(s) ? tell('what_if') : '' })];
  }));
  return [el('h3', {}, tell('compare_table')), rows.length ? table(head, rows, tell('compare_caption', { year: last_year })) : nothing_here(), paragraph('wait_average', {}, 'note')];
}

const weak = data.weakly_informed ?? [];
const weak_name = (w) => (state.language === 'nl' && parameter_texts[w.parameter] && in_words(parameter_texts[w.parameter])) || w.parameter;
const two_digits = (x) => new Intl.NumberFormat(locale(), { maximumSignificantDigits: 2 }).format(x).replace('-', '−');

function how_sure() {
  return [el('h3', {}, tell('how_sure')),
    is_compare ? paragraph(by_hand ? 'how_sure_runs' : 'how_sure_draws', { n: number(scenarios.map((s) => total_of(s, 'contact', domains[1])?.n).find(is_number) ?? data.replicates), families: number(data.families) }) : '',
    by_hand ? paragraph('how_sure_hand') : paragraph('how_sure_posterior', { posterior: posterior_text(data.posterior) }),
    weak.length ? paragraph('how_sure_weak', { n: number(weak.length), list: weak.map((w) => `${weak_name(w)} (${two_digits(w.low)} … ${two_digits(w.high)})`).join('; ') }) : '',
    precision_sentence(),
    is_compare ? paragraph('how_sure_choose') : '',
    paragraph('limits_short', { chapter: `“${tell('thin')}”` }),
    el('div', { class: 'notice' }, paragraph('municipality'))];
}

// ---- over time, unmet need ---------------------------------------------------------------------------------------
function time_panels(measure, field, y_title, alt_key, first_year) {
  const of = (s) => domains.flatMap((d) => rows_for(s, measure, d, 'total').filter((r) => r.year >= first_year && r.year <= last_year)
    .map((r) => ({ ...r, series: d }))).sort((a, b) => a.year - b.year);
  const all = scenarios.flatMap(of);
  if (!all.length) return nothing_here();
  const domain = bounds_of(all.flatMap((r) => [r[field], r.low, r.high]).map(hundred));
  const shown = (x) => (field === 'difference' ? points(x, 2) : percent(x));
  const head = [{ text: tell('year') }, { text: tell('domain') }, { text: field === 'difference' ? `${tell('effect')} (${tell('points')})` : tell('level'), number: true }, { text: tell('interval'), number: true }];
  const panels = scenarios.map((s) => [s, of(s)]).filter(([, rows]) => rows.length).map(([s, rows]) => figure({
    grade: is_compare ? effect_grade(s) : undefined, caption: is_compare ? title(s) : capital(measure_label(measure)), alt: tell(alt_key, { title: title(s) }), series: domains,
    charts: [{ spec: time_chart({
      rows: rows.map((r) => ({ year: r.year, series: r.series, value: 100 * r[field], low: hundred(r.low), high: hundred(r.high), tip: `${r.year}, ${tell(`${r.series}_lower`)}: ${shown(r[field])} ${in_brackets(r.low, r.high, shown)}` })),
      series: domains, y_title, format: field === 'difference' ? '+.2~f' : '.2~f', domain,
      height: is_compare ? 170 : 260,
    }) }],
    head, rows: rows.map((r) => [String(r.year), tell(r.series), shown(r[field]), range(r.low, r.high, shown)]),
  }));
  return el('div', { class: is_compare ? 'panels' : '' }, panels);
}

// ---- one scenario in detail --------------------------------------------------------------------------------------
const trait_order = ['gender', 'age', 'origin', 'education', 'holiday', 'unexpected_expense', 'family_form', 'children', 'youngest_age', 'place', 'size_class'];

const traits_a_chart = 2;  // of more, no two stand on a printed page

function groups(s) {
  const found = trait_order.map((v) => [v, domains.map((d) => by_code(rows_for(s, 'contact', d, v)))]).filter(([, maps]) => maps.some((m) => m.size));
  if (!found.length) return nothing_here();
  const value_of = (r) => (is_compare ? r.difference : r.value);
  const show = is_compare ? (x) => points(x) : percent;
  const codes = (v, maps) => {
    const known = (variable_of(v)?.categories || []).map((c) => c.code);
    const present = new Set(maps.flatMap((m) => [...m.keys()]));
    return [...known.filter((c) => present.has(c)), ...[...present].filter((c) => !known.includes(c))];
  };
  const chart_rows = found.map(([v, maps]) => [{ head: capital(variable_label(v)) }, ...codes(v, maps).map((c) => ({
    label: category_label(v, c),
    points: domains.map((d, i) => [d, maps[i].get(c)]).filter(([, r]) => r).map(([d, r]) => ({
      series: d, value: 100 * value_of(r), low: hundred(r.low), high: hundred(r.high),
      tip: `${category_label(v, c)}, ${tell(`${d}_lower`)}: ${show(value_of(r))} ${in_brackets(r.low, r.high, show)}`,
    })),
  }))]);
  const domain = bounds_of(chart_rows.flat().flatMap((r) => (r.points || []).flatMap((p) => [p.value, p.low, p.high])));
  const starts = chart_rows.map((_, i) => i).filter((i) => i % traits_a_chart === 0);
  const charts = starts.map((i) => chart_rows.slice(i, i + traits_a_chart))
    .map((r) => ({ spec: row_chart({ rows: r.flat(), beside: chart_rows.flat(), series: domains, x_title: is_compare ? tell('points') : tell('percent_axis'), format: is_compare ? '+.2~f' : '.2~f', domain }) }));
  const head = [{ text: tell('gap_trait') }, { text: tell('group') }, { text: tell('domain') },
    ...(is_compare ? [{ text: tell('baseline'), number: true }, { text: tell('scenario'), number: true }] : []),
    { text: is_compare ? `${tell('effect')} (${tell('points')})` : tell('level'), number: true }, { text: tell('interval'), number: true }];
  const rows = found.flatMap(([v, maps]) => codes(v, maps).flatMap((c) => domains.map((d, i) => [d, maps[i].get(c)]).filter(([, r]) => r).map(([d, r]) =>
    [capital(variable_label(v)), category_label(v, c), tell(d), ...(is_compare ? [percent(r.baseline), percent(r.value)] : []), show(value_of(r)), range(r.low, r.high, show)])));
  return [figure({ grade: is_compare ? effect_grade(s) : undefined, alt: tell('groups_alt', { title: title(s) }), charts, series: domains, head, rows }), is_compare ? gaps(s) : ''];
}

function gaps(s) {
  const rows = trait_order.flatMap((v) => domains.map((d) => list('gaps').find((g) => g.scenario === s.name && g.domain === d && g.variable === v)).filter(Boolean))
    .map((g) => [capital(variable_label(g.variable)), domain_cell(g.domain), `${category_label(g.variable, g.most)} – ${category_label(g.variable, g.least)}`,
      number(100 * g.before, 1), number(100 * g.after, 1), { main: points(g.change, 1), note: in_brackets(g.low, g.high, points) },
      tell(is_sure(g) ? (g.change > 0 ? 'gap_wider' : 'gap_smaller') : verdict_of(g) === 'none' ? 'gap_same' : 'gap_unclear')]);
  if (!rows.length) return '';
  const head = [{ text: tell('gap_trait') }, { text: tell('domain') }, { text: tell('gap_groups') }, { text: tell('gap_before'), number: true }, { text: tell('gap_after'), number: true }, { text: tell('gap_change'), number: true }, { text: tell('gap_verdict') }];
  return [el('h4', {}, tell('gap_title'), ' ', grade_mark(effect_grade(s))), paragraph('gap_text', {}, 'note'), table(head, rows, '', tell('gap_title'))];
}

function funnel(s) {
  const sides = is_compare ? { baseline: 'baseline', scenario: 'value' } : { scenario: 'value' };
  const sentences = [], found = [];
  for (const d of domains) {
    const at = by_code(rows_for(s, 'journeys', d, 'gate'));
    const order = in_gate_order([...at.keys()]);
    if (!order.length) continue;
    found.push({ d, at, order, ends: Object.fromEntries(Object.entries(sides).map(([series, side]) => [series, (g) => at.get(g)[side]])) });
    if (is_compare) {
      const stops = order.filter((g) => g !== 'served').map((g) => [g, at.get(g)]).sort((a, b) => a[1].difference - b[1].difference);
      const fewest = stops[0], most = stops[stops.length - 1], served = at.get('served');
      const change = !served || !is_number(served.low) || (served.low <= 0 && served.high >= 0) ? 'same' : served.difference > 0 ? 'more' : 'fewer';
      sentences.push(el('p', {}, rich(`funnel_served_${change}`, { domain: tell(d), d: families(Math.abs(served?.difference)) }),
        fewest?.[1].high < 0 ? [' ', rich('funnel_fewer', { gate: gate_label(fewest[0]), d: families(fewest[1].difference) })] : '',
        most?.[1].low > 0 ? [' ', rich('funnel_more', { gate: gate_label(most[0]), d: signed_families(most[1].difference) })] : ''));
    }
  }
  if (!found.length) return nothing_here();
  return [...sentences, funnel_figure(s, found, 'funnel_per'),
    funnel_figure(s, found.map((f) => ({ ...f, order: gates_with_need(f.order) })), 'funnel_per_need'), paragraph('funnel_need_note', {}, 'note'), is_compare ? why(s) : ''];
}

/// found: of each domain its rows and journeys by gate, and the gates out of whose journeys 1,000 are taken (`per` says which).
function funnel_figure(s, found, per) {
  const whole = (text) => ({ text, number: true, wrap: true });
  const journeys = (text) => (is_compare ? whole(`${tell('journeys')}: ${text}`) : whole(tell('journeys')));
  const names = { baseline: tell('baseline'), scenario: tell('scenario') };
  const rows = found.flatMap(({ d, at, order, ends }) => {
    const shares = Object.values(ends).map((end) => per_thousand(order, end));
    return order.map((g) => [gate_label(g), tell(d), ...Object.values(ends).map((end) => number(end(g))),
      ...(is_compare ? [{ main: signed(at.get(g).difference, 0), note: in_brackets(at.get(g).low, at.get(g).high, (x) => signed(x, 0)) }] : []), ...shares.map((share) => number(share(g), 1))]);
  });
  const series = Object.keys(found[0].ends);
  return figure({
    grade: is_compare ? effect_grade(s) : undefined, caption: capital(tell(per)), rows, series,
    charts: found.map(({ d, order, ends }) => ({ heading: tell(d), alt: tell('funnel_alt', { title: title(s), domain: tell(`${d}_lower`), per: tell(per) }), spec: funnel_chart(order, ends, per) })),
    head: [{ text: tell('gate') }, { text: tell('domain') }, ...series.map((n) => journeys(names[n])), ...(is_compare ? [journeys(tell('difference'))] : []),
      ...series.map((n) => whole(is_compare ? `${capital(tell(per))}: ${names[n]}` : capital(tell(per))))],
  });
}

/// Where the newly reached stood before, and where those that lost their contact stand now.
function why(s) {
  const rows = ['reached', 'lost'].flatMap((change) => domains.flatMap((d) => standings(s, d, change)));
  if (!rows.length) return '';
  const charts = domains.map((d) => [d, standings(s, d, 'reached')]).filter(([, set]) => set.length).map(([d, set]) => ({
    heading: tell(d),
    spec: row_chart({
      rows: set.map((r) => ({ label: standing_label(r.standing), points: [{ series: 'scenario', value: 100 * r.share, shown: `${number(100 * r.share)}%`, tip: `${standing_label(r.standing)}: ${families(r.families)}` }] })),
      series: ['scenario'], x_title: tell('why_axis'), format: '.2~f', bars: true,
    }),
  }));
  const head = [{ text: tell('why_where') }, { text: tell('domain') }, { text: tell('why_whose') }, { text: tell('why_families'), number: true }, { text: '%', number: true }];
  return [el('h4', {}, tell('why_title')), paragraph('why_text', { year: last_year }),
    figure({ grade: effect_grade(s), alt: tell('why_alt', { title: title(s) }), charts, head, rows: rows.map((r) => [standing_label(r.standing), tell(r.domain), tell(`whose_${r.change}`), families(r.families), number(100 * r.share)]) })];
}

/// Full: families wait, and (nearly) as many started in the year as there were places.
function is_full(side, waiting, started, places) {
  return waiting?.[side] > 0.5 && places?.[side] > 0 && started?.[side] >= 0.95 * places[side];
}

/// Below which wait half of those who start are, of all services of a domain together.
function half_waits(s) {
  return domains.map((d) => [d, total_of(s, 'median_wait', d)]).filter(([, r]) => r && is_number(r.value))
    .map(([d, r]) => paragraph(is_number(r.baseline) ? 'half_wait_compared' : 'half_wait', { domain: tell(d), v: number(r.value, 1), b: number(r.baseline, 1) }));
}

function waiting(s) {
  const sides = is_compare ? ['baseline', 'value'] : ['value'];
  const charts = [], rows = [];
  for (const d of domains) {
    const [wait, queue, left, started, places] = ['mean_wait', 'waiting', 'gave_up', 'started', 'places'].map((m) => by_code(rows_for(s, m, d, 'service')));
    const codes = [...new Set([...wait.keys(), ...queue.keys(), ...started.keys()])];
    const name = (c) => of_language(service_of(c), 'name') || c;
    const longest = (c) => Math.max(...sides.map((side) => wait.get(c)?.[side] || 0));
    const shown = codes.filter((c) => longest(c) >= 0.1).sort((a, b) => longest(b) - longest(a));
    if (shown.length) {
      charts.push({
        heading: tell(d),
        spec: row_chart({
          rows: shown.map((c) => ({
            label: name(c),
            points: sides.filter((side) => is_number(wait.get(c)?.[side])).map((side) => ({
              series: side === 'value' ? 'scenario' : 'baseline', value: wait.get(c)[side], tip: `${name(c)}: ${number(wait.get(c)[side], 1)} ${tell('months')}`,
            })),
          })),
          series: is_compare ? ['baseline', 'scenario'] : ['scenario'], x_title: tell('months'), format: '.2~f', connect: true,
        }),
      });
    }
    for (const c of codes) {
      const both = (map, digits) => sides.map((side) => number(map.get(c)?.[side], digits)).join(' → ');
      rows.push([name(c), both(wait, 1), both(queue, 0), both(left, 0), both(started, 0), tell(is_full('value', queue.get(c), started.get(c), places.get(c)) ? 'yes' : 'no')]);
    }
  }
  if (!rows.length) return nothing_here();
  const head = [{ text: tell('service') }, ...['wait_months', 'waiting_families', 'gave_up', 'started'].map((k) => ({ text: is_compare ? `${tell(k)}: ${tell('before')} → ${tell('after')}` : tell(k), number: true })), { text: tell('full') }];
  return [...half_waits(s), is_compare ? paragraph('full_services', full_services(s)) : '',
    figure({ grade: is_compare ? effect_grade(s) : undefined, alt: tell('waiting_alt', { title: title(s) }), charts, series: is_compare ? ['baseline', 'scenario'] : [], head, rows }), paragraph('services_note', {}, 'note')];
}

function costs(s) {
  const rows = is_compare ? list('costs').filter((r) => r.scenario === s.name && r.year === last_year)
    : in_last_year(rows_for(s, 'cost', 'both', 'payer')).map((r) => ({ ...r, payer: r.category, grade: s.payer_grades?.[r.category] }));
  const value_of = (r) => (is_compare ? r.difference : r.value);
  const show = is_compare ? signed_euros : euros;
  const own = own_levers(s);
  const levers = in_last_year(level_rows(s, 'lever_cost', 'both', 'lever')).filter((r) => r.value !== 0 && own.some((l) => l.name === r.category));
  const parts = [];
  if (rows.length) {
    const large = Math.max(...rows.flatMap((r) => [value_of(r), r.low, r.high]).filter(is_number).map(Math.abs)) >= 1e6;
    const shown = (x) => (is_number(x) ? x / (large ? 1e6 : 1) : x);
    parts.push(figure({
      grade: worst_grade(rows.map((r) => r.grade)),
      alt: tell('costs_alt', { title: title(s) }), series: [],
      charts: [{ spec: row_chart({
        rows: rows.map((r) => ({ label: `${payer_label(r.payer)} (${grade_label(r.grade)})`, points: [{ series: 'scenario', value: shown(value_of(r)), low: shown(r.low), high: shown(r.high), tip: `${payer_label(r.payer)}: ${show(value_of(r))} ${in_brackets(r.low, r.high, euros)}` }] })),
        series: ['scenario'], x_title: tell(large ? 'eur_axis_million' : 'eur_axis'), format: large ? ',.2~f' : ',.0f',
      }) }],
      head: [{ text: tell('payer') }, ...(is_compare ? [{ text: tell('baseline'), number: true }, { text: tell('scenario'), number: true }, { text: tell('difference'), number: true }] : [{ text: tell('cost'), number: true }]), { text: tell('interval'), number: true }, { text: tell('grade') }],
      rows: rows.map((r) => [payer_label(r.payer), ...(is_compare ? [euros(r.baseline), euros(r.value)] : []), show(value_of(r)), range(r.low, r.high, euros), grade_label(r.grade)]),
    }));
  }
  if (levers.length) {
    const units = (r) => in_last_year(level_rows(s, 'lever_units', 'both', 'lever')).find((u) => u.category === r.category);
    const grade = (r) => { const l = own.find((x) => x.name === r.category); return l?.cost?.grade || l?.grade; };
    const cost_of = (r) => own.find((x) => x.name === r.category)?.cost;
    const worth = (r) => { const b = break_even_rows(s).find((x) => x.lever === r.category); return b ? { main: euros(Math.max(0, b.value)), note: tell(b.per_unit ? 'worth_a_unit' : 'worth_a_year') } : '–'; };
    parts.push(el('h4', {}, tell('lever_costs')), table(
      [{ text: tell('lever') }, { text: tell('cost'), number: true }, { text: tell('units'), number: true }, { text: tell('per_unit'), number: true }, { text: tell('worth_column'), number: true }, { text: tell('prices_of') }, { text: tell('grade') }],
      levers.map((r) => [lever_cell(own.find((l) => l.name === r.category)), { main: euros(r.value), note: in_brackets(r.low, r.high, euros) }, families(units(r)?.value), is_number(cost_of(r)?.per_unit) && cost_of(r).per_unit > 0 ? euros(cost_of(r).per_unit) : '–', worth(r), String(cost_of(r)?.price_year ?? '–'), grade_label(grade(r))]), '', tell('lever_costs')));
  }
  return parts.length ? [...parts, ...price_sentence()] : nothing_here();
}

// ---- fit, limits, sources ----------------------------------------------------------------------------------------
function fit() {
  const rows = list('fit').filter((r) => is_number(r.published) && is_number(r.simulated)).map((r) => {
    const error = is_number(r.standard_error) ? r.standard_error : r.n > 0 ? Math.sqrt((r.published * (1 - r.published)) / r.n) : NaN;
    return { ...r, error, z: (r.simulated - r.published) / error, label: figure_label(r), by_hand: r.variable === 'total' && r.measure === 'rate' };
  });
  if (!rows.length) return nothing_here();
  const judged = rows.filter((r) => Number.isFinite(r.z));
  const count = (set) => ({ inside: set.filter((r) => Math.abs(r.z) <= 1.96).length, all: set.length, share: set.length ? `${number((100 * set.filter((r) => Math.abs(r.z) <= 1.96).length) / set.length)}%` : '–' });
  const name = (r) => `${r.label} (${tell(`${r.domain}_lower`)}, ${r.year})`;
  const charts = domains.map((d) => [d, rows.filter((r) => r.domain === d)]).filter(([, set]) => set.length).map(([d, set]) => ({
    heading: tell(d), alt: tell('fit_alt', { domain: tell(d) }),
    spec: fit_chart({
      rows: set.map((r) => ({
        x: 100 * r.published, x_low: 100 * Math.max(0, r.published - 1.96 * (r.error || 0)), x_high: 100 * (r.published + 1.96 * (r.error || 0)),
        y: 100 * r.simulated, y_low: 100 * (r.low ?? r.simulated), y_high: 100 * (r.high ?? r.simulated), series: String(r.year),
        tip: `${name(r)}: ${tell('published')} ${percent(r.published)}, ${tell('simulated')} ${percent(r.simulated)}`,
      })),
      series: ['2016', '2021'], x_title: tell('fit_x'), y_title: tell('fit_y'),
    }),
  }));
  const head = [{ text: tell('figure_of') }, { text: tell('domain') }, { text: tell('year') }, { text: tell('table') }, { text: tell('published'), number: true }, { text: tell('simulated'), number: true }, { text: tell('standard_errors'), number: true }];
  const line = (r) => [r.label, tell(r.domain), String(r.year), r.table, percent(r.published), percent(r.simulated), Number.isFinite(r.z) ? signed(r.z, 1) : '–'];
  const worst = [...judged].sort((a, b) => Math.abs(b.z) - Math.abs(a.z)).slice(0, 10);
  return [paragraph('fit_share', count(judged)), by_hand ? paragraph('fit_hand', { ...count(judged.filter((r) => !r.by_hand)), k: judged.filter((r) => r.by_hand).length }) : paragraph('fit_posterior'),
    figure({ charts, series: ['2016', '2021'], labels: { 2016: '2016', 2021: '2021' }, head, rows: rows.map(line) }),
    el('h3', {}, tell('fit_worst')), table(head, worst.map((r) => line(r).map((x, i) => (i === 1 ? domain_cell(r.domain) : x))), '', tell('fit_worst'))];
}

function thin() {
  const when = (x) => (x === null || x === undefined || x === '' || /never|^9999/.test(String(x)) ? '–' : String(x).replaceAll('-', '\u2011'));  // a date stays on one line
  const head = [{ text: tell('lever') }, { text: tell('from') }, { text: tell('until') }, { text: tell('grade') }, { text: tell('source') }];
  return [
    el('h3', {}, tell('limits')),
    limits_list(),
    el('h3', {}, tell('sources')),
    ...scenarios.map((s) => [el('h4', {}, title(s)), kicker(s),
      s.source ? el('p', { class: 'note' }, `${tell('source')}: `, in_english(s.source)) : '',
      s.expects_en || s.expects_nl ? el('p', { class: 'note' }, `${tell('expects')}: ${of_language(s, 'expects')}`) : '',
      own_levers(s).length ? table(head, own_levers(s).map((l) => [lever_cell(l), when(l.from), when(l.until), grade_label(l.grade), l.source ? { main: in_english(l.source) } : '–']), '', title(s)) : paragraph('sources_none', {}, 'note')]).flat()];
}

/// One family that the scenario newly reaches: who, what becomes of it, and on request month by month.
function one_family(s) {
  const story = list('stories').find((x) => x.scenario_name === s.name);
  if (!story) return nothing_here();
  if (!story.rows) return paragraph('one_family_none', { year: last_year }, 'note');
  return [el('p', {}, el('strong', {}, said(story.shows[0]))), family_facts(story.family),
    said_all(story.outcome), el('p', {}, el('strong', {}, said(story.parting))),
    ...story.rows.filter((row) => row.parts).map((row) => life_row(row, 'h4')),
    el('details', {}, el('summary', {}, tell('one_family_months')), paragraph('story_months_text', {}, 'note'), story.rows.map((row) => life_row(row, 'h4'))),
    el('details', {}, el('summary', {}, tell('story_shows')), el('ul', {}, story.shows.slice(1).map((one) => el('li', {}, said(one)))),
      el('p', { class: 'note' }, `${tell('command')}: `, el('code', {}, story.command)))];
}

const colophon = () => [
  colophon_table(['version', 'fingerprint', 'command', 'runs', 'families', 'draws', 'replicates', 'populations', 'seed', 'posterior', 'last_year']),
  paragraph('colophon_text', {}, 'note')];

// ---- the page ----------------------------------------------------------------------------------------------------
/// A block for each scenario; the picker shows one, or all.
const per_scenario = (make) => (scenarios.length
  ? scenarios.map((s) => el('div', { 'data-scenario': s.name, class: 'detail' }, is_compare ? [el('h3', {}, title(s)), kicker(s)] : '', make(s)))
  : nothing_here());

function picker() {
  const select = el('select', { id: 'choose' }, scenarios.map((s) => el('option', { value: s.name }, title(s))), el('option', { value: '' }, tell('all_scenarios')));
  select.value = state.chosen;
  select.addEventListener('change', () => { state.chosen = select.value; show_chosen(); });
  return scenarios.length > 1 ? [el('div', { class: 'picker' }, el('label', { for: 'choose' }, tell('choose')), select), paragraph('choose_note', {}, 'note screen')] : '';
}
function show_chosen() {
  document.querySelectorAll('.detail').forEach((block) => { block.hidden = state.chosen !== '' && block.dataset.scenario !== state.chosen; });
  draw_visible();
}

function build() {
  const year = { year: last_year };
  const first = scenarios[0];
  const level = (d, measure) => (first ? total_of(first, measure, d) : undefined);
  const unmet_levels = is_compare && domains.every((d) => level(d, 'unmet_need'))
    ? paragraph('unmet_level', { ...year, r: percent(level('relationship', 'unmet_need').baseline), p: percent(level('parenting', 'unmet_need').baseline) }) : '';
  const few = scenarios.length <= few_scenarios;  // more cards than these make no first page
  const body = is_compare ? [
    chapter('short', 'in_short', paragraph('what_is_measured', year),
      scenarios.length > most_lines ? in_numbers() : scenarios.length ? [paragraph('lines_text', year), el('ul', { class: 'lines' }, scenarios.map(in_a_line))] : '',
      effects_figure('contact', tell('key_figure', year), tell('key_alt')),
      few && scenarios.length ? el('div', { class: 'cards' }, scenarios.map(card)) : '', compare_table(), ranking(), how_sure(), rules()),
    chapter('time', 'over_time', paragraph('over_time_text', { year: data.first_policy_year }), time_panels('contact', 'difference', tell('points'), 'over_time_alt', (data.first_policy_year ?? 0) - 1)),
    chapter('unmet', 'unmet', paragraph('unmet_text'), unmet_levels, effects_figure('unmet_need', tell('unmet_figure', year), tell('unmet_alt'))),
  ] : [
    chapter('short', 'in_short', paragraph('what_is_measured_run'), paragraph('levels_time_text'),
      ['contact', 'unmet_need', 'helped'].filter((m) => first && domains.some((d) => rows_for(first, m, d, 'total').length))
        .map((m) => time_panels(m, 'value', tell('percent_axis'), 'levels_alt', 2000)), how_sure()),
  ];
  const detail = [
    is_compare && !few ? chapter('sentences', 'in_sentences', per_scenario(sentences)) : '',
    chapter('groups', is_compare ? 'groups' : 'groups_run', paragraph(is_compare ? 'groups_text' : 'groups_text_run', year), per_scenario(groups)),
    is_compare && list('parts').length ? chapter('apart', 'apart', paragraph('apart_text', year), per_scenario(apart)) : '',
    chapter('funnel', 'funnel', paragraph(is_compare ? 'funnel_text' : 'funnel_text_run', year), per_scenario(funnel)),
    is_compare && list('stories').length ? chapter('family', 'one_family', paragraph('one_family_text', year), per_scenario(one_family)) : '',
    chapter('waiting', 'waiting', paragraph('waiting_text', year), per_scenario(waiting)),
    chapter('costs', 'costs', paragraph(is_compare ? 'costs_text' : 'costs_text_run', year), per_scenario(costs)),
  ];
  const end = [chapter('fit', 'fit', paragraph('fit_text'), fit()), chapter('thin', 'thin', thin()), chapter('colophon', 'colophon', colophon())];
  const one = !is_compare && first ? title(first) : '';
  const general = tell(is_compare ? 'title_compare' : 'title_run');
  show_page({
    heading: one || general, title: one ? `${general} – ${one}` : general, lead: el('div', {}, paragraph(is_compare ? 'lead_compare' : 'lead_run', {}, 'lead'), other_structure()),
    body: [...body, el('div', {}, picker(), detail), ...end],
  });
  show_chosen();
}

/// Where the model's open rules have another form, a reader must know that before any number.
function other_structure() {
  const forms = list('scenarios').find((s) => s.baseline)?.structure || [];
  return forms.length ? el('div', { class: 'notice' }, paragraph('other_structure', { forms: conjunction(forms.map((f) => of_language(f, 'form'))) })) : '';
}

if (state.chosen === 'all') state.chosen = '';
else if (!scenarios.some((s) => s.name === state.chosen)) state.chosen = scenarios[0]?.name ?? '';
if (!['fit', 'story', 'sensitivity', 'structures'].includes(data.kind)) open_page(build);
