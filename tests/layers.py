#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows that the build keeps the layers apart: layers.py SOURCE_DIRECTORY BUILD_DIRECTORY

A probe is compiled with the very flags that a file of its module is compiled with. With a header of its own
layer alone it must compile; with a header that the layer must not know the compiler must not find that header.
The two ways round the include roots, "../X.h" and <QtModule/X>, are looked for in every source file.
"""
import json
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(sys.argv[1]).resolve() if len(sys.argv) > 2 else None
BUILD = pathlib.Path(sys.argv[2]).resolve() if len(sys.argv) > 2 else None

BYPASS = re.compile(r'^\s*#\s*include\s*(?:"\.\./|"[^"]*/\.\./|<Qt[A-Z0-9]\w*/)')


def bypasses(text):
    return [line for line in text.splitlines() if BYPASS.match(line)]


def flags_of(module):
    """The command that compiles some file of the module, without its file, its output, and precompiled headers."""
    entries = json.loads((BUILD / "compile_commands.json").read_text())
    objects = f"/poplar_{pathlib.Path(module).name}.dir/"  # several files may be compiled as one
    entry = next(e for e in entries if objects in e["command"] and "cmake_pch" not in e["file"])
    words = iter(shlex.split(entry["command"]))
    flags = []
    for word in words:
        if word in ("-o", "-c", "-include"):
            next(words)
        elif word == "-Xclang":
            if next(words) == "-include-pch":
                next(words), next(words)
        elif word not in ("-Winvalid-pch", "-fpch-instantiate-templates"):
            flags.append(word)
    if pathlib.Path(flags[0]).name in ("ccache", "sccache"):
        flags.pop(0)
    return flags, entry["directory"]


def compile_probe(module, includes):
    flags, directory = flags_of(module)
    with tempfile.NamedTemporaryFile("w", suffix=".cpp") as probe:
        probe.write("".join(f"#include {header}\n" for header in includes) + "int probe() { return 0; }\n")
        probe.flush()
        done = subprocess.run([*flags, "-fsyntax-only", probe.name], cwd=directory, capture_output=True,
                              text=True, check=False, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin:/usr/local/bin"})
    return done.returncode, done.stderr


class Layers(unittest.TestCase):
    def refuses(self, module, own, *wrong):
        code, errors = compile_probe(module, own)
        self.assertEqual(code, 0, f"the control must compile:\n{errors}")
        for header in wrong:
            code, errors = compile_probe(module, own + [header])
            self.assertNotEqual(code, 0, f"{module} can include {header}")
            name = re.escape(header.strip('<>"'))
            self.assertRegex(errors, f"error: '?{name}'?(: No such file| file not found)")

    def test_the_engine_does_not_see_the_store(self):
        self.refuses("core/pop3", ['"Pop3Reply.h"', '"Channel.h"'], '"MessageStore.h"')

    def test_core_does_not_see_widgets(self):
        self.refuses("core/mime", ['"MimeMessage.h"', "<QString>"], "<QWidget>")

    def test_the_search_language_sees_neither_store_nor_index(self):
        self.refuses("core/search", ['"SearchQuery.h"', '"SearchOutcome.h"'],
                     '"StoreReader.h"', '"SearchIndex.h"', "<QWidget>")

    def test_the_index_sees_neither_accounts_nor_the_session(self):
        self.refuses("core/index", ['"SearchRun.h"', '"StoreReader.h"', '"Database.h"'],
                     '"Account.h"', '"MailSession.h"')

    def test_the_window_does_not_see_the_index(self):
        self.refuses("ui", ['"MailSearch.h"', '"SearchQuery.h"'], '"SearchRun.h"')

    def test_the_judgement_of_a_sender_sees_neither_accounts_nor_the_store(self):
        self.refuses("core/trust", ['"Judgement.h"', '"PartTree.h"'], '"Account.h"', '"StoreReader.h"', '"HttpRequest.h"')

    def test_accounts_see_neither_the_store_nor_the_session(self):
        self.refuses("core/accounts", ['"Account.h"', '"Pop3Connection.h"', '"HttpRequest.h"'],
                     '"MessageStore.h"', '"MailSession.h"', "<QWidget>")

    def test_the_window_sees_the_providers_and_not_how_they_are_asked(self):
        self.refuses("ui", ['"MailProvider.h"', '"DiscoveryEnvironment.h"'], '"SocketChannel.h"', '"Pop3Connection.h"')

    def test_the_window_does_not_see_the_judgement(self):
        self.refuses("ui", ['"MailTrust.h"'], '"Judgement.h"', '"SignatureCheck.h"')

    def test_the_window_does_not_see_the_mail_parser(self):
        self.refuses("ui", ['"MailSession.h"', "<QWidget>"], '"MimeMessage.h"')


class Bypasses(unittest.TestCase):
    def test_the_pattern_finds_them(self):
        for line in ('#include "../store/Vault.h"', '# include <QtWidgets/QWidget>', '#include "a/../b.h"'):
            self.assertTrue(bypasses(line), line)
        for line in ('#include "Vault.h"', "#include <QWidget>", "#include <QtTest>", '// #include "../x.h"'):
            self.assertFalse(bypasses(line), line)

    def test_no_source_file_uses_them(self):
        files = [f for folder in ("core", "ui", "app", "tests") for f in (SOURCE / folder).rglob("*")
                 if f.suffix in (".h", ".cpp")]
        self.assertGreater(len(files), 100)
        found = [f"{f.relative_to(SOURCE)}: {line}" for f in files
                 for line in bypasses(f.read_text(encoding="utf-8"))]
        self.assertEqual(found, [])


if __name__ == "__main__":
    if BUILD is None:
        sys.exit(__doc__)
    unittest.main(argv=sys.argv[:1], verbosity=2)
