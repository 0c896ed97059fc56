// SPDX-License-Identifier: GPL-3.0-or-later
//
// HtmlEntities are the character references that mail uses, for scans that build no tree: HTML 4's for
// Latin-1 and the usual punctuation. Pure.
#pragma once

#include <QStringView>

#include <optional>

// `name` stands between '&' and ';'; "#…" is a number. Nothing for a name that is not among them.
std::optional<char32_t> htmlEntity(QStringView name);
