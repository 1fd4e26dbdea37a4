// SPDX-License-Identifier: Apache-2.0
// From a YAML text to a tree of nodes with places. yaml-cpp reads the syntax and gives events; what it lets
// pass (duplicate keys, alias bombs, further documents) is refused here.
#include "sim/base/yaml.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/node/node.h>  // else clang-tidy takes parser.h's Node for ours, declared in a wrong namespace
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <sstream>
#include <unordered_map>
#include <utility>

#include "sim/base/csv.hpp"
#include "sim/base/text.hpp"

namespace uptake::yaml {
namespace {

constexpr int most_nesting = 100;
constexpr std::size_t most_aliased = 100'000;
constexpr std::size_t most_nodes = 300'000;
constexpr std::size_t most_bytes = 10'000'000;

/// Ends the reading of a file: what follows would only repeat the problem.
struct Stop : std::runtime_error {
  Stop(Place p, const std::string& message) : std::runtime_error(message), place(p) {}
  Place place;
};

Place place_of(const YAML::Mark& mark) { return {mark.line + 1, mark.column + 1}; }

/// A node while the file is read: children by index, so that an alias is a reference and costs nothing until
/// `grown`.
struct Draft {
  Node node;  ///< without its children
  std::vector<std::size_t> children;
  std::size_t size = 1;  ///< nodes when aliases are expanded
  int height = 0;        ///< levels below
  bool open = false;     ///< its end has not been read
};

/// A text by lines, to look at what stands at a place.
class Source {
 public:
  explicit Source(std::string_view text) : text_(text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\n') starts_.push_back(i + 1);
    }
  }

  /// All text from a place on.
  [[nodiscard]] std::string_view from(Place place) const {
    const auto line = static_cast<std::size_t>(place.line);
    if (line < 1 || line > starts_.size()) return {};
    const std::size_t at = starts_[line - 1] + static_cast<std::size_t>(std::max(place.column, 1) - 1);
    return at < text_.size() ? text_.substr(at) : std::string_view{};
  }

  [[nodiscard]] bool is_tab_indented(int line) const {
    const std::string_view rest = from({line, 1});
    const std::size_t end = rest.find_first_not_of(" \t");
    return rest.substr(0, end == std::string_view::npos ? rest.size() : end).find('\t') !=
           std::string_view::npos;
  }

 private:
  std::string_view text_;
  std::vector<std::size_t> starts_{0};
};

/// Does a quoted text that begins here (after an anchor, perhaps) lack its closing quote? yaml-cpp 0.7 takes
/// one that runs into the end of the file for finished.
bool is_unclosed_quote(std::string_view rest) {
  while (!rest.empty() && (rest[0] == '&' || rest[0] == '!')) {
    rest.remove_prefix(std::min(rest.find_first_of(" \t\r\n"), rest.size()));
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t\r\n"), rest.size()));
  }
  if (rest.empty() || (rest[0] != '"' && rest[0] != '\'')) return false;  // a text block
  const char quote = rest[0];
  for (std::size_t i = 1; i < rest.size(); ++i) {
    if (quote == '"' && rest[i] == '\\') {
      ++i;
    } else if (rest[i] == quote) {
      if (quote == '"' || i + 1 >= rest.size() || rest[i + 1] != quote) return false;
      ++i;
    }
  }
  return true;
}

class Builder : public YAML::EventHandler {
 public:
  Builder(const Source& source, std::string file, Problems& problems)
      : source_(source), file_(std::move(file)), problems_(problems) {}

  [[nodiscard]] Node root() const { return drafts_.empty() ? Node{} : grown(root_); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (n_documents_++ == 0) return;
    const bool is_marked = source_.from(place_of(mark)).substr(0, 3) == "---";
    throw Stop(place_of(mark), is_marked ? "a second document starts here, expected one a file"
                                         : "this does not belong to the value that stands before it");
  }
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    leaf(mark, anchor, Kind::null, false, "");
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_tag(mark, tag);
    if (tag == "!" && is_unclosed_quote(source_.from(place_of(mark)))) {
      throw Stop(place_of(mark), "a quote that opens here is never closed");
    }
    leaf(mark, anchor, Kind::scalar, tag == "!", value);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value /*style*/) override {
    refuse_tag(mark, tag);
    open(mark, anchor, Kind::sequence);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value /*style*/) override {
    refuse_tag(mark, tag);
    open(mark, anchor, Kind::map);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapEnd() override { close(); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchors_.find(anchor);
    if (found == anchors_.end()) throw Stop(place_of(mark), "an alias names an anchor that does not exist");
    const Draft& target = drafts_[found->second];
    if (target.open) throw Stop(place_of(mark), "an alias stands inside the value that it repeats");
    n_aliased_ += target.size;
    if (n_aliased_ > most_aliased) {
      throw Stop(place_of(mark), fmt::format("aliases expand to more than {} values", most_aliased));
    }
    if (static_cast<int>(frames_.size()) + target.height > most_nesting) too_deep(place_of(mark));
    attach(found->second, place_of(mark));
  }

 private:
  struct Frame {
    std::size_t draft = 0;
    bool wants_key = true;
    bool drop = false;  ///< the pair's key was refused: its value is read, and left out
    std::string key;
    Place key_place;
    std::unordered_map<std::string, Place> seen{};
  };

  [[noreturn]] static void too_deep(Place place) {
    throw Stop(place, fmt::format("is nested more than {} levels deep", most_nesting));
  }

  void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    if (tag.empty() || tag == "?" || tag == "!") return;
    add(place_of(mark), fmt::format("tags such as '{}' are not understood, expected a plain value", tag));
  }

  void add(Place place, std::string message) {
    problems_.add(file_, place.line, place.column, std::move(message));
  }

  std::size_t start(Place place, YAML::anchor_t anchor, Kind kind) {
    if (drafts_.size() >= most_nodes) throw Stop(place, fmt::format("has more than {} values", most_nodes));
    Draft draft;
    draft.node.kind = kind;
    draft.node.line = place.line;
    draft.node.column = place.column;
    drafts_.push_back(std::move(draft));
    if (anchor != YAML::NullAnchor) anchors_[anchor] = drafts_.size() - 1;
    return drafts_.size() - 1;
  }

  void leaf(const YAML::Mark& mark, YAML::anchor_t anchor, Kind kind, bool quoted, const std::string& text) {
    const std::size_t index = start(place_of(mark), anchor, kind);
    drafts_[index].node.quoted = quoted;
    drafts_[index].node.text = text;
    attach(index, place_of(mark));
  }

  void open(const YAML::Mark& mark, YAML::anchor_t anchor, Kind kind) {
    if (frames_.size() >= most_nesting) too_deep(place_of(mark));
    const std::size_t index = start(place_of(mark), anchor, kind);
    drafts_[index].open = true;
    frames_.push_back({index, true, false, {}, {}});
  }

  void close() {
    const std::size_t index = frames_.back().draft;
    frames_.pop_back();
    Draft& draft = drafts_[index];
    draft.open = false;
    attach(index, {draft.node.line, draft.node.column});
  }

  /// Gives a finished value to what contains it: as the root, an item, a key or a key's value.
  void attach(std::size_t index, Place place) {
    if (frames_.empty()) {
      root_ = index;
      return;
    }
    Frame& frame = frames_.back();
    Draft& parent = drafts_[frame.draft];
    const bool is_map = parent.node.kind == Kind::map;
    if (is_map && frame.wants_key) return take_key(frame, drafts_[index].node, place);
    frame.wants_key = true;
    if (is_map && std::exchange(frame.drop, false)) return;
    if (is_map) {
      Node& value = drafts_[index].node;
      if (value.kind == Kind::null &&
          value.line > frame.key_place.line) {  // yaml-cpp gives the next token's place
        value.line = frame.key_place.line;
        value.column = frame.key_place.column;
      }
      parent.node.keys.push_back(std::move(frame.key));
      parent.node.key_places.push_back(frame.key_place);
    }
    parent.children.push_back(index);
    parent.size += drafts_[index].size;
    parent.height = std::max(parent.height, drafts_[index].height + 1);
  }

  void take_key(Frame& frame, const Node& key, Place place) {
    frame.wants_key = false;
    frame.drop = true;
    if (key.kind == Kind::null) return add(place, "a key is empty, expected a name before the ':'");
    if (key.kind != Kind::scalar) return add(place, "a key is a list or a mapping, expected a name");
    if (key.text == "<<") return add(place, "merge keys (<<) are not understood; write the keys out");
    const auto [earlier, is_new] = frame.seen.emplace(key.text, place);
    if (!is_new) {
      return add(place, fmt::format("key '{}' stands twice in one mapping, first at line {}, column {}",
                                    key.text, earlier->second.line, earlier->second.column));
    }
    frame.drop = false;
    frame.key = key.text;
    frame.key_place = place;
  }

  [[nodiscard]] Node grown(std::size_t index) const {
    Node node = drafts_[index].node;
    node.children.reserve(drafts_[index].children.size());
    for (const std::size_t child : drafts_[index].children) node.children.push_back(grown(child));
    return node;
  }

  const Source& source_;
  std::string file_;
  Problems& problems_;
  std::vector<Draft> drafts_;
  std::vector<Frame> frames_;
  std::unordered_map<YAML::anchor_t, std::size_t> anchors_;
  std::size_t root_ = 0;
  std::size_t n_aliased_ = 0;
  int n_documents_ = 0;
};

/// yaml-cpp's terse messages for the mistakes that people make, in plain language.
std::string plain_words(const YAML::Exception& error) {
  namespace E = YAML::ErrorMsg;
  // const, not constexpr: yaml-cpp's texts are const pointers, no constants
  static const std::array<std::pair<const char*, const char*>, 22> words{{
      {E::END_OF_MAP, "this mapping is broken off: expected 'key: value' lines, all indented alike"},
      {E::END_OF_MAP_FLOW, "a '{' is never closed, or a ',' is missing; expected '}'"},
      {E::END_OF_SEQ, "this list is broken off: expected '- item' lines, all indented alike"},
      {E::END_OF_SEQ_FLOW, "a '[' is never closed, or a ',' is missing; expected ']'"},
      {E::MAP_VALUE,
       "a ':' stands where no value can begin: is the line indented too far, or does a text need quotes?"},
      {E::MAP_KEY, "a '?' stands where no key can begin"},
      {E::BLOCK_ENTRY, "a '-' stands where no list can begin; expected it on a line of its own"},
      {E::FLOW_END, "a ']' or '}' closes nothing"},
      {E::TAB_IN_INDENTATION, "a tab is used for indentation; expected spaces"},
      {E::EOF_IN_SCALAR, "a quote is never closed"},
      {E::DOC_IN_SCALAR, "a '---' or '...' stands inside quotes"},
      {E::CHAR_IN_SCALAR,
       "a text begins or goes on with a character that cannot stand there; put it in quotes"},
      {E::UNKNOWN_TOKEN, "a value begins with a character that cannot stand there; put it in quotes"},
      {E::ANCHOR_NOT_FOUND, "a '&' has no anchor's name after it"},
      {E::ALIAS_NOT_FOUND, "a '*' has no alias's name after it; put the text in quotes"},
      {E::UNKNOWN_ANCHOR, "an alias names an anchor that does not exist"},
      {E::ALIAS_CONTENT, "an alias cannot have a value, anchor or tag of its own"},
      {E::MULTIPLE_ANCHORS, "a value has two anchors"},
      {E::MULTIPLE_TAGS, "a value has two tags"},
      {E::ZERO_INDENT_IN_BLOCK, "a text block ('|' or '>') cannot have an indentation of 0"},
      {E::CHAR_IN_BLOCK, "after '|' or '>' the text must begin on the next line"},
      {E::INVALID_HEX, "a '\\x' or '\\u' is not followed by a hexadecimal number"},
  }};
  for (const auto& [terse, plain] : words) {
    if (error.msg.rfind(terse, 0) == 0) return plain;
  }
  if (error.msg.rfind(E::INVALID_ESCAPE, 0) == 0) {
    return "a '\\' in double quotes begins no known escape; use single quotes or write '\\\\'";
  }
  return "is not YAML here: " + error.msg;
}

/// The place of the first byte that is not UTF-8 text, if there is one: NUL and most control characters count
/// as such.
std::optional<std::pair<Place, std::string>> bad_byte(std::string_view text) {
  Place place{1, 1};
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  for (std::size_t i = 0; i < text.size();) {
    const unsigned c = byte(i);
    std::size_t length = 1;
    if (c == '\n') {
      ++place.line;
      place.column = 1;
      ++i;
      continue;
    }
    if (c == 0) return std::pair{place, std::string("a NUL byte; expected a text file")};
    if ((c < 0x20 && c != '\t' && c != '\r') || c == 0x7f) {
      return std::pair{place, fmt::format("a control character (0x{:02x}); expected text", c)};
    }
    if (c >= 0x80) {
      length = c >= 0xc2 && c < 0xe0 ? 2 : c >= 0xe0 && c < 0xf0 ? 3 : c >= 0xf0 && c < 0xf5 ? 4 : 0;
      bool good = length > 0;
      for (std::size_t k = 1; k < length; ++k) good = good && (byte(i + k) & 0xc0U) == 0x80;
      good = good && !(c == 0xe0 && byte(i + 1) < 0xa0) && !(c == 0xed && byte(i + 1) > 0x9f) &&
             !(c == 0xf0 && byte(i + 1) < 0x90) && !(c == 0xf4 && byte(i + 1) > 0x8f);
      if (!good) {
        return std::pair{place,
                         fmt::format("a byte (0x{:02x}) that is not UTF-8; save the file as UTF-8", c)};
      }
    }
    i += length;
    place.column += static_cast<int>(length);
  }
  return {};
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  const auto at = std::find(keys.begin(), keys.end(), key);
  return at == keys.end() ? nullptr : &children[static_cast<std::size_t>(at - keys.begin())];
}

Node parse_text(std::string_view text, const std::string& file_name, Problems& problems) {
  if (text.substr(0, 3) == "\xef\xbb\xbf") text.remove_prefix(3);  // a byte order mark
  if (text.size() > most_bytes) {
    problems.add(file_name, 0, 0, fmt::format("is larger than {} MB", most_bytes / 1'000'000));
    return {};
  }
  if (const auto bad = bad_byte(text)) {
    problems.add(file_name, bad->first.line, bad->first.column, bad->second);
    return {};
  }
  if (trim(text).empty()) {
    problems.add(file_name, 0, 0, "is empty, expected YAML");
    return {};
  }
  // yaml-cpp reads a whole '[...' before it gives its first event: stop one with too many items before it
  // takes the memory. Commas in prose count too, but no prose has so many.
  const auto n_items =
      std::count_if(text.begin(), text.end(), [](char c) { return c == '[' || c == '{' || c == ','; });
  if (static_cast<std::size_t>(n_items) > most_nodes) {
    problems.add(file_name, 0, 0, fmt::format("has more than {} values", most_nodes));
    return {};
  }
  const Source source(text);
  Builder builder(source, file_name, problems);
  try {
    std::istringstream in{std::string(text)};
    YAML::Parser parser(in);
    if (!parser.HandleNextDocument(builder)) {
      problems.add(file_name, 0, 0, "is empty, expected YAML");
      return {};
    }
    parser.HandleNextDocument(builder);
  } catch (const Stop& stop) {
    problems.add(file_name, stop.place.line, stop.place.column, stop.what());
    return {};
  } catch (const YAML::Exception& error) {
    const Place place = error.mark.is_null() ? Place{} : place_of(error.mark);
    const bool tab = source.is_tab_indented(place.line) && error.msg != YAML::ErrorMsg::TAB_IN_INDENTATION;
    problems.add(file_name, place.line, place.column,
                 plain_words(error) + (tab ? " (this line is indented with a tab; expected spaces)" : ""));
    return {};
  }
  Node root = builder.root();
  if (root.kind == Kind::null) {
    problems.add(file_name, 0, 0, "is empty, expected YAML");
    return {};
  }
  return root;
}

Node parse_file(const std::filesystem::path& file, Problems& problems) {
  const std::size_t before = problems.size();
  const std::string text = read_text_file(file, most_bytes, problems);
  if (problems.size() > before) return {};
  return parse_text(text, file.string(), problems);
}

}  // namespace uptake::yaml
