/* SPDX-License-Identifier: Apache-2.0 */
/* make_cases writes every case to standard output, one JSON object a line. */
#include "case_groups.h"
#include "case_keys.h"
#include "scratch.h"

int
main(void)
{
    scratch_adopt_cjson();
    valid_cases();
    json_cases();
    json_text_cases();
    client_data_cases();
    authenticator_data_cases();
    credential_key_cases();
    attestation_object_cases();
    packed_cases();
    packed_certificate_cases();
    device_form_cases();
    tpm_cases();
    tpm_ceremony_cases();
    tpm_certificate_cases();
    android_key_cases();
    fido_u2f_cases();
    apple_cases();
    compound_cases();
    legacy_algorithm_cases();
    trust_cases();
    assertion_cases();
    signature_cases();
    extension_cases();
    scratch_reset();
    case_keys_free();
    return 0;
}
