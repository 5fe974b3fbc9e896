#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "krans/submissions/v1/organisation.pb.h"
#include "krans/submissions/v1/people.pb.h"
#include "services/cycle/deadline_rules.h"
#include "services/cycle/names.h"
#include "services/rpc/error.h"
#include "services/rpc/listing.h"
#include "services/submissions/handlers.h"
#include "services/submissions/role_rules.h"

namespace krans::submissions {
namespace {

using rpc::Caller;
using storage::ReadTransaction;
using storage::WriteTransaction;

absl::StatusOr<v1::Person> SavePerson(const Caller&, WriteTransaction& state, const v1::SavePersonRequest& request) {
  if (!request.person().body().empty()) {
    KRANS_ASSIGN(const bool known, state.Has<v1::Body>(request.person().body()));
    rpc::Violations violations;
    if (!known) violations.Add("person.body", access::v1::FIELD_REFERENCE, "a body that exists");
    KRANS_RETURN(violations.status());
  }
  return state.Put(request.person());
}

absl::StatusOr<v1::Me> GetMe(const Caller& caller, const ReadTransaction& state, const v1::GetMeRequest&) {
  v1::Me me;
  const std::string name = cycle::PersonName(caller.person);
  KRANS_ASSIGN(std::optional<v1::Person> person, state.Find<v1::Person>(name));
  me.mutable_person()->set_name(name);
  if (person) *me.mutable_person() = *std::move(person);
  KRANS_ASSIGN(const std::vector<v1::Role> roles, state.ByIndex<v1::Role>("person", {name}));
  *me.mutable_roles() = {roles.begin(), roles.end()};
  return me;
}

absl::StatusOr<v1::Role> GrantRole(const Caller& caller, WriteTransaction& state, const v1::GrantRoleRequest& request) {
  const v1::Role& role = request.role();
  KRANS_ASSIGN(const bool person, state.Has<v1::Person>(role.person()));
  KRANS_ASSIGN(const bool body, state.Has<v1::Body>(role.body()));
  KRANS_ASSIGN(const std::vector<v1::Role> held, state.ByIndex<v1::Role>("person", {role.person()}));
  KRANS_ASSIGN(const v1::Role granted, Grant(role, person, body, held, cycle::PersonName(caller.person)));
  KRANS_ASSIGN(const std::optional<v1::Role> other, state.Find<v1::Role>(granted.name()));
  if (other && other->person() != granted.person()) {
    return rpc::Refuse(access::v1::ALREADY_EXISTS, {{"resource", other->name()}});
  }
  return state.Put(granted);
}

absl::StatusOr<v1::Role> RevokeRole(const Caller& caller, WriteTransaction& state,
                                    const v1::RevokeRoleRequest& request) {
  KRANS_ASSIGN(const v1::Role role, state.Get<v1::Role>(request.name()));
  KRANS_ASSIGN(const std::vector<v1::Role> roles, state.Children<v1::Role>("roles/"));
  KRANS_ASSIGN(const v1::Role revoked, Revoke(role, roles, absl::ToCivilDay(caller.now, cycle::Stockholm())));
  return state.Put(revoked);
}

}  // namespace

void ServePeople(rpc::Door* door) {
  door->Read<v1::GetPersonRequest, v1::Person>(
      "krans.submissions.v1.People/GetPerson",
      [](const Caller&, const ReadTransaction& state, const v1::GetPersonRequest& request) {
        return state.Get<v1::Person>(request.name());
      });
  door->Read<v1::ListPeopleRequest, v1::ListPeopleResponse>(
      "krans.submissions.v1.People/ListPeople",
      [door](const Caller& caller, const ReadTransaction& state,
             const v1::ListPeopleRequest& request) -> absl::StatusOr<v1::ListPeopleResponse> {
        const rpc::PageAsk ask = {"krans.submissions.v1.People/ListPeople", "", request.page_size(),
                                  request.page_token()};
        KRANS_ASSIGN(auto page, rpc::ListReadable<v1::Person>(*door, ask.method, caller, state, "people/", ask));
        v1::ListPeopleResponse response;
        *response.mutable_people() = {page.records.begin(), page.records.end()};
        response.set_next_page_token(rpc::PageToken(*door, caller, ask, page.next));
        return response;
      });
  door->Read<v1::ListRolesRequest, v1::ListRolesResponse>(
      "krans.submissions.v1.People/ListRoles",
      [door](const Caller& caller, const ReadTransaction& state,
             const v1::ListRolesRequest& request) -> absl::StatusOr<v1::ListRolesResponse> {
        const rpc::PageAsk ask = {"krans.submissions.v1.People/ListRoles", "", request.page_size(),
                                  request.page_token()};
        KRANS_ASSIGN(auto page, rpc::ListReadable<v1::Role>(*door, ask.method, caller, state, "roles/", ask));
        v1::ListRolesResponse response;
        *response.mutable_roles() = {page.records.begin(), page.records.end()};
        response.set_next_page_token(rpc::PageToken(*door, caller, ask, page.next));
        return response;
      });
  door->Read<v1::GetMeRequest, v1::Me>("krans.submissions.v1.People/GetMe", GetMe);
  door->Write<v1::SavePersonRequest, v1::Person>("krans.submissions.v1.People/SavePerson", SavePerson);
  door->Write<v1::GrantRoleRequest, v1::Role>("krans.submissions.v1.People/GrantRole", GrantRole);
  door->Write<v1::RevokeRoleRequest, v1::Role>("krans.submissions.v1.People/RevokeRole", RevokeRole);
}

}  // namespace krans::submissions
