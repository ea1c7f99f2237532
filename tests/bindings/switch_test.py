#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""switch_test.py ROOT: what a program has imported from py_webauthn and finds
in the Python binding: names, structs for responses and options, exceptions.
Writes TAP."""

import dataclasses
import json
import pickle

from ceremonies import ASSERTION, CASES, REGISTRATION, check, exceptions
from ceremonies import finish, passkey, raised, recorded_cases, structs
from ceremonies import verdict, verify

from passkey import helpers

decode = recorded_cases.decode
BROWSER = CASES["browser/chromium-none-es256-rk-uv/registration"]
MALFORMED = "InvalidJSONStructure"
PARSERS = {
    "registration": helpers.parse_registration_credential_json,
    "authentication": helpers.parse_authentication_credential_json,
}


def names():
    for name in """InvalidRegistrationOptions InvalidAuthenticationOptions
        InvalidPublicKeyStructure UnsupportedPublicKeyType InvalidJSONStructure
        InvalidClientDataJSONStructure InvalidAuthenticatorDataStructure
        SignatureVerificationException UnsupportedAlgorithm
        UnsupportedPublicKey UnsupportedEC2Curve InvalidTPMPubAreaStructure
        InvalidTPMCertInfoStructure InvalidCertificateChain InvalidBackupFlags
        InvalidCBORData InvalidExpectedOrigin InvalidRegistrationResponse
        InvalidAuthenticationResponse""".split():
        kind = getattr(exceptions, name)
        good = issubclass(kind, exceptions.WebAuthnException)
        check(name, (good, str(kind("boom"))), (True, "boom"))
        copy = pickle.loads(pickle.dumps(kind("boom")))
        check("between processes", (type(copy), copy.text), (kind, "boom"))
        check("without a text", str(kind()), "")
    made = exceptions.InvalidRegistrationResponse("boom")
    told = made.number, made.name, made.anchor
    check("no check of the library", told, (None, None, None))


def told_apart():
    for name, case in CASES.items():
        parsed = PARSERS[case["kind"]](case["response"])
        got = verdict(case, credential=parsed)
        check(f"{name} as struct", got, case["expect"])
        text = json.dumps(case["response"])
        check(f"{name} from text", PARSERS[case["kind"]](text), parsed)


def registration_struct():
    told = BROWSER["response"]
    made = helpers.parse_registration_credential_json(told)
    check("class", type(made), structs.RegistrationCredential)
    check("id", (made.id, made.raw_id), (told["id"], decode(told["rawId"])))
    check("type", made.type, structs.PublicKeyCredentialType.PUBLIC_KEY)
    response = made.response
    kind = structs.AuthenticatorAttestationResponse
    check("class of the response", type(response), kind)
    got = response.client_data_json, response.attestation_object
    told = told["response"]
    wanted = decode(told["clientDataJSON"]), decode(told["attestationObject"])
    check("octets", got, wanted)
    check("transports", response.transports, [told.get("transports")])
    odd = dict(told, transports=["usb", "carrier-pigeon"])
    response = helpers.parse_registration_credential_json(
        dict(BROWSER["response"], response=odd)
    ).response
    check("new transports", response.transports, [["usb", "carrier-pigeon"]])
    kinds = type(response.transports[0]), type(response.transports[1])
    check("known ones", kinds, (structs.AuthenticatorTransport, str))
    made = structs.RegistrationCredential("i", b"i", kind(b"c", b"a"))
    wanted = "i", b"i", (b"c", b"a", None), None, "public-key"
    check("defaults", dataclasses.astuple(made), wanted)


def authentication_struct():
    told = ASSERTION["response"]
    made = helpers.parse_authentication_credential_json(told)
    check("class", type(made), structs.AuthenticationCredential)
    response = made.response
    kind = structs.AuthenticatorAssertionResponse
    check("class of the response", type(response), kind)
    got = dataclasses.astuple(response)
    names_told = "clientDataJSON authenticatorData signature userHandle"
    wanted = [decode(told["response"][n]) for n in names_told.split()]
    check("octets", list(got), [wanted])
    silent = {k: v for k, v in told["response"].items() if k != "userHandle"}
    for response in (silent, dict(silent, userHandle=None)):
        made = helpers.parse_authentication_credential_json(
            dict(told, response=response)
        )
        check("no user handle", made.response.user_handle, None)
    for attachment, wanted in (
        ("platform", structs.AuthenticatorAttachment.PLATFORM),
        ("glued on", None),
        (None, None),
    ):
        made = helpers.parse_authentication_credential_json(
            dict(told, authenticatorAttachment=attachment)
        )
        check("attachment", made.authenticator_attachment, wanted)


def refused_structs():
    """The form is right; the rest is the library's."""
    made = helpers.parse_registration_credential_json(BROWSER["response"])
    mismatch = "PASSKEY_ERR_ID_MISMATCH"
    other = dataclasses.replace(made, id="AAAA")
    check("another id", verdict(BROWSER, credential=other), mismatch)
    other = dataclasses.replace(made, raw_id=b"other")
    check("another raw id", verdict(BROWSER, credential=other), mismatch)
    got = verdict(ASSERTION, credential=made)
    check("of the other kind", got, "PASSKEY_ERR_CEREMONY_KIND_MISMATCH")
    proved = helpers.parse_authentication_credential_json(ASSERTION["response"])
    proved.response.signature = b"x" * len(proved.response.signature)
    got = verdict(ASSERTION, credential=proved)
    check("another signature", got, "PASSKEY_ERR_SIGNATURE_INVALID")
    got = verify(BROWSER, credential=made).transports
    check("transports come back", got, [verify(BROWSER).transports])


def malformed_credentials():
    for case in (REGISTRATION, ASSERTION):
        parse = PARSERS[case["kind"]]
        told = case["response"]
        for text in ("", "{", "[]", "null", b"\xff", 7, None, "[" * 100000):
            check(f"{str(text)[:9]}", raised(parse, text), MALFORMED)
        for name in ("id", "rawId", "type", "response"):
            for value in (None, 7, "a+b", []):
                odd = dict(told, **{name: value})
                # Whether the id is that of rawId, the library says.
                wanted = "nothing" if odd["id"] == "a+b" else MALFORMED
                check(f"{name} {value!r}", raised(parse, odd), wanted)
        for name in told["response"]:
            for value in (7, "a+b", "A"):
                response = dict(told["response"], **{name: value})
                odd = dict(told, response=response)
                check(f"{name} {value!r}", raised(parse, odd), MALFORMED)
        twice = json.dumps(told)[:-1] + ',"id":"AAAA"}'
        check("a member twice", raised(parse, twice), MALFORMED)
        nan = json.dumps(told)[:-1] + ',"x":NaN}'
        check("no number", raised(parse, nan), MALFORMED)


def options():
    made = passkey.generate_registration_options(
        rp_id="example.org",
        rp_name="E",
        user_name="ann",
        authenticator_selection=structs.AuthenticatorSelectionCriteria(),
        exclude_credentials=[
            structs.PublicKeyCredentialDescriptor(id=b"x", transports=["usb"])
        ],
        hints=["hybrid"],
        extensions={"credProps": True},
    )
    parse = helpers.parse_registration_options_json
    check("creation", parse(passkey.options_to_json(made)), made)
    check("as dictionary", parse(helpers.options_to_json_dict(made)), made)
    made = passkey.generate_authentication_options(rp_id="example.org")
    parse = helpers.parse_authentication_options_json
    check("request", parse(passkey.options_to_json(made)), made)


LEAST = {
    "rp": {"name": "E"},
    "user": {"id": "dXNlcg", "name": "ann", "displayName": "Ann"},
    "challenge": "Y2hhbGxlbmdl",
    "pubKeyCredParams": [{"type": "public-key", "alg": -7}],
}


def absent_members():
    made = helpers.parse_registration_options_json(LEAST)
    check("challenge", made.challenge, b"challenge")
    got = made.rp.id, made.timeout, made.exclude_credentials, made.attestation
    check("the rest", got, (None, None, None, "none"))
    check("selection", made.authenticator_selection, None)
    made = helpers.parse_registration_options_json(
        dict(LEAST, authenticatorSelection={})
    )
    wanted = structs.AuthenticatorSelectionCriteria()
    check("empty selection", made.authenticator_selection, wanted)
    made = helpers.parse_authentication_options_json('{"challenge":"Y2hh"}')
    wanted = structs.PublicKeyCredentialRequestOptions(challenge=b"cha")
    check("request", made, wanted)


def malformed_options():
    parse = helpers.parse_registration_options_json
    for name in LEAST:
        rest = {k: v for k, v in LEAST.items() if k != name}
        check(f"no {name}", raised(parse, rest), MALFORMED)
    wrong = [
        {"rp": {}},
        {"user": {"id": 7, "name": "ann", "displayName": "Ann"}},
        {"challenge": "a+b"},
        {"pubKeyCredParams": [{"type": "public-key", "alg": "ES256"}]},
        {"pubKeyCredParams": [{"type": "public-key", "alg": True}]},
        {"pubKeyCredParams": [{"type": "password", "alg": -7}]},
        {"pubKeyCredParams": [-7]},
        {"timeout": "60000"},
        {"attestation": "foo"},
        {"hints": ["foo"]},
        {"hints": "hybrid"},
        {"excludeCredentials": [{"type": "public-key"}]},
        {"excludeCredentials": [{"id": "eA", "transports": [7]}]},
        {"authenticatorSelection": []},
        {"authenticatorSelection": {"residentKey": "foo"}},
        {"authenticatorSelection": {"requireResidentKey": "true"}},
        {"authenticatorSelection": {"userVerification": "foo"}},
        {"extensions": []},
    ]
    for members in wrong:
        got = raised(parse, {**LEAST, **members})
        check(f"{str(members)[:50]}", got, MALFORMED)
    parse = helpers.parse_authentication_options_json
    for told in ("{}", '{"challenge":7}', "[]", '{"challenge":"YQ","rpId":7}'):
        check(told, raised(parse, told), MALFORMED)


def main():
    names()
    told_apart()
    registration_struct()
    authentication_struct()
    refused_structs()
    malformed_credentials()
    options()
    absent_members()
    malformed_options()
    finish()


if __name__ == "__main__":
    main()
