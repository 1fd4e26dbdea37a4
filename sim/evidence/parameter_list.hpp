// SPDX-License-Identifier: Apache-2.0
// The list of parameters by mechanism. To add one: a name here, and its entry in scenarios/data/parameters/.
#pragma once

// clang-format off
#define UPTAKE_PARAMETERS(X) \
  X(need, persistence) X(need, trait_weight) X(need, ar_weight) X(need, mother) X(need, separated) \
    X(need, age_0_2) X(need, age_6_11) X(need, age_12_17) X(need, age_18_24) X(need, no_holiday) \
    X(need, no_expense) X(need, young_child) X(need, crisis) X(need, crisis_months) X(need, relief_formal) \
    X(need, relief_informal) X(need, worry_a_little) X(need, worry_fairly) X(need, worry_very) \
    X(need, strain_a_little) X(need, strain_fairly) X(need, strain_very) \
  X(occasion, parenting) X(occasion, relationship) X(occasion, age_0_2) X(occasion, age_3_5) \
    X(occasion, age_12_17) X(occasion, age_18_24) X(occasion, early_offer) X(occasion, delay_years) \
    X(occasion, ending) X(occasion, experience) X(occasion, experience_years) X(occasion, kin_far) \
  X(recognise, slope_parenting) X(recognise, threshold_parenting) X(recognise, slope_relationship) \
    X(recognise, threshold_relationship) \
  X(informal, enough_parenting) X(informal, enough_relationship) X(informal, partner) \
    X(informal, network) X(informal, need) X(informal, push) \
  X(self_help, looks) X(self_help, enough) X(self_help, fluency) X(self_help, need) \
  X(know, learn_parenting) X(know, learn_relationship) X(know, forget) X(know, education) \
    X(know, language) X(know, tertiary_relationship) X(know, suits_parenting) X(know, suits_relationship) \
    X(know, explain) X(know, house) \
  X(dare, base_parenting) X(dare, base_relationship) X(dare, seek_parenting) X(dare, seek_relationship) \
    X(dare, non_eu_parenting) X(dare, non_eu_relationship) X(dare, norm_catch_up) \
    X(dare, low_education_relationship) X(dare, deprived) X(dare, father) X(dare, partner_bonus) \
    X(dare, belief) X(dare, guilt_half_life) \
  X(afford, base) X(afford, price) X(afford, low_income) \
  X(reach, base) X(reach, travel) X(reach, language) X(reach, digital) X(reach, office_hours) \
    X(reach, no_huis) \
  X(choose, price) X(choose, wait) X(choose, travel) X(choose, referral) \
    X(choose, second_relationship) X(choose, second_parenting) \
  X(wait, renege) X(wait, full_months) X(wait, slack) \
  X(outcome, parenting_cut_1) X(outcome, parenting_cut_2) X(outcome, parenting_cut_3) \
    X(outcome, relationship_cut_1) X(outcome, relationship_cut_2) X(outcome, relationship_cut_3) \
    X(outcome, severity) X(outcome, crisis) X(outcome, trust_gain) X(outcome, trust_loss) \
    X(outcome, trust_half_life) X(outcome, partner_attends) X(outcome, hop_loss) \
  X(memory, parenting_years) X(memory, relationship_years) \
  X(word_of_mouth, tells) X(word_of_mouth, norm) X(word_of_mouth, norm_slope) \
    X(word_of_mouth, norm_threshold) X(word_of_mouth, half_life) \
  X(universal, kind_en_gezin) X(universal, school) X(universal, gp) X(universal, childcare) \
    X(universal, raise_parenting) X(universal, raise_relationship) X(universal, advice) \
    X(universal, warm) X(universal, father) \
  X(enriching, parenting) X(enriching, first_year) X(enriching, relationship) \
  X(history, awareness_relationship) X(history, covid_need_parenting) X(history, covid_need_relationship) \
    X(history, digital_loss) X(history, language_loss) \
  X(survey, worry_noise) X(survey, also_earlier) X(survey, questionnaire_2021) \
    X(survey, worry_told) X(survey, report_self_help) X(survey, support_noise) X(survey, salience) \
    X(survey, satisfaction_noise) X(survey, cut_satisfaction) X(survey, cut_quality) \
    X(survey, cut_parenting)
// clang-format on
