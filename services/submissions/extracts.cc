#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/strip.h"
#include "krans/submissions/v1/board_matters.pb.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "krans/submissions/v1/extracts.pb.h"
#include "services/cycle/names.h"
#include "services/rpc/error.h"
#include "services/submissions/extract_rules.h"
#include "services/submissions/handlers.h"
#include "storage/hash.h"

namespace krans::submissions {
namespace {

using rpc::Caller;
using storage::ReadTransaction;
using storage::WriteTransaction;

absl::Status CheckMatter(const ReadTransaction& state, absl::string_view extract) {
  KRANS_ASSIGN(const v1::BoardMatter matter, state.Get<v1::BoardMatter>(absl::StripSuffix(extract, "/extract")));
  return CheckAwaited(matter);
}

absl::StatusOr<v1::ExtractPart> GetPart(const Caller&, const ReadTransaction& state,
                                        const v1::GetExtractPartRequest& request) {
  KRANS_ASSIGN(const v1::Extract extract, state.Get<v1::Extract>(request.name()));
  if (std::find(extract.parts().begin(), extract.parts().end(), request.part()) == extract.parts().end()) {
    return rpc::Refuse(access::v1::NOT_FOUND);
  }
  KRANS_ASSIGN(std::string content, state.GetBlob(request.part()));
  v1::ExtractPart part;
  part.set_content(std::move(content));
  return part;
}

absl::StatusOr<v1::SavedPart> SavePart(const Caller&, WriteTransaction& state,
                                       const v1::SaveExtractPartRequest& request) {
  KRANS_RETURN(CheckMatter(state, request.name()));
  v1::SavedPart saved;
  saved.set_part(state.PutBlob(request.content()));
  return saved;
}

absl::StatusOr<v1::Extract> Save(const Caller& caller, WriteTransaction& state, const v1::SaveExtractRequest& request) {
  const v1::Extract& extract = request.extract();
  KRANS_RETURN(CheckMatter(state, extract.name()));
  KRANS_ASSIGN(const v1::Calendar calendar, state.Get<v1::Calendar>(cycle::CalendarOf(extract.name())));
  std::vector<std::optional<std::string>> parts;
  for (const std::string& digest : extract.parts()) {
    absl::StatusOr<std::string> content = state.GetBlob(digest);
    if (!content.ok() && !absl::IsNotFound(content.status())) return content.status();
    parts.push_back(content.ok() ? std::optional<std::string>(*std::move(content)) : std::nullopt);
  }
  KRANS_ASSIGN(v1::Extract received, Receive(calendar, extract, parts, cycle::PersonName(caller.person), caller.now));
  std::vector<absl::string_view> whole;
  whole.reserve(parts.size());
  for (const std::optional<std::string>& part : parts) whole.push_back(*part);
  received.set_content_hash(absl::BytesToHexString(storage::Sha256(whole)));
  return state.Put(received);
}

}  // namespace

void ServeExtracts(rpc::Door* door) {
  door->Read<v1::GetExtractRequest, v1::Extract>(
      "krans.submissions.v1.Extracts/GetExtract",
      [](const Caller&, const ReadTransaction& state, const v1::GetExtractRequest& request) {
        return state.Get<v1::Extract>(request.name());
      });
  door->Read<v1::GetExtractPartRequest, v1::ExtractPart>("krans.submissions.v1.Extracts/GetExtractPart", GetPart);
  door->Write<v1::SaveExtractPartRequest, v1::SavedPart>("krans.submissions.v1.Extracts/SaveExtractPart", SavePart);
  door->Write<v1::SaveExtractRequest, v1::Extract>("krans.submissions.v1.Extracts/SaveExtract", Save);
}

}  // namespace krans::submissions
