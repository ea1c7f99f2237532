#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""embed_text.py OUT NAME FILE...: writes the files, in order, as an array of
C strings called NAME that ends with NULL."""
import sys

out, name, files = sys.argv[1], sys.argv[2], sys.argv[3:]
with open(out, "w", encoding="utf-8") as f:
    f.write("static const char *const %s[] = {\n" % name)
    for path in files:
        for line in open(path, encoding="utf-8"):
            text = line.rstrip("\n").replace("\\", "\\\\").replace('"', '\\"')
            f.write('    "%s\\n"\n' % text)
        f.write("    ,\n")
    f.write("    NULL\n};\n")
