#ifndef KRANS_SERVICES_JOURNAL_SERVE_H_
#define KRANS_SERVICES_JOURNAL_SERVE_H_

#include <memory>
#include <string>
#include <vector>

#include "services/journal/feed.h"
#include "services/journal/progress.h"
#include "services/rpc/door.h"
#include "storage/store.h"

namespace krans::journal {

// Full name of the service below.
inline constexpr char kJournal[] = "krans.journal.v1.Journal";

// What the journal's methods answer from. All outlive the feed.
struct JournalOptions {
  std::string service;        // "scoring"
  rpc::Door* door = nullptr;  // must define OFFICE and AUDITOR
  storage::Store* store = nullptr;
  std::vector<std::string> services;   // full names, the door's: their Get methods' rules say who sees a payload
  std::vector<std::string> sources;    // those that are followed
  const Progress* progress = nullptr;  // with them; null where nothing is followed
  std::string checkpoints;             // the folder that copies of the store are made in: NAME/SERVICE
};

// Registers krans.journal.v1.Journal on the door and returns the feed behind its watches, which must outlive the door's
// calls.
std::unique_ptr<Feed> ServeJournal(const JournalOptions& options);

}  // namespace krans::journal

#endif  // KRANS_SERVICES_JOURNAL_SERVE_H_
