/* SPDX-License-Identifier: Apache-2.0 */
/* The generators of cases, one per part of the specification. */
#ifndef CASES_CASE_GROUPS_H
#define CASES_CASE_GROUPS_H

void valid_cases(void);
void json_cases(void);
void json_text_cases(void);
void client_data_cases(void);
void authenticator_data_cases(void);
void credential_key_cases(void);
void attestation_object_cases(void);
void packed_cases(void);
void packed_certificate_cases(void);
void device_form_cases(void);
void tpm_cases(void);
void tpm_ceremony_cases(void);
void tpm_certificate_cases(void);
void android_key_cases(void);
void fido_u2f_cases(void);
void apple_cases(void);
void compound_cases(void);
void legacy_algorithm_cases(void);
void trust_cases(void);
void assertion_cases(void);
void signature_cases(void);
void extension_cases(void);

#endif
