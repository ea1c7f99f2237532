# SPDX-License-Identifier: Apache-2.0
"""COSE algorithm identifiers. Names that end alike mean what they say in the
IANA registry; ESP256 and its relatives are those of RFC 9864."""

from enum import IntEnum


class COSEAlgorithmIdentifier(IntEnum):
    ECDSA_SHA_256 = -7
    EDDSA = -8
    ESP256 = -9
    ED25519 = -19
    ECDSA_SHA_384 = -35
    ECDSA_SHA_512 = -36
    RSASSA_PSS_SHA_256 = -37
    RSASSA_PSS_SHA_384 = -38
    RSASSA_PSS_SHA_512 = -39
    ES256K = -47
    ML_DSA_44 = -48
    ML_DSA_65 = -49
    ML_DSA_87 = -50
    ESP384 = -51
    ESP512 = -52
    ED448 = -53
    RSASSA_PKCS1_v1_5_SHA_256 = -257
    RSASSA_PKCS1_v1_5_SHA_384 = -258
    RSASSA_PKCS1_v1_5_SHA_512 = -259
    RSASSA_PKCS1_v1_5_SHA_1 = -65535
