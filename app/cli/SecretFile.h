// SPDX-License-Identifier: GPL-3.0-or-later
//
// A secret that an option names a file for. Any thread.
#pragma once

#include <QString>

#include <tl/expected.hpp>

// The one line of the file, without its end; or a complaint for the user.
tl::expected<QString, QString> secretInFile(const QString &path);
