#ifndef KRANS_SERVICES_RPC_FREER_H_
#define KRANS_SERVICES_RPC_FREER_H_

namespace krans::rpc {

// Ends what a C library made: std::unique_ptr<BIO, Freer<BIO_free_all>>.
template <auto Free>
struct Freer {
  template <typename T>
  void operator()(T* object) const {
    Free(object);
  }
};

}  // namespace krans::rpc

#endif  // KRANS_SERVICES_RPC_FREER_H_
