#ifndef KRANS_SERVICES_JOURNAL_SERVE_H_
#define KRANS_SERVICES_JOURNAL_SERVE_H_

#include <memory>
#include <string>
#include <vector>

#include "services/journal/feed.h"
#include "services/rpc/door.h"
#include "storage/store.h"

namespace krans::journal {

// Full name of the service below.
inline constexpr char kJournal[] = "krans.journal.v1.Journal";

// Registers krans.journal.v1.Journal on `door`, which must define OFFICE and AUDITOR, and returns the feed behind its
// watches. `services` (full names) are those of the door: their Get methods' rules say to whom a record's payload may
// be shown. Both outlive the feed, and the feed outlives the door's calls.
std::unique_ptr<Feed> ServeJournal(rpc::Door* door, storage::Store* store, const std::vector<std::string>& services);

}  // namespace krans::journal

#endif  // KRANS_SERVICES_JOURNAL_SERVE_H_
