// SPDX-License-Identifier: Apache-2.0
// The first page: what a scenario changes, in sentences. The verdicts are those of analysis/compare/interval.hpp; here
// they get their words. Every sentence says what a row of the data says, or that there is no such row.

const verdict_of = (row) => (row && row.verdict) || (is_number(row?.low) ? (row.low > 0 ? 'up' : row.high < 0 ? 'down' : 'unknown') : 'once');
const clear_verdicts = ['up', 'down', 'likely_up', 'likely_down'];
const is_clear = (row) => clear_verdicts.includes(verdict_of(row));
const is_sure = (row) => ['up', 'down'].includes(verdict_of(row));  // of many groups some look likely by chance

const grade_letters = { data: 'A', literature: 'B', assumption: 'C' };
const grade_mark = (g) => (grade_letters[g] ? el('span', { class: `grade grade-${g}` }, tell('grade_of', { grade: grade_letters[g] })) : '');
/// No effect is better founded than the weakest of the measures that bring it about.
const effect_grade = (s) => worst_grade(own_levers(s).map((l) => l.grade));
const cost_grade = (s) => row_for('cost_per', s)?.grade || s.payer_grades?.total;

// ---- use, and by when --------------------------------------------------------------------------------------------
function use_sentence(row, domain) {
  const verdict = verdict_of(row);
  const bound = (x) => points(x, points_digits(Math.min(Math.abs(row.low), Math.abs(row.high)) || 0.01));
  const size = verdict.includes('up') || verdict.includes('down') ? points_size(row.difference) : points_long(row.difference);
  return paragraph(`use_${verdict}`, { domain: tell(domain), d: size, low: bound(row.low), high: bound(row.high), b: percent(row.baseline), v: percent(row.value), share: chance(verdict === 'likely_down' ? 1 - row.p_positive : row.p_positive, row.n), negligible: points_size(data.verdict_rules?.negligible ?? 0.001), year: last_year });
}

/// Where nothing of a scenario is in force any more in the year that is told.
function ended_sentence(s) {
  const ends = own_levers(s).map((l) => l.until || 'never');
  const all = ends.length && ends.every((m) => m <= `${last_year}-01`);  // 'never' comes after every date
  return all ? [paragraph('all_ended', { until: ends.sort().at(-1), year: last_year })] : [];
}

/// The first year in which the effect is at least half of the last one's and stays so.
function half_way(s, domain) {
  const rows = rows_for(s, 'contact', domain, 'total').filter((r) => is_number(r.difference) && r.year <= last_year).sort((a, b) => a.year - b.year);
  const end = rows[rows.length - 1];
  if (!end || end.year !== last_year || !is_clear(end)) return '';
  let first = end.year;
  for (let i = rows.length - 1; i >= 0 && rows[i].difference / end.difference >= 0.5; i -= 1) first = rows[i].year;
  return paragraph(first === end.year ? 'half_last' : 'half_way', { domain: tell(domain), year: first, last: end.year });
}

// ---- for whom ----------------------------------------------------------------------------------------------------
/// Of the groups whose use clearly changes, those that gain most and that lose most; then the gaps that change.
function whom_sentences(s) {
  const told = [];
  for (const d of domains) {
    const rows = trait_order.flatMap((v) => [...by_code(rows_for(s, 'contact', d, v)).values()]).filter(is_sure);
    const name = (r) => `${variable_label(r.variable)}: ${category_label(r.variable, r.category)} (${points(r.difference)})`;
    const gain = rows.filter((r) => r.difference > 0).sort((a, b) => b.difference - a.difference).slice(0, 3);
    const loss = rows.filter((r) => r.difference < 0).sort((a, b) => a.difference - b.difference).slice(0, 3);
    if (gain.length) told.push(paragraph('whom_gain', { domain: tell(d), list: gain.map(name).join('; ') }));
    if (loss.length) told.push(paragraph('whom_lose', { domain: tell(d), list: loss.map(name).join('; ') }));
    const gaps = list('gaps').filter((g) => g.scenario === s.name && g.domain === d && is_sure(g)).sort((a, b) => Math.abs(b.change) - Math.abs(a.change)).slice(0, 2);
    for (const g of gaps) {
      told.push(paragraph(g.change > 0 ? 'whom_gap_wider' : 'whom_gap_smaller', { domain: tell(`${d}_lower`), trait: variable_label(g.variable), most: category_label(g.variable, g.most), least: category_label(g.variable, g.least), b: number(100 * g.before, 1), v: number(100 * g.after, 1) }));
    }
  }
  return told.length ? told : [paragraph('whom_none')];
}

// ---- families, and why not before --------------------------------------------------------------------------------
const standing_label = (code) => (code === 'waiting' || code === 'no_journey' ? tell(`standing_${code}`) : gate_label(code));
/// Rows of where families stand without their contact, the most first, with their share.
function standings(s, domain, change) {
  const rows = list('standing').filter((r) => r.scenario === s.name && r.domain === domain && r.change === change && is_number(r.families));
  const all = rows.reduce((sum, r) => sum + r.families, 0);
  return rows.map((r) => ({ ...r, share: all ? r.families / all : 0 })).sort((a, b) => b.families - a.families);
}

/// A measure with units to count of which no run counts one.
const nobody_sentences = (s) => list('unreached').filter((r) => r.scenario === s.name).map((r) => {
  const lever = own_levers(s).find((l) => l.name === r.lever);
  return paragraph('reached_nobody', { lever: lever_text(s, r.lever), unit: unit_of(lever), n: number(r.n_runs) });
});

function family_sentences(s) {
  const rows = [...domains, 'both'].map((d) => [d, row_for('reached', s, (r) => r.domain === d)]).filter(([, r]) => r);
  const net = rows.map(([d, r]) => paragraph(d === 'both' ? 'reached_both' : 'reached', { domain: tell(d), reached: families(r.reached), lost: families(r.lost), net: signed_families(r.net), range: in_brackets(r.low, r.high, families) }));
  const both = rows.find(([d]) => d === 'both')?.[1];
  if (is_number(both?.helped)) net.push(paragraph('helped_both', { d: signed_families(both.helped), range: in_brackets(both.helped_low, both.helped_high, families), b: families(both.helped_before) }));
  return [...nobody_sentences(s), ...net];
}

function why_sentences(s) {
  return domains.flatMap((d) => {
    const before = standings(s, d, 'reached').slice(0, 2), after = standings(s, d, 'lost');
    const queue = after.filter((r) => r.standing === 'waiting' || r.standing === 'wait').reduce((sum, r) => sum + r.share, 0);
    const named = (r) => `${standing_label(r.standing)} (${number(100 * r.share)}%)`;
    return [before.length ? paragraph('why_before', { domain: tell(d), list: before.map(named).join('; ') }) : '',
      after.length ? paragraph('why_lost', { domain: tell(d), share: `${number(100 * queue)}%` }) : ''];
  }).filter(Boolean);
}

// ---- cost, and what it may cost ----------------------------------------------------------------------------------
const costs_something = (lever) => lever.cost?.fixed_per_year > 0 || lever.cost?.per_unit > 0;
const price_sentence = () => (is_number(data.prices_of) ? [paragraph('cost_prices', { year: data.prices_of })] : []);

function cost_sentences(s) {
  const row = row_for('cost_per', s);
  if (!row || !is_number(row.extra_cost)) return [nothing_here()];
  const told = [];
  if (is_number(row.low) && row.low <= 0 && row.high >= 0) {
    told.push(paragraph('cost_unclear', { cost: euros(row.extra_cost), low: euros(row.low), high: euros(row.high) }));
  } else {
    const saved = row.extra_cost < 0;
    const [low, high] = saved ? [-row.high, -row.low] : [row.low, row.high];
    told.push(paragraph(saved ? 'cost_less' : 'cost_more', { cost: euros(Math.abs(row.extra_cost)), range: in_brackets(low, high, euros) }));
  }
  if (row.extra_cost >= 0) {
    const each = is_number(row.per_family) && row.extra_families > 0, helped = is_number(row.per_helped) && row.extra_helped > 0;
    told.push(each ? paragraph('cost_each', { each: euros(row.per_family), range: in_brackets(row.per_family_low, row.per_family_high, euros), grade: grade_letters[row.grade] || tell('unknown_grade') }) : paragraph('cost_no_each'));
    told.push(helped ? paragraph('cost_helped', { each: euros(row.per_helped), range: in_brackets(row.per_helped_low, row.per_helped_high, euros) }) : paragraph('cost_no_helped'));
  }
  return [...told, ...price_sentence()];
}

const unit_of = (lever) => of_language(lever, 'unit') || tell('unit_any');
const lever_label = (lever) => of_language(lever, 'label') || String(lever?.name ?? '');
/// A lever by its label, with its name in the file where another of the scenario has the same label.
function lever_text(s, name) {
  const label = lever_label(own_levers(s).find((l) => l.name === name) || { name });
  const alike = own_levers(s).filter((l) => lever_label(l) === label);
  return alike.length > 1 ? `${label} (${name})` : label;
}
const break_even_rows = (s) => list('break_even').filter((r) => r.scenario === s.name && is_number(r.value));

/// One sentence: the unit cost where there is one lever to price, else the sum of a year.
function break_even_sentence(s) {
  const rows = break_even_rows(s);
  const assumed = own_levers(s).some((l) => costs_something(l) && l.cost.grade === 'assumption');
  if (!rows.length) return assumed ? [paragraph('worth_unknown')] : [];
  const single = rows.filter((r) => r.lever), row = single.length === 1 ? single[0] : rows.find((r) => !r.lever) || rows[0];
  const values = { value: euros(row.value), range: in_brackets(row.low, row.high, euros), assumed: euros(row.assumed), yardstick: euros(row.yardstick) };
  if (row.value <= 0) return [paragraph('worth_never', values)];
  const key = `${row.per_unit ? 'worth_unit' : 'worth_year'}${row.value >= row.assumed ? '' : '_not'}`;
  return [paragraph(key, { ...values, unit: unit_of(own_levers(s).find((l) => l.name === row.lever)), lever: lever_text(s, row.lever) })];
}

// ---- waiting -----------------------------------------------------------------------------------------------------
/// How many services are full, without and with the policy; null where the data hold no services.
function full_services(s) {
  const full = { n: 0, k: 0, m: 0 };
  for (const d of domains) {
    const [queue, started, places] = ['waiting', 'started', 'places'].map((m) => by_code(rows_for(s, m, d, 'service')));
    for (const code of new Set([...queue.keys(), ...started.keys()])) {
      full.m += 1;
      full.n += is_full('value', queue.get(code), started.get(code), places.get(code)) ? 1 : 0;
      full.k += is_full('baseline', queue.get(code), started.get(code), places.get(code)) ? 1 : 0;
    }
  }
  return full.m ? full : null;
}

const wait_difference = (w) => {
  const d = w.after - w.before;
  if (Math.abs(d) < 0.05) return tell('no_change');
  return tell(d > 0 ? 'longer' : 'shorter', { n: number(Math.abs(d), 1) });
};

function wait_sentences(s) {
  const waits = domains.map((d) => [d, average_wait(s, d)]).filter(([, w]) => w && is_number(w.before))
    .map(([d, w]) => paragraph(Math.abs(w.after - w.before) < 0.05 ? 'wait_same' : 'wait_change', { domain: tell(d), b: number(w.before, 1), v: number(w.after, 1), d: wait_difference(w) }));
  const full = full_services(s);
  return full ? [...waits, paragraph('full_short', full)] : waits;
}

// ---- how sure, and what it hangs on ------------------------------------------------------------------------------
function sure_sentences(uses) {
  if (!uses.length) return [];
  if (!uses.some(([, r]) => r.n > 1)) return [paragraph('sure_once')];
  return uses.map(([d, r]) => {
    const values = { domain: tell(d), share: chance(r.p_positive, r.n), see: points_size(r.detectable), more: number(rough(r.pairs_to_decide)) };
    const decided = verdict_of(r) === 'none' ? 'sure_none' : !is_number(r.detectable) ? 'sure_count' : r.mean_low > 0 || r.mean_high < 0 ? 'sure_decided' : is_number(r.pairs_to_decide) ? 'sure_more' : 'sure_never';
    return paragraph(decided, values);
  });
}

function hangs_on_sentences(s) {
  const told = [], h = data.hangs_on;
  if (h && h.n_parameters > 0) {
    const values = { draws: number(h.n_draws), fewest: number(h.fewest_draws), n: number(h.n_parameters), rho: number(h.threshold, 2) };
    if (!is_number(h.threshold)) told.push(paragraph('hangs_few', values));
    for (const d of is_number(h.threshold) ? domains : []) {
      const rows = (h.rows || []).filter((r) => r.scenario === s.name && r.domain === d).slice(0, 3);
      if (!rows.length) {
        told.push(paragraph('hangs_none', { ...values, domain: tell(d) }));
        continue;
      }
      told.push(el('p', {}, rich('hangs_on', { domain: tell(d) }), ' ', rows.map((r, i) => [i ? '; ' : '',
        r.meaning_en ? of_language(r, 'meaning') : parameter_meaning(r.parameter, r.meaning), ` (${r.parameter}): `, tell(r.rho > 0 ? 'hangs_up' : 'hangs_down'), ` (ρ = ${signed(r.rho, 2)})`]), '.'));
    }
  } else told.push(paragraph('hangs_hand'));
  const assumed = own_levers(s).filter((l) => l.grade === 'assumption');
  if (assumed.length) told.push(paragraph('hangs_levers', { list: [...new Set(assumed.map(lever_label))].join(', ') }));
  return told;
}

/// What of the source's expectation the runs can show, and whether they do.
function expected_sentences(s) {
  const whom = (r) => (r.variable === 'total' ? tell('expected_all') : `${variable_label(r.variable)}: ${category_label(r.variable, r.category)}`);
  const never_differs = (r) => r.n > 1 && r.difference === 0 && r.low === 0 && r.high === 0;
  return list('expectations').filter((r) => r.scenario === s.name).map((r) => el('p', {}, rich(r.change === 'open' ? 'expected_open' : 'expected', { domain: capital(domain_label(r.domain)), whom: whom(r),
    change: tell(`expected_${r.measure}_${r.change}`), found: tell(`found_${never_differs(r) ? 'same' : r.found}`, { share: `${number(100 * r.agree, 0)}%` }), difference: points(r.difference), year: r.year })));
}

// ---- a scenario in sentences -------------------------------------------------------------------------------------
function sentences(s) {
  const uses = domains.map((d) => [d, total_of(s, 'contact', d)]).filter(([, row]) => row);
  const line = (key, grade, content) => [el('dt', {}, tell(key), grade ? [' ', grade_mark(grade)] : ''), el('dd', {}, content.length ? content : nothing_here())];
  const grade = effect_grade(s);
  return [el('p', { class: 'question' }, of_language(s, 'question')),
    is_what_if(s) ? paragraph('what_if_long', {}, 'note') : '',
    el('dl', { class: 'brief' }, line('use', grade, [...ended_sentence(s), ...uses.map(([d, r]) => use_sentence(r, d)), ...domains.map((d) => half_way(s, d)).filter(Boolean)]),
      line('whom_row', grade, whom_sentences(s)), line('families_row', grade, family_sentences(s)),
      list('standing').length ? line('why_row', grade, why_sentences(s)) : '',
      line('cost_row', cost_grade(s), [...cost_sentences(s), ...break_even_sentence(s)]),
      line('waiting_row', grade, wait_sentences(s)), line('sure_row', '', sure_sentences(uses)),
      s.expects_en || s.expects_nl ? line('expects', '', [el('p', {}, of_language(s, 'expects')), ...expected_sentences(s)]) : '',
      line('hangs_row', '', hangs_on_sentences(s)))];
}
/// The shortest answer: both domains in a word with the number, the cost, and whether it is evidence.
function in_a_line(s) {
  const uses = domains.map((d) => [d, total_of(s, 'contact', d)]).filter(([, r]) => r);
  const cost = row_for('cost_per', s);
  return el('li', {}, el('strong', {}, `${title(s)}: `), uses.map(([d, r]) => [`${tell(`${d}_lower`)} `, el('strong', {}, tell(`word_${verdict_of(r)}`)), `, ${points(r.difference)} ${in_brackets(r.low, r.high, points)}; `.replace(' ;', ';')]),
    cost && is_number(cost.extra_cost) ? tell(cost.extra_cost < 0 ? 'line_less' : 'line_more', { cost: euros(Math.abs(cost.extra_cost)) }) : tell('line_no_cost'),
    nobody_sentences(s).map((p) => [' ', ...p.childNodes]), break_even_rows(s).length ? break_even_sentence(s).map((p) => [' ', ...p.childNodes]) : '',
    full_in_a_line(s), is_what_if(s) ? [' ', el('em', {}, tell('line_what_if'))] : '');
}
/// Where the policy fills or empties a service.
function full_in_a_line(s) {
  const full = full_services(s);
  return full && full.n !== full.k ? [' ', rich('full_short', full)] : '';
}
/// Many scenarios: how many there are of each answer, and those with the largest of the clear ones.
function in_numbers() {
  return domains.map((d) => {
    const rows = scenarios.map((s) => ({ s, r: total_of(s, 'contact', d) })).filter(({ r }) => r);
    if (!rows.length) return '';
    const count = (...verdicts) => number(rows.filter(({ r }) => verdicts.includes(verdict_of(r))).length);
    const top = rows.filter(({ r }) => verdict_of(r) === 'up').sort((a, b) => b.r.difference - a.r.difference).slice(0, 3);
    return el('p', {}, rich('numbers', { domain: tell(d), n: number(rows.length), up: count('up'), likely: count('likely_up'), down: count('down', 'likely_down'), rest: count('once', 'none', 'small', 'unknown'), year: last_year }),
      top.length ? [' ', rich('numbers_top', { list: top.map(({ s, r }) => `${title(s)} (${points(r.difference)})`).join('; ') })] : '');
  });
}
const card = (s) => el('article', { class: 'card' }, kicker(s), el('h3', {}, title(s)), sentences(s));

// ---- many scenarios ----------------------------------------------------------------------------------------------
/// Places among the scenarios over the draws: how often first, and between which places.
function ranking() {
  const rows = list('ranks').filter((r) => r.n_draws > 1 && scenarios.some((s) => s.name === r.scenario));
  if (!rows.length) return '';
  const of = (s, d) => rows.find((r) => r.scenario === s.name && r.domain === d);
  const n = scenarios.length;
  const shown = scenarios.filter((s) => domains.some((d) => of(s, d)));
  const places = (r) => `${number(r.low)}–${number(r.high)}`;
  const head = [{ text: tell('scenario') }, ...domains.flatMap((d) => [{ text: `${domain_label(d)}: ${tell('rank_best')}`, number: true, wrap: true }, { text: `${domain_label(d)}: ${tell('rank_places')}`, number: true, wrap: true }])];
  const body = shown.map((s) => [title(s), ...domains.flatMap((d) => { const r = of(s, d); return r ? [`${number(100 * r.best)}%`, places(r)] : ['–', '–']; })]);
  const chart = row_chart({
    rows: shown.map((s) => ({ label: title(s), points: domains.filter((d) => of(s, d)).map((d) => { const r = of(s, d); return { series: d, value: r.middle, low: r.low, high: r.high, tip: `${title(s)}, ${tell(`${d}_lower`)}: ${places(r)}` }; }) })),
    series: domains, x_title: tell('rank_axis', { n }), format: 'd', domain: [0, n + 0.5],
  });
  return [el('h3', {}, tell('rank_title')), paragraph('rank_text', { n: number(rows[0].n_draws) }),
    figure({ grade: worst_grade(shown.map(effect_grade)), alt: tell('rank_alt'), charts: [{ spec: chart }], series: domains, head, rows: body })];
}

/// What the words mean: the rules, told once.
function rules() {
  const r = data.verdict_rules || { likely: 0.9, negligible: 0.001 };
  const values = { likely: `${number(100 * r.likely)}%`, negligible: points_size(r.negligible) };
  return el('details', { class: 'rules', open: '' }, el('summary', {}, tell('rules_title')),
    el('ul', {}, ['rule_clear', 'rule_likely', 'rule_small', 'rule_unknown', 'rule_see', 'rule_worth', 'rule_grades'].map((key) => el('li', {}, rich(key, values)))));
}

/// What came of a comparison that went on until a precision.
function precision_sentence() {
  const p = data.until_precision;
  if (!p || !is_number(p.wanted)) return '';
  const pairs = data.draws * data.replicates;
  const values = { wanted: points_size(p.wanted), got: points_size(p.got), n: number(pairs), all: number(rough(pairs * (p.got / p.wanted) ** 2)) };
  return paragraph(p.got <= p.wanted ? 'precision_reached' : 'precision_missed', values);
}

/// What each lever adds to a package, and what the levers add together by themselves.
function apart(s) {
  const rows = list('parts').filter((r) => r.scenario === s.name);
  if (!rows.length) return paragraph('apart_single', {}, 'note');
  const name = (r) => lever_text(s, r.lever);
  const levers = [...new Set(rows.map((r) => r.lever))];
  const chart = row_chart({
    rows: levers.map((l) => ({ label: lever_text(s, l), points: rows.filter((r) => r.lever === l && is_number(r.adds)).map((r) => ({ series: r.domain, value: 100 * r.adds, low: hundred(r.low), high: hundred(r.high), tip: `${name(r)}, ${tell(`${r.domain}_lower`)}: ${points(r.adds)} ${in_brackets(r.low, r.high, points)}` })) })),
    series: domains, x_title: tell('points'), format: '+.2~f',
  });
  const head = [{ text: tell('lever') }, { text: tell('domain') }, { text: `${tell('apart_adds')} (${tell('points')})`, number: true }, { text: tell('interval'), number: true }, { text: tell('col_verdict') }, { text: tell('apart_cost'), number: true }];
  const sums = domains.map((d) => {
    const whole = total_of(s, 'contact', d), parts = rows.filter((r) => r.domain === d);
    if (!whole || parts.some((r) => !is_number(r.adds))) return '';
    return paragraph('apart_sum', { domain: tell(d), whole: points(whole.difference), parts: points(parts.reduce((sum, r) => sum + r.adds, 0)) });
  });
  return [sums, figure({ grade: effect_grade(s), alt: tell('apart_alt', { title: title(s) }), charts: [{ spec: chart }], series: domains, head,
    rows: rows.map((r) => [name(r), tell(r.domain), points(r.adds, 2), range(r.low, r.high, (x) => points(x, 2)), tell(`word_${verdict_of(r)}`), { main: signed_euros(r.cost), note: in_brackets(r.cost_low, r.cost_high, euros) }]) })];
}
