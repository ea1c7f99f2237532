#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""trust_test.py ROOT MAKE_CASES: the roots that the Python binding is given,
and enterprise attestation with the cases of the program MAKE_CASES. Roots that
cannot be read must never switch the trust off. Writes TAP."""

import json
import subprocess
import sys

from ceremonies import CASES, check, complaint, finish, pem
from ceremonies import recorded_cases, structs, verdict, verify

CASE = CASES["w3c/packed-es256/registration"]
DER = recorded_cases.decode(CASE["expected"]["trustAnchors"][0])
PEM = pem(DER).encode()
# The root under another name: it certifies nobody.
OTHER = pem(DER.replace(b"W3C", b"X3C")).encode()
ROOTS = "pem_root_certs_bytes_by_fmt"
PACKED = ROOTS + "['packed']"


def roots_verdict(roots):
    return verdict(CASE, pem_root_certs_bytes_by_fmt={"packed": roots})


def good_roots():
    both = OTHER + b"a comment between them\n" + PEM
    good = {
        "one": [PEM],
        "another before it": [OTHER, PEM],
        "two in one text": [both],
        "lines with CR": [PEM.replace(b"\n", b"\r\n")],
        "a bytearray": [bytearray(PEM)],
        "a memoryview": [memoryview(PEM)],
        "a tuple": (PEM,),
    }
    for name, roots in good.items():
        check(f"roots: {name}", roots_verdict(roots), "accept")
    got = roots_verdict([OTHER])
    check("roots: another", got, "PASSKEY_ERR_ATTESTATION_NOT_TRUSTED")
    for fmt in ("tpm", structs.AttestationFormat.TPM):
        made = verify(CASE, pem_root_certs_bytes_by_fmt={fmt: [OTHER]})
        check("roots of another format", made.attestation_trusted, False)
    made = verify(CASE, pem_root_certs_bytes_by_fmt={"packed": []})
    check("no roots for it", made.attestation_trusted, False)


def relabelled(label):
    return PEM.replace(b"CERTIFICATE", label)


def wrong_roots():
    begin, end = PEM.split(b"\n")[0], PEM.split(b"\n")[2]
    wrong = {
        "DER": DER,
        "nothing": b"",
        "no PEM": b"not a certificate",
        "cut": PEM[:-30],
        "cut before a good one": PEM[:60] + b"\n" + PEM,
        "another label": relabelled(b"TRUSTED CERTIFICATE"),
        "an old label": relabelled(b"X509 CERTIFICATE"),
        "a key behind a good one": PEM + relabelled(b"PRIVATE KEY"),
        "no base64": begin + b"\n!!!!\n" + end,
        "a byte in the base64": PEM.replace(b"\nMII", b"\nM!II"),
        "no certificate inside": begin + b"\nAAAA\n" + end,
        "a byte behind the certificate": pem(DER + b"\0").encode(),
    }
    for name, root in wrong.items():
        for roots in ([root], [PEM, root]):
            keywords = {ROOTS: {"packed": roots}}
            got = complaint(verify, CASE, **keywords)
            at = f"{PACKED}[{len(roots) - 1}]"
            check(f"roots: {name}", got, ("ValueError", at))
    # Nobody has to answer before such a list is noticed.
    keywords = {ROOTS: {"tpm": [DER]}, "credential": "{"}
    got = complaint(verify, CASE, **keywords)
    at = f"{ROOTS}['tpm'][0]"
    check("roots of another format", got, ("ValueError", at))


def roots_of_wrong_kinds():
    for root in (PEM.decode(), "/etc/root.pem", None, 7):
        got = complaint(verify, CASE, **{ROOTS: {"packed": [root]}})
        check(f"root: {str(root)[:20]}", got, ("TypeError", PACKED + "[0]"))
    for roots in (PEM, PEM.decode(), 7):
        got = complaint(verify, CASE, **{ROOTS: {"packed": roots}})
        check(f"no list: {str(roots)[:20]}", got, ("TypeError", PACKED))
    for roots in ([PEM], PEM, 7):
        got = complaint(verify, CASE, **{ROOTS: roots})
        check(f"no dict: {str(roots)[:20]}", got, ("TypeError", ROOTS))
    got = complaint(verify, CASE, **{ROOTS: {"PACKED": [OTHER]}})
    check("a format that there is not", got, ("ValueError", ROOTS))


def made_case(name):
    """A case of the repository's own authenticator."""
    lines = subprocess.run(
        [sys.argv[2]], check=True, capture_output=True, text=True
    ).stdout.splitlines()
    return next(c for c in map(json.loads, lines) if c["name"] == name)


def enterprise():
    case = made_case("reg/8.2.2-1/sernum-enterprise")
    unexpected = "PASSKEY_ERR_SERIAL_NUMBER_UNEXPECTED"
    check("not asked for", verdict(case), unexpected)
    made = verify(case, enterprise_attestation=True)
    check("trusted", made.attestation_trusted, True)
    check("serial number", made.serial_number, b"\1\2\3\4")
    asked = {"enterprise_attestation": True}
    made = verify(case, **asked, pem_root_certs_bytes_by_fmt=None)
    check("without roots", made.attestation_trusted, False)
    check("and without a serial number", made.serial_number, b"")
    other = {ROOTS: {"packed": [OTHER]}}
    got = verdict(case, **asked, **other)
    check("other roots", got, "PASSKEY_ERR_ATTESTATION_NOT_TRUSTED")
    for name in ("packed-es256", "none-es256"):
        made = verify(CASES[f"w3c/{name}/registration"], **asked)
        check(f"nothing to tell: {name}", made.serial_number, b"")


def main():
    good_roots()
    wrong_roots()
    roots_of_wrong_kinds()
    enterprise()
    finish()


if __name__ == "__main__":
    main()
