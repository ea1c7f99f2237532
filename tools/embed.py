#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""embed.py OUT DEPFILE DIRECTORY: writes the pages and static files of a
directory as C arrays, each page once for every language.

*.html whose name begins with "_" are parts: {{> _head.html}} in another page
puts them there. {{asset style.css}} becomes the address of a static file,
whose name carries the hash of its content. Scripts import each other as
"./name.js"; that becomes the hashed name too. {{t key}} becomes the text that
lang/*.txt has under that key. Other holes like {{site}} stay: the server fills
them.

Of the catalogues, the sentences that the server chooses while it runs go into
a C table, and those that scripts need into the module sentences.js. A key that
a language lacks, or that nobody uses, fails the build.
"""
import hashlib
import html
import json
import os
import re
import sys

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
# Who chooses a sentence at run time: the server, the scripts, or both.
SERVER_KEYS = ("problem.", "event.", "method.", "count.", "word.")
SCRIPT_KEYS = ("problem.", "script.")

out, depfile, directory = sys.argv[1:4]
files = {}  # name -> text
sources = []  # for the depfile
for folder in (directory, os.path.join(directory, "passkey")):
    for name in sorted(os.listdir(folder)):
        if os.path.splitext(name)[1] in (*TYPES, ".html"):
            sources.append(os.path.join(folder, name))
            with open(sources[-1], encoding="utf-8") as f:
                files[name] = f.read()


def fail(text):
    sys.exit("embed.py: " + text)


def catalogue(path):
    """key = text; '#' begins a comment."""
    sources.append(path)
    texts = {}
    with open(path, encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            line = line.strip()
            if not line or line.startswith("#"):
                continue
            key, equals, text = (part.strip() for part in line.partition("="))
            if not equals or not text or key in texts:
                fail("%s:%d: write key = text, each key once" % (path, number))
            texts[key] = text
    return texts


def holes(text):
    return sorted(re.findall(r"\{\{[a-z_]+\}\}", text))


languages = {}  # code -> texts; English, which every reader falls back to, first
for name in sorted(os.listdir(os.path.join(directory, "lang")),
                   key=lambda name: (name != "en.txt", name)):
    languages[name[:-4]] = catalogue(os.path.join(directory, "lang", name))
english = languages["en"]
for code, texts in languages.items():
    for key in sorted(english.keys() ^ texts.keys()):
        fail("lang/%s.txt: %s is there in one of it and en.txt only"
             % (code, key))
    for key, text in texts.items():
        if holes(text) != holes(english[key]):
            fail("lang/%s.txt: %s has other holes than in en.txt" % (code, key))

files["sentences.js"] = (
    "// Made from lang/*.txt by the build.\nexport default %s;\n" % json.dumps(
        {code: {key: text for key, text in texts.items()
                if key.startswith(SCRIPT_KEYS)}
         for code, texts in languages.items()}, indent=1, ensure_ascii=False))

static = {}  # name -> (hashed name, hash, text)


def add_static(name, above=()):
    """Hashes a file after the files that it imports."""
    if name in above:
        fail("%s imports itself" % name)
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


used = set()


def translate(key, code, name):
    if key not in english:
        fail("%s: lang/en.txt has no %s" % (name, key))
    used.add(key)
    return html.escape(languages[code][key], quote=True)


def page(name, code, above=()):
    """A page with its parts, texts and the addresses of its files put in."""
    if name in above:
        fail("%s contains itself" % name)
    text = re.sub(r"\{\{> ([a-z_.]+)\}\}\n?",
                  lambda m: page(m[1], code, (*above, name)), files[name])
    text = re.sub(r"\{\{t ([a-z_.]+)\}\}",
                  lambda m: translate(m[1], code, name), text)
    return re.sub(r"\{\{asset ([a-z_.]+)\}\}",
                  lambda m: "/static/" + add_static(m[1]), text)


def array(text):
    data = text.encode()
    lines = (data[i:i + 16] for i in range(0, len(data), 16))
    return "\n".join(
        "    " + " ".join("0x%02x," % byte for byte in line) for line in lines)


def c_string(text):
    return '"%s"' % "".join(
        chr(byte) if 0x20 <= byte < 0x7f and chr(byte) not in '"\\?'
        else "\\%03o" % byte for byte in text.encode())


for name in files:
    if not name.endswith(".html"):
        add_static(name)
pages = [(n, code) for n in files
         if n.endswith(".html") and not n.startswith("_")
         for code in languages]
bodies = [page(name, code) for name, code in pages]
for key in english:
    if key not in used and not key.startswith(SERVER_KEYS + SCRIPT_KEYS):
        fail("lang/en.txt: nobody uses %s" % key)

with open(out, "w", encoding="utf-8") as f:
    f.write('#include "http/static_files.h"\n#include "page/template.h"\n')
    for i, name in enumerate(static):
        f.write("\nstatic const uint8_t static_%d[] = { /* %s */\n%s\n};\n"
                % (i, name, array(static[name][2])))
    for i, (name, code) in enumerate(pages):
        f.write("\nstatic const uint8_t page_%d[] = { /* %s, %s */\n%s\n};\n"
                % (i, name, code, array(bodies[i])))
    f.write("\nconst struct static_content static_contents[] = {\n")
    for i, name in enumerate(static):
        hashed, digest, _ = static[name]
        f.write('    { "%s", "%s", "\\"%s\\"", "%s", static_%d, '
                "sizeof(static_%d) },\n" % (
                    name, hashed, digest, TYPES[os.path.splitext(name)[1]],
                    i, i))
    f.write("};\nconst size_t num_static_contents = %d;\n" % len(static))
    f.write("\nconst char *const languages[] = {%s};\n" % ", ".join(
        '"%s"' % code for code in languages))
    f.write("const size_t num_languages = %d;\n" % len(languages))
    f.write("\nconst struct template templates[] = {\n")
    for i, (name, code) in enumerate(pages):
        f.write('    { "%s", %d, page_%d, sizeof(page_%d) },\n'
                % (name, list(languages).index(code), i, i))
    f.write("};\nconst size_t num_templates = %d;\n" % len(pages))
    f.write("\nconst struct sentence sentences[] = {\n")
    for key in sorted(english):
        if not key.startswith(SERVER_KEYS):
            continue
        for i, texts in enumerate(languages.values()):
            f.write('    { "%s", %d, %s },\n' % (key, i, c_string(texts[key])))
    f.write("};\nconst size_t num_sentences = sizeof(sentences) / "
            "sizeof(sentences[0]);\n")

with open(depfile, "w", encoding="utf-8") as f:
    f.write("%s: %s\n" % (out, " ".join(sources)))
