#ifndef KRANS_SERVICES_SCORING_CONTENT_HASH_H_
#define KRANS_SERVICES_SCORING_CONTENT_HASH_H_

#include <string>
#include <vector>

#include "krans/scoring/v1/assessments.pb.h"
#include "krans/scoring/v1/scorebooks.pb.h"

namespace krans::scoring {

// SHA-256, in hexadecimal, of what a lock or a signature is on. Anyone who may read the content can compute it again:
// the serialised message, fields in the order of their numbers, of
//   - an AssessmentView with only the items, by name and without etags: what is later shown is what was locked;
//   - a Scorebook without etag, content_hash and signatures.
std::string ContentHash(const std::vector<v1::AssessmentItem>& items);
std::string ContentHash(const v1::Scorebook& scorebook);

}  // namespace krans::scoring

#endif  // KRANS_SERVICES_SCORING_CONTENT_HASH_H_
