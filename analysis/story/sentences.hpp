// SPDX-License-Identifier: Apache-2.0
// One happening, or one cause of a difference, as a sentence in both languages.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "analysis/story/story.hpp"
#include "analysis/story/words.hpp"

namespace uptake::story {

/// What is told of one life only when the months between it are folded.
struct Quiet {
  std::map<std::uint16_t, ServiceMask> learnt, forgot;                       ///< by adult
  std::map<std::pair<std::uint16_t, Domain>, int> unseen, good, bad;         ///< by adult and domain
  std::map<std::pair<std::uint16_t, std::vector<std::string>>, int> levers;  ///< by adult and names
};

/// Makes sentences of a story; what it is given must outlive it.
class Sentences {
 public:
  Sentences(const Study& study, const Population& population, const Story& story);

  [[nodiscard]] const Both& who(std::uint16_t adult) const { return names_[adult]; }
  [[nodiscard]] Both capital_who(std::uint16_t adult) const { return capital(names_[adult]); }
  /// Of something that happens in a life; empty for what is only told where months are folded.
  [[nodiscard]] Both of(const Trace& life, const Happening& one) const;
  /// Adds what is only told where months are folded.
  static void gather(const Happening& one, Quiet& quiet);
  [[nodiscard]] std::vector<Both> of(const Quiet& quiet) const;
  /// Why the two lives differ here; adds what `because` does not hold yet.
  void explain(const Difference& difference, std::vector<Both>& because) const;

 private:
  [[nodiscard]] Both name(std::size_t adult) const;
  [[nodiscard]] Both service(ServiceId k) const;
  [[nodiscard]] Both services(ServiceMask set, std::size_t most = 64) const;
  [[nodiscard]] Both lever(const std::string& name) const;
  [[nodiscard]] Both levers(const std::vector<std::string>& names) const;
  [[nodiscard]] Both journey(const Trace& life, const Happening& one) const;
  /// Who of the others came along to help that begins.
  [[nodiscard]] Both along(const Trace& life, const Happening& begins) const;
  [[nodiscard]] Both cause(const Difference& difference, const Because& one) const;
  /// ", since March 2027 (Campaign ‘…’)".
  [[nodiscard]] Both since(const Difference& difference, const Because& one) const;

  const Study& study_;
  const Population& all_;
  const Story& story_;
  std::vector<Both> names_;
};

}  // namespace uptake::story
