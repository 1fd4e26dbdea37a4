// SPDX-License-Identifier: Apache-2.0
// One synthetic family's two lives beside each other, for the page of `uptake story` and for the brief. The sentences come
// with the data.

/// What the data say in the language of the page.
const said = (both) => both?.[state.language] || both?.en || '';
const said_all = (all) => (all?.length ? all.map((one) => el('p', {}, said(one))) : el('p', { class: 'note' }, tell('story_nothing')));
const month_of = (text) => {
  const date = new Date(`${text}-01T00:00:00`);
  return Number.isNaN(date.getTime()) ? text : new Intl.DateTimeFormat(locale(), { month: 'long', year: 'numeric' }).format(date);
};

const family_facts = (family) => el('dl', { class: 'facts' }, (family?.facts || []).map((fact) => [el('dt', {}, capital(said(fact.label))), el('dd', {}, said(fact.value))]));

/// A row: its months as a heading of that level, then one cell for both lives, or two; below them why they differ.
function life_row(row, heading) {
  const cell = (key, all, cls) => el('div', { class: `life ${cls}` }, el('p', { class: 'life-name' }, tell(key)), said_all(all));
  return el('div', { class: `months${row.parts ? ' parts' : ''}${row.folded ? ' folded' : ''}` },
    el(heading, {}, capital(said(row.months))),
    row.parts ? el('p', { class: 'kicker' }, tell('story_parts')) : '',
    el('div', { class: 'lives' }, row.same ? cell('story_both', row.baseline, 'both')
      : [cell('story_without', row.baseline, 'without'), cell('story_with', row.scenario, 'with')]),
    row.because?.length ? el('div', { class: 'notice' }, el('p', {}, el('strong', {}, tell('story_why'))), row.because.map((one) => el('p', {}, said(one)))) : '');
}
