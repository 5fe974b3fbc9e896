#ifndef KRANS_CLIENTS_EXAMPLE_PROGRAMME_H_
#define KRANS_CLIENTS_EXAMPLE_PROGRAMME_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "clients/example/player.h"

namespace krans::example {

// What happens in the example, each thing at its time.
class Programme {
 public:
  using Happening = std::function<absl::Status(Player&)>;

  // `time` is in Europe/Stockholm, "2024-03-22T23:59:59". Of two things at the same time, the one added first is first.
  void Add(absl::string_view time, Happening happening);

  // Lets everything that is before `until` happen, in the order of time; with "", everything. Stops at the first error;
  // INVALID_ARGUMENT beforehand where a time is none.
  absl::Status Play(Player& player, absl::string_view until = "");

 private:
  struct Entry {
    absl::Time time;
    Happening happening;
  };
  std::vector<Entry> entries_;
  std::string wrong_;
};

}  // namespace krans::example

#endif  // KRANS_CLIENTS_EXAMPLE_PROGRAMME_H_
