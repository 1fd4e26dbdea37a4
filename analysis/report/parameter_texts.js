// SPDX-License-Identifier: Apache-2.0
// What the calibrated parameters mean, in Dutch. In English they come with the data.
const parameter_texts = {
  'need.separated': 'Extra zorgen over de opvoeding bij alleenstaande ouders en nieuw samengestelde gezinnen',
  'need.age_0_2': 'Zorgen met een jongste kind van 0-2 jaar, tegenover 3-5 jaar',
  'need.no_holiday': 'Extra zorgen en spanning waar een week vakantie niet betaald kan worden',
  'need.young_child': 'Extra spanning in de relatie met een jongste kind van 0-2 jaar',
  'need.crisis': 'Extra spanning rond een scheiding; verder voor de scheiding is het minder',
  'occasion.parenting': 'Hoe vaak ouders afwegen of ze hulp zoeken bij de opvoeding, jongste kind 6-11 jaar',
  'occasion.relationship': 'Hoe vaak koppels afwegen of ze hulp zoeken bij hun relatie',
  'occasion.age_0_2': 'Aanleidingen met een kind van 0-2 jaar, tegenover 6-11 jaar',
  'occasion.age_3_5': 'Aanleidingen met een kind van 3-5 jaar, tegenover 6-11 jaar',
  'occasion.age_12_17': 'Aanleidingen met een kind van 12-17 jaar, tegenover 6-11 jaar',
  'occasion.age_18_24': 'Aanleidingen met een kind van 18-24 jaar, tegenover 6-11 jaar',
  'occasion.early_offer': 'Hoe de groei van het aanbod voor jonge kinderen aanleidingen geeft aan ouders die Nederlandstalige informatie lezen',
  'occasion.ending': 'Kans dat het einde van een relatie een aanleiding is',
  'occasion.kin_far': 'Gezinnen met familie ver weg wenden zich meer tot formele hulp',
  'recognise.slope_parenting': 'Hoe sterk het herkennen van een nood stijgt met de zorgen over de opvoeding',
  'recognise.threshold_parenting': 'Zorgen waarbij de helft van de ouders een nood aan hulp herkent',
  'recognise.slope_relationship': 'Hoe sterk het herkennen van een nood stijgt met de spanning in de relatie',
  'recognise.threshold_relationship': 'Spanning waarbij de helft van de koppels een nood aan hulp herkent',
  'informal.partner': 'Hoeveel vaker informele hulp volstaat bij een partner die steunt',
  'informal.network': 'Hoeveel vaker informele hulp volstaat bij een netwerk dat steunt',
  'know.education': 'Hoeveel sneller hoger opgeleiden diensten leren kennen',
  'know.language': 'Hoeveel trager gezinnen die geen Nederlands spreken diensten leren kennen',
  'know.tertiary_relationship': 'Hoeveel sneller hoger opgeleiden diensten voor de relatie leren kennen',
  'dare.seek_relationship': 'Hoezeer ouders verschillen in bereidheid om hulp te zoeken bij hun relatie',
  'dare.non_eu_parenting': 'Drempel van ouders met een herkomst buiten de EU+, opvoeding',
  'dare.non_eu_relationship': 'Drempel van ouders met een herkomst buiten de EU+, relatie',
  'dare.norm_catch_up': 'Hoe snel de drempel van ouders met een herkomst buiten de EU+ daalt vanaf 2014, relatie',
  'outcome.parenting_cut_1': 'Grens tussen helemaal niet en een beetje geholpen, opvoeding',
  'outcome.parenting_cut_2': 'Grens tussen een beetje en tamelijk geholpen, opvoeding',
  'outcome.parenting_cut_3': 'Grens tussen tamelijk en heel erg geholpen, opvoeding',
  'outcome.relationship_cut_1': 'Grens tussen helemaal niet en een beetje geholpen, relatie',
  'outcome.relationship_cut_2': 'Grens tussen een beetje en tamelijk geholpen, relatie',
  'outcome.relationship_cut_3': 'Grens tussen tamelijk en heel erg geholpen, relatie',
  'outcome.crisis': 'Hoeveel minder geholpen in een relatie die bijna eindigt',
  'memory.parenting_years': 'Hoelang ouders zich opvoedingsondersteuning herinneren',
  'memory.relationship_years': 'Hoelang ouders zich relatieondersteuning herinneren',
  'enriching.parenting': 'Kans op gebruik zonder nood, opvoeding',
  'history.awareness_relationship': 'Blijvende stijging van de aanleidingen voor relatieondersteuning in 2016 en 2017, boven op de campagnes',
  'history.covid_need_parenting': 'Stijging van de zorgen over de opvoeding tijdens COVID-19',
  'history.digital_loss': 'Hoeveel moeilijker diensten bereikbaar werden door contact op afstand tijdens COVID-19, vooral voor wie digitaal zwak staat',
  'history.language_loss': 'Hoeveel moeilijker diensten bereikbaar werden door contact op afstand tijdens COVID-19 voor gezinnen die geen Nederlands spreken',
  'survey.also_earlier': 'Kans dat wie het laatste jaar ondersteuning had en zich vroegere herinnert, ook ‘vroeger’ aankruist',
  'survey.questionnaire_2021': 'Invloed van de vragenlijst van 2021 op ‘ooit gebruikt’',
  'survey.worry_told': 'Hoeveel meer zorgen wie zich ondersteuning herinnert vertelt dan wie niet, boven op wat ze voelen',
};
/// What a parameter means, in the language of the page; in English where there is no Dutch.
const parameter_meaning = (key, english) => {
  const dutch = state.language === 'nl' && parameter_texts[key];
  const text = dutch || (english ?? '').replace(/\.$/, '');
  return text ? el('span', dutch || state.language === 'en' ? {} : { lang: 'en' }, text) : '';
};
