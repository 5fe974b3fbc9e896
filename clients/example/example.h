#ifndef KRANS_CLIENTS_EXAMPLE_EXAMPLE_H_
#define KRANS_CLIENTS_EXAMPLE_EXAMPLE_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/example/programme.h"
#include "krans/example/v1/example.pb.h"
#include "krans/submissions/v1/cycles.pb.h"

namespace krans::example {

// All that is played.
struct Material {
  v1::Example example;
  std::vector<submissions::v1::CycleFile> earlier_years;
  submissions::v1::CycleFile year;
  std::map<std::string, std::string> extracts;  // content, by the file's name
  std::string text;                             // every file, as one
};

// Reads DEPLOY/example and the year files that it needs. INVALID_ARGUMENT names the file that does not parse.
absl::StatusOr<Material> ReadMaterial(const std::string& deploy);

// The people of the office, by id: who `kransd init` made it first.
std::vector<std::string> OfficeOf(const v1::Example& example);

// The registrar of the body, by id; empty where it has none.
std::string RegistrarOf(const v1::Example& example, absl::string_view body);

// The manager of the unit ("units/kruton"), by id.
std::string ManagerOf(const v1::Example& example, absl::string_view unit);

// The participation of the entry's unit in the year that is played.
std::string ParticipationName(const v1::Example& example, const v1::Entry& entry);

// The team that has the case, null where none has; and those of it whose word counts, by id, in the team's order: all
// but who declares a conflict with the case.
const scoring::v1::Team* TeamOf(const v1::Example& example, absl::string_view participation);
std::vector<std::string> VoicesOf(const v1::Example& example, absl::string_view participation);
std::string LeadOf(const v1::Example& example, absl::string_view participation);

// The person who presides over the jury, by id.
std::string ChairOf(const v1::Example& example);

// What happens, part by part. The material outlives the programme.
void AddOrganisation(const Material& material, Programme& programme);
void AddEntries(const Material& material, Programme& programme);
void AddBoards(const Material& material, Programme& programme);
void AddEvaluation(const Material& material, Programme& programme);
void AddVisits(const Material& material, Programme& programme);
void AddJury(const Material& material, Programme& programme);

}  // namespace krans::example

#endif  // KRANS_CLIENTS_EXAMPLE_EXAMPLE_H_
