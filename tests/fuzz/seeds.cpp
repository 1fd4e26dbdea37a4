// SPDX-License-Identifier: Apache-2.0
// seeds FOLDER: the small databases that fuzzing begins from: results begun and finished, a shard.
#include <filesystem>

#include "made.hpp"

int main(int argc, char** argv) {
  using namespace uptake;
  namespace fs = std::filesystem;
  if (argc != 2) return 2;
  const fs::path folder = argv[1];
  for (const bool finished : {false, true}) {
    const fs::path work = folder / (finished ? "finished" : "begun");
    fs::create_directories(work);
    Store store =
        Store::create(work, fuzz::study_key(), {{"baseline", true, "{}", "a"}, {"more", false, "{}", "b"}},
                      {{"T1", "parenting", 2016, "resident", "rate", "total", "total", 39.0, 2165.0}}, {});
    for (const int run : {0, 1}) store.add(fuzz::result(run));
    if (finished) store.finish();
  }
  for (const char* name : {"begun", "finished"}) {
    fs::create_directories(folder / "results");
    fs::rename(folder / name / store_file, folder / "results" / name);
    fs::remove_all(folder / name);
  }
  fs::create_directories(folder / "shard");
  Shard shard = Shard::write(folder / "shard/one", fuzz::sweep_key());
  for (const int run : {0, 1}) shard.add({run, "id", 7, 0, 45.5, {}, 0}, fuzz::result(run).values);
  fs::remove(folder / "shard/one-journal");
}
