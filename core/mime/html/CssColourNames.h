// SPDX-License-Identifier: GPL-3.0-or-later
//
// The named colours of CSS Color 4, section 6.1.
#pragma once

#include <QStringView>
#include <QtGlobal>

#include <optional>

// 0xRRGGBB for a name in lower case.
std::optional<quint32> cssColourNamed(QStringView name);
