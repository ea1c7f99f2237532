# SPDX-License-Identifier: Apache-2.0
"""The structs of include/passkey as ctypes. tests/bindings compares every
size, offset, member and constant with the headers: they cannot drift."""

import ctypes
from ctypes import POINTER, Structure, c_bool, c_int, c_int32, c_int64
from ctypes import c_size_t, c_uint8, c_uint32, c_void_p

CONSTANTS = {
    "PASSKEY_ALGORITHMS_MAX": 24,
    "PASSKEY_HINTS_MAX": 3,
    "PASSKEY_FORMATS_MAX": 8,
    "PASSKEY_CHALLENGE_MIN_LEN": 16,
    "PASSKEY_CHALLENGE_MAX_LEN": 128,
    "PASSKEY_USER_HANDLE_MAX_LEN": 64,
    "PASSKEY_CREDENTIAL_ID_MAX_LEN": 1023,
    "PASSKEY_CONTEXT_MAX_LEN": 255,
    "PASSKEY_CEREMONY_ID_LEN": 16,
    "PASSKEY_DESCRIPTORS_MAX": 64,
    "PASSKEY_SHA256_LEN": 32,
    "PASSKEY_AAGUID_LEN": 16,
    "PASSKEY_OK": 0,
    "PASSKEY_PREFERRED": 0,
    "PASSKEY_REQUIRED": 1,
    "PASSKEY_DISCOURAGED": 2,
    "PASSKEY_CONVEYANCE_NONE": 0,
    "PASSKEY_CONVEYANCE_INDIRECT": 1,
    "PASSKEY_CONVEYANCE_DIRECT": 2,
    "PASSKEY_CONVEYANCE_ENTERPRISE": 3,
    "PASSKEY_ATTACHMENT_ANY": 0,
    "PASSKEY_ATTACHMENT_PLATFORM": 1,
    "PASSKEY_ATTACHMENT_CROSS_PLATFORM": 2,
    "PASSKEY_CEREMONY_REGISTRATION": 1,
    "PASSKEY_CEREMONY_AUTHENTICATION": 2,
    "PASSKEY_ERR_CREDENTIAL_NOT_OWNED": 313,
    "PASSKEY_ERR_NO_SPACE": 901,
    "PASSKEY_ERR_BACKEND": 902,
    "PASSKEY_ERR_POLICY_INVALID": 904,
}

_C = CONSTANTS


class Bytes(Structure):
    _fields_ = [("data", c_void_p), ("len", c_size_t)]

    def __bytes__(self):
        """A copy, for after the memory behind the view is gone."""
        return ctypes.string_at(self.data, self.len) if self.len else b""


class Buffer(Structure):
    _fields_ = [("data", c_void_p), ("cap", c_size_t)]


class ModelPolicy(Structure):
    _fields_ = [
        ("metadata", c_void_p),
        ("require_known", c_bool),
        ("refused", c_uint32),
        ("minimum", c_int),
        ("allowed", c_void_p),
        ("num_allowed", c_size_t),
        ("denied", c_void_p),
        ("num_denied", c_size_t),
    ]


class Policy(Structure):
    _fields_ = [
        ("rp_id", Bytes),
        ("rp_name", Bytes),
        ("origins", POINTER(Bytes)),
        ("num_origins", c_size_t),
        ("allow_cross_origin", c_bool),
        ("top_origins", POINTER(Bytes)),
        ("num_top_origins", c_size_t),
        ("user_verification", c_int),
        ("resident_key", c_int),
        ("attachment", c_int),
        ("algorithms", c_int32 * _C["PASSKEY_ALGORITHMS_MAX"]),
        ("num_algorithms", c_size_t),
        ("attestation", c_int),
        ("allow_no_attestation", c_bool),
        ("allow_self_attestation", c_bool),
        ("require_trusted", c_bool),
        ("anchors", POINTER(Bytes)),
        ("num_anchors", c_size_t),
        ("revocation_lists", POINTER(Bytes)),
        ("num_revocation_lists", c_size_t),
        ("require_status", c_bool),
        ("models", ModelPolicy),
        ("compound", c_int),
        ("android_require_tee", c_bool),
        ("u2f_require_zero_aaguid", c_bool),
        ("backup", c_int),
        ("check_backup_eligibility", c_bool),
        ("reject_sign_count", c_bool),
        ("tolerances", c_uint32),
        ("timeout_ms", c_uint32),
        ("hints", Bytes * _C["PASSKEY_HINTS_MAX"]),
        ("num_hints", c_size_t),
        ("attestation_formats", Bytes * _C["PASSKEY_FORMATS_MAX"]),
        ("num_attestation_formats", c_size_t),
    ]


class Ceremony(Structure):
    _fields_ = [
        ("kind", c_int),
        ("id", c_uint8 * _C["PASSKEY_CEREMONY_ID_LEN"]),
        ("challenge", c_uint8 * _C["PASSKEY_CHALLENGE_MAX_LEN"]),
        ("challenge_len", c_size_t),
        ("rp_id_hash", c_uint8 * _C["PASSKEY_SHA256_LEN"]),
        ("expires_at", c_int64),
        ("user_handle", c_uint8 * _C["PASSKEY_USER_HANDLE_MAX_LEN"]),
        ("user_handle_len", c_size_t),
        ("user_verification", c_int),
        ("attestation", c_int),
        ("conditional", c_bool),
        ("algorithms", c_int32 * _C["PASSKEY_ALGORITHMS_MAX"]),
        ("num_algorithms", c_size_t),
        (
            "allowed",
            c_uint8 * _C["PASSKEY_SHA256_LEN"] * _C["PASSKEY_DESCRIPTORS_MAX"],
        ),
        ("num_allowed", c_size_t),
        ("appid_requested", c_bool),
        ("appid_hash", c_uint8 * _C["PASSKEY_SHA256_LEN"]),
        ("payment", c_bool),
        ("context", c_uint8 * _C["PASSKEY_CONTEXT_MAX_LEN"]),
        ("context_len", c_size_t),
    ]


class Credential(Structure):
    _fields_ = [
        ("id", Bytes),
        ("public_key", Bytes),
        ("user_handle", Bytes),
        ("algorithm", c_int32),
        ("sign_count", c_uint32),
        ("uv_initialized", c_bool),
        ("backup_eligible", c_bool),
        ("backup_eligible_known", c_bool),
        ("backup_state", c_bool),
        ("aaguid", c_uint8 * _C["PASSKEY_AAGUID_LEN"]),
        ("transports", Bytes),
        ("attestation_type", c_int),
        ("attestation_trusted", c_bool),
        ("attestation_format", Bytes),
        ("attestation_object", Bytes),
        ("client_data", Bytes),
    ]


class RegistrationResponse(Structure):
    _fields_ = [
        ("id", Bytes),
        ("client_data", Bytes),
        ("attestation_object", Bytes),
        ("transports", Bytes),
        ("attachment", c_int),
        ("discoverable", c_int),
        ("extensions", Bytes),
        ("authenticator_data_copy", Bytes),
        ("public_key_copy", Bytes),
        ("has_algorithm_copy", c_bool),
        ("algorithm_copy", c_int64),
        ("scratch", Buffer),
    ]


class Registration(Structure):
    _fields_ = [
        ("credential", Credential),
        ("user_present", c_bool),
        ("user_verified", c_bool),
        ("trusted", c_bool),
        ("model_known", c_bool),
        ("discoverable", c_int),
        ("tolerated", c_uint32),
        ("authenticator_extensions", Bytes),
        ("serial_number", Bytes),
    ]


class AuthenticationResponse(Structure):
    _fields_ = [
        ("id", Bytes),
        ("client_data", Bytes),
        ("authenticator_data", Bytes),
        ("signature", Bytes),
        ("user_handle", Bytes),
        ("attachment", c_int),
        ("appid_used", c_bool),
        ("extensions", Bytes),
    ]


class Authentication(Structure):
    _fields_ = [
        ("user_present", c_bool),
        ("user_verified", c_bool),
        ("backup_state", c_bool),
        ("uv_initialized", c_bool),
        ("sign_count", c_uint32),
        ("sign_count_suspicious", c_bool),
        ("record_changed", c_bool),
        ("authenticator_extensions", Bytes),
        ("payment", Bytes),
    ]


class Descriptor(Structure):
    _fields_ = [("id", Bytes), ("transports", Bytes)]


class RegistrationRequest(Structure):
    _fields_ = [
        ("user_handle", Bytes),
        ("user_name", Bytes),
        ("display_name", Bytes),
        ("exclude", POINTER(Descriptor)),
        ("num_exclude", c_size_t),
        ("conditional", c_bool),
        ("extensions", Bytes),
    ]


class AuthenticationRequest(Structure):
    _fields_ = [
        ("user_handle", Bytes),
        ("allow", POINTER(Descriptor)),
        ("num_allow", c_size_t),
        ("appid", Bytes),
        ("extensions", Bytes),
        ("payment", c_bool),
    ]


STRUCTS = {
    "passkey_bytes": Bytes,
    "passkey_buffer": Buffer,
    "passkey_model_policy": ModelPolicy,
    "passkey_policy": Policy,
    "passkey_ceremony": Ceremony,
    "passkey_credential": Credential,
    "passkey_registration_response": RegistrationResponse,
    "passkey_registration": Registration,
    "passkey_authentication_response": AuthenticationResponse,
    "passkey_authentication": Authentication,
    "passkey_descriptor": Descriptor,
    "passkey_registration_request": RegistrationRequest,
    "passkey_authentication_request": AuthenticationRequest,
}
