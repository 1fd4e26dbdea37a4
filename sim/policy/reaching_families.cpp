// SPDX-License-Identifier: Apache-2.0
// What do levers that reach particular families do to those whom they reach?
#include <algorithm>

#include "sim/base/math.hpp"
#include "sim/policy/month_plan.hpp"

namespace uptake {

float half_life_keep(double months) { return static_cast<float>(pow_fixed(0.5, 1.0 / months)); }

ReachingLever Policy::reaching(const Lever& lever, std::size_t index, double strength) const {
  ReachingLever r = meant(lever, index);
  const Parameters& p = scenario_->parameters.values;
  const auto value = [&](std::string_view field) { return lever.value(field, p); };
  const auto small = [&](std::string_view field) { return static_cast<float>(value(field)); };
  switch (lever.kind) {
    case LeverKind::lead_in:
      r.ask = value("ask") * strength;
      r.warm = value("warm");
      r.contact = static_cast<ContactPoint>(lever.choice("contact"));
      if (r.contact == ContactPoint::social_house) r.ask *= value("seen");
      return r;
    case LeverKind::school_continuity:
      r.ask = value("ask") * value("seen") * strength;
      r.warm = value("warm");
      r.contact = ContactPoint::after_three;
      r.until_age = value("until_age");
      return r;
    case LeverKind::warm_referral:
      r.warm = value("warm") * strength;
      r.ask = value("sends") * strength;
      r.hop = value("hop") * strength;
      return r;
    case LeverKind::explain_offer:
      r.learn = value("explain") * strength;
      return r;
    case LeverKind::private_referral:
      r.share = value("share") * strength;
      return r;
    case LeverKind::capacity:
      r.kept = std::max(0.0, value("factor") - 1) * strength;
      return r;
    case LeverKind::triage:
      r.share = value("share") * strength;
      r.order = static_cast<ReachingLever::Order>(lever.choice("order"));
      return r;
    case LeverKind::project_money:
      r.learn = value("forget") * strength;
      return r;
    default:
      break;
  }
  r.reach = value("reach") * strength;
  switch (lever.kind) {
    case LeverKind::campaign: {
      enum Channel { mass_media, social_media, print, community };
      enum Framing { neutral, advice, targeted };
      const int channel = lever.choice("channel"), framing = lever.choice("framing");
      r.learn = value("learn");
      r.lean = channel == print ? 1.0 : channel == community ? 0.0 : value("fluency_bias");
      r.digital = channel == social_media;
      r.dare = static_cast<float>(value("taboo") - (framing == targeted ? value("backfire") : 0.0));
      r.guilt = static_cast<float>(value("guilt") + (framing == advice ? value("backfire") : 0.0));
      r.keep = half_life_keep(std::max(value("half_life"), 0.1));
      break;
    }
    case LeverKind::question_website:
      r.learn = value("learn");
      r.ask = value("question");
      r.lean = 1;
      r.digital = true;
      r.boosts = false;
      break;
    case LeverKind::multilingual:
      r.learn = value("learn");
      r.lean = lever.choice("form") == 0 ? 0.0 : 1.0;  // oral, written
      r.own_language = true;
      r.boosts = false;
      break;
    case LeverKind::volunteers:
      r.learn = value("learn");
      r.dare = small("trust");
      r.months = static_cast<int>(std::lround(value("months")));
      r.support = value("support");
      r.relief = value("relief");
      break;
    case LeverKind::meeting_groups:
      r.months = static_cast<int>(std::lround(value("months")));
      r.support = value("support");
      r.group = static_cast<int>(std::lround(value("size")));
      r.tells = value("tells");
      break;
    default:  // bridging figures
      r.learn = value("learn");
      r.dare = small("trust");
      r.accompany = small("accompany");
      r.lost = value("lost_at_end");
      r.keep = half_life_keep(p.dare_guilt_half_life);
      break;
  }
  return r;
}

}  // namespace uptake
