// SPDX-License-Identifier: Apache-2.0
//
// verify_cpp RP_ID ORIGIN CHALLENGE_FILE < response.json: the registration of
// verify.c, from C++.
//
// c++ verify.cpp $(pkg-config --cflags --libs libpasskey)
#include <passkey/passkey.h>

#include <algorithm>
#include <ctime>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

namespace
{

struct Refusal {
    passkey_error error;
};

void
check(passkey_error error)
{
    if (error != PASSKEY_OK)
        throw Refusal{error};
}

passkey_bytes
view(const std::string &text)
{
    return passkey_bytes_of(text.data(), text.size());
}

std::string
all_of(std::istream &in)
{
    return {std::istreambuf_iterator<char>(in), {}};
}

passkey_ceremony
ceremony_of(const passkey_policy &policy, const passkey_crypto &crypto,
    const std::string &challenge)
{
    passkey_ceremony ceremony{};

    if (challenge.size() > sizeof(ceremony.challenge) ||
        !crypto.digest(crypto.context, PASSKEY_HASH_SHA256, &policy.rp_id, 1,
            ceremony.rp_id_hash))
        throw Refusal{PASSKEY_ERR_BACKEND};
    ceremony.kind = PASSKEY_CEREMONY_REGISTRATION;
    std::copy(challenge.begin(), challenge.end(), ceremony.challenge);
    ceremony.challenge_len = challenge.size();
    ceremony.user_verification = policy.user_verification;
    std::copy_n(policy.algorithms, policy.num_algorithms, ceremony.algorithms);
    ceremony.num_algorithms = policy.num_algorithms;
    return ceremony;
}

void
verify(const passkey_policy &policy, const passkey_crypto &crypto,
    const std::string &challenge, const std::string &json)
{
    std::vector<uint8_t> scratch(json.size());
    passkey_registration_response response;
    passkey_registration registration;
    auto ceremony = ceremony_of(policy, crypto, challenge);

    check(passkey_registration_response_read(
        view(json), {scratch.data(), scratch.size()}, &response));
    check(passkey_registration_verify(&policy, &crypto, &ceremony, &response,
        std::time(nullptr), &registration));
    std::cout << "accepted: algorithm " << registration.credential.algorithm
              << '\n';
}

} // namespace

int
main(int argc, char **argv)
{
    std::unique_ptr<passkey_openssl, decltype(&passkey_openssl_free)> openssl(
        passkey_openssl_new(), passkey_openssl_free);
    passkey_policy policy;

    if (argc != 4 || !openssl)
        return 2;
    const std::string rp_id = argv[1], origin = argv[2];
    const passkey_bytes origins[] = {view(origin)};
    std::ifstream challenge(argv[3], std::ios::binary);
    passkey_policy_init(&policy);
    policy.rp_id = policy.rp_name = view(rp_id);
    policy.origins = origins;
    policy.num_origins = 1;
    try {
        verify(policy, *passkey_openssl_crypto(openssl.get()),
            all_of(challenge), all_of(std::cin));
    } catch (const Refusal &refusal) {
        std::cout << "refused: " << passkey_error_name(refusal.error) << '\n';
        return 1;
    }
    return 0;
}
