// SPDX-License-Identifier: GPL-3.0-or-later
//
// Iso2022Jp reads ISO-2022-JP as Japanese programs write it, with letters that only their makers' sets have
// (NEC's row 13, IBM's rows 89 to 92): the same codes mean the same letters in code page 932. Pure, linear.
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

// The text in code page 932; nothing where it changes to a set that this has not.
std::optional<QByteArray> iso2022JpAsCp932(QByteArrayView text);
