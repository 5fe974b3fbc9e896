#ifndef KRANS_TESTS_ACCESS_YEAR_H_
#define KRANS_TESTS_ACCESS_YEAR_H_

#include <memory>
#include <string>
#include <vector>

#include "google/protobuf/message.h"

namespace krans::proof {

inline constexpr char kYear[] = "awards/kvalitet/cycles/2026";
inline constexpr char kCase[] = "awards/kvalitet/cycles/2026/participations/kruton";
inline constexpr char kMatter[] = "awards/kvalitet/cycles/2026/matters/social";

using Record = std::shared_ptr<google::protobuf::Message>;

// How far the team is with the case: every examiner alone, or all assessments locked and consensus open.
enum class Stage { kAlone, kConsensus };

// One award year with a record of every type, as all four services together hold it. Kruton's is the case that all
// personas are seen against; Sol and Alba compete with it in the class "social".
std::vector<Record> Year(Stage stage);

// "krans.scoring.v1.Team" of the record, and its resource name.
const std::string& TypeOf(const google::protobuf::Message& record);
std::string NameOf(const google::protobuf::Message& record);

// The first record of that type (without "krans.") and name; the program ends where there is none.
google::protobuf::Message* Find(std::vector<Record>* year, const std::string& type, const std::string& name);

// Adds a record, written as text in which $Y is the year, $C the case and $M the matter.
void Add(std::vector<Record>* year, const std::string& type, const std::string& text);

}  // namespace krans::proof

#endif  // KRANS_TESTS_ACCESS_YEAR_H_
