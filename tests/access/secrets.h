#ifndef KRANS_TESTS_ACCESS_SECRETS_H_
#define KRANS_TESTS_ACCESS_SECRETS_H_

#include <set>
#include <string>
#include <vector>

#include "tests/access/personas.h"
#include "tests/access/year.h"

namespace krans::proof {

// One thing that some may know, as two years that differ in nothing else.
struct Secret {
  std::string name;
  std::vector<Record> one, other;
  std::set<std::string> told;  // who may see which of the two it is
  std::string type;            // of the one record that differs; empty: the whole case, whose existence is the secret
};

const std::vector<Secret>& Secrets();

// Whether the secret is kept from the persona.
bool IsKeptFrom(const Secret& secret, const Persona& persona);

}  // namespace krans::proof

#endif  // KRANS_TESTS_ACCESS_SECRETS_H_
