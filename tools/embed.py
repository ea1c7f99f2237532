#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""embed.py OUT DEPFILE DIRECTORY: writes the pages and static files of a
directory as C arrays.

*.html whose name begins with "_" are parts: {{> _head.html}} in another page
puts them there. {{asset style.css}} becomes the address of a static file,
whose name carries the hash of its content. Scripts import each other as
"./name.js"; that becomes the hashed name too. Holes like {{site}} stay: the
server fills them.
"""
import hashlib
import os
import re
import sys

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}

out, depfile, directory = sys.argv[1:4]
files = {}
for name in sorted(os.listdir(directory)):
    if os.path.splitext(name)[1] in (*TYPES, ".html"):
        with open(os.path.join(directory, name), encoding="utf-8") as f:
            files[name] = f.read()

static = {}  # name -> (hashed name, hash, text)


def add_static(name, above=()):
    """Hashes a file after the files that it imports."""
    if name in above:
        sys.exit("embed.py: %s imports itself" % name)
    if name in static:
        return static[name][0]
    text = files[name]
    if name.endswith(".js"):
        text = re.sub(
            r'(from "\./)([a-z_]+\.js)"',
            lambda m: m[1] + add_static(m[2], (*above, name)) + '"', text)
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    stem, kind = os.path.splitext(name)
    static[name] = ("%s.%s%s" % (stem, digest, kind), digest, text)
    return static[name][0]


def page(name, above=()):
    """A page with its parts and the addresses of its files put in."""
    if name in above:
        sys.exit("embed.py: %s contains itself" % name)
    text = re.sub(r"\{\{> ([a-z_.]+)\}\}\n?",
                  lambda m: page(m[1], (*above, name)), files[name])
    return re.sub(r"\{\{asset ([a-z_.]+)\}\}",
                  lambda m: "/static/" + add_static(m[1]), text)


def array(text):
    data = text.encode()
    lines = (data[i:i + 16] for i in range(0, len(data), 16))
    return "\n".join(
        "    " + " ".join("0x%02x," % byte for byte in line) for line in lines)


for name in files:
    if not name.endswith(".html"):
        add_static(name)
pages = [n for n in files if n.endswith(".html") and not n.startswith("_")]

with open(out, "w", encoding="utf-8") as f:
    f.write('#include "http/static_files.h"\n#include "page/template.h"\n')
    for i, name in enumerate(static):
        f.write("\nstatic const uint8_t static_%d[] = { /* %s */\n%s\n};\n"
                % (i, name, array(static[name][2])))
    for i, name in enumerate(pages):
        f.write("\nstatic const uint8_t page_%d[] = { /* %s */\n%s\n};\n"
                % (i, name, array(page(name))))
    f.write("\nconst struct static_content static_contents[] = {\n")
    for i, name in enumerate(static):
        hashed, digest, _ = static[name]
        f.write('    { "%s", "%s", "\\"%s\\"", "%s", static_%d, '
                "sizeof(static_%d) },\n" % (
                    name, hashed, digest, TYPES[os.path.splitext(name)[1]],
                    i, i))
    f.write("};\nconst size_t num_static_contents = %d;\n" % len(static))
    f.write("\nconst struct template templates[] = {\n")
    for i, name in enumerate(pages):
        f.write('    { "%s", page_%d, sizeof(page_%d) },\n' % (name, i, i))
    f.write("};\nconst size_t num_templates = %d;\n" % len(pages))

with open(depfile, "w", encoding="utf-8") as f:
    f.write("%s: %s\n" % (out, " ".join(
        os.path.join(directory, name) for name in files)))
