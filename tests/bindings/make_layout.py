#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""make_layout.py ABI: writes a C program that prints, of every struct and
constant in the Python module, what the compiler makes of it: size of structs,
offset and size of members, values. A member that is gone does not compile."""

import runpy
import sys

BEGIN = """#include <passkey/passkey.h>

#include <stdio.h>

int
main(void)
{"""


def main():
    abi = runpy.run_path(sys.argv[1])
    print(BEGIN)
    for name in abi["CONSTANTS"]:
        print(f'    printf("{name} %ld\\n", (long){name});')
    for tag, struct in abi["STRUCTS"].items():
        print(f'    printf("{tag} %zu\\n", sizeof(struct {tag}));')
        for member, *_ in struct._fields_:
            print(
                f'    printf("{tag}.{member} %zu %zu\\n",'
                f" offsetof(struct {tag}, {member}),"
                f" sizeof(((struct {tag} *)0)->{member}));"
            )
    print("    return 0;\n}")


if __name__ == "__main__":
    main()
