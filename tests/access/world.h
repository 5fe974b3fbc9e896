#ifndef KRANS_TESTS_ACCESS_WORLD_H_
#define KRANS_TESTS_ACCESS_WORLD_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "krans/access/v1/access.pb.h"
#include "krans/submissions/v1/cycles.pb.h"
#include "services/journal/feed.h"
#include "services/rpc/door.h"
#include "services/rpc/module.h"
#include "tests/access/personas.h"
#include "tests/access/untouched.h"
#include "tests/access/year.h"
#include "tests/rpc/house.h"

namespace krans::proof {

// One service with its door on a real store that holds a year: its own records and the copies it follows. Calls leave
// it as it is.
class Site {
 public:
  Site(const rpc::ServiceModule& module, const std::vector<Record>& year);

  const std::string& service() const { return service_; }

  // Full names of all methods served, those of the journal with them: "krans.scoring.v1.Teams/GetTeam".
  const std::vector<std::string>& methods() const { return methods_; }

  // Whether it has records of that type, its own or copies.
  bool Knows(const std::string& type) const;

  // Exactly this phase is open; with PHASE_UNSPECIFIED none.
  void OpenPhase(access::v1::Phase phase);

  // The answer to a call by the persona; to a stream's opening, without what would be sent.
  rpc::Reply Ask(const std::string& method, const google::protobuf::Message& request, const Persona& persona);

  // Whether the door finds the persona in one of the relations of the method's rule.
  bool Related(const std::string& method, const std::string& resource, const Persona& persona);

 private:
  void Put(const std::vector<Record>& own);
  void Copy(const std::string& source, const std::vector<Record>& copies);
  void Know(const std::vector<Record>& records);

  const std::string service_;
  const std::string package_;
  const std::vector<rpc::Edge> edges_;
  rpc::House house_;
  Untouched store_;
  std::unique_ptr<journal::Feed> feed_;
  rpc::Door door_;
  submissions::v1::Calendar calendar_;
  std::vector<std::string> methods_;
  std::map<std::string, std::string> tokens_;  // by persona
};

// The year as all four services hold it, in the order of their ports.
std::vector<std::unique_ptr<Site>> MakeWorld(const std::vector<Record>& year);

}  // namespace krans::proof

#endif  // KRANS_TESTS_ACCESS_WORLD_H_
