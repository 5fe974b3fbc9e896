#ifndef KRANS_TESTS_ACCESS_PERSONAS_H_
#define KRANS_TESTS_ACCESS_PERSONAS_H_

#include <set>
#include <string>
#include <vector>

#include "krans/access/v1/access.pb.h"
#include "tests/rpc/house.h"

namespace krans::proof {

// Someone who calls, and every relation that they have by the award's rules: to the case, to its matter, to the year.
// Said here by hand, so that what the services decide is held against it.
struct Persona {
  std::string name;    // as in matrix.txt
  std::string person;  // empty: no person
  std::set<access::v1::Relation> relations;
  bool barred_from_case = false;    // a conflict: nothing of the case exists for them
  bool barred_from_matter = false;  // recused, in conflict, or competing: nothing of the matter does
  bool dismissed = false;           // was an examiner
  rpc::As as;                       // how they sign in
};

const std::vector<Persona>& Personas();

// The persona of that name.
const Persona& PersonaOf(const std::string& name);

}  // namespace krans::proof

#endif  // KRANS_TESTS_ACCESS_PERSONAS_H_
