# Who is calling: assertions, keys and sealed tokens. No gRPC.
