// SPDX-License-Identifier: Apache-2.0
// A shard of a sweep, looked through as a merge does, then gone on with.
#include "made.hpp"

int uptake::fuzz::shard(const std::uint8_t* data, std::size_t size) {
  static const Folder folder;
  for (const char* ending : {"-journal", "-wal", "-shm"})
    std::filesystem::remove(folder.path() / (std::string("one.sqlite") + ending));
  const auto file = folder.write("one.sqlite", text(data, size));
  read_or_told([&] {
    if (Shard::holds_nothing(file)) return;
    const Shard shard = Shard::read(file, sweep_key());
    std::size_t n = shard.series().size() + shard.failures().size();
    for (const ShardRun& run : shard.runs()) n += shard.whole(run).contacts.size();
    shard.rows(0, 100, [&](std::int64_t, const ShardRow&) { ++n; });
    if (n > 1'000'000'000) std::abort();  // more than any file here can hold
  });
  read_or_told([&] {
    Shard shard = Shard::write(file, sweep_key());
    shard.add({1000, "id", 7, 0, 45.5, {}, 0}, result(1000).values);
  });
  return 0;
}
