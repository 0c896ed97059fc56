// SPDX-License-Identifier: GPL-3.0-or-later
//
// HostileHtml makes the HTML that breaks mail readers: nesting, sizes and counts that make parsers, style and
// layout slow, and everything that can ask for something from the network or the disk. Each names its way in.
#pragma once

#include <QString>

#include <vector>

struct HostileHtml {
    const char *name;
    QString html;
};

// What asks for something: each address in them holds "evil.example" or "evil-file".
std::vector<HostileHtml> htmlThatAsks();
// What is too much.
std::vector<HostileHtml> htmlThatIsTooMuch();
