#ifndef KRANS_TESTS_ACCESS_MATRIX_H_
#define KRANS_TESTS_ACCESS_MATRIX_H_

#include <array>
#include <map>
#include <string>
#include <vector>

#include "krans/access/v1/access.pb.h"

namespace krans::proof {

// What a call came to, as far as access goes.
enum class Outcome {
  kUnauthenticated,
  kSignIn,
  kNotFound,    // hidden by the door
  kNotAllowed,  // by the door or by a rule
  kPhaseClosed,
  kNoRecord,  // past the door, and then NOT_FOUND: not there, or hidden by a rule of the service
  kAllowed,   // past the door: done, or refused by a rule
  kFailed,    // INTERNAL and the like: a fault, never stated
};

// By phase; PHASE_UNSPECIFIED stands for none open.
using ByPhase = std::array<Outcome, access::v1::Phase_ARRAYSIZE>;
using ByPersona = std::map<std::string, ByPhase>;

// Rows by what is called: "krans.scoring.v1.Assessments/SaveItem of anna".
using Matrix = std::map<std::string, ByPersona>;

// As text: a block for each row, one line for each group of personas that fare alike, the largest as "else".
std::string Write(const Matrix& matrix);

// The cells that text states, every persona in every row; what it does not state, or states of nobody, is left out.
Matrix Read(const std::string& text);

const char* NameOf(Outcome outcome);

}  // namespace krans::proof

#endif  // KRANS_TESTS_ACCESS_MATRIX_H_
