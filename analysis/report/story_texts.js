// SPDX-License-Identifier: Apache-2.0
// The words of one family's story that do not come with it. Its sentences do, in both languages.
Object.assign(texts.en, {
  story_lead: 'The same synthetic family, month by month, without the policy and with it: what it needed, knew and dared, where each search for support stopped, how it was helped, and where the two lives part.',
  story_family: 'The family', story_family_text: 'Family number {number}, as it is in {month}.',
  story_end: 'What becomes of it', story_months: 'Month by month',
  story_months_text: 'Months in which nothing happens but small changes in what is known are told together. Where both lives are alike, they are told once.',
  story_without: 'Without the policy', story_with: 'With the policy', story_both: 'In both lives',
  story_parts: 'Here the two lives part', story_why: 'Why', story_nothing: 'Nothing to tell.',
  story_states: 'What it needed, knew and dared',
  story_states_text: 'At the start of the story ({from}) and at its end ({last}), in both lives. The chance to dare is that of a journey now, before the door of any service is seen.',
  story_what: 'What', story_start: 'At the start', story_end_without: 'At the end, without', story_end_with: 'At the end, with',
  story_shows: 'What one story can and cannot show',
  story_others: 'Other families that fit the search, for --family: {list}.',
  story_colophon: 'The same command with the same version gives the same story. `--json` gives the codes behind every sentence and each month’s state.',
  draw: 'Parameter draw', replicate: 'Replicate', population: 'Population',
});
Object.assign(texts.nl, {
  story_lead: 'Hetzelfde synthetische gezin, maand na maand, zonder het beleid en ermee: wat het nodig had, kende en durfde, waar elke zoektocht naar ondersteuning stopte, hoe het geholpen werd, en waar de twee levens uiteengaan.',
  story_family: 'Het gezin', story_family_text: 'Gezin nummer {number}, zoals het is in {month}.',
  story_end: 'Hoe het afloopt', story_months: 'Maand na maand',
  story_months_text: 'Maanden waarin er niets gebeurt behalve kleine veranderingen in wat men kent, staan samen. Waar beide levens gelijk zijn, staan ze één keer.',
  story_without: 'Zonder het beleid', story_with: 'Met het beleid', story_both: 'In beide levens',
  story_parts: 'Hier gaan de twee levens uiteen', story_why: 'Waarom', story_nothing: 'Niets te vertellen.',
  story_states: 'Wat het nodig had, kende en durfde',
  story_states_text: 'Bij het begin van het verhaal ({from}) en op het einde ({last}), in beide levens. De kans om te durven is die van een zoektocht op dat moment, nog voor er een dienst in zicht komt.',
  story_what: 'Wat', story_start: 'Bij het begin', story_end_without: 'Op het einde, zonder', story_end_with: 'Op het einde, met',
  story_shows: 'Wat één verhaal kan tonen, en wat niet',
  story_others: 'Andere gezinnen die aan de zoekopdracht voldoen, voor --family: {list}.',
  story_colophon: 'Dezelfde opdracht met dezelfde versie geeft hetzelfde verhaal. `--json` geeft de codes achter elke zin en de toestand van elke maand.',
  draw: 'Trekking van parameters', replicate: 'Herhaling', population: 'Populatie',
});
