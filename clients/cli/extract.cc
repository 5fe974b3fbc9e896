#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/names.h"
#include "clients/cli/operators.h"
#include "clients/cli/refusal.h"
#include "clients/cli/request.h"
#include "krans/submissions/v1/extracts.pb.h"
#include "services/rpc/error.h"
#include "storage/hash.h"

namespace krans::cli {
namespace {

namespace v1 = submissions::v1;

constexpr char kService[] = "krans.submissions.v1.Extracts/";
constexpr size_t kPartBytes = 512 << 10;
constexpr size_t kMostBytes = 25 << 20;

// The sentence in the person's language.
std::string Say(const Session& session, const Text& text) { return std::string(text.in(session.view().language)); }

absl::StatusOr<std::string> NameOf(const Line& line) {
  const auto matter = Expand(line.command->arguments.front().shape, *line.Find("MATTER"), line.globals.award);
  if (!matter.ok()) return absl::InvalidArgumentError(absl::StrCat("MATTER: ", matter.status().message()));
  return absl::StrCat(*matter, "/extract");
}

absl::StatusOr<std::string> ReadFile(const std::string& path, const Session& session) {
  std::error_code error;
  const uintmax_t size = std::filesystem::file_size(path, error);
  if (!error && size > kMostBytes) {
    return absl::InvalidArgumentError(
        Say(session, {"FILE: at most 25 MiB can be sent", "FILE: högst 25 MiB kan skickas"}));
  }
  std::ifstream file(path, std::ios::binary);
  std::stringstream content;
  if (!error && size > 0) content << file.rdbuf();
  if (error || !file || size == 0) {
    return absl::InvalidArgumentError(
        absl::StrCat(Say(session, {"FILE: a file that can be read and is not empty, not ",
                                   "FILE: en fil som går att läsa och inte är tom, inte "}),
                     path));
  }
  return content.str();
}

// Calls the method; an answer that is a refusal is said, and `exit` set.
template <typename Response>
absl::StatusOr<Response> Ask(const Line& line, Session& session, const std::string& method,
                             const google::protobuf::Message& request, int* exit) {
  const absl::StatusOr<clients::Answer> answer = session.Call(absl::StrCat(kService, method), request);
  if (!answer.ok()) {
    *exit = session.Fail(answer.status());
    return answer.status();
  }
  Response response;
  if (answer->ok()) {
    if (response.ParseFromString(answer->response)) return response;
    const absl::Status broken = absl::DataLossError("an answer does not parse");
    *exit = session.Fail(broken);
    return broken;
  }
  const Request asked = {nullptr, {{"extract.parts", "FILE"}, {"extract.file_name", "FILE"}}, {}, {}};
  *exit = PrintRefusal(answer->status, line, asked, session.err());
  return absl::AbortedError("refused");
}

}  // namespace

int RunSendExtract(const Line& line, Session& session) {
  const std::string& path = *line.Find("FILE");
  const auto name = NameOf(line);
  if (!name.ok()) return session.Fail(name.status());
  const auto content = ReadFile(path, session);
  if (!content.ok()) return session.Fail(content.status());
  int exit = kDone;
  v1::SaveExtractRequest save;
  save.mutable_extract()->set_name(*name);
  save.mutable_extract()->set_etag(line.globals.etag);
  save.mutable_extract()->set_file_name(std::filesystem::path(path).filename());
  for (size_t at = 0; at < content->size(); at += kPartBytes) {
    v1::SaveExtractPartRequest part;
    part.set_name(*name);
    part.set_content(content->substr(at, kPartBytes));
    const auto saved = Ask<v1::SavedPart>(line, session, "SaveExtractPart", part, &exit);
    if (!saved.ok()) return exit;
    save.mutable_extract()->add_parts(saved->part());
  }
  save.set_request_id(line.globals.request_id.empty() ? NewRequestId() : line.globals.request_id);
  const auto extract = Ask<v1::Extract>(line, session, "SaveExtract", save, &exit);
  if (extract.ok()) session.Show(*extract);
  return exit;
}

int RunFetchExtract(const Line& line, Session& session) {
  const auto name = NameOf(line);
  if (!name.ok()) return session.Fail(name.status());
  int exit = kDone;
  v1::GetExtractRequest get;
  get.set_name(*name);
  const auto extract = Ask<v1::Extract>(line, session, "GetExtract", get, &exit);
  if (!extract.ok()) return exit;
  const std::string* given = line.Find("FILE");
  const std::string path = given == nullptr ? extract->file_name() : *given;
  if (std::filesystem::exists(path)) {
    return session.Fail(absl::InvalidArgumentError(
        absl::StrCat(Say(session, {"FILE: there is one already: ", "FILE: den finns redan: "}), path)));
  }
  std::string content;
  for (const std::string& part : extract->parts()) {
    v1::GetExtractPartRequest ask;
    ask.set_name(*name);
    ask.set_part(part);
    const auto answer = Ask<v1::ExtractPart>(line, session, "GetExtractPart", ask, &exit);
    if (!answer.ok()) return exit;
    content.append(answer->content());
  }
  if (absl::BytesToHexString(storage::Sha256({content})) != extract->content_hash()) {
    return session.Fail(absl::DataLossError("what came is not what was sent in"));
  }
  std::ofstream file(path, std::ios::binary);
  if (!(file << content).flush()) {
    return session.Fail(absl::InvalidArgumentError(
        absl::StrCat(Say(session, {"FILE: cannot be written: ", "FILE: går inte att skriva: "}), path)));
  }
  session.Show(*extract);
  return kDone;
}

}  // namespace krans::cli
