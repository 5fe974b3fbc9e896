#include "storage/rocksdb/rocksdb_engine.h"
#include "tests/contract/store_fixture.h"

namespace krans::storage {
namespace {

INSTANTIATE_TEST_SUITE_P(RocksDb, StoreContract, testing::Values(EngineUnderTest{"RocksDb", OpenRocksDb}), PrintEngine);

}  // namespace
}  // namespace krans::storage
