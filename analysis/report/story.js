// SPDX-License-Identifier: Apache-2.0
// The page of `uptake story`: one synthetic family's two lives beside each other. The sentences come with the data.

function states() {
  const lines = list('states');
  const head = ['', 'story_what', 'story_start', 'story_end_without', 'story_end_with'].map((key) => ({ text: key ? tell(key) : '' }));
  return lines.length ? table(head, lines.map((line, i) => [
    i > 0 && said(lines[i - 1].who) === said(line.who) ? '' : said(line.who),
    said(line.what), said(line.start), said(line.baseline), said(line.scenario)]), '', tell('story_states')) : nothing_here();
}

function what_it_shows() {
  const first = data.found?.first || [];
  return [el('ul', {}, list('shows').slice(1).map((one) => el('li', {}, said(one)))),
    first.length > 1 ? paragraph('story_others', { list: first.slice(1, 10).join(', ') }, 'note') : ''];
}

function build() {
  show_page({
    heading: said(data.title), title: said(data.title),
    lead: el('div', {}, paragraph('story_lead', {}, 'lead'), el('div', { class: 'notice' }, el('p', {}, el('strong', {}, said(list('shows')[0]))))),
    body: [
      chapter('family', 'story_family', paragraph('story_family_text', { number: data.family?.number, month: said(data.family?.described_in_words) }), family_facts(data.family)),
      chapter('end', 'story_end', list('outcome').map((one) => el('p', {}, said(one))), el('p', {}, el('strong', {}, said(data.parting)))),
      chapter('months', 'story_months', paragraph('story_months_text', {}, 'note'), list('rows').map((row) => life_row(row, 'h3'))),
      chapter('states', 'story_states', paragraph('story_states_text', { from: month_of(data.from), last: month_of(data.last) }, 'note'), states()),
      chapter('shows', 'story_shows', what_it_shows()),
      chapter('colophon', 'colophon', colophon_table(['version', 'fingerprint', 'command', 'families', 'seed', 'posterior', 'draw', 'replicate', 'population']), paragraph('story_colophon', {}, 'note')),
    ],
  });
}

if (data.kind === 'story') open_page(build);
