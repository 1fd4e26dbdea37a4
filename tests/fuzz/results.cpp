// SPDX-License-Identifier: Apache-2.0
// A database of results, opened to go on with and to read everything from.
#include "made.hpp"

int uptake::fuzz::results(const std::uint8_t* data, std::size_t size) {
  static const Folder folder;
  for (const char* ending : {"-journal", "-wal", "-shm"})
    std::filesystem::remove(folder.path() / (std::string(store_file) + ending));
  folder.write(store_file, text(data, size));
  read_or_told([&] {
    const Store store = Store::read(folder.path());
    std::size_t n = store.scenarios().size() + store.targets().size() + store.fit(0).size();
    for (const StoredRun& run : store.runs()) n += store.contacts(run.run.id).size();
    for (const Series& series : store.series()) n += store.values(series).size();
    if (n > 1'000'000'000) std::abort();  // more than any file here can hold
  });
  read_or_told([&] {
    if (Store::holds_nothing(folder.path())) return;
    Store store = Store::resume(folder.path(), study_key());
    const std::int64_t next = 1000;
    store.add(result(next));
    store.finish();
  });
  return 0;
}
