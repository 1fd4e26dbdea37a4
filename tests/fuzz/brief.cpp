// SPDX-License-Identifier: Apache-2.0
// brief TARGET CORPUS WORDS N: a target without libFuzzer, in the program's own build, so briefly at each
// landing: every file of CORPUS as it is, then N changed ones, always the same. What crashes, hangs or throws
// ends the process; the input lies in ./fuzz-TARGET then.
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <random>
#include <stdexcept>
#include <utility>
#include <vector>

#include "fuzz.hpp"

namespace {

namespace fs = std::filesystem;
using Target = int (*)(const std::uint8_t*, std::size_t);

constexpr std::pair<const char*, Target> targets[] = {
    {"scenario", uptake::fuzz::scenario},     {"design", uptake::fuzz::design},
    {"parameters", uptake::fuzz::parameters}, {"survey", uptake::fuzz::survey},
    {"posterior", uptake::fuzz::posterior},   {"results", uptake::fuzz::results},
    {"shard", uptake::fuzz::shard},           {"plan", uptake::fuzz::plan},
    {"command", uptake::fuzz::command}};

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class Mutation {
 public:
  Mutation(std::vector<std::string> seeds, std::vector<std::string> words)
      : seeds_(std::move(seeds)), words_(std::move(words)) {}

  /// One of the seeds, changed in one to four places.
  std::string next() {
    std::string text = any_of(seeds_);
    for (std::size_t n = 1 + below(4); n > 0; --n) change(text);
    return text;
  }

 private:
  std::size_t below(std::size_t n) { return n == 0 ? 0 : chance_() % n; }
  const std::string& any_of(const std::vector<std::string>& all) { return all[below(all.size())]; }

  void change(std::string& text) {
    const std::size_t at = below(text.size() + 1), n = std::min(text.size() - at, below(64));
    const std::string& other = any_of(seeds_);
    const std::size_t from = below(other.size() + 1);
    switch (below(7)) {
      case 0:
        if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
        break;
      case 1:
        text.insert(at, 1, static_cast<char>(below(256)));
        break;
      case 2:
        text.erase(at, n);
        break;
      case 3:
        text.insert(at, text.substr(at, n));
        break;
      case 4:
        text.replace(at, n, any_of(words_));
        break;
      case 5:
        text.replace(at, n, other, from, below(256));
        break;  // as much as there is
      default:
        text.resize(at);
        break;
    }
  }

  std::vector<std::string> seeds_, words_;
  std::mt19937 chance_{1};
};

/// Lines of a dictionary as libFuzzer has it: "word".
std::vector<std::string> words_of(const fs::path& file) {
  std::vector<std::string> words{"-1", "1e999", "nan", "\n", ": ", "[", "{", "&a ", "*a", "../"};
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (line.size() > 2) words.push_back(line.substr(1, line.size() - 2));
  }
  return words;
}

int run(const std::string& name, const fs::path& corpus, const fs::path& dictionary, int n_changed) {
  const auto* const found =
      std::ranges::find_if(targets, [&](const auto& target) { return name == target.first; });
  if (found == std::end(targets)) throw std::runtime_error("there is no target " + name);
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(corpus)) files.push_back(entry.path());
  if (files.empty()) throw std::runtime_error(corpus.string() + " is empty");
  std::ranges::sort(files);
  std::vector<std::string> seeds;
  for (const fs::path& file : files) seeds.push_back(bytes_of(file));

  const fs::path last = fs::absolute("fuzz-" + name);
  const auto look = [&](const std::string& input) {
    std::ofstream(last, std::ios::binary) << input;
    alarm(60);  // an input takes some milliseconds
    found->second(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
  };
  const int told = dup(1), nowhere = open("/dev/null", O_WRONLY);
  dup2(nowhere, 1);  // the program itself is among the targets
  dup2(nowhere, 2);
  for (const std::string& seed : seeds) look(seed);
  Mutation mutation(seeds, words_of(dictionary));
  for (int i = 0; i < n_changed; ++i) look(mutation.next());
  fs::remove(last);
  dprintf(told, "%s: %zu files and %d changed ones: nothing found\n", name.c_str(), seeds.size(), n_changed);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  const rlimit most{rlim_t{4} << 30, rlim_t{4} << 30};  // bytes: no input takes more memory
  setrlimit(RLIMIT_AS, &most);
  return run(argv[1], argv[2], argv[3], std::stoi(argv[4]));
}
