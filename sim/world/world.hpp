// SPDX-License-Identifier: Apache-2.0
// The state of one run: what every parent knows, waits for and has lived through, as columns; the queues; the
// record of use; the year's counts. Everything a stage reads or writes is here, so two worlds never share
// anything that changes.
#pragma once

#include <boost/container/deque.hpp>

#include <algorithm>
#include <array>
#include <compare>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "sim/base/fetch.hpp"
#include "sim/network/network.hpp"
#include "sim/network/word_of_mouth.hpp"
#include "sim/policy/month_plan.hpp"
#include "sim/population/population.hpp"
#include "sim/world/classes.hpp"
#include "sim/world/kept.hpp"

namespace uptake {

/// What a run is made from. Nothing here changes during a run.
struct RunInputs {
  const Evidence* evidence = nullptr;
  const Scenario* scenario = nullptr;
  const Population* population = nullptr;
  const Network* network = nullptr;
  RandomKey key;              ///< the dynamics' seed and replicate
  Month until = end_month;    ///< the run stops before this month
  bool parallel = true;       ///< use several threads inside the run; the bytes are the same either way
  bool whole_record = false;  ///< keep uses that nobody tells of any more, for who looks at each
};

/// One use of a service (or of written self-help) by one parent: what the survey may be told.
struct UseRecord {
  ParentId parent;
  Month month;        ///< when it began
  Month forgotten;    ///< from then on it is no longer told; `never`
  Month union_start;  ///< of the partnership at that time, `never` without one: tells current from previous
  ServiceId service;
  Domain domain;
  Helped helped;
  std::uint8_t flags;  ///< UseFlag
};
/// They grow in pieces, so that there is never a second copy; of a size that few are asked for.
using UseRecords = boost::container::deque<
    UseRecord, void, boost::container::deque_options_t<boost::container::block_bytes<std::size_t{1} << 16>>>;
enum UseFlag : std::uint8_t {
  use_formal = 1,
  use_perceived = 2,
  use_at_ending = 4,
  use_enriching = 8,
  use_second = 16  ///< a second sort of help beside an episode
};

/// Occasions of the month by domain; `enriching`: without need.
constexpr std::uint8_t occasion_bit(Domain d) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(d));
}
constexpr std::uint8_t enriching_bit(Domain d) {
  return static_cast<std::uint8_t>(4U << static_cast<unsigned>(d));
}
/// Pending for the next journeys by domain: a contact raised the subject; a service sent the family on.
constexpr std::uint8_t raised_bit(Domain d) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(d));
}
constexpr std::uint8_t onward_bit(Domain d) {
  return static_cast<std::uint8_t>(4U << static_cast<unsigned>(d));
}

enum ParentMark : std::uint8_t {
  was_here = 1,    ///< was active once, and got its starting state then
  has_news = 2,    ///< trust or the ties' news may differ from nothing
  was_reached = 4  ///< by a lever: its boosts may differ from nothing
};

inline constexpr std::uint32_t no_spell = UINT32_MAX;

enum class Stage : std::uint8_t { idle, waiting, admitted, attending };

// What events read and write of a parent in a domain: asked together, so in one stretch of memory. What the
// month's pass over everybody reads stands in columns of its own.

/// What a parent makes of help, from its own and its ties' experience; fades.
struct Felt {
  float trust = 0;          ///< logit, from own experience
  float good = 0, bad = 0;  ///< ties that told of good and bad experience
};

inline constexpr Felt felt_nothing{};

/// What levers that reach parents did to one, by domain and for the way there; fades.
struct Boosts {
  struct Daring {
    float dare = 0, guilt = 0;  ///< logit
    float keep = 1;             ///< what a month leaves of them: of the lever that came last
  };
  std::array<Daring, n_domains> of;
  float reach = 0;  ///< logit
};
inline constexpr Boosts no_boosts{};

/// What a parent waits for and has lived through.
struct Lived {
  Month since = long_ago;          ///< entry to the queue; start once admitted
  Month until = never;             ///< start once admitted; end once attending
  Month last_helped = long_ago;    ///< last start of an episode that helped at least fairly
  std::uint16_t last_reasons = 0;  ///< a bit per NonuseReason, of the last journey that set out and stopped
  Stage stage = Stage::idle;
  ServiceId service = no_service;  ///< waiting for or attending
  std::uint8_t episode_helped = 0;
  std::uint8_t episode_flags = 0;  ///< UseFlag of the episode
};

/// The last journey that stopped. A column of its own, and of two bytes, as most stop where they begin, at a
/// need that is not seen: one parent in seven, every month.
class Stopped {
 public:
  Stopped() = default;
  /// `need_level`: where a need was not seen, how strong it was; 0 to 3.
  Stopped(Month in, Gate at, int need_level = 0)
      : bits_(static_cast<std::uint16_t>(in << 6 | static_cast<int>(at) << 2 | need_level)) {}
  [[nodiscard]] Gate at() const { return static_cast<Gate>(bits_ >> 2 & 0xf); }  ///< served: none did yet
  [[nodiscard]] Month in() const { return at() == Gate::served ? long_ago : static_cast<Month>(bits_ >> 6); }
  [[nodiscard]] int need_level() const { return bits_ & 3; }
  bool operator==(const Stopped&) const = default;

 private:
  static_assert(first_month >= 0 && end_month < 1 << 10 && static_cast<int>(Gate::served) < 1 << 4);
  std::uint16_t bits_ = static_cast<int>(Gate::served) << 2;
};

/// A family's place in a queue.
struct Ticket {
  ParentId parent;
  Month entry;
  std::uint8_t priority;  ///< 0 before 1
  std::uint32_t tie;      ///< addressed tie-break within (priority, entry)
};

/// One service type in one region (or in Flanders, when it is online).
struct Queue {
  std::vector<Ticket> tickets;  ///< in order of service
  double credit = 0;            ///< places not yet given out, carried over
  double places = 0;            ///< places this month
  double recent = 0;            ///< smoothed families started a month
};

/// Places that a lever keeps for some families, by queue.
struct KeptPlaces {
  std::uint32_t lever = 0;             ///< its address
  std::vector<double> places, credit;  ///< of this month; not yet given out, carried over
};

/// One year's counts, in simulated units; the measures are made from them.
struct YearCounts {
  int year = 0;
  std::array<std::array<double, n_gates + 1>, n_domains> journeys{};  ///< by the gate where they stopped
  std::vector<double> started, queued, reneged, wait_months,
      places;  ///< by service; wait summed over started
  /// Of who started, by domain and months waited; the last are those many and more.
  static constexpr int longest_wait = 60;
  std::array<std::array<double, longest_wait + 1>, n_domains> waited{};
  std::vector<double> family_fees;  ///< by service, EUR paid by families
  std::vector<double>
      fee_relief;              ///< by service, EUR that families would have paid more at the catalogue's fees
  std::vector<double> advice;  ///< by service: advice on the spot, at a universal contact or as a second sort
  std::vector<double>
      paid_places;  ///< by service: places added (or taken away) by levers that bear their cost
  std::vector<double> lever_units;  ///< by lever, real ones; what a unit is depends on the kind
  std::vector<double> lever_years;  ///< by lever: years in force times strength
};

struct OccasionTables;

/// Bounds of the month's rates, with which the pass over everybody leaves out whose draw means nothing. The
/// months that follow have the same ones as long as they hold.
struct MostOccasions {
  std::array<std::array<float, n_readers>, no_child + 1> parenting{};  ///< by ages and reader
  std::array<float, 481> relationship{};                               ///< by months in the union
  std::array<float, no_child + 1> contact{};                           ///< by ages
};

struct World {
  RunInputs in;
  Policy policy;
  MonthPlan plan;
  Month now = first_month;
  double real_per_simulated = 1;                          ///< real families a simulated one stands for
  std::shared_ptr<const OccasionTables> occasion_tables;  ///< of the last month
  MostOccasions most;
  NormResponse norms;  ///< what ties' experience adds to daring

  // Columns over parents. Two entries: by Domain.
  std::vector<std::uint32_t> spell;  ///< index of the spell in force, or no_spell
  std::vector<std::uint8_t>
      active;                     ///< in Flanders and in a family with a child under 25, or a parent at large
  std::vector<ParentId> present;  ///< those who are, by number: what the month's passes go through
  std::vector<std::uint16_t> n_ties_here;  ///< how many of a parent's ties are
  std::vector<Month> next_separation;      ///< when the present union will end by separation; `never`
  // What the month's one pass over everybody reads, copied from the population when a spell begins or a child
  // comes into another age class (`settle`), so that it looks up no spell.
  std::vector<float>
      base[n_domains];               ///< need's lasting part: trait and situation, without crisis and shifts
  std::vector<std::uint8_t> reader;  ///< `reader_of`: education, gender, language, kin far; fixed
  std::vector<std::uint8_t> ages;    ///< class of the youngest * 5 + of the eldest child; `no_child`
  std::vector<Month> union_since;    ///< when the partnership began; `never` without a partner
  std::vector<Month> settled_until;  ///< when a child's age class changes next
  /// Upper halves of the month's words up to this may be an occasion of a domain, or (the third) a contact;
  /// until `bounded_until`, or something of the parent changes that they hang on.
  std::vector<std::uint16_t> may_mean[n_domains + 1];
  std::vector<Month> bounded_until;
  std::vector<std::uint16_t> town;                      ///< municipality of the present household
  std::vector<float> ar[n_domains];                     ///< need's AR(1) part
  std::vector<float> need[n_domains];                   ///< need this month
  std::vector<std::uint8_t> months_in_need[n_domains];  ///< months at level 3 of 4 or more, at most 255
  std::vector<std::uint8_t> occasion;                   ///< this month's: OccasionBit
  std::vector<std::uint8_t> pending;                    ///< raised by a contact or sent on: PendingBit
  std::vector<ServiceMask> known;
  std::vector<ServiceMask> referred;
  std::vector<std::uint8_t> marks;             ///< ParentMark
  std::vector<Month> last_contact[n_domains];  ///< last month of a formal contact; long_ago if none
  std::vector<std::array<Felt, n_domains>> felt;
  std::vector<std::array<Lived, n_domains>> lived;
  std::vector<Stopped> stopped[n_domains];
  std::vector<Boosts> boosts;  ///< empty until a lever can reach somebody

  std::vector<std::uint8_t> one_queue;  ///< by service: one for Flanders rather than one a region
  std::vector<Queue> queues;            ///< [service * n_regions + region]
  std::vector<KeptPlaces> kept_places;  ///< of each lever that has kept some so far
  std::vector<float> expected_wait;     ///< [region * n_services + service], months
  /// Whose help begins or ends in a month, by months since `first_month`; one who left since is still there.
  struct Turn {
    Domain domain;
    ParentId parent;
  };
  std::vector<std::vector<Turn>> turns;
  std::vector<std::vector<Turn>> past_turns;  ///< empty; memory for months to come
  UseRecords uses;                            ///< of the year, and older ones that are told still
  /// Who entered with a past: the uses of another before that month are its own too. Each once, in the order
  /// of entering.
  struct TakenOver {
    ParentId by, from;
    auto operator<=>(const TakenOver&) const = default;
  };
  std::vector<TakenOver> taken_over;
  std::vector<YearCounts> years;     ///< one a year so far
  std::vector<ParentId> separating;  ///< parents whose union ends this month
  std::vector<ParentId> entering;    ///< who are parents here from this month on
  struct Seen {
    ParentId parent;
    double place;  ///< uniform below `most_contacts` of its ages: which contact, if any
  };
  std::vector<Seen> seen;  ///< parents whom a universal contact may have asked this month, by number
  struct Teller {
    ParentId parent;
    ServiceId service;
    Domain domain;
    Helped helped;
  };
  std::vector<Teller> tellers;       ///< parents whose episode ended this month
  std::vector<double> region_share;  ///< of Flanders' families
  Kept kept;                         ///< memory for what a month's blocks find

  explicit World(const RunInputs& inputs);

  [[nodiscard]] std::size_t n_parents() const { return spell.size(); }
  [[nodiscard]] std::size_t n_services() const { return policy.services().size(); }
  [[nodiscard]] std::size_t n_regions() const { return policy.n_regions(); }
  [[nodiscard]] const Spell& spell_of(ParentId p) const { return in.population->spells[spell[p]]; }
  [[nodiscard]] std::size_t region_of(ParentId p) const {
    return in.evidence->municipalities.region[town[p]];
  }
  /// A service has one queue for Flanders (its region 0) when it is online, or when the simulation is so
  /// small that a region would have fewer than `fewest_places` a month: then a single ticket would read as a
  /// wait of months. Else one a region, around its centre town.
  [[nodiscard]] std::size_t queue_index(ServiceId k, std::size_t region) const {
    return k * n_regions() + (one_queue[k] ? 0 : region);
  }
  /// The usual places of a service a month in all of Flanders, simulated ones, before levers.
  [[nodiscard]] double usual_places(ServiceId k) const {
    return in.evidence->catalogue.types[k].families_per_year.value / 12.0 *
           in.scenario->parameters.values.wait_slack / real_per_simulated;
  }
  [[nodiscard]] YearCounts& year() { return years.back(); }
  /// What a lever keeps for some families; nothing at first.
  [[nodiscard]] KeptPlaces& kept_by(const ReachingLever& lever);
  /// The partner at home, or `nobody` (LAT partners live elsewhere).
  [[nodiscard]] ParentId partner_at_home(ParentId p) const {
    const Spell& life = spell_of(p);
    return (life.flags & living_apart) != 0 || life.partner == nobody || !active[life.partner] ? nobody
                                                                                               : life.partner;
  }
  /// A formal contact. The only way to set `last_contact`, on which the bounds of its occasions hang.
  void had_contact(ParentId p, Domain d, Month month) {
    last_contact[static_cast<std::size_t>(d)][p] = month;
    bounded_until[p] = first_month;
  }
  /// Help of this parent begins, or ends, in that month; its `until` says so.
  void plan_turn(ParentId p, Domain d, Month month) {
    if (month >= end_month) return;
    std::vector<Turn>& planned = turns[static_cast<std::size_t>(month - first_month)];
    if (planned.capacity() == 0 && !past_turns.empty()) {
      planned = std::move(past_turns.back());
      past_turns.pop_back();
    }
    planned.push_back({d, p});
  }
  // Fetching what is read of a parent who comes up soon, so that nobody need wait for memory: first where the
  // spell in force is, then, when that is there, the spell, then the rest and that of the partner whom it
  // names.
  void fetch_place(ParentId p) const {
    fetch(&spell[p]);
    fetch(&marks[p]);
  }
  void fetch_spell(ParentId p) const { fetch(&in.population->spells[spell[p] == no_spell ? 0 : spell[p]]); }
  void fetch_with_partner(ParentId p) const {
    fetch_parent(p);
    if (spell[p] == no_spell) return;
    const ParentId partner = spell_of(p).partner;
    if (partner == nobody) return;
    fetch_spell(partner);
    fetch_parent(partner);
  }
  void fetch_parent(ParentId p) const {
    const Population& all = *in.population;
    fetch(&all.id[p]);
    fetch(&all.traits[p]);
    fetch(&known[p]);
    fetch(&referred[p]);
    fetch(&lived[p]);
    fetch(&town[p]);
    fetch(&need[0][p]);
    fetch(&need[1][p]);
    if ((marks[p] & has_news) != 0) fetch(&felt[p]);
    if ((marks[p] & was_reached) != 0) fetch(&boosts[p]);
  }
  void fetch_settling(ParentId p) const {
    fetch_spell(p);
    fetch(&in.population->traits[p]);
  }
  /// Copies the spell in force into the columns of the month's pass, until a child's age class changes.
  void settle(ParentId p);
  [[nodiscard]] const Boosts& boosts_of(ParentId p) const {
    return (marks[p] & was_reached) != 0 ? boosts[p] : no_boosts;
  }
  [[nodiscard]] const Felt& felt_of(ParentId p, Domain d) const {
    return (marks[p] & has_news) != 0 ? felt[p][static_cast<std::size_t>(d)] : felt_nothing;
  }
  /// A journey stops this month. `need_level`: where a need was not seen.
  void stop(ParentId p, Domain d, Gate at, int need_level = 0) {
    stopped[static_cast<std::size_t>(d)][p] = {now, at, need_level};
  }
  /// Of the last journey that stopped, a bit per NonuseReason.
  [[nodiscard]] std::uint16_t reasons_of(ParentId p, Domain d) const;
  /// What a parent's ties here have told of their experience.
  [[nodiscard]] TiesNews news_of(ParentId p, Domain d) const;
  /// What a gate sees of a parent, without what levers add for families like this one.
  [[nodiscard]] ParentView view(ParentId p, Domain d) const;
  /// What a gate sees of a parent.
  [[nodiscard]] ParentView person(ParentId p, Domain d) const;
  /// Which of the plan's changes at the doors are there for a parent: a bit each.
  [[nodiscard]] std::uint64_t doors_of(ParentId p) const;
};

inline constexpr double fewest_places = 2;  ///< a month in the average region

/// How many simulated places that nobody took a service keeps at most, after a month with so many: not more
/// than a year's. A simulated family stands for many, and comes less evenly than they would one by one: if
/// the place of a quiet month lapsed at once, small simulations would wait longer (decision 6). One place, so
/// that parts of places add up.
inline double most_kept(double places_a_month) {
  constexpr double months = 12, most = 15;
  return std::clamp(months * places_a_month, 1.0, most);
}

}  // namespace uptake
