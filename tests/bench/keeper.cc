#include "tests/bench/keeper.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/rpc/notes.h"
#include "tests/rpc/notes.pb.h"

namespace krans::bench {

rpc::ServiceModule Keeper() {
  rpc::ServiceModule module;
  module.name = "scoring";
  module.package = "krans.notes.v1";
  module.services = {rpc::kNotes};
  module.Register = [](rpc::Door* door, storage::Store*) { rpc::RegisterNotes(door); };
  module.Init = [](storage::WriteTransaction& state, absl::string_view) -> absl::Status {
    for (int i = 0; i < kFollowed; ++i) {
      notes::v1::Note note;
      note.set_name(absl::StrCat("books/a/notes/n", i));
      note.set_text(std::string(300, 'x'));
      note.set_owner("anna");
      if (absl::Status put = state.Put(note).status(); !put.ok()) return put;
    }
    return absl::OkStatus();
  };
  return module;
}

}  // namespace krans::bench
