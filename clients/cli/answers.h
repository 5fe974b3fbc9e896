#ifndef KRANS_CLIENTS_CLI_ANSWERS_H_
#define KRANS_CLIENTS_CLI_ANSWERS_H_

#include <ostream>

#include "clients/cli/table.h"
#include "google/protobuf/message.h"

namespace krans::cli {

// Answers that are shown in a way of their own.

// Whether the unit may take part and win, what stands against it, and each rule with its fact and its source.
void ShowExplanation(const google::protobuf::Message& answer, const View& view, std::ostream& out);

// The judgements of each criterion side by side, with their comments below, and who is waited for.
void ShowConsensus(const google::protobuf::Message& answer, const View& view, std::ostream& out);

// Class by class: winners, honourable mentions with their good example, and the rest. Never by place (I-27).
void ShowOutcomes(const google::protobuf::Message& answer, const View& view, std::ostream& out);

}  // namespace krans::cli

#endif  // KRANS_CLIENTS_CLI_ANSWERS_H_
