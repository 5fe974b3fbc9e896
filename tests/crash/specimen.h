#ifndef KRANS_TESTS_CRASH_SPECIMEN_H_
#define KRANS_TESTS_CRASH_SPECIMEN_H_

#include <set>
#include <string>

#include "storage/store.h"

namespace krans::storage {

Options SpecimenOptions();

// Makes stores to be damaged: `root`/today with several tables and a log that was never closed, `root`/yesterday, an
// earlier copy of it, and `root`/twin, another store of the same kind. Does not return: the process ends as one that
// was killed.
[[noreturn]] void MakeSpecimens(const std::string& root);

// Everything that a store says about itself to those who use it, a piece to a line.
std::set<std::string> StateOf(Store& store);

}  // namespace krans::storage

#endif  // KRANS_TESTS_CRASH_SPECIMEN_H_
